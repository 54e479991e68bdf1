import { type Candidate, candidateAt, candidateOf } from "./candidate.ts";
import type { CompiledPolicy } from "./compile-policy.ts";
import type { Contact } from "./contact.ts";
import { type Language, messageOf } from "./messages.ts";
import { nextAllowedAt } from "./next-allowed.ts";
import { placeOf } from "./place/place.ts";
import type { Reason } from "./reasons.ts";
import type { Request } from "./request.ts";
import { PASSES, type Rule } from "./rules/rule.ts";
import type { EpochMs } from "./time.ts";
import type { Effect } from "./words.ts";

/**
 * The decision: may this contact be touched, by this request, now?
 *
 * Guarantees
 * - Pure: the same policy, contact, request and instant give the same verdict; no clock, no chance, no I/O.
 * - Allowed exactly when no `deny` rule fails. Every rule is always evaluated, and every one that fails is
 *   reported, in policy order, built-ins first and `history` last.
 * - `warn` and `shadow` rules never change the verdict; a `deny` rule that is overridden becomes a warning.
 * - At `nextAllowedAt` the same request passes if nothing else happens; at no earlier instant does it.
 *
 * Known limitations
 * - Touches older than the policy's retention are not there to be counted; the validator refuses rules that
 *   would need them.
 * - Local days are cut at the first instant of each date. A zone whose clocks go back over midnight shows the
 *   end of a day twice; no zone has done so since 2011.
 */
export function decide(
  policy: CompiledPolicy,
  contact: Contact,
  request: Request,
  now: EpochMs,
  language: Language = "en",
): Verdict {
  const candidate = candidateOf({ policy, contact, request, at: request.at ?? now });
  const found: Record<Effect, Reason[]> = { deny: [], warn: [], shadow: [] };
  const rules = policy.rulesFor(candidate);
  for (const rule of rules) {
    if (!rule.applies(candidate) || rule.failsUntil(candidate) === PASSES) continue;
    const reason = reasonOf(rule, candidate, { now, language });
    if (rule.effect === "deny" && isOverridden(rule, request)) {
      found.warn.push({ ...reason, overridden: true });
    } else {
      found[rule.effect].push(reason);
    }
  }
  const { deny: reasons, warn: warnings, shadow } = found;
  if (reasons.length === 0) {
    return { decision: "allow", reasons, warnings, shadow, nextAllowedAt: null };
  }
  const next = nextOfAll(candidateAt(candidate, now), reasons, gatingRules(rules, request));
  return { decision: next === null ? "deny" : "defer", reasons, warnings, shadow, nextAllowedAt: next };
}

/** What the rules say, before anything is recorded. */
export interface Verdict {
  /** `defer`: not now, but at `nextAllowedAt`. `deny`: waiting does not help. */
  readonly decision: "allow" | "defer" | "deny";
  readonly reasons: readonly Reason[];
  readonly warnings: readonly Reason[];
  readonly shadow: readonly Reason[];
  /** Null when allowed, or when no instant within 400 days would do. */
  readonly nextAllowedAt: EpochMs | null;
}

/** A planned touch may be told an earlier instant than it asked for: the search begins now. */
function reasonOf(
  rule: Rule,
  candidate: Candidate,
  { now, language }: { now: EpochMs; language: Language },
): Reason {
  const { code, details } = rule.explain(candidate);
  const next = nextAllowedAt(candidateAt(candidate, now), [rule]);
  const message = messageOf({ code, details, at: candidate.at, now }, language);
  const { id, kind, regulation } = rule;
  const said = { rule: id, kind, code, message, nextAllowedAt: next, details };
  if (regulation === undefined) return said;
  const { because } = placeOf(candidate.contact, candidate.destination);
  return { ...said, regulation: { ...regulation, because } };
}

/** No instant before the last at which a failing rule alone would pass can do; that one, or a later, may. */
function nextOfAll(candidate: Candidate, reasons: readonly Reason[], rules: readonly Rule[]): EpochMs | null {
  let from = candidate.at;
  for (const { nextAllowedAt: next } of reasons) {
    if (next === null) return null;
    if (next > from) from = next;
  }
  return nextAllowedAt(candidate, rules, { from });
}

/** A request may set rules aside that say so of themselves. */
const isOverridden = (rule: Rule, { overridden }: Request): boolean =>
  rule.overridable && overridden?.includes(rule.id) === true;

/** The rules that can stop this request. */
const gatingRules = (rules: readonly Rule[], request: Request): readonly Rule[] =>
  rules.filter((rule) => rule.effect === "deny" && !isOverridden(rule, request));
