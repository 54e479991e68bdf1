import type { Contact } from "./contact.ts";
import { hasOutcome, MOST_OUTCOMES } from "./lifecycle.ts";
import { inOrder, keptUntil, type Recording } from "./record.ts";
import type { EpochMs } from "./time.ts";
import type { ReportedOutcome, Touch } from "./touches.ts";

/** Puts touches back into a state that has let them go, because the policy retained less then. */

/** What was told of touches since they were recorded, by their own ids. */
interface News {
  readonly confirmed: ReadonlySet<string>;
  readonly released: ReadonlySet<string>;
  readonly outcomes: ReadonlyMap<string, readonly ReportedOutcome[]>;
}

/** A told touch with what became of it; none for a reservation that was not confirmed, which holds no place. */
export function asItStands(touch: Touch, { confirmed, released, outcomes }: News): Touch[] {
  const { id, state } = touch;
  if (released.has(id) || (state === "reserved" && !confirmed.has(id))) return [];
  const whole = withOutcomes(touch, outcomes.get(id) ?? []);
  return [{ ...whole, state: confirmed.has(id) ? "confirmed" : state }];
}

/**
 * Whose a touch is that was recorded at a key of the contact: the contact's, or that of who has the address it went to
 * now, when that is among those that left; both, when the contact only shares such an address, or did so later than that.
 */
export function homesOf(
  { identities }: Contact,
  of: {
    readonly touch: Touch;
    readonly key: string;
    readonly left: ReadonlySet<string>;
    readonly sharedUntil: ReadonlyMap<string, EpochMs>;
  },
): readonly string[] {
  const { touch, key, left, sharedUntil } = of;
  const { address } = touch;
  if (address === undefined || !left.has(address)) return [key];
  const listed = identities.find((identity) => identity.key === address);
  if (listed !== undefined) return listed.shared ? [key, address] : [key];
  const wasShared = touch.at <= (sharedUntil.get(address) ?? Number.NEGATIVE_INFINITY);
  return wasShared ? [key, address] : [address];
}

/**
 * Whether a touch that nobody knows the address of may have been another's who parted from the contact since: then it
 * counts for both.
 */
export const mayBeAnothers = (
  { address, at }: Touch,
  { partedAt }: { readonly partedAt: EpochMs | undefined },
): boolean => address === undefined && partedAt !== undefined && at <= partedAt;

/**
 * The contact with the touches that it lacks and the policy would have it keep, and with what became of those that it
 * has; undefined when it lacks nothing. `origin` is the key at which they were recorded.
 */
export function refilled(
  contact: Contact,
  { told, origin }: { readonly told: readonly Touch[]; readonly origin: string },
  recording: Recording,
): Contact | undefined {
  const { policy, now } = recording;
  const own = origin === contact.contactId ? undefined : origin;
  const byId = new Map(told.map((touch) => [touch.id, touch]));
  const known = new Set(contact.touches.map(({ id }) => id));
  const lacking = told.filter((touch) => !known.has(touch.id) && keptUntil(touch, policy) > now);
  const touches = contact.touches.map((touch) => withOutcomes(touch, byId.get(touch.id)?.outcomes ?? []));
  const isWhole = lacking.length === 0 && touches.every((touch, index) => touch === contact.touches[index]);
  if (isWhole) return undefined;
  return {
    ...contact,
    touches: inOrder([...touches, ...lacking.map((touch) => ({ ...touch, origin: own }))]),
  };
}

/** The touch itself when nothing was told of it that it lacks. */
function withOutcomes(touch: Touch, told: readonly ReportedOutcome[]): Touch {
  const lacking = told.filter(({ outcome, at }) => !hasOutcome(touch, { outcome, at }));
  if (lacking.length === 0 || touch.outcomes.length >= MOST_OUTCOMES) return touch;
  return { ...touch, outcomes: firstOutcomes([...touch.outcomes, ...lacking]) };
}

const firstOutcomes = (outcomes: readonly ReportedOutcome[]): readonly ReportedOutcome[] =>
  [...outcomes].sort((a, b) => a.at - b.at).slice(0, MOST_OUTCOMES);
