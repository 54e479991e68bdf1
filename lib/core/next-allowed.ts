import { type Candidate, candidateAt, nextChangeAfter } from "./candidate.ts";
import { PASSES, type Rule } from "./rules/rule.ts";
import { DAY_MS, type EpochMs, NEVER } from "./time.ts";

/** Nobody plans further ahead than this; a later instant is "never". */
export const SEARCH_MS = 400 * DAY_MS;

/**
 * The least instant at or after the candidate's at which no rule of `rules` fails if nothing else happens;
 * null when there is none within 400 days.
 *
 * Each step leaps to the earliest instant at which the present verdict could be otherwise: the last of the
 * instants until which a rule surely fails, or an earlier change of what the rules read. Nothing between is
 * skipped, so the first instant that passes is the least.
 */
export function nextAllowedAt(candidate: Candidate, rules: readonly Rule[]): EpochMs | null {
  const horizon = candidate.at + SEARCH_MS;
  let at = candidate;
  for (;;) {
    const until = failsUntil(at, rules);
    if (until === PASSES) return at.at;
    const next = Math.min(until, nextChangeAfter(at)) as EpochMs;
    if (next === NEVER || next > horizon) return null;
    if (next <= at.at) throw new Error("A rule fails until an instant that is not later: it would never end");
    at = candidateAt(at, next);
  }
}

/** The last of the instants until which one of the rules fails; PASSES when none does. */
function failsUntil(candidate: Candidate, rules: readonly Rule[]): EpochMs {
  let until = PASSES;
  for (const rule of rules) {
    if (!rule.applies(candidate)) continue;
    const failing = rule.failsUntil(candidate);
    if (failing > until) until = failing;
  }
  return until;
}
