import type { Contact } from "../../lib/core/contact.ts";
import type { StateEvent } from "../../lib/core/events.ts";
import { commitContact, findContact } from "../../lib/store/contacts.ts";
import { attempts, contended } from "./attempts.ts";
import type { Deps } from "./deps.ts";
import { type Refusal, refuse } from "./problem.ts";

/** What a change makes of a contact as it stands, and what is answered then. */
export interface Step<T> {
  readonly answer: T;
  /** Undefined when nothing is to be written. */
  readonly write?: { readonly contact: Contact; readonly events: readonly StateEvent[] } | undefined;
}

export const noContact = (contactId: string): Refusal =>
  refuse("contact_not_found", `There is no contact ${contactId}.`);

/**
 * Changes the state that checks decide on, if it is still the one that `step` saw: once this has answered, no check
 * can commit that read the state before. A lost race is stepped anew on what the other writer left.
 */
export const changeState = <T extends object>(
  deps: Deps,
  contactId: string,
  step: (contact: Contact) => Step<T> | Refusal,
): Promise<T | Refusal> =>
  deps.lanes.run(contactId, async () => {
    const lookup = { store: deps.store };
    for await (const _ of attempts(deps)) {
      const contact = await findContact(lookup, contactId);
      if (contact === undefined) return noContact(contactId);
      const next = step(contact);
      if ("refused" in next) return next;
      if (next.write === undefined) return next.answer;
      const { events } = next.write;
      const committed = await commitContact(lookup, next.write.contact, events);
      // The SDK's own retry after a lost answer is refused by what its first attempt wrote.
      if (committed.written || isSame(committed.events, events)) return next.answer;
    }
    return contended();
  });

const isSame = (a: readonly StateEvent[], b: readonly StateEvent[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);
