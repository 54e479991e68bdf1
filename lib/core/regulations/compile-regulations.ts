import { type Calendar, dayOf } from "../calendar.ts";
import type { Candidate } from "../candidate.ts";
import { anyPartOf, placeOf, zonesOfJurisdiction } from "../place/place.ts";
import type { PolicyDocument } from "../policy.ts";
import type { Matcher, RuleDocument } from "../rule-document.ts";
import { compileConsent } from "../rules/consent.ts";
import { compileOutdatedList } from "../rules/outdated-list.ts";
import { PASSES, type Rule } from "../rules/rule.ts";
import { type EpochMs, epochMs, NEVER } from "../time.ts";
import { purposesOf } from "./purposes.ts";
import type { RegulationDocument, RegulationRule } from "./regulation-document.ts";

/** What a rule of a preset is made with. */
export interface Regulating {
  readonly document: PolicyDocument;
  readonly presets: readonly RegulationDocument[];
  readonly calendar: Calendar;
  readonly compileRule: (document: RuleDocument) => readonly Rule[];
  /** What is asked wherever the contact is, before the law and after it. */
  readonly own: readonly Rule[];
  readonly history: Rule;
}

/**
 * All rules that may bind a candidate; those of the law by where the contact may be: nothing of other places is looked at. All that may
 * apply do; of hours, what all of them leave open.
 */
export function compileRegulations(of: Regulating): (candidate: Candidate) => readonly Rule[] {
  const laws = lawsOf(of.presets).map(({ law }) => ({ law, rules: compileLaw(law, of) }));
  const made = new WeakMap<readonly string[], readonly Rule[]>();
  return ({ contact, destination }) => {
    const { jurisdictions } = placeOf(contact, destination);
    const before = made.get(jurisdictions);
    if (before !== undefined) return before;
    const binding = laws.filter(({ law }) => mayBind(law, jurisdictions)).flatMap(({ rules }) => rules);
    const rules = [...of.own, ...binding, of.history];
    made.set(jurisdictions, rules);
    return rules;
  };
}

/** Every rule of presets, with where it stands. */
export const lawsOf = (presets: readonly RegulationDocument[]) =>
  presets.flatMap(({ preset, rules }) => rules.map((law) => ({ preset, law })));

/** Whether a law may protect who may be in these places: one of a part of a country, also who may be in any part. */
export function mayBind({ jurisdiction }: RegulationRule, places: readonly string[]): boolean {
  const [country = "", part] = jurisdiction.split("-");
  return places.includes(jurisdiction) || (part !== undefined && places.includes(anyPartOf(country)));
}

/**
 * As a policy would say it: hard, for the policy's purposes that are what the law speaks of. Undefined where the policy
 * has no such purpose, or the law is none that a decision shows.
 */
export function ruleDocumentOf(law: RegulationRule, document: PolicyDocument): RuleDocument | undefined {
  const purpose = law.regulates.flatMap((kind) => purposesOf(document, kind));
  if (purpose.length === 0 || law.kind === "register" || law.kind === "duty") return undefined;
  const { jurisdiction, sourceUrl, verifiedOn, confidence, strength, timeBasis, consentLifts, ...rest } = law;
  const { regulates: _, effectiveFrom, effectiveTo, note, ...own } = rest;
  return {
    ...own,
    when: { ...law.when, purpose },
    ...("counts" in own || COUNTS.includes(law.kind) ? { counts: { ...countsOf(law), purpose } } : {}),
    effect: strength === "guideline" ? "warn" : "deny",
    hard: true,
  } as RuleDocument;
}

const COUNTS: readonly string[] = ["cap", "gap", "cooldown"];
const countsOf = (law: RegulationRule) => ("counts" in law ? law.counts : undefined);

function compileLaw(law: RegulationRule, of: Regulating): readonly Rule[] {
  const spanned = spanOf(law, of.calendar);
  return rulesOf(law, of).map((rule) => bounded(rule, law, spanned));
}

function rulesOf(law: RegulationRule, { document, compileRule }: Regulating): readonly Rule[] {
  if (law.kind !== "register") {
    const written = ruleDocumentOf(law, document);
    return written === undefined ? [] : compileRule(written);
  }
  const purpose = law.regulates.flatMap((kind) => purposesOf(document, kind));
  const isKept = Object.hasOwn(document.suppressionLists ?? {}, law.list);
  if (!isKept || purpose.length === 0) return [];
  const when: Matcher = { ...law.when, purpose };
  return [{ ...compileOutdatedList(law.list, { maxAgeDays: law.maxAgeDays, when }), id: law.id }];
}

/** The instants at which it is the law: from the first place where its first day begins to the last where its last ends. */
export function spanOf(
  { jurisdiction, effectiveFrom, effectiveTo }: RegulationRule,
  calendar: Calendar,
): Span {
  const zones = zonesOfJurisdiction(jurisdiction);
  const at = (day: number) =>
    (zones.length === 0 ? ["UTC"] : zones).map((zone) => calendar.startOfDay(zone, day));
  const first = effectiveFrom === undefined ? undefined : dayOf(effectiveFrom);
  const last = effectiveTo === undefined ? undefined : dayOf(effectiveTo);
  return {
    from: first === undefined ? PASSES : epochMs(Math.min(...at(first))),
    to: last === undefined ? NEVER : epochMs(Math.max(...at(last + 1))),
  };
}

/** Half-open. */
interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** The rule while it is the law and no consent lifts it, saying where it is written. */
function bounded(rule: Rule, law: RegulationRule, { from, to }: Span): Rule {
  const { consentLifts: level } = law;
  const lifting = level && compileConsent({ id: law.id, kind: "consent", level });
  /** PASSES while a consent lifts it, else when one begins that will. */
  const liftedAt = (candidate: Candidate) => lifting?.failsUntil(candidate) ?? NEVER;
  const isLaw = ({ at }: Candidate) => at >= from && at < to;
  return {
    ...rule,
    regulation: citationOf(law),
    applies: (candidate) => isLaw(candidate) && liftedAt(candidate) !== PASSES && rule.applies(candidate),
    failsUntil(candidate) {
      const until = rule.failsUntil(candidate);
      return until === PASSES ? PASSES : epochMs(Math.min(until, to, liftedAt(candidate)));
    },
  };
}

/** What a reason tells of the law that it comes from. */
export const citationOf = ({
  jurisdiction,
  source,
  sourceUrl,
  verifiedOn,
  confidence,
  strength,
}: RegulationRule) => ({
  jurisdiction,
  source,
  ...(sourceUrl !== undefined && { sourceUrl }),
  verifiedOn,
  confidence,
  strength,
});
