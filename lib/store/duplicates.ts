import type { Actor } from "../core/events.ts";
import type { Evidence } from "../core/identity/match-verdict.ts";
import { type EpochMs, epochMs } from "../core/time.ts";
import { BadItem } from "./errors.ts";
import { hashOf } from "./keys.ts";
import type { Item, ItemKey, Store, TransactWrite } from "./store.ts";

export const PAIR_STATES = ["open", "merged", "dismissed", "unmerged"] as const;
/**
 * `unmerged`: they were one and were taken apart, so nothing joins them by itself again. `withdrawn`: nothing speaks
 * for it any more, or it lives on under the id of a survivor; nobody is shown it.
 */
export type PairState = (typeof PAIR_STATES)[number] | "withdrawn";

/** Two contacts that may be one person, and what was made of it. */
export interface DuplicatePair {
  /** Ids of the two contacts, sorted. */
  readonly contacts: readonly [string, string];
  readonly tier: "auto" | "suggest" | "review";
  /** 0–1. */
  readonly score: number;
  readonly evidence: readonly Evidence[];
  readonly state: PairState;
  /**
   * Of an open pair that is one contact already, merged by a value that has turned out to identify nobody: the one of
   * the two that was merged away. Merging confirms it, dismissing takes it apart.
   */
  readonly doubted?: string;
  /** That a person has said that they are two: whatever else is found, only a person makes them one. */
  readonly saidTwo?: true;
  /** When it came to this state, and by whom: an API key, or null for the gate itself. */
  readonly at: EpochMs;
  readonly by: Actor;
}

/** A pair as it was read; version 0 when it was never written. */
export interface StoredPair {
  readonly pair: DuplicatePair;
  readonly version: number;
}

export const pairOf = (a: string, b: string): readonly [string, string] => (a < b ? [a, b] : [b, a]);

/** The id of a pair: the same whichever of the two is named first. */
export const pairIdOf = (contacts: readonly [string, string]): string =>
  `d_${hashOf(pairOf(...contacts).join(" ")).slice(0, 24)}`;

export const isPairId = (id: string): boolean => /^d_[0-9a-f]{24}$/.test(id);

const pairKey = (id: string): ItemKey => ({ pk: `D#${id}`, sk: "#" });

/** The queue of one state, the highest score first. */
const queuePartition = (state: PairState): string => `Q#${state}`;
const queueKey = (id: string, { state, score }: DuplicatePair): ItemKey => ({
  pk: queuePartition(state),
  sk: `${(1 - score).toFixed(6)}#${id}`,
});
export const QUEUE_CURSOR = /^[01]\.\d{6}#d_[0-9a-f]{24}$/;

/** The pairs of one contact. */
const MEMBER_PREFIX = "D#";
const memberKey = (contactId: string, id: string): ItemKey => ({
  pk: `C#${contactId}`,
  sk: `${MEMBER_PREFIX}${id}`,
});

/** Id of the pair that an item of a contact names. */
export const pairIn = ({ sk }: ItemKey): string => sk.slice(MEMBER_PREFIX.length);

/** Undefined when the pair was never written. */
export async function readPair(store: Store, id: string): Promise<StoredPair | undefined> {
  const item = await store.get(pairKey(id));
  return item && { pair: fromPairItem(item), version: Number(item.version) };
}

/** Many pairs, in the order of their ids. */
export async function readPairs(
  store: Store,
  ids: readonly string[],
): Promise<readonly (StoredPair | undefined)[]> {
  const items = await store.getMany(ids.map(pairKey));
  return items.map((item) => item && { pair: fromPairItem(item), version: Number(item.version) });
}

/** Whether a person has said that they are two. */
export const isSaidTwo = ({ pair: { state, saidTwo } }: StoredPair): boolean =>
  state === "unmerged" || (saidTwo === true && state !== "merged");

/** Whether a person has said of two contacts, by any of the ids that each is known by, that they are two. */
export async function areSaidTwo(
  store: Store,
  ids: readonly string[],
  others: readonly string[],
): Promise<boolean> {
  const pairIds = ids.flatMap((one) => others.map((other) => pairIdOf([one, other])));
  const pairs = await readPairs(store, [...new Set(pairIds)]);
  return pairs.some((pair) => pair !== undefined && isSaidTwo(pair));
}

/**
 * The writes that bring a pair to `next`: itself, its place in the queue, and where its contacts know of it. They
 * are refused when somebody else has changed it since `before` was read.
 */
export function pairWrites(before: StoredPair | undefined, next: DuplicatePair): TransactWrite[] {
  const id = pairIdOf(next.contacts);
  const pair = JSON.stringify(next);
  const version = (before?.version ?? 0) + 1;
  const moves = before && queueKey(id, before.pair).pk + queueKey(id, before.pair).sk;
  const place = queueKey(id, next);
  return [
    { item: { ...pairKey(id), version, pair }, expected: before?.version ?? "absent" },
    { item: { ...place, pair } },
    ...(before && moves !== place.pk + place.sk ? [{ remove: queueKey(id, before.pair) }] : []),
    ...(before ? [] : next.contacts.map((contactId) => ({ item: { ...memberKey(contactId, id), version } }))),
  ];
}

/** The writes that take a pair away wherever it is known; refused when somebody else has changed it since it was read. */
export function pairRemovals({ pair, version }: StoredPair): TransactWrite[] {
  const id = pairIdOf(pair.contacts);
  return [
    { remove: pairKey(id), expected: version },
    { remove: queueKey(id, pair) },
    ...pair.contacts.map((contactId) => ({ remove: memberKey(contactId, id) })),
  ];
}

/** Ids of the pairs that a contact is in. */
export async function pairsOf(store: Store, contactId: string): Promise<string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const from = after === undefined ? {} : { after };
    const page = await store.query({ pk: `C#${contactId}`, prefix: MEMBER_PREFIX, limit: 1_000, ...from });
    ids.push(...page.items.map(pairIn));
    after = page.next;
  } while (after !== undefined);
  return ids;
}

export interface PairPage {
  readonly pairs: readonly DuplicatePair[];
  /** Pass as `cursor` for the page after; undefined on the last. */
  readonly next: string | undefined;
}

/** One page of the pairs in one state, the highest score first. */
export async function readQueue(
  store: Store,
  query: { readonly state: PairState; readonly cursor: string | undefined; readonly limit: number },
): Promise<PairPage> {
  const { state, cursor, limit } = query;
  const pk = queuePartition(state);
  const page = await store.query({ pk, limit, ...(cursor !== undefined && { after: cursor }) });
  return { pairs: page.items.map(fromPairItem), next: page.next };
}

/** @throws BadItem when it does not decode. */
export function fromPairItem(item: Item): DuplicatePair {
  try {
    const pair = JSON.parse(String(item.pair)) as DuplicatePair;
    return { ...pair, at: epochMs(pair.at) };
  } catch (cause) {
    throw new BadItem("duplicate pair", cause);
  }
}
