import { type Candidate, candidateAt } from "./candidate.ts";
import { engagementChangesAt } from "./engagement.ts";
import { PASSES, type Rule } from "./rules/rule.ts";
import { DAY_MS, type EpochMs, epochMs, NEVER } from "./time.ts";

/** Nobody plans further ahead than this; a later instant is "never". */
export const SEARCH_MS = 400 * DAY_MS;

/**
 * The least instant at or after the candidate's at which no rule of `rules` fails if nothing else happens;
 * null when there is none within 400 days. The search begins at `from` when no earlier instant can pass.
 *
 * Each step leaps to the last of the instants until which a rule surely fails. No instant between passes, so the
 * first that does is the least.
 */
export function nextAllowedAt(
  candidate: Candidate,
  rules: readonly Rule[],
  { from = candidate.at }: { from?: EpochMs } = {},
): EpochMs | null {
  const horizon = candidate.at + SEARCH_MS;
  let at = candidateAt(candidate, from);
  for (;;) {
    const until = surelyFailsUntil(at, rules);
    if (until === PASSES) return at.at;
    if (until > horizon) return null;
    if (until <= at.at)
      throw new Error("A rule fails until an instant that is not later: it would never end");
    at = candidateAt(at, until);
  }
}

/** The last of the instants until which one of the rules fails, whatever changes; PASSES when none does. */
function surelyFailsUntil(candidate: Candidate, rules: readonly Rule[]): EpochMs {
  let last = PASSES;
  for (const rule of rules) {
    if (!rule.applies(candidate)) continue;
    const until = rule.failsUntil(candidate);
    if (until <= last) continue;
    last = epochMs(Math.max(last, Math.min(until, nextChangeFor(rule, candidate))));
  }
  return last;
}

/** The next instant at which something that the rule reads changes by itself; NEVER when nothing does. */
function nextChangeFor(rule: Rule, { contact, at }: Candidate): EpochMs {
  let next: EpochMs = rule.readsEngagement === true ? engagementChangesAt(contact.touches, at) : NEVER;
  if (rule.readsTouches !== true) return next;
  for (const { state, expiresAt } of contact.touches) {
    if (state === "reserved" && expiresAt !== undefined && expiresAt > at && expiresAt < next)
      next = expiresAt;
  }
  return next;
}
