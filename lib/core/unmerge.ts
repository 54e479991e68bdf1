import type { Contact, Identity, KeptKey, Owner, Preferences, Suppression } from "./contact.ts";
import { mergeInto, suppressionName } from "./merge.ts";
import { mergePreferences } from "./merge-wishes.ts";
import type { Touch } from "./touches.ts";
import { partedFrom, withOrigin } from "./unlink.ts";
import { consentsApart, preferencesApart } from "./unmerge-wishes.ts";

/** Two contacts as they stood when one was merged into the other. */
export interface MergedPair {
  readonly survivor: Contact;
  /** The one merged away. Identities that were put to its id since are among its own. */
  readonly loser: Contact;
  /** What was said of both since; undefined for nothing. */
  readonly heard?: Heard | undefined;
}

/** What was said of a merged contact, whether or not it was known already. */
export interface Heard {
  readonly preferences: Preferences;
  /** Whether consents were said: of those before only what was said again stands. */
  readonly consents: boolean;
}

export const NOTHING_HEARD: Heard = { preferences: {}, consents: false };

/** What a merged contact falls into. Attributes and versions are for the caller to set. */
export interface Parted {
  readonly survivor: Contact;
  readonly loser: Contact;
}

/**
 * Takes a merge apart. What stood before goes back to where it stood, as it is now; what came since goes by its
 * address, and what has none to both. A no that was said since stays on both, a yes only with its address. Without
 * anything in between, both are as they were.
 */
export function takeApart(now: Contact, before: MergedPair): Parted {
  const merged = mergeInto(before.survivor, before.loser);
  const loserIdentities = identitiesOf(before.loser, now);
  const survivorIdentities = survivorsOf(now, before, loserIdentities);
  const sides = {
    survivor: { before: before.survivor, identities: survivorIdentities },
    loser: { before: before.loser, identities: loserIdentities },
  };
  const part = (side: Side, other: Side): Contact => {
    const touches = now.touches.filter((touch) => belongs(touch, side, other));
    const changed = { was: merged, is: now, heard: before.heard };
    const wishes = preferencesApart(side, other, changed);
    return {
      ...now,
      contactId: side.before.contactId,
      status: now.status === merged.status ? side.before.status : now.status,
      put: side.before.put,
      attributes: side.before.attributes,
      identities: side.identities,
      preferences: hasTakenAny(side, other) ? mergePreferences(wishes, now.preferences) : wishes,
      suppressions: now.suppressions.flatMap((one) => {
        const own = isUnchanged(one, merged) ? sameIn(side.before, one) : undefined;
        const isTheirs = isUnchanged(one, merged)
          ? hasTaken(one.identityKey, side, other)
          : binds(one, side, other);
        return own !== undefined ? [own] : isTheirs ? [one] : [];
      }),
      consents: consentsApart(side, other, changed),
      owner: isSameOwner(now.owner, merged.owner) ? side.before.owner : now.owner,
      locks: now.locks.filter(({ lockId }) => holds(lockId, side, other)),
      // Whose stop it was is not known: better none is told than two.
      confirmations: undefined,
      originKey: side.before.originKey,
      touches: touches.map((touch) => withOrigin(touch, { from: now.contactId, to: side.before.contactId })),
      keys: now.keys.filter((key) => isAnswered(key, touches, now)),
    };
  };
  const { loser, survivor } = sides;
  const stayed = now.merged.filter(
    (id) => id !== loser.before.contactId && !loser.before.merged.includes(id),
  );
  return {
    survivor: {
      ...part(survivor, loser),
      attributes: now.attributes,
      merged: stayed,
      parted: partedFrom(now, loser.before.contactId),
    },
    loser: {
      ...part(loser, survivor),
      merged: loser.before.merged.filter((id) => now.merged.includes(id)),
      parted: partedFrom(loser.before, now.contactId),
    },
  };
}

/** One of the two, with the identities that it has from now on. */
export interface Side {
  readonly before: Contact;
  readonly identities: readonly Identity[];
}

/**
 * Of its own identities those that have not left meanwhile, as they are known now. One that is shared now is another
 * contact's, whoever of the two had it before.
 */
const identitiesOf = (loser: Contact, now: Contact): Identity[] =>
  loser.identities.flatMap((own) => {
    const current = now.identities.find(({ key }) => key === own.key);
    return current === undefined ? [] : [{ ...current, shared: current.shared || own.shared }];
  });

/**
 * All but what the loser alone had. What the loser owns is only shared with the survivor; what both only shared and is
 * the merged contact's own since, is the survivor's.
 */
const survivorsOf = (now: Contact, before: MergedPair, losers: readonly Identity[]): Identity[] =>
  now.identities.flatMap((identity) => {
    const isLosers = losers.some(({ key, shared }) => key === identity.key && !shared);
    if (isLosersOnly(identity.key, before) && (isLosers || identity.shared)) return [];
    return [{ ...identity, shared: identity.shared || isLosers }];
  });

const isLosersOnly = (key: string, { survivor, loser }: MergedPair): boolean =>
  loser.identities.some((one) => one.key === key) && !survivor.identities.some((one) => one.key === key);

const touchIds = ({ touches }: Contact): readonly string[] => touches.map(({ id }) => id);
const lockIds = ({ locks }: Contact): readonly string[] => locks.map(({ lockId }) => lockId);

/** Whether a lock stood here before, or is newer than the merge and so stays on both. */
const holds = (lockId: string, side: Side, other: Side): boolean =>
  lockIds(side.before).includes(lockId) || !lockIds(other.before).includes(lockId);

function belongs(touch: Touch, side: Side, other: Side): boolean {
  if (touchIds(side.before).includes(touch.id)) return true;
  if (touchIds(other.before).includes(touch.id)) return hasTaken(touch.address, side, other);
  return isOf(touch.address, side) || !isOf(touch.address, other);
}

/** Whether an address is this side's: one that the other only shares is. */
const isOf = (address: string | undefined, { identities }: Pick<Contact, "identities">): boolean =>
  identities.some(({ key, shared }) => key === address && !shared);

const lists = (key: string, { identities }: Side): boolean => identities.some((one) => one.key === key);

/** Whether an address is this side's now and was the other's, or nobody's of the two, before. */
const hasTaken = (address: string | undefined, side: Side, { before }: Side): boolean =>
  isOf(address, side) && (isOf(address, before) || !isOf(address, side.before));

/** Whether it has an address whose owner may have said no as the other: every no that stands is then its own. */
const hasTakenAny = (side: Side, other: Side): boolean =>
  side.identities.some(({ key }) => hasTaken(key, side, other));

/** Whether one that came since is for this side. */
const binds = ({ identityKey: key }: Suppression, side: Side, other: Side): boolean =>
  key === undefined || lists(key, side) || !lists(key, other);

const sameIn = ({ suppressions }: Contact, of: Suppression): Suppression | undefined =>
  suppressions.find((one) => suppressionName(one) === suppressionName(of));

/** One that the merged contact did not have is new, also when it does not end by itself. */
function isUnchanged(suppression: Suppression, merged: Contact): boolean {
  const was = sameIn(merged, suppression);
  return was !== undefined && was.expiresAt === suppression.expiresAt;
}

const isSameOwner = (a: Owner | undefined, b: Owner | undefined): boolean =>
  a?.agent === b?.agent && a?.department === b?.department;

/** A key goes with its touch; one whose touch has left stays on both. */
const isAnswered = ({ touch }: KeptKey, touches: readonly Touch[], now: Contact): boolean =>
  touches.some(({ id }) => id === touch) || !now.touches.some(({ id }) => id === touch);
