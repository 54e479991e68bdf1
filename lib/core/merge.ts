import { type Contact, idsOf, type Suppression, stricterStatus } from "./contact.ts";
import { mergeConsents, mergePreferences } from "./merge-wishes.ts";
import { inOrder } from "./record.ts";
import { NEVER } from "./time.ts";
import { leaseEnd, type Touch, type TouchState } from "./touches.ts";
import { MOST_PARTED } from "./unlink.ts";

/**
 * The contact with everything that was known under another key: all touches, every no. Attributes and
 * identities stay its own. What both hold, since they were one before, is kept once.
 */
export function bringAlong(contact: Contact, other: Contact): Contact {
  return {
    ...contact,
    touches: inOrder(mergeTouches(contact.touches, other)),
    preferences: mergePreferences(contact.preferences, other.preferences),
    suppressions: mergeSuppressions(contact.suppressions, other.suppressions),
    consents: mergeConsents(contact.consents, other.consents),
    owner: contact.owner ?? other.owner,
    locks: distinct([...contact.locks, ...other.locks], ({ lockId }) => lockId),
    ...(other.confirmations && {
      confirmations: distinct(
        [...(contact.confirmations ?? []), ...other.confirmations],
        ({ channel }) => channel,
      ),
    }),
    keys: distinct([...contact.keys, ...other.keys], ({ hash, touch }) => `${hash} ${touch}`),
    originKey:
      contact.originKey ?? (contact.version === 0 ? (other.originKey ?? other.contactId) : undefined),
    status: stricterStatus(contact.status, other.status),
    parted: mergeParted(contact, other),
  };
}

/** Who parted from either, and is not part of the two. */
const mergeParted = (contact: Contact, other: Contact, ids = idsOf(contact)): string[] =>
  [...new Set([...other.parted, ...contact.parted])].filter((id) => !ids.includes(id)).slice(-MOST_PARTED);

/**
 * Two contacts that are one person: the survivor with all identities of both and what `bringAlong` brings. Attributes
 * stay the survivor's; of an address that one of them only shares, the other stays the owner.
 */
export function mergeInto(survivor: Contact, loser: Contact): Contact {
  const own = new Map(survivor.identities.map((identity) => [identity.key, identity]));
  const identities = survivor.identities.map((identity) => {
    const other = loser.identities.find(({ key }) => key === identity.key);
    return other === undefined ? identity : { ...identity, shared: identity.shared && other.shared };
  });
  const merged = [...new Set([...survivor.merged, ...loser.merged, loser.contactId])].sort();
  return {
    ...bringAlong(survivor, loser),
    put: survivor.put || loser.put,
    identities: [...identities, ...loser.identities.filter(({ key }) => !own.has(key))],
    merged,
    parted: mergeParted(survivor, loser, [survivor.contactId, ...merged]),
  };
}

function mergeTouches(touches: readonly Touch[], other: Contact): Touch[] {
  const twins = new Map(other.touches.map((touch) => [touch.id, touch]));
  const own = new Set(touches.map(({ id }) => id));
  return [
    ...touches.map((touch) => withWordOf(touch, twins.get(touch.id))),
    ...other.touches.filter(({ id }) => !own.has(id)).map((touch) => keepOrigin(touch, other)),
  ];
}

/**
 * A touch that stood on both sides of an unmerge: what either side was told of it holds, and of a reservation the
 * more that became of it.
 */
function withWordOf(touch: Touch, twin: Touch | undefined): Touch {
  if (twin === undefined) return touch;
  const said = distinct([...touch.outcomes, ...twin.outcomes], ({ outcome, at }) => `${outcome} ${at}`);
  const { state, expiresAt } = isMore(twin, touch) ? twin : touch;
  return { ...touch, state, expiresAt, outcomes: said.sort((a, b) => a.at - b.at) };
}

/** What was given back counts for nothing, a lease until it ends, and what stands for good. */
const WEIGHTS: readonly TouchState[] = ["released", "reserved", "confirmed", "recorded"];

const isMore = (a: Touch, b: Touch): boolean =>
  a.state === b.state ? leaseEnd(a) > leaseEnd(b) : WEIGHTS.indexOf(a.state) > WEIGHTS.indexOf(b.state);

export const suppressionName = ({ identityKey = "", list }: Suppression): string => `${identityKey} ${list}`;

/** Of the same address on the same list, the one that lasts longer; of two that last as long, the first. */
function mergeSuppressions(a: readonly Suppression[], b: readonly Suppression[]): Suppression[] {
  // Never less never is no number, which sorting takes for equal.
  const longestFirst = [...a, ...b].sort((one, other) => endOf(other) - endOf(one));
  const longest = new Set(distinct(longestFirst, suppressionName));
  return [...a, ...b].filter((suppression) => longest.has(suppression));
}

const endOf = ({ expiresAt = NEVER }: Suppression): number => expiresAt;

/** The first of each name. */
function distinct<T>(values: readonly T[], nameOf: (value: T) => string): T[] {
  const names = new Set<string>();
  return values.filter((value) => {
    const name = nameOf(value);
    return !names.has(name) && names.add(name);
  });
}

/** A touch remembers where it was recorded: its public id stays, and an unmerge can send it back. */
const keepOrigin = (touch: Touch, { contactId }: Contact): Touch => ({
  ...touch,
  origin: touch.origin ?? contactId,
});
