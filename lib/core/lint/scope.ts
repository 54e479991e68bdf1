import type { PolicyDocument } from "../policy.ts";
import { ENGAGEMENTS, type Matcher, type RuleDocument, type TouchSelector } from "../rule-document.ts";
import { CHANNELS } from "../words.ts";

/** Which requests and touches a rule speaks of, as sets of words. */

export type Rules = readonly RuleDocument[];
/** Words by field; a field that is left out takes every word. */
type Fields = Readonly<Record<string, readonly string[] | undefined>>;
type Domain = Fields;

export const isHard = ({ hard }: RuleDocument): boolean => hard === true;
/** Whether the rule stops what it fails for, always. */
export const stops = ({ effect = "deny", overridable = false, kind }: RuleDocument): boolean =>
  effect === "deny" && !overridable && kind !== "cadence";

/** Every word that a field of a request or contact can have; fields of the callers' own words are left out. */
export function domainOf({ purposes, departments }: PolicyDocument, rule: RuleDocument): Domain {
  return {
    channel: CHANNELS,
    engagement: ENGAGEMENTS,
    purpose: Object.keys(purposes).filter((name) => isHard(rule) || purposes[name]?.obeys !== "hard"),
    ...(departments !== undefined && { department: departments }),
  };
}

/** The words of each field for which a rule is asked; an empty list says that it is asked for nothing. */
export function reachOf(rule: RuleDocument, policy: PolicyDocument): Fields {
  const domain = domainOf(policy, rule);
  const when = wordsByField(rule.when);
  const fields = new Set([...Object.keys(domain), ...Object.keys(when)]);
  return Object.fromEntries([...fields].map((field) => [field, both(when[field], domain[field])]));
}

/** The fields of a matcher that name words. */
export const wordsByField = (matcher: Matcher | TouchSelector | undefined): Fields =>
  Object.fromEntries(
    Object.entries(matcher ?? {}).flatMap(([field, words]) => (Array.isArray(words) ? [[field, words]] : [])),
  );

/** The words of both lists; undefined takes every word. */
export function both(
  some: readonly string[] | undefined,
  others: readonly string[] | undefined,
): readonly string[] | undefined {
  if (some === undefined || others === undefined) return some ?? others;
  return some.filter((word) => others.includes(word));
}

/** Whether every word of `narrow` is in `wide`; undefined takes every word. */
export const holds = (wide: readonly string[] | undefined, narrow: readonly string[] | undefined): boolean =>
  wide === undefined || (narrow?.every((word) => wide.includes(word)) ?? false);

/** Whether whatever has the words of `narrow` in each field also has those of `wide`. */
export const covers = (wide: Fields, narrow: Fields): boolean =>
  Object.keys(wide).every((field) => holds(wide[field], narrow[field]));

/** Whether a rule is asked for every request that another one, of this reach, is asked for. */
export function isAskedWherever(rule: RuleDocument, other: RuleDocument, reach: Fields): boolean {
  if (isHard(other) && !isHard(rule)) return false;
  const isSpared = rule.unless !== undefined && !isSame(rule.unless, other.unless);
  return !isSpared && covers(wordsByField(rule.when), reach);
}

export const isSame = (one: unknown, other: unknown): boolean => textOf(one) === textOf(other);

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? "";

/** Whether a rule looks at every past touch that another one looks at. */
export function countsWhatever(rule: RuleDocument, other: RuleDocument): boolean {
  if (!("counts" in rule || "per" in rule || "counts" in other || "per" in other)) return true;
  const [mine, theirs] = [countingOf(rule), countingOf(other)];
  const outcome = mine.counts?.outcome ?? "any";
  return (
    covers(wordsByField(mine.counts), wordsByField(theirs.counts)) &&
    (outcome === "any" || outcome === theirs.counts?.outcome) &&
    mine.per.every((field) => theirs.per.includes(field))
  );
}

/** What a rule counts, with its defaults. */
export function countingOf(rule: RuleDocument): {
  readonly counts: TouchSelector | undefined;
  readonly per: readonly string[];
} {
  const counts = "counts" in rule ? rule.counts : undefined;
  const per = "per" in rule && Array.isArray(rule.per) ? rule.per : [];
  return { counts, per };
}
