import type { Candidate } from "../candidate.ts";
import { after, formatInstant } from "../time.ts";
import type { Touch } from "../touches.ts";
import { PASSES, type Rule } from "./rule.ts";

/** A history larger than this takes no further touch until the oldest ones leave (Bounded, decision.md). */
export const MAX_HISTORY_BYTES = 32 * 1024;

/** The oldest touch that retention still keeps at the candidate's instant, if all that it keeps are too many. */
function oldestOfTooMany({ contact, at, policy }: Candidate): Touch | undefined {
  const kept = contact.touches.filter((touch) => after(touch.at, policy.retention) > at);
  const keptBytes = (contact.historyBytes * kept.length) / contact.touches.length;
  return keptBytes > MAX_HISTORY_BYTES ? kept[0] : undefined;
}

/** Built-in: the state is full. Only touches that would be kept in it are stopped. */
export const history: Rule = {
  id: "history",
  kind: "history",
  effect: "deny",
  applies: ({ contact, policy, request }) =>
    contact.historyBytes > MAX_HISTORY_BYTES && policy.purposes.get(request.purpose)?.counts !== false,
  failsUntil(candidate) {
    const oldest = oldestOfTooMany(candidate);
    return oldest === undefined ? PASSES : after(oldest.at, candidate.policy.retention);
  },
  explain(candidate) {
    const oldest = oldestOfTooMany(candidate) as Touch;
    return {
      code: "history_full",
      details: {
        historyBytes: candidate.contact.historyBytes,
        maxBytes: MAX_HISTORY_BYTES,
        until: formatInstant(after(oldest.at, candidate.policy.retention)),
      },
    };
  },
};
