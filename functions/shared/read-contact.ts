import type { Attributes, Contact } from "../../lib/core/contact.ts";
import { CARD_ATTRIBUTES, RULE_ATTRIBUTES } from "../../lib/core/contact-document.ts";
import { isErased } from "../../lib/core/erase.ts";
import { findContact, followMoves, type Lookup, readState } from "../../lib/store/contacts.ts";
import { type Card, fromCardItem } from "../../lib/store/items.ts";
import { cardKey } from "../../lib/store/keys.ts";
import { fromMergeItem, type Merge, mergeKey, type Said } from "../../lib/store/merges.ts";
import type { Deps } from "./deps.ts";

/** A contact with its card, as they stood when read. */
export interface Read {
  readonly contact: Contact;
  readonly card: Card;
}

/** The contact that an id leads to, with its card; undefined when nobody is known by it. */
export async function readContact(
  { store }: Pick<Deps, "store">,
  contactId: string,
): Promise<Read | undefined> {
  const lookup: Lookup = { store };
  const contact = await followMoves(lookup, contactId, await readState(lookup, contactId));
  return contact && { contact, card: fromCardItem(await store.get(cardKey(contact.contactId))) };
}

/** As `findContact`, but of an erased contact nothing is known. */
export async function findLiving(lookup: Lookup, contactId: string): Promise<Contact | undefined> {
  const contact = await findContact(lookup, contactId);
  return contact !== undefined && isErased(contact) ? undefined : contact;
}

/** As `readContact`, but of an erased contact nothing is known. */
export async function readLiving(deps: Pick<Deps, "store">, contactId: string): Promise<Read | undefined> {
  const read = await readContact(deps, contactId);
  return read !== undefined && isErased(read.contact) ? undefined : read;
}

/** The merges that a contact is made of, in the order of `contact.merged`. */
export async function readMerges({ store }: Pick<Deps, "store">, { merged }: Contact): Promise<Merge[]> {
  if (merged.length === 0) return [];
  const items = await store.getMany(merged.map(mergeKey));
  return items.flatMap((item) => (item === undefined ? [] : [fromMergeItem(item)]));
}

/** What was put to the contact's own id. */
export const saidOf = ({ contact, card }: Read): Said =>
  card.own ?? { attributes: contact.attributes, card: withoutOwn(card) };

function withoutOwn({ own: _, ...card }: Card): Card {
  return card;
}

/** What is known of a person: of each attribute what the first says that says anything, and all addresses. */
export function knownOf(said: readonly Said[]): { readonly attributes: Attributes; readonly card: Card } {
  const first = (names: readonly string[], of: (one: Said) => object): object =>
    Object.fromEntries(
      names.flatMap((name) => {
        const values = said.map((one) => (of(one) as Readonly<Record<string, unknown>>)[name]);
        const value = values.find((one) => one !== undefined);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  return {
    attributes: first(RULE_ATTRIBUTES, ({ attributes }) => attributes) as Attributes,
    card: {
      ...first(CARD_ATTRIBUTES, ({ card }) => card),
      addresses: Object.assign({}, ...said.map(({ card }) => card.addresses)) as Card["addresses"],
    },
  };
}

/** The contact with what is known by its own word and by those of the contacts merged into it, in this order. */
export function withKnown(contact: Contact, said: Said, merges: readonly Merge[]): Read {
  const { attributes, card } = knownOf([said, ...merges.map((merge) => merge.said)]);
  const listed = listedOnly(card, contact);
  const own = { attributes: said.attributes, card: listedOnly(said.card, contact) };
  return {
    contact: { ...contact, attributes },
    card: merges.length === 0 ? listed : { ...listed, own },
  };
}

/** Addresses that have left a contact leave its card. */
function listedOnly(card: Card, { identities }: Contact): Card {
  const listed = new Set(identities.map(({ key }) => key));
  const addresses = Object.entries(card.addresses).filter(([key]) => listed.has(key));
  return { ...card, addresses: Object.fromEntries(addresses) };
}
