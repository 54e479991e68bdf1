import type { Calendar } from "./calendar.ts";
import { RESPONSES } from "./engagement.ts";
import { compileMatcher } from "./matcher.ts";
import type { PolicyDocument, REQUIRABLE_FIELDS } from "./policy.ts";
import { durationOf, type Matcher, type RuleDocument } from "./rule-document.ts";
import { compileCap } from "./rules/cap.ts";
import { compileConsent } from "./rules/consent.ts";
import { compileCooldown, cooldownEndOf } from "./rules/cooldown.ts";
import { compileExclude } from "./rules/exclude.ts";
import { type CampaignGroups, compileExclusive } from "./rules/exclusive.ts";
import { compileGap } from "./rules/gap.ts";
import { history } from "./rules/history.ts";
import { compileHoldout } from "./rules/holdout.ts";
import { compileHours } from "./rules/hours.ts";
import { compileLock } from "./rules/lock.ts";
import { manualLock } from "./rules/manual-lock.ts";
import { compileOutdatedList } from "./rules/outdated-list.ts";
import { compileOwner } from "./rules/owner.ts";
import type { Rule, Test } from "./rules/rule.ts";
import { suppressed } from "./rules/suppressed.ts";
import { wishes } from "./rules/wishes.ts";
import type { DurationMs, EpochMs } from "./time.ts";
import { STOPS_COUNTING, type Touch } from "./touches.ts";
import type { Effect, Outcome } from "./words.ts";

/** What a purpose asks of the rules. */
export interface Purpose {
  readonly obeys: "all" | "hard";
  /** Whether its touches count for later decisions. */
  readonly counts: boolean;
  readonly requires: readonly (typeof REQUIRABLE_FIELDS)[number][];
  readonly onOutage: "deny" | "allow";
}

export interface Cooldown {
  readonly effect: Effect;
  /** When the last that a touch has started is over. */
  readonly endOf: (touch: Touch) => EpochMs;
}

/** A policy ready to decide with. */
export interface CompiledPolicy {
  readonly id: string;
  readonly version: number;
  readonly timezone: string;
  /** `[timezone]`, so that rules need not make it. */
  readonly timezoneList: readonly string[];
  /** How long states keep touches. */
  readonly retention: DurationMs;
  /** The cooldown rules: states keep a touch until those that it has started are over. */
  readonly cooldowns: readonly Cooldown[];
  readonly purposes: ReadonlyMap<string, Purpose>;
  /** Undefined when the policy declares none: any name will do. */
  readonly departments: ReadonlySet<string> | undefined;
  /** The instant as of which each suppression list is known whole; absent when it was never told so. */
  readonly listsAsOf: ListsAsOf;
  /** Built-ins first, then the policy's own in its order, `history` last. */
  readonly rules: readonly Rule[];
  readonly calendar: Calendar;
  /** Whether any rule may judge otherwise once this outcome is reported of a touch. */
  readonly readsOutcome: (outcome: Outcome) => boolean;
}

export type ListsAsOf = ReadonlyMap<string, EpochMs>;

/** Compiles a document that `validatePolicy` has accepted. */
export function compilePolicy(
  document: PolicyDocument,
  of: { readonly version: number; readonly calendar: Calendar; readonly listsAsOf?: ListsAsOf },
): CompiledPolicy {
  const { version, calendar, listsAsOf = new Map() } = of;
  const lists = Object.entries(document.suppressionLists ?? {});
  return {
    id: document.id,
    version,
    timezone: document.timezone,
    timezoneList: [document.timezone],
    retention: durationOf(document.retention),
    purposes: new Map(
      Object.entries(document.purposes).map(([name, purpose]) => [name, compilePurpose(purpose)]),
    ),
    departments: document.departments && new Set(document.departments),
    cooldowns: document.rules.flatMap((rule): Cooldown[] =>
      rule.kind === "cooldown" ? [{ effect: rule.effect ?? "deny", endOf: cooldownEndOf(rule) }] : [],
    ),
    rules: [
      suppressed,
      ...lists.map(([list, wanted]) => compileOutdatedList(list, wanted)),
      ...wishes,
      manualLock,
      ...document.rules.flatMap((rule) => compileRule(rule, document.campaignGroups ?? {})),
      history,
    ],
    calendar,
    listsAsOf,
    readsOutcome: readsOutcome(
      document.rules,
      lists.map(([, wanted]) => wanted),
    ),
  };
}

const compilePurpose = (purpose: PolicyDocument["purposes"][string]): Purpose => ({
  obeys: purpose.obeys ?? "all",
  counts: purpose.counts ?? true,
  requires: purpose.requires ?? [],
  onOutage: purpose.onOutage ?? "deny",
});

/** The rule, or none for a kind that never gates. */
function compileRule(document: RuleDocument, groups: CampaignGroups): Rule[] {
  const { id, kind, effect = "deny", hard = false, overridable = false } = document;
  const when = compileMatcher(document.when);
  const unless = document.unless === undefined ? () => false : compileMatcher(document.unless);
  const test = compileTest(document, groups);
  if (test === undefined) return [];
  const applies: Rule["applies"] = (candidate) =>
    (hard || candidate.obeysAll) && when(candidate) && !unless(candidate);
  return [{ id, kind, effect, overridable, readsEngagement: readsEngagement(document), applies, ...test }];
}

function compileTest(document: RuleDocument, groups: CampaignGroups): Test | undefined {
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
      return compileHours(document);
    case "exclusive":
      return compileExclusive(document, groups);
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

function readsOutcome(
  rules: readonly RuleDocument[],
  lists: readonly Matching[],
): (outcome: Outcome) => boolean {
  // The first outcome of a touch, whichever it is, can take it out of a count.
  if (rules.some((rule) => "counts" in rule && (rule.counts?.outcome ?? "any") !== "any")) return () => true;
  const read = new Set<Outcome>([
    ...STOPS_COUNTING,
    ...rules.flatMap((rule) => (rule.kind === "cooldown" ? rule.after : [])),
  ]);
  const isJudgedByWarmth = rules.some(readsEngagement) || lists.some(matchesEngagement);
  if (isJudgedByWarmth) for (const outcome of RESPONSES) read.add(outcome);
  return (outcome) => read.has(outcome);
}

function readsEngagement(rule: RuleDocument): boolean {
  return (
    matchesEngagement(rule) ||
    (rule.kind === "cap" && typeof rule.max === "object" && rule.max.by === "engagement")
  );
}

interface Matching {
  readonly when?: Matcher | undefined;
  readonly unless?: Matcher | undefined;
}

const matchesEngagement = ({ when, unless }: Matching): boolean =>
  when?.engagement !== undefined || unless?.engagement !== undefined;
