import { StoreUnavailable } from "../../lib/store/errors.ts";

/** How old a value may become, and how long one waits for a newer who says nothing else; in ms of real time. */
export interface Freshness {
  readonly maxAgeMs: number;
  readonly patienceMs: number;
}

/**
 * A value that is read again before it is older than `maxAgeMs`. After half that age it is refreshed beside the
 * request that asks; once it is older it is refreshed first. One refresh is in flight at a time. Age is real
 * time, whatever the local clock says.
 */
export class Refreshing<T> {
  readonly #patienceMs: number;
  readonly #load: (previous: T | undefined) => Promise<T>;
  readonly #maxAgeMs: number;
  #value: { readonly current: T; readonly loadedAtMs: number } | undefined;
  #inFlight: Promise<T> | undefined;

  constructor(load: (previous: T | undefined) => Promise<T>, { maxAgeMs, patienceMs }: Freshness) {
    this.#patienceMs = patienceMs;
    this.#load = load;
    this.#maxAgeMs = maxAgeMs;
  }

  /**
   * The value, at most `maxAgeMs` old. Rejects with what `load` rejects with, and with StoreUnavailable when it is
   * not there at `deadlineAtMs` by `performance.now()`; left out, after `patienceMs`.
   */
  async get(deadlineAtMs?: number): Promise<T> {
    const value = this.#value;
    if (value === undefined) return this.#inTime(this.refresh(), deadlineAtMs);
    const ageMs = performance.now() - value.loadedAtMs;
    if (ageMs >= this.#maxAgeMs) return this.#inTime(this.refresh(), deadlineAtMs);
    // A refresh beside the request may fail unseen: the next request past the age will see it.
    if (ageMs >= this.#maxAgeMs / 2) this.refresh().catch(() => {});
    return value.current;
  }

  /** The last value, however old; undefined when none was ever loaded. */
  last(): T | undefined {
    return this.#value?.current;
  }

  refresh(): Promise<T> {
    if (this.#inFlight === undefined) {
      const refresh = this.#reload().finally(() => this.#forget(refresh));
      this.#inFlight = refresh;
    }
    return this.#inFlight;
  }

  #forget(refresh: Promise<T>): void {
    if (this.#inFlight === refresh) this.#inFlight = undefined;
  }

  /** A refresh that began after this call, so that it sees what the caller has just written. */
  async renew(): Promise<T> {
    await this.#inFlight?.catch(() => {});
    return this.refresh();
  }

  async #inTime(refresh: Promise<T>, deadlineAtMs = performance.now() + this.#patienceMs): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        // Whoever comes next asks anew, rather than wait for an answer that may never come.
        this.#forget(refresh);
        reject(new StoreUnavailable({ mayHaveWritten: false }));
      }, deadlineAtMs - performance.now());
    });
    try {
      return await Promise.race([refresh, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #reload(): Promise<T> {
    const loadedAtMs = performance.now();
    const current = await this.#load(this.#value?.current);
    this.#value = { current, loadedAtMs };
    return current;
  }
}
