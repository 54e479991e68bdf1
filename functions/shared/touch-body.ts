import { type EpochMs, formatInstant } from "../../lib/core/time.ts";
import { standingOf, type Touch } from "../../lib/core/touches.ts";
import { touchIdOf } from "../../lib/store/keys.ts";

/** A touch of a contact's state as the API shows it, where it stands at `now`. */
export function touchBody(touch: Touch, { contactId, now }: { contactId: string; now: EpochMs }) {
  const { id, at, origin, address: _key, bearing, expiresAt, outcomes, ...tags } = touch;
  return {
    touchId: touchIdOf(origin ?? contactId, id),
    at: formatInstant(at),
    ...tags,
    state: standingOf(touch, now),
    ...(bearing === "inbound" && { direction: bearing }),
    ...(tags.state !== "confirmed" && expiresAt !== undefined && { expiresAt: formatInstant(expiresAt) }),
    outcomes: outcomes.map(({ outcome, at: reportedAt }) => ({ outcome, at: formatInstant(reportedAt) })),
  };
}
export type TouchBody = ReturnType<typeof touchBody>;
