import type * as z from "zod/mini";
import type { Calendar } from "./calendar.ts";
import type { Issue } from "./errors.ts";
import { parse } from "./issues.ts";
import { PolicyDocument } from "./policy.ts";
import { BUILT_INS } from "./reasons.ts";
import { lawsOf, ruleDocumentOf } from "./regulations/compile-regulations.ts";
import type { RegulationDocument } from "./regulations/regulation-document.ts";
import { extendsIssues } from "./regulations/validate-extends.ts";
import { MAX_RETENTION_MS } from "./retention.ts";
import { durationOf, RuleDocument } from "./rule-document.ts";
import { DAY_MS } from "./time.ts";
import { nameIssues, ruleIssues, type SoundParts, zoneIssue } from "./validate-rule.ts";

export type PolicyVerdict =
  | {
      readonly valid: true;
      readonly document: PolicyDocument;
      /** Those that it extends, in its order. */
      readonly presets: readonly RegulationDocument[];
      readonly warnings: readonly Issue[];
    }
  | { readonly valid: false; readonly issues: readonly Issue[] };

const NO_PRESETS: Presets = new Map();

/** Presets of regulations, by their names. */
export type Presets = ReadonlyMap<string, RegulationDocument>;

/** Every problem of a policy at once, each with its path. `presets`: all that it may extend. */
export function validatePolicy(
  input: unknown,
  calendar: Calendar,
  presets: Presets = NO_PRESETS,
): PolicyVerdict {
  const parsed = parse(PolicyDocument, input, "the policy");
  const sound = soundParts(input);
  const issues = [
    ...("issues" in parsed ? parsed.issues : []),
    ...zoneIssue(sound.timezone, "timezone", calendar, []),
    ...purposeIssues(sound),
    ...retentionIssues(sound),
    ...repeatedIdIssues(sound),
    ...listIssues(sound),
    ...sound.rules.flatMap((rule, index) =>
      rule === undefined ? [] : ruleIssues({ rule, path: `rules.${index}`, sound, calendar }),
    ),
    ...extendsIssues({ input, sound, calendar, presets }),
  ];
  if ("issues" in parsed || issues.length > 0) return { valid: false, issues };
  const document = parsed.value;
  const extended = (document.extends ?? []).flatMap((name) => presets.get(name) ?? []);
  return { valid: true, document, presets: extended, warnings: purposelessWarnings(document, extended) };
}

function soundParts(input: unknown): SoundParts {
  const fields = (typeof input === "object" && input !== null ? input : {}) as Readonly<
    Record<string, unknown>
  >;
  const part = <S extends z.core.$ZodType>(schema: S, value: unknown): z.output<S> | undefined => {
    const parsed = parse(schema, value);
    return "value" in parsed ? parsed.value : undefined;
  };
  const { timezone, retention, purposes, departments, campaignGroups, holidayLists, suppressionLists } =
    PolicyDocument.shape;
  return {
    timezone: part(timezone, fields.timezone),
    retention: part(retention, fields.retention),
    purposes: part(purposes, fields.purposes),
    departments: part(departments, fields.departments),
    campaignGroups: part(campaignGroups, fields.campaignGroups ?? {}),
    holidayLists: part(holidayLists, fields.holidayLists ?? {}),
    suppressionLists: part(suppressionLists, fields.suppressionLists),
    rules: Array.isArray(fields.rules) ? fields.rules.map((rule) => part(RuleDocument, rule)) : [],
  };
}

const purposeIssues = ({ purposes = {} }: SoundParts): Issue[] =>
  Object.entries(purposes).flatMap(([name, { onOutage, obeys, confirmsOptOut }]) => {
    if (onOutage !== "allow") return [];
    const path = `purposes.${name}.onOutage`;
    return [
      ...(obeys === "hard" ? [] : [{ path, message: OUTAGE_OF_ALL }]),
      ...(confirmsOptOut === true ? [{ path, message: OUTAGE_OF_CONFIRMING }] : []),
    ];
  });

const OUTAGE_OF_ALL =
  'allow is possible only with "obeys": "hard": other purposes could break a cap during an outage';
const OUTAGE_OF_CONFIRMING =
  "allow is not possible with confirmsOptOut: a stop is confirmed only once, which nobody could tell during an outage";

function retentionIssues({ retention }: SoundParts): Issue[] {
  if (retention === undefined) return [];
  const lengthMs = durationOf(retention);
  if (lengthMs < 7 * DAY_MS) {
    return [
      { path: "retention", message: "must be at least P7D: customers' own weekly limits look back so far" },
    ];
  }
  if (lengthMs <= MAX_RETENTION_MS) return [];
  return [{ path: "retention", message: `must be at most P${MAX_RETENTION_MS / DAY_MS}D` }];
}

const listIssues = (sound: SoundParts): Issue[] =>
  Object.entries(sound.suppressionLists ?? {}).flatMap(([list, { when }]) =>
    nameIssues(when, `suppressionLists.${list}.when`, sound),
  );

function repeatedIdIssues({ rules }: SoundParts): Issue[] {
  const first = new Map<string, number>();
  return rules.flatMap((rule, index) => {
    if (rule === undefined) return [];
    const { id } = rule;
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, index);
    else return [{ path: `rules.${index}.id`, message: `${id} is already the id of rules.${earlier}` }];
    if (!(BUILT_INS as readonly string[]).includes(id)) return [];
    return [{ path: `rules.${index}.id`, message: `${id} is the name of a built-in rule: choose another` }];
  });
}

function purposelessWarnings(
  { purposes, rules: own, ...rest }: PolicyDocument,
  presets: readonly RegulationDocument[],
): Issue[] {
  const laws = lawsOf(presets).flatMap(
    ({ law }) => ruleDocumentOf(law, { ...rest, purposes, rules: own }) ?? [],
  );
  const rules = [...own, ...laws];
  return Object.keys(purposes)
    .filter((name) => purposes[name]?.obeys !== "hard")
    .filter(
      (name) => !rules.some((rule) => rule.when?.purpose === undefined || rule.when.purpose.includes(name)),
    )
    .map((name) => ({ path: `purposes.${name}`, message: "no rule applies to this purpose" }));
}
