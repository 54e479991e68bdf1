import type * as z from "zod/mini";
import type { Calendar } from "./calendar.ts";
import type { Issue } from "./errors.ts";
import { parse } from "./issues.ts";
import { MAX_RETENTION_MS, PolicyDocument } from "./policy.ts";
import { BUILT_INS } from "./reasons.ts";
import { durationOf, RuleDocument } from "./rule-document.ts";
import { DAY_MS } from "./time.ts";
import { nameIssues, ruleIssues, type SoundParts, zoneIssue } from "./validate-rule.ts";

export type PolicyVerdict =
  | { readonly valid: true; readonly document: PolicyDocument; readonly warnings: readonly Issue[] }
  | { readonly valid: false; readonly issues: readonly Issue[] };

/** Every problem of a policy at once, each with its path. */
export function validatePolicy(input: unknown, calendar: Calendar): PolicyVerdict {
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
  ];
  if ("issues" in parsed || issues.length > 0) return { valid: false, issues };
  return { valid: true, document: parsed.value, warnings: purposelessWarnings(parsed.value) };
}

function soundParts(input: unknown): SoundParts {
  const fields = (typeof input === "object" && input !== null ? input : {}) as Readonly<
    Record<string, unknown>
  >;
  const part = <S extends z.core.$ZodType>(schema: S, value: unknown): z.output<S> | undefined => {
    const parsed = parse(schema, value);
    return "value" in parsed ? parsed.value : undefined;
  };
  const { timezone, retention, purposes, departments, campaignGroups, suppressionLists } =
    PolicyDocument.shape;
  return {
    timezone: part(timezone, fields.timezone),
    retention: part(retention, fields.retention),
    purposes: part(purposes, fields.purposes),
    departments: part(departments, fields.departments),
    campaignGroups: part(campaignGroups, fields.campaignGroups ?? {}),
    suppressionLists: part(suppressionLists, fields.suppressionLists),
    rules: Array.isArray(fields.rules) ? fields.rules.map((rule) => part(RuleDocument, rule)) : [],
  };
}

function purposeIssues({ purposes = {} }: SoundParts): Issue[] {
  return Object.entries(purposes)
    .filter(([, purpose]) => purpose.onOutage === "allow" && purpose.obeys !== "hard")
    .map(([name]) => ({
      path: `purposes.${name}.onOutage`,
      message:
        'allow is possible only with "obeys": "hard": other purposes could break a cap during an outage',
    }));
}

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

function purposelessWarnings({ purposes, rules }: PolicyDocument): Issue[] {
  return Object.keys(purposes)
    .filter((name) => purposes[name]?.obeys !== "hard")
    .filter(
      (name) => !rules.some((rule) => rule.when?.purpose === undefined || rule.when.purpose.includes(name)),
    )
    .map((name) => ({ path: `purposes.${name}`, message: "no rule applies to this purpose" }));
}
