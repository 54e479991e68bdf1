import type { Actor } from "../core/events.ts";
import { type EpochMs, formatInstant } from "../core/time.ts";
import type { Outcome } from "../core/words.ts";
import { BadItem } from "./errors.ts";
import { hashOf } from "./keys.ts";
import type { Item, ItemKey, Store, Write } from "./store.ts";

/**
 * The full history of a contact, beside its state: touches and what was changed, one item each; and again by itself
 * who owned it from when on. An item is known by its time and the write that told it, so telling it again changes
 * nothing.
 */
export interface TimelineEntry {
  readonly kind: "touch" | "audit" | "owner";
  /** ISO 8601 with milliseconds. */
  readonly at: string;
  /** Unique among the entries of one instant: a touch's own id, or the key and version of the write. */
  readonly id: string;
  /** What is shown, in the words of the API. */
  readonly shown: Readonly<Record<string, unknown>>;
  /** Of a touch what is not shown, and a state that has let it go is refilled by. */
  readonly kept?: KeptOfTouch;
}

/** As attributes of the item. */
export interface KeptOfTouch {
  /** Contact key of the address that it went to; absent when that was not known. */
  readonly address?: string;
  /** 1 for a touch that counted for no rule. */
  readonly uncounted?: 1;
}

export const ENTRY_PREFIXES = { touch: "T#", audit: "A#", owner: "O#" } as const;

const entryKey = (contactKey: string, { kind, at, id }: TimelineEntry): ItemKey => ({
  pk: `C#${contactKey}`,
  sk: `${ENTRY_PREFIXES[kind]}${at}#${id}`,
});

/** An outcome is known by its touch, its instant and what it was: told again, it is there already. */
export function outcomeEntry({
  touchId,
  outcome,
  at: toldAt,
  by,
}: {
  readonly touchId: string;
  readonly outcome: Outcome;
  readonly at: EpochMs;
  readonly by: Actor;
}): TimelineEntry {
  const at = formatInstant(toldAt);
  const id = `o-${hashOf(`${touchId} ${outcome}`).slice(0, 24)}`;
  return { kind: "audit", at, id, shown: { at, type: "outcome", touchId, outcome, by } };
}

/** Ends the id of an entry that tells of an erasure, and of no other: it stays when all others go. */
const ERASED_END = "-erased";

/** Who erased the contact, and when. `version` is that of the state that it left. */
export function erasedEntry(
  version: number,
  told: { readonly at: EpochMs; readonly by: Actor },
): TimelineEntry {
  const at = formatInstant(told.at);
  const id = `${`${version}`.padStart(10, "0")}${ERASED_END}`;
  return { kind: "audit", at, id, shown: { at, type: "erased", by: told.by } };
}

/** Whether an item tells of an erasure. */
export const isErasedEntry = ({ sk }: ItemKey): boolean =>
  sk.startsWith(ENTRY_PREFIXES.audit) && sk.endsWith(ERASED_END);

/** The write of an entry that has not been told before. */
export const timelineWrite = (contactKey: string, entry: TimelineEntry): Write => ({
  item: { ...entryKey(contactKey, entry), entry: JSON.stringify(entry.shown), ...entry.kept },
  expected: "absent",
});

export const hasEntry = async (store: Store, contactKey: string, entry: TimelineEntry): Promise<boolean> =>
  (await store.get(entryKey(contactKey, entry))) !== undefined;

/** Which page, over which keys of one person. */
export interface TimelineQuery {
  readonly contactKeys: readonly string[];
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** One page, newest first, of what stands under any of the contact's keys. */
export interface TimelinePage {
  readonly entries: readonly unknown[];
  /** Pass as `cursor` for the page after; undefined on the last. */
  readonly next: string | undefined;
}

/**
 * Reads over all `contactKeys` (what an address gathered before it was linked stays under its own key) in one
 * order: newest first, and of one instant by id. A touch that was told under two keys is shown once.
 */
export const readTimeline = (store: Store, query: TimelineQuery): Promise<TimelinePage> =>
  readKinds(store, ["touch", "audit"], query);

/** Who owned the contact from when on, in the same order, over the same keys. */
export const readOwnerHistory = (store: Store, query: TimelineQuery): Promise<TimelinePage> =>
  readKinds(store, ["owner"], query);

/** When an erased contact was erased, and by whom, the last time first: all that is told of it. */
export async function readErasedEntries(store: Store, contactId: string): Promise<readonly unknown[]> {
  const told: Item[] = [];
  let after: string | undefined;
  do {
    const from = after === undefined ? {} : { after };
    const page = await store.query({ pk: `C#${contactId}`, prefix: ENTRY_PREFIXES.audit, ...from });
    told.push(...page.items.filter(isErasedEntry));
    after = page.next;
  } while (after !== undefined);
  return told.sort(newestFirst).map(shownIn);
}

async function readKinds(
  store: Store,
  kinds: readonly TimelineEntry["kind"][],
  { contactKeys, cursor, limit }: TimelineQuery,
): Promise<TimelinePage> {
  const lists = contactKeys.flatMap((key) =>
    kinds.map((kind) =>
      newest(store, { pk: `C#${key}`, prefix: ENTRY_PREFIXES[kind], cursor, most: limit + 1 }),
    ),
  );
  const found = (await Promise.all(lists)).flat().sort(newestFirst);
  const distinct = found.filter(
    (item, i) => i === 0 || positionOf(item) !== positionOf(found[i - 1] as Item),
  );
  const shown = distinct.slice(0, limit);
  const last = shown.at(-1);
  return {
    entries: shown.map(shownIn),
    next: distinct.length > limit && last !== undefined ? positionOf(last) : undefined,
  };
}

/** What is shown of an entry. @throws BadItem when it does not decode. */
export function shownIn({ entry }: Item): TimelineEntry["shown"] {
  try {
    return JSON.parse(String(entry)) as TimelineEntry["shown"];
  } catch (cause) {
    throw new BadItem("timeline entry", cause);
  }
}

/** The `most` newest of one kind under one key. DynamoDB may end a page early, at 1 MB. */
async function newest(
  store: Store,
  list: { pk: string; prefix: string; cursor: string | undefined; most: number },
): Promise<readonly Item[]> {
  const { pk, prefix, cursor, most } = list;
  const items: Item[] = [];
  let after = cursor === undefined ? undefined : prefix + cursor;
  do {
    const from = after === undefined ? {} : { after };
    const page = await store.query({ pk, prefix, limit: most - items.length, newestFirst: true, ...from });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined && items.length < most);
  return items;
}

/** Where an entry stands in the order, whatever its kind: `<instant>#<id>`. */
const positionOf = ({ sk }: Item): string => sk.slice(sk.indexOf("#") + 1);

const newestFirst = (a: Item, b: Item): number => (positionOf(a) < positionOf(b) ? 1 : -1);
