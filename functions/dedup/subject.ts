import { isErased } from "../../lib/core/erase.ts";
import type { MatchRecord } from "../../lib/core/identity/match-record.ts";
import { findContacts } from "../../lib/store/contacts.ts";
import { fromCardItem } from "../../lib/store/items.ts";
import { cardKey } from "../../lib/store/keys.ts";
import type { Said } from "../../lib/store/merges.ts";
import type { Deps } from "../shared/deps.ts";
import { type Read, readLiving, saidOf } from "../shared/read-contact.ts";

/** A contact as matching sees it. */
export interface Subject extends Read {
  readonly record: MatchRecord;
}

/** The contact that an id leads to; undefined when nobody is known by it, or no more. */
export async function readSubject(deps: Deps, contactId: string): Promise<Subject | undefined> {
  const read = await readLiving(deps, contactId);
  return read && subjectOf(read);
}

/** The contacts that ids lead to, each once. Two reads, whatever their number below a hundred. */
export async function readSubjects({ store }: Deps, ids: readonly string[]): Promise<readonly Subject[]> {
  if (ids.length === 0) return [];
  const found = await findContacts({ store }, ids);
  const living = [...found.values()].filter((contact) => !isErased(contact));
  const contacts = [...new Map(living.map((contact) => [contact.contactId, contact])).values()];
  const cards = await store.getMany(contacts.map(({ contactId }) => cardKey(contactId)));
  return contacts.map((contact, index) => subjectOf({ contact, card: fromCardItem(cards[index]) }));
}

const subjectOf = (read: Read): Subject => ({ ...read, record: recordOf(read) });

/** Addresses of which only the key is known cannot be compared. */
function recordOf({ contact, card }: Read): MatchRecord {
  const identities = contact.identities.flatMap(({ key, type, valid, flags, shared }) => {
    const value = card.addresses[key];
    return value === undefined ? [] : [{ key, type, value, valid, flags, shared }];
  });
  return { ...personOf(contact.attributes, card), identities };
}

/** What was put to the contact's own id, or to one that was merged into it, by itself; without addresses. */
export const partOf = ({ attributes, card }: Said): MatchRecord => ({
  ...personOf(attributes, card),
  identities: [],
});

export const ownPartOf = (subject: Subject): MatchRecord => partOf(saidOf(subject));

type Person = Omit<MatchRecord, "identities">;

function personOf({ country }: Said["attributes"], card: Said["card"]): Person {
  const { name, company, birthDate, city, street, postalCode } = card;
  const known = { name, company, birthDate, city, street, postalCode, country };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as Person;
}

/** Whether two reads of a contact are the same to matching: touches and wishes may have come and gone. */
export const isAsJudged = (judged: Read, now: Read): boolean => judgedOf(judged) === judgedOf(now);

const judgedOf = ({ contact, card }: Read): string =>
  JSON.stringify([
    contact.contactId,
    contact.status,
    contact.merged,
    contact.parted,
    contact.identities,
    card,
  ]);
