/** Work that is done many at a time and settled in the order in which it came. */
export interface InOrder<Result> {
  /**
   * Begins `work` once all earlier work with one of its keys is done and there is room. Resolves when more may be
   * given.
   */
  add(keys: readonly string[], work: () => Promise<Result>): Promise<void>;
  /** Resolves when all is settled. @throws what the first work that failed has thrown. */
  end(): Promise<void>;
}

/**
 * Does at most `atOnce` pieces of work at a time. `settle` is told each result in the order in which the work was
 * given: when it is told of one, all before it are done.
 */
export function inOrder<Result>(atOnce: number, settle: (result: Result) => void): InOrder<Result> {
  const byKey = new Map<string, Promise<unknown>>();
  const waiting: Promise<void>[] = [];
  let settled: Promise<void> = Promise.resolve();
  let failed: { readonly fault: unknown } | undefined;

  const begin = async (before: readonly (Promise<unknown> | undefined)[], work: () => Promise<Result>) => {
    await Promise.all(before);
    if (failed !== undefined) throw failed.fault;
    return work();
  };

  return {
    async add(keys, work): Promise<void> {
      if (failed !== undefined) throw failed.fault;
      const done = begin(
        keys.map((key) => byKey.get(key)),
        work,
      );
      const quiet = done.then(
        () => {},
        (fault: unknown) => {
          failed ??= { fault };
        },
      );
      for (const key of keys) byKey.set(key, quiet);
      void quiet.then(() => {
        for (const key of keys) if (byKey.get(key) === quiet) byKey.delete(key);
      });
      const turn = settled.then(async () => {
        await quiet;
        if (failed === undefined) settle(await done);
      });
      settled = turn;
      waiting.push(turn);
      // Room is made by the oldest: what is done and not settled yet is held in memory.
      if (waiting.length >= atOnce) await waiting.shift();
    },
    async end(): Promise<void> {
      await settled;
      if (failed !== undefined) throw failed.fault;
    },
  };
}
