import type { Item, ItemKey, Page, PutResult, Query, Store, Write } from "./store.ts";

/**
 * The port in memory, for tests and simulations: the same guarantees, nothing kept. Every call takes effect at
 * once and in one step, so a scheduler that orders the calls orders the effects.
 */
export function createMemoryStore(): Store {
  const partitions = new Map<string, Map<string, Item>>();

  const itemAt = ({ pk, sk }: ItemKey): Item | undefined => partitions.get(pk)?.get(sk);

  const accepts = ({ item, expected }: Write): boolean => {
    if (expected === undefined) return true;
    const current = itemAt(item);
    return expected === "absent" ? current === undefined : current?.version === expected;
  };

  const keep = ({ item }: Write): void => {
    const partition = partitions.get(item.pk) ?? new Map<string, Item>();
    partitions.set(item.pk, partition.set(item.sk, Object.freeze({ ...item })));
  };

  return {
    async get(key): Promise<Item | undefined> {
      return itemAt(key);
    },
    async put(write): Promise<PutResult> {
      if (!accepts(write)) return { written: false, current: itemAt(write.item) };
      keep(write);
      return { written: true };
    },
    async transact(writes): Promise<"written" | "lost"> {
      if (!writes.every(accepts)) return "lost";
      writes.forEach(keep);
      return "written";
    },
    async query({ pk, prefix = "", after, limit = 100, newestFirst = false }: Query): Promise<Page> {
      const order = newestFirst ? -1 : 1;
      const compare = (a: string, b: string) => (a < b ? -order : a > b ? order : 0);
      const following = [...(partitions.get(pk)?.values() ?? [])]
        .filter(({ sk }) => sk.startsWith(prefix) && (after === undefined || compare(sk, after) > 0))
        .sort((a, b) => compare(a.sk, b.sk));
      const items = following.slice(0, limit);
      return { items, next: following.length > limit ? items.at(-1)?.sk : undefined };
    },
    async delete({ pk, sk }): Promise<void> {
      partitions.get(pk)?.delete(sk);
    },
  };
}
