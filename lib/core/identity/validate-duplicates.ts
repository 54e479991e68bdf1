import type { Issue } from "../errors.ts";
import { parse } from "../issues.ts";
import { DuplicatePolicy, DuplicateRule, RULE_FIELDS } from "./duplicate-policy.ts";

export type DuplicatesVerdict =
  | { readonly valid: true; readonly document: DuplicatePolicy }
  | { readonly valid: false; readonly issues: readonly Issue[] };

/** Every problem of a duplicate policy at once, each with its path below `base`. */
export function validateDuplicates(input: unknown, base = ""): DuplicatesVerdict {
  const parsed = parse(DuplicatePolicy, input, "the duplicate policy");
  const rules = soundRules(input);
  const found = [
    ...("issues" in parsed ? parsed.issues : []),
    ...rules.flatMap((rule, index) => (rule === undefined ? [] : ruleIssues(rule, `rules.${index}`))),
    ...repeatedIds(rules),
    ...blockedIssues(input),
    ...limitIssues(input),
  ];
  if ("value" in parsed && found.length === 0) return { valid: true, document: parsed.value };
  const issues = found.map(({ path, message }) => ({ path: below(base, path), message }));
  return { valid: false, issues };
}

const below = (base: string, path: string): string =>
  base === "" ? path : path === "" ? base : `${base}.${path}`;

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};

/** The rules that can be read, in their places. */
function soundRules(input: unknown): readonly (DuplicateRule | undefined)[] {
  const { rules } = fieldsOf(input);
  if (!Array.isArray(rules)) return [];
  return rules.map((rule) => {
    const parsed = parse(DuplicateRule, rule);
    return "value" in parsed ? parsed.value : undefined;
  });
}

function ruleIssues({ tier, match, score, fields }: DuplicateRule, path: string): Issue[] {
  const named = RULE_FIELDS.filter((field) => match[field] !== undefined).length;
  if (named === 0 && score === undefined) {
    return [
      {
        path: `${path}.match`,
        message: "must name a field, or the rule must have a score: it holds for every pair",
      },
    ];
  }
  const exact = match.email === "exact" || match.phone === "exact" || match.externalId === "exact";
  const hardless: Issue[] =
    tier === "auto" && !exact
      ? [
          {
            path: `${path}.tier`,
            message: "auto needs an exact email, phone or externalId in match: write suggest, or name one",
          },
        ]
      : [];
  const idle: Issue[] =
    fields !== undefined && fields < named
      ? [{ path: `${path}.fields`, message: `must be at least ${named}: match names so many already` }]
      : [];
  return [...hardless, ...idle];
}

function repeatedIds(rules: readonly (DuplicateRule | undefined)[]): Issue[] {
  return rules.flatMap((rule, index) => {
    const earlier = rules.findIndex((other) => other !== undefined && other.id === rule?.id);
    if (rule === undefined || earlier === index) return [];
    return [{ path: `rules.${index}.id`, message: `${rule.id} is already the id of rules.${earlier}` }];
  });
}

/** A pattern without anything but wildcards would block every address of its type. */
function blockedIssues(input: unknown): Issue[] {
  const { blocked } = fieldsOf(input);
  if (!Array.isArray(blocked)) return [];
  return blocked.flatMap((entry, index) => {
    const { pattern } = fieldsOf(entry);
    if (typeof pattern !== "string" || !/^\*+$/.test(pattern)) return [];
    const message = "would block every address of its type: name a part of it";
    return [{ path: `blocked.${index}.pattern`, message }];
  });
}

function limitIssues(input: unknown): Issue[] {
  const { identitiesPerPerson, identitiesPerType } = fieldsOf(fieldsOf(input).limits);
  if (typeof identitiesPerPerson !== "number") return [];
  return Object.entries(fieldsOf(identitiesPerType))
    .filter(([, limit]) => typeof limit === "number" && limit > identitiesPerPerson)
    .map(([type]) => ({
      path: `limits.identitiesPerType.${type}`,
      message: `must be at most identitiesPerPerson, ${identitiesPerPerson}`,
    }));
}
