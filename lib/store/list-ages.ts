import { type EpochMs, epochMs, formatInstant } from "../core/time.ts";
import { changeWrite } from "./changes.ts";
import { BadItem } from "./errors.ts";
import { LIST_AGES_KEY } from "./keys.ts";
import type { CallOptions, Item, Store } from "./store.ts";

/**
 * The instants as of which suppression lists are known whole. They lie beside the pointer to the active policy and
 * are polled with it, so that no decision reads an item more.
 */
export type ListAges = ReadonlyMap<string, ListAge>;

export interface ListAge {
  /** Whoever joined the list before then is on it. */
  readonly asOf: EpochMs;
  /** When that was said, and by whom; null when it was nobody in particular. */
  readonly toldAt: EpochMs;
  readonly by: string | null;
}

/** So many lists can have an age: all of them are polled together. */
export const MOST_LIST_AGES = 200;

/** @throws BadItem when they do not decode. */
export async function readListAges(store: Store, call?: CallOptions): Promise<ListAges> {
  return agesIn(await store.get(LIST_AGES_KEY, call));
}

/**
 * Says that lists are whole as of an instant. One that is known whole as of a later instant stays so: what is added
 * since takes nobody off. Undefined when too many lists have an age already.
 */
export async function stampLists(
  store: Store,
  { lists, ...told }: ListAge & { readonly lists: readonly string[] },
): Promise<ListAges | undefined> {
  for (;;) {
    const item = await store.get(LIST_AGES_KEY);
    const known = agesIn(item);
    const later = lists.filter((list) => told.asOf > (known.get(list)?.asOf ?? Number.NEGATIVE_INFINITY));
    if (later.length === 0) return known;
    if (new Set([...known.keys(), ...later]).size > MOST_LIST_AGES) return undefined;
    const part = later.slice(0, MOST_AT_ONCE);
    const ages = new Map([...known, ...part.map((list) => [list, told] as const)]);
    const version = Number(item?.version ?? 0);
    const write = {
      item: { ...LIST_AGES_KEY, version: version + 1, lists: JSON.stringify(Object.fromEntries(ages)) },
      expected: item === undefined ? ("absent" as const) : version,
    };
    const { toldAt: at, by } = told;
    const changes = part.map((list) => {
      const [from, to] = [known.get(list)?.asOf, told.asOf].map(instantOf);
      return changeWrite({ at, by, what: "suppressionList", id: list, from, to });
    });
    // What it comes to, written or lost, the next look tells.
    await store.transact([write, ...changes]);
  }
}

/** One transaction holds a hundred writes. */
const MOST_AT_ONCE = 50;

const instantOf = (at: EpochMs | undefined) => (at === undefined ? null : formatInstant(at));

/** @throws BadItem when it does not decode. */
export function agesIn(item: Item | undefined): ListAges {
  if (item === undefined) return new Map();
  try {
    const ages = Object.entries(JSON.parse(String(item.lists)) as Record<string, ListAge>);
    return new Map(
      ages.map(([list, { asOf, toldAt, by }]) => [
        list,
        { asOf: epochMs(asOf), toldAt: epochMs(toldAt), by },
      ]),
    );
  } catch (cause) {
    throw new BadItem("ages of suppression lists", cause);
  }
}
