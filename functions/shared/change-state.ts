import type { Contact } from "../../lib/core/contact.ts";
import { isErased } from "../../lib/core/erase.ts";
import type { StateEvent } from "../../lib/core/events.ts";
import { type Heard, NOTHING_HEARD } from "../../lib/core/unmerge.ts";
import { commitContact, nextVersion } from "../../lib/store/contacts.ts";
import { toStateItem } from "../../lib/store/items.ts";
import { mergeWrite } from "../../lib/store/merges.ts";
import { attempts, contended } from "./attempts.ts";
import type { Deps } from "./deps.ts";
import { type Refusal, refuse } from "./problem.ts";
import { readMerges } from "./read-contact.ts";
import { contactOf, type Recipient } from "./recipient.ts";

/** What a change makes of a contact as it stands, and what is answered then. */
export interface Step<T> {
  readonly answer: T;
  /** Undefined when nothing is to be written. */
  readonly write?: StateWrite | undefined;
}

interface StateWrite {
  readonly contact: Contact;
  readonly events: readonly StateEvent[];
  /** With what the customer has said now: should the contact be taken apart, it binds all that it was made of. */
  readonly heard?: (before: Heard) => Heard;
}

export const noContact = (contactId: string): Refusal =>
  refuse("contact_not_found", `There is no contact ${contactId}.`);

/**
 * Changes the state that checks decide on, if it is still the one that `step` saw: once this has answered, no check
 * can commit that read the state before. A lost race is stepped anew on what the other writer left. An address that
 * nobody has touched yet gets its state so; of an erased contact nothing is kept.
 */
export const changeState = <T extends object>(
  deps: Deps,
  of: string | Recipient,
  step: (contact: Contact) => Step<T> | Refusal,
): Promise<T | Refusal> => {
  const whom = typeof of === "string" ? { contactId: of } : of;
  const key = "contactId" in whom ? whom.contactId : whom.address.key;
  return deps.lanes.run(key, async () => {
    const lookup = { store: deps.store };
    for await (const _ of attempts(deps)) {
      const contact = await contactOf(lookup, whom);
      if (contact === undefined || isErased(contact)) return noContact(key);
      const next = step(contact);
      if ("refused" in next) return next;
      if (next.write === undefined) return next.answer;
      if (await isWritten(deps, next.write)) return next.answer;
    }
    return contended();
  });
};

async function isWritten(deps: Deps, { contact, events, heard }: StateWrite): Promise<boolean> {
  if (heard === undefined || contact.merged.length === 0) {
    const committed = await commitContact(deps, contact, events);
    // The SDK's own retry after a lost answer is refused by what its first attempt wrote. No events are anybody's.
    return committed.written || (events.length > 0 && isSame(committed.events, events));
  }
  const merges = await readMerges(deps, contact);
  const state = { item: toStateItem(nextVersion(contact), events), expected: contact.version };
  const told = merges.map((merge) => mergeWrite({ ...merge, heard: heard(merge.heard ?? NOTHING_HEARD) }));
  return (await deps.store.transact([state, ...told])) === "written";
}

const isSame = (a: readonly StateEvent[], b: readonly StateEvent[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
