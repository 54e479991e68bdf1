import type { CapDocument, RuleDocument } from "../rule-document.ts";
import { durationOf } from "../rule-document.ts";
import { eachRule, type Finding, found, type Lint, neverFires, type Placed } from "./finding.ts";
import { covers, isAskedWherever, isHard, reachOf, stops, wordsByField } from "./scope.ts";

/** Limits that mean more, or less, than their number looks. */
export const amountLint: Lint = eachRule((placed) => {
  const { rule } = placed;
  if (rule.kind === "cap") return [...closedWays(placed, rule.max), ...unusedValues(placed, rule.max)];
  if (rule.kind === "holdout") return wholeShares(placed, rule.basisPoints);
  return rule.kind === "cadence" ? unreachable(placed, rule) : [];
});

const CLOSES = "max 0 lets nothing pass, ever; for no limit leave the rule out, or narrow it with unless";

function closedWays(placed: Placed, max: CapDocument["max"]): Finding[] {
  const { id } = placed.rule;
  if (typeof max === "number") {
    return max === 0 ? [found(placed, "told", { field: "max", message: `${id}: ${CLOSES}` })] : [];
  }
  return max.default === 0
    ? [found(placed, "told", { field: "max.default", message: `${id}: where no value fits, ${CLOSES}` })]
    : [];
}

/** Values of a segment that the rule is not asked for. */
function unusedValues(placed: Placed, max: CapDocument["max"]): Finding[] {
  if (typeof max === "number") return [];
  const asked = placed.rule.when?.[max.by];
  if (asked === undefined) return [];
  return Object.keys(max.values)
    .filter((value) => !(asked as readonly string[]).includes(value))
    .map((value) =>
      found(placed, "told", {
        field: `max.values.${value}`,
        message: `${placed.rule.id} is never asked for the ${max.by} ${value}: add it to when.${max.by}, or take it out`,
      }),
    );
}

function wholeShares(placed: Placed, basisPoints: number): Finding[] {
  if (basisPoints === 0) return neverFires(placed, "basisPoints", "0 of 10 000 holds nobody out");
  if (basisPoints < 10_000) return [];
  const message = `${placed.rule.id} holds everybody out: 10 000 of 10 000 is the whole; write 500 for one in twenty`;
  return [found(placed, "told", { field: "basisPoints", message })];
}

/** A rhythm that a cap forbids. */
function unreachable(placed: Placed, cadence: Extract<RuleDocument, { kind: "cadence" }>): Finding[] {
  const { rules } = placed.policy;
  const other = rules.findIndex((rule) => rule.kind === "cap" && forbids(rule, cadence, placed));
  const cap = rules[other];
  if (cap?.kind !== "cap") return [];
  const message = `${cadence.id} cannot be kept: it asks for ${cadence.atLeast} in ${cadence.per}, and ${cap.id} (rules.${other}) admits ${mostIn(cap, cadence.per)} at most; lower one, or raise the other`;
  return [found(placed, "told", { field: "atLeast", message })];
}

function forbids(
  cap: CapDocument,
  cadence: Extract<RuleDocument, { kind: "cadence" }>,
  { policy }: Placed,
): boolean {
  if (!stops(cap) || Array.isArray(cap.per) || (cap.counts?.outcome ?? "any") !== "any") return false;
  const counted = wordsByField(cadence.counts);
  if (!covers(wordsByField(cap.counts), counted)) return false;
  // Whatever the rhythm counts was asked of the cap, as a request of these words.
  const { subject: _subject, agent: _agent, ...asked } = counted;
  const request = { ...cadence, when: { ...cadence.when, ...asked } };
  return isAskedForAll(cap, request, policy) && mostIn(cap, cadence.per) < cadence.atLeast;
}

/** Whether a cap is asked for whatever the rhythm is about; one that is not hard, when no purpose of it obeys hard rules only. */
function isAskedForAll(cap: CapDocument, request: RuleDocument, policy: Placed["policy"]): boolean {
  const purposes = request.when?.purpose ?? Object.keys(policy.purposes);
  const isBound = isHard(cap) || purposes.every((name) => policy.purposes[name]?.obeys !== "hard");
  const asked = { ...request, hard: isHard(cap) };
  return isBound && isAskedWherever(cap, asked, reachOf(asked, policy));
}

/** The most touches that fit into a length of time, or Infinity when the cap does not say. */
function mostIn({ max, window }: CapDocument, per: string): number {
  if (!("rolling" in window) || typeof max !== "number") return Number.POSITIVE_INFINITY;
  return max * Math.ceil(durationOf(per) / durationOf(window.rolling));
}
