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
 * address they took, stay on both, and so does every no. A yes to a channel goes with the last address it reaches.
 */
export function unlink(contact: Contact, identity: Identity): Unlinked {
  const { key, type } = identity;
  const left = contact.identities.filter((one) => one.key !== key);
  const isItsOnly = !left.some((one) => one.type === type);
  const reachesIt = (channel: Channel) => ADDRESS_TYPE_OF_CHANNEL[channel] === type;
  const isIts = ({ address, origin }: Touch) => address === key || (address === undefined && origin === key);
  const mayBeIts = (touch: Touch) =>
    isIts(touch) || (touch.address === undefined && touch.origin === undefined && reachesIt(touch.channel));
  const goes = ({ channel }: Consent) => isItsOnly && reachesIt(channel);
  const theirs = contact.touches.filter(mayBeIts);
  const stays = contact.touches.filter((touch) => !isIts(touch));
  return {
    contact: {
      ...contact,
      identities: left,
      touches: stays,
      suppressions: contact.suppressions.filter((one) => one.identityKey !== key),
      consents: consentsThat((consent) => !goes(consent), contact),
      keys: contact.keys.filter(({ touch }) => !theirs.some(({ id }) => id === touch) || holds(stays, touch)),
      parted: partedFrom(contact, key),
    },
    stranger: {
      ...newContact(key, [{ ...identity, shared: false }]),
      status: contact.status,
      preferences: contact.preferences,
      suppressions: contact.suppressions.filter((one) => (one.identityKey ?? key) === key),
      consents: consentsThat(goes, contact),
      locks: contact.locks,
      touches: theirs.map((touch) => withOrigin(touch, { from: contact.contactId, to: key })),
      keys: contact.keys.filter(({ touch }) => holds(theirs, touch)),
    },
  };
}

/** Who loses all to the other side has taken nothing back: it is as if nobody had asked. */
function consentsThat(stay: (consent: Consent) => boolean, { consents }: Contact): Contact["consents"] {
  const left = consents?.filter(stay);
  return left?.length === 0 && consents?.length !== 0 ? undefined : left;
}

const holds = (touches: readonly Touch[], id: string): boolean => touches.some((touch) => touch.id === id);

/** What has left a contact, the last at the end. By then the touches of those before have left, too, or nearly. */
export const partedFrom = ({ parted }: Contact, id: string): string[] =>
  [...parted.filter((one) => one !== id), id].slice(-MOST_PARTED);

const MOST_PARTED = 100;

/** A touch that goes to another contact remembers where it was recorded; one that comes home need not. */
export function withOrigin(touch: Touch, { from, to }: { from: string; to: string }): Touch {
  const origin = touch.origin ?? from;
  return { ...touch, origin: origin === to ? undefined : origin };
}
