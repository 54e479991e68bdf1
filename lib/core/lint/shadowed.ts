import { durationOf, type RuleDocument, type Window } from "../rule-document.ts";
import { type Finding, found, type Lint } from "./finding.ts";
import { countsWhatever, isAskedWherever, isSame, reachOf, stops } from "./scope.ts";

/** A rule with what is asked of it again and again. */
interface Weighed {
  readonly rule: RuleDocument;
  readonly reach: ReturnType<typeof reachOf>;
  readonly limit: Limit | undefined;
}

/** Rules that never stop anything by themselves: whenever they would, a stricter one does too. */
export const shadowedLint: Lint = (policy) => {
  const rules = policy.rules.map(
    (rule): Weighed => ({
      rule,
      reach: reachOf(rule, policy),
      limit: limitOf(rule),
    }),
  );
  return rules.flatMap((weighed, index): Finding[] => {
    const { rule } = weighed;
    if ((rule.effect ?? "deny") !== "deny") return [];
    const other = rules.findIndex(
      (stricter, place) =>
        place !== index &&
        isAlwaysThere(stricter, weighed) &&
        // Of two that say the same, the later one adds nothing.
        (place < index || !isAlwaysThere(weighed, stricter)),
    );
    const stricter = rules[other];
    if (stricter === undefined) return [];
    const message = `${rule.id} never stops anything by itself: whenever it would, ${stricter.rule.id} (rules.${other}) does; make it stricter, or drop it`;
    return [found({ rule, index, policy }, "neverAlone", { message })];
  });
};

/** Whether a rule stops whatever the other one stops. */
const isAlwaysThere = (stricter: Weighed, other: Weighed): boolean =>
  stops(stricter.rule) &&
  isStricter(stricter, other) &&
  countsWhatever(stricter.rule, other.rule) &&
  isAskedWherever(stricter.rule, other.rule, other.reach);

/** Whether, of the touches that it counts, a rule has had enough whenever the other one has. */
function isStricter(stricter: Weighed, other: Weighed): boolean {
  if (stricter.rule.kind === other.rule.kind && isStricterOfKind(stricter.rule, other.rule)) return true;
  const [few, many] = [stricter.limit, other.limit];
  if (few === undefined || many === undefined || few.isPartial) return false;
  return few.max <= many.least && isWider(few.window, many.window);
}

/** Two of one kind that look at the same part of what they count. */
function isStricterOfKind(stricter: RuleDocument, rule: RuleDocument): boolean {
  if (stricter.kind === "gap" && rule.kind === "gap") {
    return isSame(stricter.differs, rule.differs) && durationOf(stricter.min) >= durationOf(rule.min);
  }
  if (stricter.kind === "lock" && rule.kind === "lock") {
    return (stricter.holds ?? "any") === "any" && durationOf(stricter.period) >= durationOf(rule.period);
  }
  if (stricter.kind === "exclusive" && rule.kind === "exclusive") {
    return (
      rule.groups.every((group) => stricter.groups.includes(group)) &&
      durationOf(stricter.window) >= durationOf(rule.window)
    );
  }
  return false;
}

/** A limit on touches: a gap is one touch in its length, a lock one of another department. */
interface Limit {
  /** The most it admits of anybody, and of whom it admits least. */
  readonly max: number;
  readonly least: number;
  readonly window: Window;
  /** Whether it looks only at some of what it counts. */
  readonly isPartial: boolean;
}

function limitOf(rule: RuleDocument): Limit | undefined {
  switch (rule.kind) {
    case "cap": {
      const all =
        typeof rule.max === "number" ? [rule.max] : [...Object.values(rule.max.values), rule.max.default];
      return { max: Math.max(...all), least: Math.min(...all), window: rule.window, isPartial: false };
    }
    case "gap":
      return { ...ONE, window: { rolling: rule.min }, isPartial: rule.differs !== undefined };
    case "lock":
      return { ...ONE, window: { rolling: rule.period }, isPartial: true };
    case "exclusive":
      return { ...ONE, window: { rolling: rule.window }, isPartial: true };
    default:
      return undefined;
  }
}

const ONE = { max: 1, least: 1 };

/** Whether touches that share a window of the narrow kind always share one of the wide kind. */
function isWider(wide: Window, narrow: Window): boolean {
  if ("rolling" in wide && "rolling" in narrow) return durationOf(wide.rolling) >= durationOf(narrow.rolling);
  if ("consecutiveDays" in wide && "consecutiveDays" in narrow) {
    return (
      (wide.zone ?? "policy") === (narrow.zone ?? "policy") && wide.consecutiveDays >= narrow.consecutiveDays
    );
  }
  return isSame(wide, narrow);
}
