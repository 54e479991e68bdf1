import { StoreUnavailable } from "../../lib/store/errors.ts";
import { orAborted } from "../../lib/store/or-aborted.ts";

/**
 * Work on one contact, one piece at a time within this process. Writers of one contact would only take the race
 * from each other; in a lane each sees what the one before has written. Between processes the conditional writes
 * decide, with or without lanes.
 */
export class Lanes {
  /** By lane: resolved, and never rejected, once everything that entered it has left. */
  readonly #tails = new Map<string, Promise<void>>();

  /**
   * Runs `work` once everything that entered the lane before has left. @throws StoreUnavailable when `signal` is
   * aborted before: the work is then not begun, and whoever comes behind waits for those before it all the same.
   */
  async run<T>(lane: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.#tails.get(lane);
    const { promise: left, resolve: leave } = Promise.withResolvers<void>();
    const tail = before === undefined ? left : before.then(() => left);
    this.#tails.set(lane, tail);
    try {
      if (before !== undefined) await turnAfter(before, signal);
      return await work();
    } finally {
      leave();
      void tail.then(() => this.#tails.get(lane) === tail && this.#tails.delete(lane));
    }
  }
}

async function turnAfter(before: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return before;
  try {
    await orAborted(signal, () => before);
  } catch (cause) {
    throw new StoreUnavailable({ mayHaveWritten: false, cause });
  }
}
