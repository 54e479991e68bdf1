import { idsOf } from "../../lib/core/contact.ts";
import { pairIdOf, pairsOf, readPairs, type StoredPair } from "../../lib/store/duplicates.ts";
import { type KeptKeys, readKept } from "../../lib/store/match-keys.ts";
import type { Store } from "../../lib/store/store.ts";
import type { Context } from "./context.ts";
import { readSubject, type Subject } from "./subject.ts";

/** A contact, and what deduplication has made of it so far. */
export interface View {
  readonly subject: Subject;
  /** Of each id, in the order of `idsOf`. */
  readonly kept: readonly KeptKeys[];
  /** All pairs of any of its ids, by the pair's id. */
  readonly pairs: ReadonlyMap<string, StoredPair>;
}

/**
 * Reads the contact that an id leads to, and what was made of it; undefined when nobody is known by the id. What was
 * made of it is read first: should the contact change in between, whoever has read the older contact loses against
 * whoever works on the change.
 */
export async function readView({ deps }: Context, contactId: string): Promise<View | undefined> {
  const { store } = deps;
  let ids: readonly string[] = [contactId];
  for (;;) {
    const [kept, pairs] = await Promise.all([readKept(store, ids), readPairsOf(store, ids)]);
    const subject = await readSubject(deps, contactId);
    if (subject === undefined) return undefined;
    const now = idsOf(subject.contact);
    if (now.join(" ") === ids.join(" ")) return { subject, kept, pairs };
    ids = now;
  }
}

/** All pairs of any of the ids, by the pair's id. */
export async function readPairsOf(
  store: Store,
  contactIds: readonly string[],
): Promise<ReadonlyMap<string, StoredPair>> {
  const lists = await Promise.all(contactIds.map((id) => pairsOf(store, id)));
  const pairs = await readPairs(store, [...new Set(lists.flat())]);
  return new Map(pairs.flatMap((one) => (one === undefined ? [] : [[pairIdOf(one.pair.contacts), one]])));
}
