import { compileMatcher } from "./matcher.ts";
import type { PolicyDocument } from "./policy.ts";
import type { Matcher, RuleDocument } from "./rule-document.ts";
import { compileCap } from "./rules/cap.ts";
import { compileConsent } from "./rules/consent.ts";
import { compileCooldown } from "./rules/cooldown.ts";
import { compileExclude } from "./rules/exclude.ts";
import { compileExclusive } from "./rules/exclusive.ts";
import { compileGap } from "./rules/gap.ts";
import { compileHoldout } from "./rules/holdout.ts";
import { compileHours } from "./rules/hours.ts";
import { compileLock } from "./rules/lock.ts";
import { compileOwner } from "./rules/owner.ts";
import type { Rule, Test } from "./rules/rule.ts";

/** What rules name that their policy declares. */
export type Declared = Pick<PolicyDocument, "campaignGroups" | "holidayLists">;

/** The rule, or none for a kind that never gates. */
export function compileRule(document: RuleDocument, declared: Declared): Rule[] {
  const { id, kind, effect = "deny", hard = false, overridable = false } = document;
  const when = compileMatcher(document.when);
  const unless = document.unless === undefined ? () => false : compileMatcher(document.unless);
  const test = compileTest(document, declared);
  if (test === undefined) return [];
  const applies: Rule["applies"] = (candidate) =>
    (hard || candidate.obeysAll) && when(candidate) && !unless(candidate);
  return [{ id, kind, effect, overridable, readsEngagement: readsEngagement(document), applies, ...test }];
}

function compileTest(document: RuleDocument, { campaignGroups, holidayLists }: Declared): Test | undefined {
  switch (document.kind) {
    case "cap":
      return compileCap(document);
    case "gap":
      return compileGap(document);
    case "lock":
      return compileLock(document);
    case "cooldown":
      return compileCooldown(document);
    case "hours":
      return compileHours(document, holidayLists);
    case "exclusive":
      return compileExclusive(document, campaignGroups ?? {});
    case "owner":
      return compileOwner(document);
    case "consent":
      return compileConsent(document);
    case "exclude":
      return compileExclude(document);
    case "holdout":
      return compileHoldout(document);
    case "cadence":
      // Feeds the report of contacts that are too seldom spoken to.
      return undefined;
  }
}

export function readsEngagement(rule: RuleDocument): boolean {
  return (
    matchesEngagement(rule) ||
    (rule.kind === "cap" && typeof rule.max === "object" && rule.max.by === "engagement")
  );
}

export interface Matching {
  readonly when?: Matcher | undefined;
  readonly unless?: Matcher | undefined;
}

export const matchesEngagement = ({ when, unless }: Matching): boolean =>
  when?.engagement !== undefined || unless?.engagement !== undefined;
