import { isDeepStrictEqual } from "node:util";
import type { Contact, Identity, Suppression } from "../../lib/core/contact.ts";
import { CARD_ATTRIBUTES, RULE_ATTRIBUTES } from "../../lib/core/contact-document.ts";
import type { NormalisedIdentity } from "../../lib/core/identity/normalise.ts";
import { mergePreferences } from "../../lib/core/merge-wishes.ts";
import type { Merge, Said } from "../../lib/store/merges.ts";
import { type Read, saidOf } from "../shared/read-contact.ts";
import { identityOf } from "../shared/recipient.ts";
import type { ContactChange } from "./command.ts";
import type { Linked } from "./link.ts";

/** An address that was said to be the contact's. */
export interface Named {
  readonly identity: Identity;
  /** In clear, for the card. */
  readonly value: string;
}

export const namedBy = (identities: readonly NormalisedIdentity[], pepper: string): Named[] =>
  identities.map((normalised) => ({ identity: identityOf(pepper, normalised), value: normalised.value }));

export const keyOf = ({ identity }: Named): string => identity.key;

export interface Saying {
  /** What the contact's own id says from now on. */
  readonly own: Said;
  /** The merges it is made of, those of them that this change was put to among them. */
  readonly merges: readonly Merge[];
  readonly changed: readonly Merge[];
  /** Whether an id merged away says something else than before, which the survivor need not show. */
  readonly isHidden: boolean;
}

/**
 * Whose word the change is: that of an id merged away is kept under it and fills only what the survivor leaves empty;
 * so does that of an address that was linked; any other replaces what this id put before.
 */
export function sayingOf(
  read: Read,
  of: { readonly change: ContactChange; readonly named: readonly Named[]; readonly merges: readonly Merge[] },
): Saying {
  const { change, named, merges } = of;
  const own = saidOf(read);
  const kept = merges.find(({ loser }) => loser.contactId === change.contactId);
  if (kept !== undefined) {
    const changed = { ...kept, said: saying(kept.said, { change, named, fillOnly: false }) };
    // What is put to an id is also of those that it was merged into, should they leave and take it along.
    const around = merges.filter(({ loser }) => loser.merged.includes(change.contactId));
    return {
      own,
      merges: merges.map((one) => (one === kept ? changed : one)),
      changed: [changed, ...around],
      isHidden: !isDeepStrictEqual(changed.said, kept.said),
    };
  }
  const fillOnly = read.contact.contactId !== change.contactId;
  return { own: saying(own, { change, named, fillOnly }), merges, changed: [], isHidden: false };
}

/** Addresses that leave a contact leave what any of the merges that it is made of has kept of them in clear. */
export function withoutLeaving(saying: Saying, leaving: readonly string[]): Saying {
  const without = (merge: Merge): Merge => {
    const { card } = merge.said;
    const addresses = Object.entries(card.addresses).filter(([key]) => !leaving.includes(key));
    if (addresses.length === Object.keys(card.addresses).length) return merge;
    return { ...merge, said: { ...merge.said, card: { ...card, addresses: Object.fromEntries(addresses) } } };
  };
  const after = new Map([...saying.merges, ...saying.changed].map((merge) => [merge, without(merge)]));
  const all = [...after.values()];
  const isChanged = (merge: Merge) => saying.changed.includes(merge) || after.get(merge) !== merge;
  return {
    ...saying,
    merges: saying.merges.map((merge) => after.get(merge) ?? merge),
    changed: all.filter((_, index) => isChanged([...after.keys()][index] as Merge)),
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** Given fields replace, null clears; with `fillOnly` only what is empty is filled. */
function replaceFields(current: Fields, given: Fields, names: readonly string[], fillOnly: boolean): Fields {
  const fields = names.map((name): [string, unknown] => {
    const old = current[name];
    const replaces = given[name] !== undefined && !(fillOnly && old !== undefined);
    return [name, replaces ? given[name] : old];
  });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined && value !== null));
}

function saying(
  { attributes, card }: Said,
  of: { readonly change: ContactChange; readonly named: readonly Named[]; readonly fillOnly: boolean },
): Said {
  const { change, named, fillOnly } = of;
  const addresses = Object.fromEntries(named.map(({ identity, value }) => [identity.key, value]));
  return {
    attributes: replaceFields(attributes as Fields, change.attributes, RULE_ATTRIBUTES, fillOnly),
    card: {
      ...replaceFields(card as unknown as Fields, change.attributes, CARD_ATTRIBUTES, fillOnly),
      addresses: { ...card.addresses, ...addresses },
    },
  };
}

/**
 * The merges that are written again: those that an address was added to, and all when strangers came along who had
 * said something, which then was said of all that the contact is made of.
 */
export const mergesToWrite = (
  { merges, changed }: Saying,
  { added, linked: { contact, came } }: { readonly added: readonly Identity[]; readonly linked: Linked },
): Merge[] => {
  const heard = came.filter(hasSaid);
  const put = { added, suppressions: contact.suppressions };
  return merges
    .filter((merge) => heard.length > 0 || changed.includes(merge))
    .map((merge) => heard.reduce(withHeard, changed.includes(merge) ? withAdded(merge, put) : merge));
};

const hasSaid = ({ preferences, consents }: Contact): boolean =>
  Object.keys(preferences).length > 0 || consents !== undefined;

const withHeard = (merge: Merge, { preferences, consents }: Contact): Merge => ({
  ...merge,
  heard: {
    preferences: mergePreferences(merge.heard?.preferences ?? {}, preferences),
    consents: merge.heard?.consents === true || consents !== undefined,
  },
});

interface Put {
  readonly added: readonly Identity[];
  readonly suppressions: readonly Suppression[];
}

/**
 * Addresses that were put to an id that was merged away are its own, should it stand by itself again. What suppresses
 * them is the survivor's, too, where it had listed them before the merge: with the address it has that again.
 */
function withAdded(merge: Merge, { added, suppressions }: Put): Merge {
  const { survivor, loser } = merge;
  const isNew = ({ key }: Identity) => !lists(loser, key);
  const identities = [...loser.identities, ...added.filter(isNew)];
  const hadBefore = added.filter(({ key }) => lists(survivor, key));
  return {
    ...merge,
    survivor: withSuppressionsOf(hadBefore, survivor, suppressions),
    loser: withSuppressionsOf(added, { ...loser, identities }, suppressions),
  };
}

const lists = ({ identities }: Contact, key: string): boolean => identities.some((one) => one.key === key);

/** The contact with what suppresses these addresses now, in place of what did. */
function withSuppressionsOf(
  addresses: readonly Identity[],
  contact: Contact,
  suppressions: readonly Suppression[],
): Contact {
  const isOfThem = ({ identityKey }: Suppression) => addresses.some(({ key }) => key === identityKey);
  const others = contact.suppressions.filter((one) => !isOfThem(one));
  return { ...contact, suppressions: [...others, ...suppressions.filter(isOfThem)] };
}
