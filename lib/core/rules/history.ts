import type { Candidate } from "../candidate.ts";
import { after, type EpochMs, formatInstant, NEVER } from "../time.ts";
import { PASSES, type Rule } from "./rule.ts";

/** A state larger than this takes no further touch until its oldest one leaves (Bounded, decision.md). */
export const MAX_STATE_BYTES = 32 * 1024;

/** What a state holds besides touches: key, version, attributes, identities, wishes. */
const BYTES_BESIDE_TOUCHES = 512;

function leavesAt(candidate: Candidate): EpochMs {
  const { contact, at, policy } = candidate;
  const kept = contact.touches.filter((touch) => after(touch.at, policy.retention) > at);
  if (contact.touches.length === 0) return contact.sizeBytes > MAX_STATE_BYTES ? NEVER : PASSES;
  const bytesPerTouch = (contact.sizeBytes - BYTES_BESIDE_TOUCHES) / contact.touches.length;
  const sizeBytes = contact.sizeBytes - bytesPerTouch * (contact.touches.length - kept.length);
  const oldest = kept[0];
  if (sizeBytes <= MAX_STATE_BYTES) return PASSES;
  return oldest === undefined ? NEVER : after(oldest.at, policy.retention);
}

/** Built-in: the state is full. Only touches that would be kept in it are stopped. */
export const history: Rule = {
  id: "history",
  kind: "history",
  effect: "deny",
  applies: ({ contact, policy, request }) =>
    contact.sizeBytes > MAX_STATE_BYTES && policy.purposes.get(request.purpose)?.counts !== false,
  failsUntil: leavesAt,
  explain(candidate) {
    const until = leavesAt(candidate);
    return {
      code: "history_full",
      details: {
        sizeBytes: candidate.contact.sizeBytes,
        maxBytes: MAX_STATE_BYTES,
        until: until === NEVER ? null : formatInstant(until),
      },
    };
  },
};
