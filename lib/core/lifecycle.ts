import type { Contact } from "./contact.ts";
import { decide } from "./decide.ts";
import { type Recording, withoutEnded } from "./record.ts";
import type { Request } from "./request.ts";
import type { EpochMs } from "./time.ts";
import { type ReportedOutcome, standingOf, type Touch } from "./touches.ts";
import type { Outcome } from "./words.ts";

/** What happens to a touch after it was admitted: it is confirmed, released, and something becomes of it. */

export type Change =
  /** The state need not be written. */
  | { readonly kind: "unchanged"; readonly touch: Touch }
  | { readonly kind: "changed"; readonly touch: Touch; readonly contact: Contact }
  | { readonly kind: "refused"; readonly because: "released" | "lease_expired" | "not_reserved" };

/**
 * Confirms a reservation. One whose lease is over is decided again at its own instant, as the contact is now
 * without it; a touch that already stands is left as it is.
 */
export function confirm(contact: Contact, touch: Touch, recording: Recording): Change {
  switch (standingOf(touch, recording.now)) {
    case "recorded":
    case "confirmed":
      return { kind: "unchanged", touch };
    case "released":
      return { kind: "refused", because: "released" };
    case "expired":
      return wouldPass(contact, touch, recording)
        ? changedTo(contact, confirmed(touch, recording.now), recording)
        : { kind: "refused", because: "lease_expired" };
    case "reserved":
      return changedTo(contact, confirmed(touch, recording.now), recording);
  }
}

/** What does not count leaves a day after it was confirmed; what counts stays as long as any touch. */
const confirmed = (touch: Touch, now: EpochMs): Touch => ({
  ...touch,
  state: "confirmed",
  expiresAt: touch.bearing === undefined ? undefined : now,
});

/** Gives a reservation back; it is remembered as released from `now` on. */
export function release(contact: Contact, touch: Touch, recording: Recording): Change {
  switch (standingOf(touch, recording.now)) {
    case "recorded":
    case "confirmed":
      return { kind: "refused", because: "not_reserved" };
    case "released":
    case "expired":
      return { kind: "unchanged", touch };
    case "reserved":
      return changedTo(contact, { ...touch, state: "released", expiresAt: recording.now }, recording);
  }
}

/**
 * Adds what became of a touch, in order of time, whenever it is told. The same outcome of the same instant, or told
 * again without one, changes nothing; nor does one that no rule in force reads.
 */
export function withOutcome(
  contact: Contact,
  touch: Touch,
  reported: { readonly outcome: Outcome; readonly at: EpochMs | undefined } & Recording,
): Change {
  const { outcome, now, policy } = reported;
  const at = reported.at ?? now;
  if (
    hasOutcome(touch, reported) ||
    !policy.readsOutcome(outcome) ||
    touch.outcomes.length >= MOST_OUTCOMES
  ) {
    return { kind: "unchanged", touch };
  }
  const outcomes = [...touch.outcomes, { outcome, at }].sort(byInstant);
  return changedTo(contact, { ...touch, outcomes }, reported);
}

/** Whether an outcome has been told before: of the same instant, or of any when none is told. */
export const hasOutcome = (
  touch: Touch,
  { outcome, at }: { readonly outcome: Outcome; readonly at: EpochMs | undefined },
): boolean =>
  touch.outcomes.some((earlier) => earlier.outcome === outcome && (at === undefined || earlier.at === at));

/** More than any message or call comes to; the timeline has them all. */
export const MOST_OUTCOMES = 50;

const byInstant = (a: ReportedOutcome, b: ReportedOutcome): number => a.at - b.at;

function changedTo(contact: Contact, changed: Touch, recording: Recording): Change {
  const touches = contact.touches.map((touch) => (touch.id === changed.id ? changed : touch));
  return { kind: "changed", touch: changed, contact: withoutEnded({ ...contact, touches }, recording) };
}

/**
 * Whether a touch would be admitted at its own instant if it were not there. Leases that are over hold no place, but
 * what became of their touches starts cooldowns all the same.
 */
function wouldPass(contact: Contact, touch: Touch, { policy, now }: Recording): boolean {
  const others = contact.touches
    .filter((other) => other.id !== touch.id)
    .map((other) =>
      standingOf(other, now) === "expired" ? { ...other, state: "released" as const } : other,
    );
  const { decision } = decide(policy, { ...contact, touches: others }, requestOf(touch), touch.at);
  return decision === "allow";
}

/** The request that a touch answers to. */
export const requestOf = (touch: Touch): Request => {
  const { channel, department, purpose, campaign, topic, product, subject, agent, address, at } = touch;
  const tags = { channel, department, purpose, campaign, topic, product, subject, agent };
  return { ...tags, namedKey: address, at, kept: true };
};

/** The touch with this id, while it is remembered: what has ended is gone, whether or not a write has removed it. */
export const touchOf = (contact: Contact, id: string, recording: Recording): Touch | undefined =>
  withoutEnded(contact, recording).touches.find((touch) => touch.id === id);
