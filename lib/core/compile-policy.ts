import type { Calendar } from "./calendar.ts";
import type { Candidate } from "./candidate.ts";
import { compileRule, type Matching, matchesEngagement, readsEngagement } from "./compile-rule.ts";
import { RESPONSES } from "./engagement.ts";
import type { PolicyDocument, REQUIRABLE_FIELDS } from "./policy.ts";
import { compileRegulations, lawsOf, ruleDocumentOf } from "./regulations/compile-regulations.ts";
import type { RegulationDocument } from "./regulations/regulation-document.ts";
import { durationOf, type RuleDocument } from "./rule-document.ts";
import { cooldownEndOf } from "./rules/cooldown.ts";
import { history } from "./rules/history.ts";
import { manualLock } from "./rules/manual-lock.ts";
import { compileOutdatedList } from "./rules/outdated-list.ts";
import type { Rule } from "./rules/rule.ts";
import { suppressed } from "./rules/suppressed.ts";
import { wishes } from "./rules/wishes.ts";
import { type DurationMs, durationMs, type EpochMs } from "./time.ts";
import { STOPS_COUNTING, type Touch } from "./touches.ts";
import type { Effect, Outcome } from "./words.ts";

/** What a purpose asks of the rules. */
export interface Purpose {
  readonly obeys: "all" | "hard";
  /** Whether its touches count for later decisions. */
  readonly counts: boolean;
  readonly requires: readonly (typeof REQUIRABLE_FIELDS)[number][];
  readonly onOutage: "deny" | "allow";
  /** Whether it tells customers, once, that their stop was heard. */
  readonly confirmsOptOut: boolean;
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
  /** The rules for one candidate: with those of the law where the contact may be, before `history`. */
  readonly rulesFor: (candidate: Candidate) => readonly Rule[];
  readonly calendar: Calendar;
  /** Whether any rule may judge otherwise once this outcome is reported of a touch. */
  readonly readsOutcome: (outcome: Outcome) => boolean;
}

export type ListsAsOf = ReadonlyMap<string, EpochMs>;

/** Compiles a document that `validatePolicy` has accepted. */
export function compilePolicy(
  document: PolicyDocument,
  of: {
    readonly version: number;
    readonly calendar: Calendar;
    readonly listsAsOf?: ListsAsOf;
    /** States keep touches for at least so long; left out, for as long as the policy retains them. */
    readonly keepMs?: DurationMs | undefined;
    /** Those that it extends, in its order. */
    readonly presets?: readonly RegulationDocument[];
  },
): CompiledPolicy {
  const { version, calendar, listsAsOf = new Map(), keepMs = 0, presets = [] } = of;
  const lists = Object.entries(document.suppressionLists ?? {});
  const laws = lawsOf(presets).flatMap(({ law }) => ruleDocumentOf(law, document) ?? []);
  const documents = [...document.rules, ...laws];
  const own = [
    suppressed,
    ...lists.map(([list, wanted]) => compileOutdatedList(list, wanted)),
    ...wishes,
    manualLock,
    ...document.rules.flatMap((rule) => compileRule(rule, document)),
  ];
  const rules = [...own, history];
  return {
    id: document.id,
    version,
    timezone: document.timezone,
    timezoneList: [document.timezone],
    retention: durationMs(Math.max(durationOf(document.retention), keepMs)),
    purposes: new Map(
      Object.entries(document.purposes).map(([name, purpose]) => [name, compilePurpose(purpose)]),
    ),
    departments: document.departments && new Set(document.departments),
    cooldowns: documents.flatMap((rule): Cooldown[] =>
      rule.kind === "cooldown" ? [{ effect: rule.effect ?? "deny", endOf: cooldownEndOf(rule) }] : [],
    ),
    rules,
    rulesFor:
      presets.length === 0
        ? () => rules
        : compileRegulations({
            document,
            presets,
            calendar,
            compileRule: (law) => compileRule(law, document),
            own,
            history,
          }),
    calendar,
    listsAsOf,
    readsOutcome: readsOutcome(
      documents,
      lists.map(([, wanted]) => wanted),
    ),
  };
}

const compilePurpose = (purpose: PolicyDocument["purposes"][string]): Purpose => ({
  obeys: purpose.obeys ?? "all",
  counts: purpose.counts ?? true,
  requires: purpose.requires ?? [],
  onOutage: purpose.onOutage ?? "deny",
  confirmsOptOut: purpose.confirmsOptOut ?? false,
});

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
