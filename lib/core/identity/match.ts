import { compareRecords, readRecord } from "./compare-records.ts";
import {
  AGREEMENTS,
  type DuplicateRule,
  RULE_FIELDS,
  RULE_TIERS,
  type RuleTier,
} from "./duplicate-policy.ts";
import type { Finding } from "./finding.ts";
import type { MatchRecord } from "./match-record.ts";
import type { Evidence, MatchContext, PairVerdict } from "./match-verdict.ts";
import { overLimit } from "./merge-limits.ts";

export { matchKeysOf } from "./match-keys.ts";

/**
 * Guarantees, whatever the policy's rules say:
 * - A pair is `auto` only when an address of their own (not blocked, generic, a role's, disposable or known not to
 *   work) is the same, their names are the same or compatible (or only near, with the id in another system and the
 *   birth date the same), no birth date or generation contradicts it, and the merged person stays within the limits.
 * - Where a telephone number alone is the same, other employers, or a mailbox for each at one firm, make it `suggest`:
 *   switchboards and moved numbers join namesakes. One birth date says that they are none.
 * - A firm's name is no person's: contacts that have no other are `suggest` at most.
 * - Names that conflict make it `review` at most; names that agree in part, or that one side lacks, `suggest`.
 * - An address that is `shared` is no reason by itself, since every pair with one address in common shares it: the
 *   names have to agree, as above.
 * - A system that knows both under different ids speaks against, and its limit (`idsPerSystem`, 1) keeps the pair
 *   from merging by itself: the system's own people say that these are two, and only a person overrules them.
 * - The verdict does not depend on the order of the two, and on nothing but the arguments.
 *
 * The score is a probability after Fellegi and Sunter (1969): the log-odds of all fields, added to those of a chance
 * pair, which are one to the number of contacts that the policy expects. The weights are fixed and reasoned from general frequencies where they stand, not fitted to any data.
 *
 * Known limitations: fields are weighed as if they were independent, so that father and son of one name and street
 * can be suggested; how frequent a certain name is, is known only for the most crowded surnames; names in two scripts
 * are compared for Chinese and pinyin only, and Cantonese or older romanisations not at all.
 */

/** What two contacts are to each other by the policy. */
export async function comparePair(
  a: MatchRecord,
  b: MatchRecord,
  context: MatchContext,
): Promise<PairVerdict> {
  const findings = compareRecords(await readRecord(a), await readRecord(b), context);
  const score = scoreOf(findings, context.policy.expectedContacts);
  const rule = context.policy.enabled ? strongestRule(context.policy.rules, findings, score) : undefined;
  if (rule === undefined) return { tier: "none", score, evidence: [] };
  const limit = overLimit(a.identities, b.identities, context.policy.limits);
  const allowed = strongestTier(findings, limit !== undefined);
  const tier = weakerOf(rule.tier, allowed);
  return { tier, score, evidence: evidenceOf(findings, { rule: rule.id, limit }) };
}

/** Whether two contacts contradict each other in something that one person has only once, or may be namesakes. */
export async function contradict(a: MatchRecord, b: MatchRecord, context: MatchContext): Promise<boolean> {
  const findings = compareRecords(await readRecord(a), await readRecord(b), context);
  return findings.some(({ conflict }) => conflict) || mayBeNamesakes(findings);
}

function scoreOf(findings: readonly Finding[], contacts: number): number {
  const bits = findings.reduce((sum, finding) => sum + finding.bits, -Math.log2(contacts));
  return 1 / (1 + 2 ** -bits);
}

/** Of the rules that hold, the first of the strongest tier. */
function strongestRule(
  rules: readonly DuplicateRule[],
  findings: readonly Finding[],
  score: number,
): DuplicateRule | undefined {
  const holding = rules.filter((rule) => score >= (rule.score ?? 0) && holds(rule, findings));
  return RULE_TIERS.flatMap((tier) => holding.filter((rule) => rule.tier === tier))[0];
}

function holds({ match, fields = 0 }: DuplicateRule, findings: readonly Finding[]): boolean {
  if (findings.filter(({ bits }) => bits > 0).length < fields) return false;
  return RULE_FIELDS.every((field) => {
    const least = match[field];
    if (least === undefined) return true;
    const level = findings.find((finding) => finding.field === field)?.level;
    const levels: readonly string[] = AGREEMENTS[field];
    return level !== undefined && levels.indexOf(level) <= levels.indexOf(least);
  });
}

const HARD_FIELDS: ReadonlySet<string> = new Set(["email", "phone", "externalId"]);

/** The most that the findings allow, whatever rule holds. */
function strongestTier(findings: readonly Finding[], limited: boolean): RuleTier {
  const name = findings.find(({ field }) => field === "name");
  if (name?.conflict) return "review";
  const hard = findings.some(({ field, level }) => HARD_FIELDS.has(field) && level === "exact");
  // Who has the same initial or nearly the same name may be another of the household, who share addresses, or a twin.
  const near = name?.level === "near" && isExact("externalId", findings) && wereBornTogether(findings);
  const compatible = near || name?.level === "same" || name?.level === "compatible";
  const contradicted = mayBeNamesakes(findings) || findings.some(({ conflict }) => conflict);
  return hard && compatible && !contradicted && !limited ? "auto" : "suggest";
}

const isExact = (field: string, findings: readonly Finding[]): boolean =>
  findings.some((finding) => finding.field === field && finding.level === "exact");

const wereBornTogether = (findings: readonly Finding[]): boolean =>
  findings.some(({ field, level }) => field === "birthDate" && level === "same");

/** Whether something tells them apart and nothing but a telephone number joins them. */
const mayBeNamesakes = (findings: readonly Finding[]): boolean =>
  isExact("phone", findings) &&
  !isExact("email", findings) &&
  !isExact("externalId", findings) &&
  !wereBornTogether(findings) &&
  findings.some(({ apart }) => apart);

const weakerOf = (a: RuleTier, b: RuleTier): RuleTier =>
  RULE_TIERS.indexOf(a) > RULE_TIERS.indexOf(b) ? a : b;

/** What speaks for the pair, the strongest first, then what is missing or speaks against it. */
function evidenceOf(
  findings: readonly Finding[],
  { rule, limit }: { readonly rule: string; readonly limit: string | undefined },
): readonly Evidence[] {
  const told = findings.flatMap(({ field, detail, bits, level }) =>
    detail === undefined ? [] : [{ field, detail, weight: level === undefined && bits === 0 ? -0.1 : bits }],
  );
  const ordered = told
    .sort((a, b) => b.weight - a.weight)
    .map(({ field, detail }): Evidence => ({ field, rule, detail }));
  return limit === undefined ? ordered : [...ordered, { field: "identities", rule, detail: limit }];
}
