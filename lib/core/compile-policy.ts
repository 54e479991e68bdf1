import type { Calendar } from "./calendar.ts";
import { compileMatcher } from "./matcher.ts";
import { durationOf, type PolicyDocument, type REQUIRABLE_FIELDS, type RuleDocument } from "./policy.ts";
import { compileCap } from "./rules/cap.ts";
import { compileGap } from "./rules/gap.ts";
import { history } from "./rules/history.ts";
import { compileHours } from "./rules/hours.ts";
import { compileLock } from "./rules/lock.ts";
import type { Rule, Test } from "./rules/rule.ts";
import { suppressed } from "./rules/suppressed.ts";
import { wishes } from "./rules/wishes.ts";
import type { DurationMs } from "./time.ts";

/** What a purpose asks of the rules. */
export interface Purpose {
  readonly obeys: "all" | "hard";
  /** Whether its touches count for later decisions. */
  readonly counts: boolean;
  readonly requires: readonly (typeof REQUIRABLE_FIELDS)[number][];
  readonly onOutage: "deny" | "allow";
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
  readonly purposes: ReadonlyMap<string, Purpose>;
  /** Undefined when the policy declares none: any name will do. */
  readonly departments: ReadonlySet<string> | undefined;
  /** Built-ins first, then the policy's own in its order, `history` last. */
  readonly rules: readonly Rule[];
  readonly calendar: Calendar;
  /** Whether any rule asks how warmly a contact responds. */
  readonly readsEngagement: boolean;
}

/** Compiles a document that `validatePolicy` has accepted. */
export function compilePolicy(
  document: PolicyDocument,
  { version, calendar }: { version: number; calendar: Calendar },
): CompiledPolicy {
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
    rules: [suppressed, ...wishes, ...document.rules.map(compileRule), history],
    calendar,
    readsEngagement: document.rules.some(readsEngagement),
  };
}

const compilePurpose = (purpose: PolicyDocument["purposes"][string]): Purpose => ({
  obeys: purpose.obeys ?? "all",
  counts: purpose.counts ?? true,
  requires: purpose.requires ?? [],
  onOutage: purpose.onOutage ?? "deny",
});

function compileRule(document: RuleDocument): Rule {
  const { id, kind, effect = "deny", hard = false } = document;
  const when = compileMatcher(document.when);
  const unless = document.unless === undefined ? () => false : compileMatcher(document.unless);
  const test = compileTest(document);
  return {
    id,
    kind,
    effect,
    applies: (candidate) => (hard || candidate.obeysAll) && when(candidate) && !unless(candidate),
    failsUntil: test.failsUntil,
    explain: test.explain,
  };
}

function compileTest(document: RuleDocument): Test {
  switch (document.kind) {
    case "cap":
      return compileCap(document);
    case "gap":
      return compileGap(document);
    case "lock":
      return compileLock(document);
    case "hours":
      return compileHours(document);
  }
}

function readsEngagement(rule: RuleDocument): boolean {
  const matched = rule.when?.engagement !== undefined || rule.unless?.engagement !== undefined;
  return matched || (rule.kind === "cap" && typeof rule.max === "object" && rule.max.by === "engagement");
}
