import type { MatchKey } from "../core/identity/match-verdict.ts";
import { BadItem } from "./errors.ts";
import { contactKeyOf } from "./keys.ts";
import type { Item, ItemKey, Store, TransactWrite } from "./store.ts";

/**
 * Who may be the same person: under each match key the contacts that have it, and beside each contact the keys that it
 * is kept under, so that those it no longer has are taken away. Values are kept as keyed hashes only.
 */

/** The partition of a match key. That of an address has the contact key of the address in it. */
export const matchPartitionOf = (pepper: string, { kind, value }: MatchKey): string =>
  addressPartitionOf({ type: kind, key: contactKeyOf(pepper, { type: kind, value }) });

/** The partition of the match key that an address is. */
export const addressPartitionOf = ({ type, key }: { readonly type: string; readonly key: string }): string =>
  `M#${type}#${key}`;

/** Where a contact is kept under a match key. */
export const memberKey = (partition: string, contactId: string): ItemKey => ({
  pk: partition,
  sk: contactId,
});

/** The match keys that a contact is kept under, as they were read. */
export interface KeptKeys {
  readonly partitions: readonly string[];
  /** 0 when nothing was ever kept. */
  readonly version: number;
  /** Whether it was merged away when this was written: it is then kept under none. */
  readonly isMerged: boolean;
}

const keptKey = (contactId: string): ItemKey => ({ pk: `C#${contactId}`, sk: "MATCH" });

/** What is kept of each contact, in the order of their ids. */
export async function readKept(store: Store, contactIds: readonly string[]): Promise<readonly KeptKeys[]> {
  const items = await store.getMany(contactIds.map(keptKey));
  return items.map(keptOf);
}

/** @throws BadItem when it does not decode. */
export function keptOf(item: Item | undefined): KeptKeys {
  if (item === undefined) return { partitions: [], version: 0, isMerged: false };
  const { keys, version, merged } = item;
  if (typeof keys !== "string" || typeof version !== "number") throw new BadItem("match keys of a contact");
  return { partitions: keys === "" ? [] : keys.split(" "), version, isMerged: merged === 1 };
}

/** What a contact is to be kept under from now on. */
export type NextKeys = Omit<KeptKeys, "version">;

/** Whether what is kept is what is to be kept. */
export const isKept = (kept: KeptKeys, next: NextKeys): boolean =>
  kept.isMerged === next.isMerged && kept.partitions.join(" ") === [...next.partitions].sort().join(" ");

/** The writes that bring a contact under its keys; refused when somebody else has changed them since `kept` was read. */
export function keptWrites(contactId: string, kept: KeptKeys, next: NextKeys): TransactWrite[] {
  const partitions = [...next.partitions].sort();
  const version = kept.version + 1;
  const item = { ...keptKey(contactId), version, keys: partitions.join(" ") };
  return [
    {
      item: next.isMerged ? { ...item, merged: 1 } : item,
      expected: kept.version === 0 ? "absent" : kept.version,
    },
    ...partitions
      .filter((pk) => !kept.partitions.includes(pk))
      .map((pk) => ({ item: { ...memberKey(pk, contactId) } })),
    ...kept.partitions
      .filter((pk) => !partitions.includes(pk))
      .map((pk) => ({ remove: memberKey(pk, contactId) })),
  ];
}

/** Sorts before every contact id. */
const MARK = "#";

/** What is known of a match key. */
export interface MatchPartition {
  /** Ids of the contacts that have the key, the smallest first; of more than were asked for, the first. */
  readonly contactIds: readonly string[];
  /** Whether there are more. */
  readonly isFull: boolean;
  /** Undefined while the key identifies somebody. */
  readonly generic: GenericMark | undefined;
}

/** A value that so many hold that it identifies nobody: it is no key any more. */
export interface GenericMark {
  /** Whether the contacts that held it when it was marked have been judged anew. */
  readonly isSettled: boolean;
}

/** The `most` first contacts of a key, in one read. */
export async function readPartition(store: Store, pk: string, most: number): Promise<MatchPartition> {
  const { items } = await store.query({ pk, limit: most + 2 });
  const mark = items.find(({ sk }) => sk === MARK);
  const members = items.filter(({ sk }) => sk !== MARK).map(({ sk }) => sk);
  return {
    contactIds: members.slice(0, most),
    isFull: members.length > most,
    generic: mark && { isSettled: mark.settled === 1 },
  };
}

/** Marks a value as generic. */
export async function markGeneric(store: Store, pk: string, { isSettled }: GenericMark): Promise<void> {
  await store.put({ item: { pk, sk: MARK, settled: isSettled ? 1 : 0 } });
}

/** Which of the keys are marked as generic. */
export async function readGeneric(store: Store, partitions: readonly string[]): Promise<ReadonlySet<string>> {
  const items = await store.getMany(partitions.map((pk) => ({ pk, sk: MARK })));
  return new Set(partitions.filter((_, index) => items[index] !== undefined));
}
