import { type Consent, type Contact, type Identity, newContact } from "./contact.ts";
import type { Touch } from "./touches.ts";
import { ADDRESS_TYPE_OF_CHANNEL, type Channel } from "./words.ts";

/** What a contact falls into when one of its addresses leaves: itself, and the stranger known by that address. */
export interface Unlinked {
  readonly contact: Contact;
  readonly stranger: Contact;
}

/**
 * Takes an address out of a contact. Its touches go with it; those that may have gone to it, because nobody said which
 * address they took, stay on both, and so does every no. A yes to a channel goes with the last address it reaches. Where
 * consents were said, both sides have been asked: what was not given, or taken back, nobody else's yes makes good.
 */
export function unlink(contact: Contact, identity: Identity): Unlinked {
  const { key, type } = identity;
  const left = contact.identities.filter((one) => one.key !== key);
  const isItsOnly = !left.some((one) => one.type === type);
  const reachesIt = (channel: Channel) => ADDRESS_TYPE_OF_CHANNEL[channel] === type;
  const isIts = ({ address, origin }: Touch) => address === key || (address === undefined && origin === key);
  const mayBeIts = (touch: Touch) =>
    isIts(touch) || (touch.address === undefined && !cameBy(left, touch) && reachesIt(touch.channel));
  const goes = ({ channel }: Consent) => isItsOnly && reachesIt(channel);
  const theirs = contact.touches.filter(mayBeIts);
  const stays = contact.touches.filter((touch) => !isIts(touch));
  return {
    contact: {
      ...contact,
      identities: left,
      touches: stays,
      suppressions: contact.suppressions.filter((one) => one.identityKey !== key),
      consents: contact.consents?.filter((consent) => !goes(consent)),
      keys: contact.keys.filter(({ touch }) => !theirs.some(({ id }) => id === touch) || holds(stays, touch)),
      parted: partedFrom(contact, key),
    },
    stranger: {
      ...newContact(key, [{ ...identity, shared: false }]),
      status: contact.status,
      preferences: contact.preferences,
      suppressions: contact.suppressions.filter((one) => (one.identityKey ?? key) === key),
      consents: contact.consents?.filter(goes),
      locks: contact.locks,
      touches: theirs.map((touch) => withOrigin(touch, { from: contact.contactId, to: key })),
      keys: contact.keys.filter(({ touch }) => holds(theirs, touch)),
      parted: [contact.contactId],
    },
  };
}

/** Whether a touch was recorded at one of these addresses. At the id of a contact it may have been to any of them. */
const cameBy = (identities: readonly Identity[], { origin }: Touch): boolean =>
  identities.some(({ key }) => key === origin);

const holds = (touches: readonly Touch[], id: string): boolean => touches.some((touch) => touch.id === id);

/** Who parted from a contact, the last at the end. By then the touches of those before have left, too, or nearly. */
export const partedFrom = ({ parted }: Pick<Contact, "parted">, id: string): string[] =>
  [...parted.filter((one) => one !== id), id].slice(-MOST_PARTED);

export const MOST_PARTED = 100;

/** A touch that goes to another contact remembers where it was recorded; one that comes home need not. */
export function withOrigin(touch: Touch, { from, to }: { from: string; to: string }): Touch {
  const origin = touch.origin ?? from;
  return { ...touch, origin: origin === to ? undefined : origin };
}
