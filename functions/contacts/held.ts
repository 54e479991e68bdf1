import type { Contact, Suppression } from "../../lib/core/contact.ts";
import { type EpochMs, formatInstant } from "../../lib/core/time.ts";
import type { Merge } from "../../lib/store/merges.ts";
import { consentsBody } from "../consents/command.ts";
import { lockBody } from "../locks/command.ts";
import { ownerBody } from "../owner/command.ts";
import { preferencesBody } from "../preferences/command.ts";
import type { Read } from "../shared/read-contact.ts";
import { touchBody } from "../shared/touch-body.ts";
import { attributesBody, contactBody } from "./representation.ts";

/** What a contact's state and card hold, in the words of the API. */
export const heldBodies = (read: Read, now: EpochMs) => {
  const { contact, card } = read;
  const { contactId } = contact;
  return {
    contact: contactBody(read),
    preferences: preferencesBody(contact.preferences),
    consents: consentsBody(contact.consents).consents,
    owner: ownerBody(contact.owner),
    locks: contact.locks.map(lockBody),
    suppressions: contact.suppressions.map((one) => suppressionBody(one, { contact, card })),
    touches: contact.touches.map((touch) => touchBody(touch, { contactId, now })),
  };
};

/** One that is not of an address binds the whole contact: its type and value are null. */
export function suppressionBody(
  { identityKey, list, reason, expiresAt }: Suppression,
  { contact, card }: { readonly contact: Contact; readonly card: Read["card"] },
) {
  const identity = contact.identities.find(({ key }) => key === identityKey);
  return {
    type: identity?.type ?? null,
    value: identityKey === undefined ? null : (card.addresses[identityKey] ?? null),
    list,
    reason: reason ?? null,
    expiresAt: expiresAt === undefined ? null : formatInstant(expiresAt),
  };
}

/** Two that were made one, with what had been put to the id that was merged away. */
export function mergeBody({ survivor, loser, said, because, at, by, undoneAt }: Merge) {
  return {
    contactId: survivor.contactId,
    mergedId: loser.contactId,
    rule: because.rule,
    score: because.score ?? null,
    evidence: because.evidence,
    at: formatInstant(at),
    by,
    undoneAt: undoneAt === undefined ? null : formatInstant(undoneAt),
    said: {
      addresses: Object.values(said.card.addresses),
      attributes: attributesBody(said.attributes, said.card),
    },
  };
}
