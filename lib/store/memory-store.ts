import { StoreUnavailable } from "./errors.ts";
import { sizeOf } from "./items.ts";
import type { Scanner, ScanPage } from "./scanner.ts";
import type {
  Addition,
  CallOptions,
  Item,
  ItemKey,
  Page,
  PutResult,
  Query,
  Store,
  TransactWrite,
  Write,
} from "./store.ts";

/**
 * The port in memory, for tests and simulations: the same guarantees, nothing kept. Every call takes effect at
 * once and in one step, so a scheduler that orders the calls orders the effects.
 */
export function createMemoryStore(): Store & Scanner {
  const partitions = new Map<string, Map<string, Item>>();

  const itemAt = ({ pk, sk }: ItemKey): Item | undefined => partitions.get(pk)?.get(sk);

  const accepts = ({ item, expected }: Write): boolean => {
    if (expected === undefined) return true;
    const current = itemAt(item);
    return expected === "absent" ? current === undefined : current?.version === expected;
  };

  const permits = (write: TransactWrite): boolean => {
    if ("item" in write) return accepts(write);
    if ("remove" in write) {
      return write.expected === undefined || itemAt(write.remove)?.version === write.expected;
    }
    if (!("check" in write)) return true;
    const current = itemAt(write.check);
    if ("expected" in write) return current?.version === write.expected;
    return current === undefined || Number(current.version) < write.below;
  };

  const keep = (item: Item): void => {
    const partition = partitions.get(item.pk) ?? new Map<string, Item>();
    partitions.set(item.pk, partition.set(item.sk, Object.freeze({ ...item })));
  };

  const sum = ({ key, add }: Addition): Item => {
    const current = itemAt(key) ?? key;
    const sums = Object.entries(add).map(([name, amount]) => [
      name,
      Number((current as Item)[name] ?? 0) + amount,
    ]);
    return { ...current, ...Object.fromEntries(sums) };
  };

  const drop = ({ pk, sk }: ItemKey): void => void partitions.get(pk)?.delete(sk);

  const carryOut = (write: TransactWrite): void => {
    if ("check" in write) return;
    if ("remove" in write) drop(write.remove);
    else keep("add" in write ? sum(write) : write.item);
  };

  return {
    async get(key, call): Promise<Item | undefined> {
      refuseAborted(call);
      return itemAt(key);
    },
    async getMany(keys, call): Promise<readonly (Item | undefined)[]> {
      refuseAborted(call);
      return keys.map(itemAt);
    },
    async put(write, call): Promise<PutResult> {
      refuseAborted(call);
      if (!accepts(write)) return { written: false, current: itemAt(write.item) };
      keep(write.item);
      return { written: true };
    },
    async transact(writes, call): Promise<"written" | "lost"> {
      refuseAborted(call);
      if (!writes.every(permits)) return "lost";
      for (const write of writes) carryOut(write);
      return "written";
    },
    async query({ pk, prefix = "", after, limit = 100, newestFirst = false }: Query, call): Promise<Page> {
      refuseAborted(call);
      const order = newestFirst ? -1 : 1;
      const compare = (a: string, b: string) => order * Buffer.compare(Buffer.from(a), Buffer.from(b));
      const following = [...(partitions.get(pk)?.values() ?? [])]
        .filter(({ sk }) => sk.startsWith(prefix) && (after === undefined || compare(sk, after) > 0))
        .sort((a, b) => compare(a.sk, b.sk));
      const items = following.slice(0, limit);
      return { items, next: following.length > limit ? items.at(-1)?.sk : undefined };
    },
    async scan({ segment, segments, only, after, limit = 1_000 }, call): Promise<ScanPage> {
      refuseAborted(call);
      const all = [...partitions.entries()]
        .filter(([pk]) => segmentOf(pk, segments) === segment)
        .flatMap(([, partition]) => [...partition.values()])
        .sort((a, b) => (isAfter(a, b) ? 1 : -1));
      const following = after === undefined ? all : all.filter((item) => isAfter(item, after));
      const page = following.slice(0, limit);
      const last = following.length > limit ? page.at(-1) : undefined;
      return {
        items: page.filter(({ sk }) => only === undefined || only.includes(sk)),
        next: last && { pk: last.pk, sk: last.sk },
      };
    },
    async size() {
      const items = [...partitions.values()].flatMap((partition) => [...partition.values()]);
      return { items: items.length, bytes: items.reduce((sum, item) => sum + sizeOf(item), 0) };
    },
    async delete({ pk, sk }, call): Promise<void> {
      refuseAborted(call);
      drop({ pk, sk });
    },
  };
}

const isAfter = (a: ItemKey, b: ItemKey): boolean => (a.pk === b.pk ? a.sk > b.sk : a.pk > b.pk);

const segmentOf = (pk: string, segments: number): number =>
  [...pk].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % segments;

/** Nothing is ever half done here: a call is either refused before it begins or takes effect. */
function refuseAborted(call: CallOptions | undefined): void {
  if (call?.signal?.aborted === true) throw new StoreUnavailable({ mayHaveWritten: false });
}
