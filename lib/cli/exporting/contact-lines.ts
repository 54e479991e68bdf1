import { heldBodies, suppressionBody } from "../../../functions/contacts/held.ts";
import type { ContactBody } from "../../../functions/contacts/representation.ts";
import type { Read } from "../../../functions/shared/read-contact.ts";
import { isErased } from "../../core/erase.ts";
import type { EpochMs } from "../../core/time.ts";
import { isMadeByGate } from "../../store/keys.ts";
import type { Line } from "./line.ts";

/** The lines of a contact's state and card. */
export interface ContactLines {
  readonly lines: readonly Line[];
  /**
   * The addresses that another contact listed first, by themselves: whoever puts contacts in the order of the file
   * must put them last, or the address would change hands.
   */
  readonly shared: readonly Line[];
}

export function contactLines(read: Read, now: EpochMs): ContactLines {
  const { contact } = read;
  const { contactId } = contact;
  if (isErased(contact)) return { lines: [{ kind: "erased", contactId }], shared: [] };
  const held = heldBodies(read, now);
  const shared = held.contact.identities.filter((identity) => identity.shared);
  const own = { ...held.contact, identities: held.contact.identities.filter((one) => !shared.includes(one)) };
  const to = recipientElsewhere(own);
  const ofContact = (kind: string, bodies: readonly object[]): Line[] =>
    bodies.map((body) => ({ kind, contactId, ...body }));
  return {
    lines: [
      // A stranger is known by a keyed hash of an address: nobody could put it anywhere.
      { kind: contact.put ? "contact" : "stranger", ...own },
      ...(isSaid(contact.preferences) ? ofContact("preferences", [{ ...held.preferences, ...to }]) : []),
      ...ofContact(
        "consent",
        held.consents.map((consent) => ({ ...consent, ...to })),
      ),
      ...(contact.owner === undefined ? [] : ofContact("owner", [held.owner])),
      ...ofContact(
        "lock",
        held.locks.filter((_, index) => (contact.locks[index]?.until ?? 0) > now),
      ),
      ...ofContact("suppression", suppressionsOfAll(read, now)),
      ...historyOf(read, held.touches),
    ],
    shared: shared.length === 0 ? [] : [sharedLine(own, shared)],
  };
}

/** Of a contact that another gate cannot have by its id: an address that is its own. Empty where the id will do. */
function recipientElsewhere({
  contactId,
  identities,
}: Pick<ContactBody, "contactId" | "identities">): object {
  const address = isMadeByGate(contactId) ? identities.find(({ value }) => value !== null) : undefined;
  if (address === undefined) return {};
  const { type, value } = address;
  const isReached = type === "email" || type === "phone";
  return { to: isReached ? { [type]: value } : { externalId: { system: type, id: value } } };
}

const isSaid = (preferences: object): boolean => Object.keys(preferences).length > 0;

const sharedLine = ({ contactId }: ContactBody, identities: ContactBody["identities"]): Line => ({
  ...{ kind: "contact", contactId, identities, attributes: {} },
});

/** Those of the whole contact; those of an address are listed by themselves. */
const suppressionsOfAll = ({ contact, card }: Read, now: EpochMs) =>
  contact.suppressions
    .filter(
      ({ identityKey, expiresAt = Number.POSITIVE_INFINITY }) => identityKey === undefined && expiresAt > now,
    )
    .map((suppression) => suppressionBody(suppression, { contact, card }));

/** What decisions read of the past; nothing of a contact without one. */
function historyOf({ contact }: Read, touches: readonly object[]): Line[] {
  const { contactId, originKey = null, merged, parted } = contact;
  const isNew = touches.length === 0 && originKey === null && merged.length + parted.length === 0;
  return isNew ? [] : [{ kind: "history", contactId, originKey, merged, parted, touches }];
}
