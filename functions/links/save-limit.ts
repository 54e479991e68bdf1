import { type EpochMs, MINUTE_MS } from "../../lib/core/time.ts";

/**
 * How often one customer's choices are saved: a form that is sent over and over must not wear out the table. Kept by
 * each process for itself; what takes nothing back is saved all the same, however often.
 */
const MOST_SAVES = 30;
const WINDOW_MS = 10 * MINUTE_MS;
export const RETRY_AFTER_SECONDS = WINDOW_MS / 1_000;

/** So many customers are kept in mind. */
const CAPACITY = 10_000;

export class SaveLimit {
  readonly #saves = new Map<string, readonly EpochMs[]>();

  /** Counts one save of `key`; false when there were too many. */
  admits(key: string, now: EpochMs): boolean {
    const recent = (this.#saves.get(key) ?? []).filter((at) => at > now - WINDOW_MS);
    if (recent.length >= MOST_SAVES) return false;
    // The oldest goes first: a Map keeps the order of insertion.
    this.#saves.delete(key);
    this.#saves.set(key, [...recent, now]);
    if (this.#saves.size > CAPACITY) this.#saves.delete(this.#saves.keys().next().value as string);
    return true;
  }
}
