import type { Candidate } from "../candidate.ts";
import type { KeptKey } from "../contact.ts";
import { forgottenAt, keptUntil } from "../record.ts";
import { type EpochMs, formatInstant, NEVER } from "../time.ts";
import { PASSES, type Rule } from "./rule.ts";

/** A history larger than this takes no further touch until the oldest ones leave (Bounded, decision.md). */
export const MAX_HISTORY_BYTES = 32 * 1024;

/**
 * When the first of the touches that are still kept at the candidate's instant leaves, if all of them are too many. What
 * only a rule keeps that warns, or is in shadow, stops nobody.
 */
function fullUntil({ contact, at, policy }: Candidate): EpochMs | undefined {
  const gating = policy.cooldowns.filter(({ effect }) => effect === "deny");
  const leaving = contact.touches
    .map((touch) => keptUntil(touch, policy, gating))
    .filter((until) => until > at);
  const keys = contact.keys.filter((key) => forgottenAt(key) > at);
  const keptBytes = (contact.historyBytes * leaving.length) / (contact.touches.length || 1) + bytesOf(keys);
  return keptBytes > MAX_HISTORY_BYTES
    ? (Math.min(...leaving, ...keys.map(forgottenAt)) as EpochMs)
    : undefined;
}

/** Bytes of the keys that are still good; what was said beside an allowance stops nobody. */
const bytesOf = (keys: readonly KeptKey[]): number =>
  keys.length === 0 ? 0 : JSON.stringify(keys.map(({ said: _said, ...key }) => key)).length;

/** Built-in: the state is full. Only touches that would be kept in it are stopped. */
export const history: Rule = {
  id: "history",
  kind: "history",
  effect: "deny",
  overridable: false,
  applies: ({ contact, policy, request }) =>
    contact.historyBytes + bytesOf(contact.keys) > MAX_HISTORY_BYTES &&
    (request.kept === true || policy.purposes.get(request.purpose)?.counts !== false),
  failsUntil(candidate) {
    return fullUntil(candidate) ?? PASSES;
  },
  explain(candidate) {
    const until = fullUntil(candidate) as EpochMs;
    return {
      code: "history_full",
      details: {
        historyBytes: candidate.contact.historyBytes + bytesOf(candidate.contact.keys),
        maxBytes: MAX_HISTORY_BYTES,
        until: until === NEVER ? null : formatInstant(until),
      },
    };
  },
};
