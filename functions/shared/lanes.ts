import { StoreUnavailable } from "../../lib/store/errors.ts";

/**
 * Work on one contact, one piece at a time within this process. Writers of one contact would only take the race
 * from each other; in a lane each sees what the one before has written. Between processes the conditional writes
 * decide, with or without lanes.
 */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();

  /**
   * Runs `work` once everything that entered the lane before has left, and tells it for how long others were served
   * meanwhile. A crowd is served however long it takes; a lane that stands is given up. @throws StoreUnavailable when nobody has
   * left with an answer for `patienceMs`: the work is then not begun, and whoever comes behind waits for those before.
   */
  async run<T>(
    name: string,
    work: (servedMs: number) => Promise<T>,
    patienceMs = Number.POSITIVE_INFINITY,
  ): Promise<T> {
    const enteredAtMs = performance.now();
    const { promise: left, resolve: leave } = Promise.withResolvers<void>();
    const lane = this.#lanes.get(name) ?? { tail: undefined, answeredAtMs: 0 };
    const before = lane.tail;
    const tail = before === undefined ? left : before.then(() => left);
    lane.tail = tail;
    this.#lanes.set(name, lane);
    try {
      if (before !== undefined) await turnAfter(before, lane, { enteredAtMs, patienceMs });
      const answer = await work(Math.max(0, lane.answeredAtMs - enteredAtMs));
      lane.answeredAtMs = performance.now();
      return answer;
    } finally {
      leave();
      void tail.then(() => lane.tail === tail && this.#lanes.delete(name));
    }
  }
}

interface Lane {
  /** Resolved, and never rejected, once everything that entered has left; undefined while nobody has. */
  tail: Promise<void> | undefined;
  /** When somebody last left with an answer, by `performance.now()`. */
  answeredAtMs: number;
}

async function turnAfter(
  before: Promise<void>,
  lane: Lane,
  { enteredAtMs, patienceMs }: { readonly enteredAtMs: number; readonly patienceMs: number },
): Promise<void> {
  if (patienceMs === Number.POSITIVE_INFINITY) return before;
  const arrived = before.then(() => true);
  for (;;) {
    const restMs = Math.max(enteredAtMs, lane.answeredAtMs) + patienceMs - performance.now();
    if (restMs <= 0) throw new StoreUnavailable({ mayHaveWritten: false });
    if (await Promise.race([arrived, passed(restMs)])) return;
  }
}

const passed = (milliseconds: number): Promise<false> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(false), milliseconds).unref();
  });
