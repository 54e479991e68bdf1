import type { Item, ItemKey, Store, TransactWrite } from "./store.ts";

/** A store that many rows are written through, and what they will read, read beforehand together. */
export interface ReadAhead {
  readonly store: Store;
  /** Reads these items; each is then answered once from memory, unless it is written through here before. */
  ahead(keys: readonly ItemKey[]): Promise<void>;
}

/**
 * What was read ahead may be old when it is used: only for writers that write on the condition that what they read
 * still stands, and read anew when it does not. A second `get` of a key asks the store.
 */
export function readAhead(store: Store): ReadAhead {
  const kept = new Map<string, Item | undefined>();
  /** Keys written while a read is under way: what it answers of them may be old already. */
  const reads = new Set<Set<string>>();

  const forget = (keys: readonly ItemKey[]): void => {
    for (const name of keys.map(nameOf)) {
      kept.delete(name);
      for (const written of reads) written.add(name);
    }
  };
  const writing = async <T>(keys: readonly ItemKey[], write: () => Promise<T>): Promise<T> => {
    forget(keys);
    try {
      return await write();
    } finally {
      forget(keys);
    }
  };
  const take = (name: string): Item | undefined => {
    const item = kept.get(name);
    kept.delete(name);
    return item;
  };

  return {
    async ahead(keys): Promise<void> {
      // What rows that were refused have left behind: without it the store is asked.
      if (kept.size > MOST_KEPT) kept.clear();
      const written = new Set<string>();
      reads.add(written);
      try {
        const distinct = [...new Map(keys.map((key) => [nameOf(key), key])).entries()];
        const items = await store.getMany(distinct.map(([, key]) => key));
        for (const [index, [name]] of distinct.entries())
          if (!written.has(name)) kept.set(name, items[index]);
      } finally {
        reads.delete(written);
      }
    },
    store: {
      get: async (key, call) => (kept.has(nameOf(key)) ? take(nameOf(key)) : store.get(key, call)),
      async getMany(keys, call) {
        const known = new Map(
          keys.map(nameOf).flatMap((name) => (kept.has(name) ? [[name, take(name)] as const] : [])),
        );
        const left = keys.filter((key) => !known.has(nameOf(key)));
        const items = left.length === 0 ? [] : await store.getMany(left, call);
        for (const [index, key] of left.entries()) known.set(nameOf(key), items[index]);
        return keys.map((key) => known.get(nameOf(key)));
      },
      query: (query, call) => store.query(query, call),
      put: (write, call) => writing([write.item], () => store.put(write, call)),
      transact: (writes, call) => writing(writes.map(keyOfWrite), () => store.transact(writes, call)),
      delete: (key, call) => writing([key], () => store.delete(key, call)),
    },
  };
}

const MOST_KEPT = 5_000;

const nameOf = ({ pk, sk }: ItemKey): string => `${pk} ${sk}`;

function keyOfWrite(write: TransactWrite): ItemKey {
  if ("remove" in write) return write.remove;
  if ("check" in write) return write.check;
  return "add" in write ? write.key : write.item;
}
