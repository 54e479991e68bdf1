/**
 * A value that is read again before it is older than `maxAgeMs`. After half that age it is refreshed beside the
 * request that asks; once it is older it is refreshed first. One refresh is in flight at a time. Age is real
 * time, whatever the local clock says.
 */
export class Refreshing<T> {
  readonly #load: (previous: T | undefined) => Promise<T>;
  readonly #maxAgeMs: number;
  #value: { readonly current: T; readonly loadedAtMs: number } | undefined;
  #inFlight: Promise<T> | undefined;

  constructor(load: (previous: T | undefined) => Promise<T>, maxAgeMs: number) {
    this.#load = load;
    this.#maxAgeMs = maxAgeMs;
  }

  /** The value, at most `maxAgeMs` old. Rejects with what `load` rejects with. */
  async get(): Promise<T> {
    const value = this.#value;
    if (value === undefined) return this.refresh();
    const ageMs = performance.now() - value.loadedAtMs;
    if (ageMs >= this.#maxAgeMs) return this.refresh();
    // A refresh beside the request may fail unseen: the next request past the age will see it.
    if (ageMs >= this.#maxAgeMs / 2) this.refresh().catch(() => {});
    return value.current;
  }

  /** The last value, however old; undefined when none was ever loaded. */
  last(): T | undefined {
    return this.#value?.current;
  }

  refresh(): Promise<T> {
    this.#inFlight ??= this.#reload().finally(() => {
      this.#inFlight = undefined;
    });
    return this.#inFlight;
  }

  /** A refresh that began after this call, so that it sees what the caller has just written. */
  async renew(): Promise<T> {
    await this.#inFlight?.catch(() => {});
    return this.refresh();
  }

  async #reload(): Promise<T> {
    const loadedAtMs = performance.now();
    const current = await this.#load(this.#value?.current);
    this.#value = { current, loadedAtMs };
    return current;
  }
}
