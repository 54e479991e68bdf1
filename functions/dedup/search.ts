import { idsOf } from "../../lib/core/contact.ts";
import type { MatchKey } from "../../lib/core/identity/match-verdict.ts";
import { addressPartitionOf, type MatchPartition, readPartition } from "../../lib/store/match-keys.ts";
import type { Context } from "./context.ts";
import type { Case } from "./judge.ts";
import { keysOf } from "./keep-keys.ts";
import { readSubjects, type Subject } from "./subject.ts";
import type { View } from "./view.ts";

/** A key that more contacts have tells nothing; of those that have an address, so many are looked at. */
const MOST_MEMBERS = 20;
/** So many contacts are compared with one. */
export const MOST_CANDIDATES = 100;

/** A match key of the contact, and who has it. */
export interface FoundKey {
  readonly key: MatchKey;
  /** Whether it is an address itself, and not made of several fields. */
  readonly isAddress: boolean;
  readonly members: MatchPartition;
}

export interface Found {
  readonly case: Case;
  /** By the keys' partitions. */
  readonly keys: ReadonlyMap<string, FoundKey>;
  /** The contacts that ids among the members lead to. */
  readonly leads: ReadonlyMap<string, Subject>;
}

/**
 * Finds the contacts that share a match key with the contact, and those it is in an open pair with. The items read
 * are bounded by the number of its keys: a few of each key, and the contacts behind them; never a scan.
 */
export async function search(context: Context, { subject, pairs }: Omit<View, "kept">): Promise<Found> {
  const keys = await readKeys(context, subject);
  const own = new Set(idsOf(subject.contact));
  const ids = [...idsOfKeys(keys), ...openPartners(subject, pairs)].filter((id) => !own.has(id));
  const distinct = [...new Set(ids)].slice(0, MOST_CANDIDATES);
  const subjects = await readSubjects(context.deps, distinct);
  const candidates = subjects.filter(({ contact }) => contact.contactId !== subject.contact.contactId);
  const leads = new Map([subject, ...candidates].flatMap((one) => idsOf(one.contact).map((id) => [id, one])));
  const generic = new Set([...keys].filter(([, { members }]) => members.generic).map(([pk]) => pk));
  return { case: { subject, candidates, pairs, generic }, keys, leads };
}

async function readKeys(context: Context, subject: Subject): Promise<ReadonlyMap<string, FoundKey>> {
  const { store } = context.deps;
  const { namesPerValue } = context.duplicates.limits;
  const keys = [...(await keysOf(context, subject))];
  const addresses = new Set(subject.contact.identities.map(addressPartitionOf));
  const found = await Promise.all(
    keys.map(async ([pk, key]): Promise<[string, FoundKey]> => {
      const isAddress = addresses.has(pk);
      const most = isAddress ? Math.max(MOST_MEMBERS, namesPerValue + 1) : MOST_MEMBERS;
      return [pk, { key, isAddress, members: await readPartition(store, pk, most) }];
    }),
  );
  return new Map(found);
}

/** Those who share an address first, then those who share most keys. */
function idsOfKeys(keys: ReadonlyMap<string, FoundKey>): readonly string[] {
  const weights = new Map<string, number>();
  for (const { isAddress, members } of keys.values()) {
    if (members.generic !== undefined || (members.isFull && !isAddress)) continue;
    const weight = isAddress ? keys.size : 1;
    for (const id of members.contactIds) weights.set(id, (weights.get(id) ?? 0) + weight);
  }
  return [...weights].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([id]) => id);
}

/** What was open stays in question until a comparison says otherwise, also when a key has become too common. */
const openPartners = ({ contact }: Subject, pairs: View["pairs"]): readonly string[] =>
  [...pairs.values()].flatMap(({ pair }) =>
    pair.state === "open" ? pair.contacts.filter((id) => !idsOf(contact).includes(id)) : [],
  );
