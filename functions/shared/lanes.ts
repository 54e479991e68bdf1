/**
 * Work on one contact, one piece at a time within this process. Writers of one contact would only take the race
 * from each other; in a lane each sees what the one before has written. Between processes the conditional writes
 * decide, with or without lanes.
 */
export class Lanes {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Runs `work` once everything that entered the lane before has ended. */
  async run<T>(lane: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(lane);
    const mine = before === undefined ? work() : before.then(work, work);
    this.#tails.set(lane, mine);
    try {
      return await mine;
    } finally {
      if (this.#tails.get(lane) === mine) this.#tails.delete(lane);
    }
  }
}
