import { type Contact, type Identity, newContact } from "../../lib/core/contact.ts";
import {
  type AttributesDocument,
  CARD_ATTRIBUTES,
  MOST_IDENTITIES,
  RULE_ATTRIBUTES,
} from "../../lib/core/contact-document.ts";
import type { Actor, Told } from "../../lib/core/events.ts";
import type { NormalisedIdentity } from "../../lib/core/identity/normalise.ts";
import { followMoves, type Lookup, nextVersion, readState } from "../../lib/store/contacts.ts";
import { type Card, fromCardItem, toCardItem, toStateItem } from "../../lib/store/items.ts";
import { cardKey, isMadeByGate } from "../../lib/store/keys.ts";
import { attempts, contended } from "../shared/attempts.ts";
import type { Deps } from "../shared/deps.ts";
import { preconditionOf } from "../shared/precondition.ts";
import { type Refusal, refuse, refuseInput } from "../shared/problem.ts";
import { identityOf } from "../shared/recipient.ts";
import { link, ownerOf, readClaims } from "./link.ts";
import { type ContactBody, contactBody, etagOf } from "./representation.ts";

/** What a caller says of a contact, its addresses in canonical form. */
export interface ContactChange {
  readonly contactId: string;
  readonly identities: readonly NormalisedIdentity[];
  readonly attributes: AttributesDocument;
  readonly onDuplicate: "allow" | "reject";
  /** Whether an unknown id makes a contact. */
  readonly mayCreate: boolean;
  /** The representation that the caller last saw; undefined when they do not care. */
  readonly ifMatch: string | undefined;
  readonly by: Actor;
}

export interface ContactChanged {
  readonly body: ContactBody;
  readonly etag: string;
  readonly created: boolean;
}

/** A contact with its card, as they stood when read. */
export interface Read {
  readonly contact: Contact;
  readonly card: Card;
}

/** The contact that an id leads to, with its card; undefined when nobody is known by it. */
export async function readContact(deps: Deps, contactId: string): Promise<Read | undefined> {
  const lookup: Lookup = { store: deps.store };
  const contact = await followMoves(lookup, contactId, await readState(lookup, contactId));
  return contact && { contact, card: fromCardItem(await deps.store.get(cardKey(contact.contactId))) };
}

/**
 * Puts what is said of a contact: attributes given replace, null clears, addresses are added. All of it is one
 * transaction with the addresses' keys, so no check can slip a touch onto a key that is being linked.
 */
export const changeContact = (
  { deps, pepper }: { readonly deps: Deps; readonly pepper: string },
  change: ContactChange,
): Promise<ContactChanged | Refusal> =>
  deps.lanes.run(change.contactId, () => changeInLane({ deps, pepper }, change));

async function changeInLane(
  { deps, pepper }: { readonly deps: Deps; readonly pepper: string },
  change: ContactChange,
): Promise<ContactChanged | Refusal> {
  const named = namedBy(change, pepper);
  const told: Told = { at: deps.now(), by: change.by };
  for await (const _ of attempts(deps)) {
    const before = await readContact(deps, change.contactId);
    const refused = refusalOf(before, change);
    if (refused !== undefined) return refused;
    const { contact, card } = before ?? { contact: newContact(change.contactId), card: { addresses: {} } };
    const added = notListed(contact, named);
    if (contact.identities.length + added.length > MOST_IDENTITIES) return tooManyIdentities();

    const claims = await readClaims({ store: deps.store }, added);
    if (change.onDuplicate === "reject") {
      const shared = await readClaims({ store: deps.store }, listedAsShared(contact, named));
      const owners = [...claims, ...shared].map((claim) => ownerOf(claim, contact.contactId));
      const owner = owners.find((id) => id !== undefined);
      if (owner !== undefined) return addressTaken(owner);
    }
    // Merged or linked away: the survivor keeps what it has and only gains.
    const fillOnly = contact.contactId !== change.contactId;
    const put = { ...withAttributes(contact, change.attributes, fillOnly), put: true };
    const linked = link(put, claims, told);
    const nextCard = withCard(card, { attributes: change.attributes, named, fillOnly });
    const after: Read = { contact: linked.contact, card: nextCard };
    const created = before === undefined;
    if (!created && isSame({ contact, card }, after)) return changed(after, created);

    const next = nextVersion(linked.contact);
    const written = await deps.store.transact([
      {
        item: toStateItem(next, linked.events),
        expected: contact.version === 0 ? "absent" : contact.version,
      },
      { item: toCardItem(contact.contactId, nextCard) },
      ...linked.writes,
    ]);
    if (written === "written") return changed({ contact: next, card: nextCard }, created);
  }
  return contended();
}

function refusalOf(
  before: Read | undefined,
  { contactId, mayCreate, ifMatch }: ContactChange,
): Refusal | undefined {
  if (before === undefined && (!mayCreate || isMadeByGate(contactId))) {
    return refuse("contact_not_found", `There is no contact ${contactId}.`);
  }
  return preconditionOf(ifMatch, before && etagOf(contactBody(before)));
}

/** An address that was said to be the contact's. */
interface Named {
  readonly identity: Identity;
  /** In clear, for the card. */
  readonly value: string;
}

const namedBy = ({ identities }: ContactChange, pepper: string): Named[] =>
  identities.map((normalised) => ({ identity: identityOf(pepper, normalised), value: normalised.value }));

/** Those that the contact does not list yet, each once. */
function notListed(contact: Contact, named: readonly Named[]): Identity[] {
  const listed = new Set(contact.identities.map(({ key }) => key));
  return named.map(({ identity }) => identity).filter(({ key }) => !listed.has(key) && listed.add(key));
}

/** Those that it lists already though they are another's. */
const listedAsShared = (contact: Contact, named: readonly Named[]): Identity[] =>
  contact.identities.filter(
    (listed) => listed.shared && named.some(({ identity }) => identity.key === listed.key),
  );

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

const withAttributes = (contact: Contact, given: AttributesDocument, fillOnly: boolean): Contact => ({
  ...contact,
  attributes: replaceFields(contact.attributes as Fields, given, RULE_ATTRIBUTES, fillOnly),
});

function withCard(
  card: Card,
  said: {
    readonly attributes: AttributesDocument;
    readonly named: readonly Named[];
    readonly fillOnly: boolean;
  },
): Card {
  const addresses = Object.fromEntries(said.named.map(({ identity, value }) => [identity.key, value]));
  return {
    ...replaceFields(card as unknown as Fields, said.attributes, CARD_ATTRIBUTES, said.fillOnly),
    addresses: { ...card.addresses, ...addresses },
  };
}

const isSame = (a: Read, b: Read): boolean =>
  JSON.stringify([contactBody(a), a.card, a.contact.put]) ===
  JSON.stringify([contactBody(b), b.card, b.contact.put]);

function changed(after: Read, created: boolean): ContactChanged {
  const body = contactBody(after);
  return { body, etag: etagOf(body), created };
}

const tooManyIdentities = (): Refusal =>
  refuseInput([{ path: "identities", message: `a contact holds at most ${MOST_IDENTITIES} identities` }]);

const addressTaken = (owner: string): Refusal =>
  refuse("identity_taken", `An address belongs to the contact ${owner} already.`);
