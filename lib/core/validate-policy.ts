import type * as z from "zod/mini";
import type { Calendar } from "./calendar.ts";
import type { Issue } from "./errors.ts";
import { parse } from "./issues.ts";
import {
  clockTimeMs,
  durationOf,
  ENGAGEMENTS,
  MAX_RETENTION_MS,
  type Matcher,
  PolicyDocument,
  RuleDocument,
  SUPPORTED_RULE_KINDS,
} from "./policy.ts";
import { BUILT_INS } from "./reasons.ts";
import { DAY_MS } from "./time.ts";
import { RULE_KINDS } from "./words.ts";

export type PolicyVerdict =
  | { readonly valid: true; readonly document: PolicyDocument; readonly warnings: readonly Issue[] }
  | { readonly valid: false; readonly issues: readonly Issue[] };

/** Every problem of a policy at once, each with its path. */
export function validatePolicy(input: unknown, calendar: Calendar): PolicyVerdict {
  const parsed = parse(PolicyDocument, input, "the policy");
  const sound = soundParts(input);
  const issues = [
    ...("issues" in parsed ? parsed.issues.map((issue) => nameUnsupportedKind(issue, input)) : []),
    ...zoneIssue(sound.timezone, "timezone", calendar, []),
    ...purposeIssues(sound),
    ...retentionIssues(sound),
    ...repeatedIdIssues(sound),
    ...sound.rules.flatMap((rule, index) =>
      rule === undefined ? [] : ruleIssues({ rule, path: `rules.${index}`, sound, calendar }),
    ),
  ];
  if ("issues" in parsed || issues.length > 0) return { valid: false, issues };
  return { valid: true, document: parsed.value, warnings: purposelessWarnings(parsed.value) };
}

/** The parts of a document that have their form; what one alone cannot tell is asked of these. */
interface SoundParts {
  readonly timezone: string | undefined;
  readonly retention: string | undefined;
  readonly purposes: PolicyDocument["purposes"] | undefined;
  readonly departments: readonly string[] | undefined;
  /** By their place; undefined for one without its form. */
  readonly rules: readonly (RuleDocument | undefined)[];
}

function soundParts(input: unknown): SoundParts {
  const fields = (typeof input === "object" && input !== null ? input : {}) as Readonly<
    Record<string, unknown>
  >;
  const part = <S extends z.core.$ZodType>(schema: S, value: unknown): z.output<S> | undefined => {
    const parsed = parse(schema, value);
    return "value" in parsed ? parsed.value : undefined;
  };
  const { timezone, retention, purposes, departments } = PolicyDocument.shape;
  return {
    timezone: part(timezone, fields.timezone),
    retention: part(retention, fields.retention),
    purposes: part(purposes, fields.purposes),
    departments: part(departments, fields.departments),
    rules: Array.isArray(fields.rules) ? fields.rules.map((rule) => part(RuleDocument, rule)) : [],
  };
}

/** A kind of decision.md that this version does not serve is not a misspelling: say so. */
function nameUnsupportedKind(issue: Issue, input: unknown): Issue {
  const index = /^rules\.(\d+)\.kind$/.exec(issue.path)?.[1];
  if (index === undefined) return issue;
  // A field may itself be named `rules.0.kind`: there need be no rules behind such a path.
  const kind = (input as { rules?: { kind?: unknown }[] | null }).rules?.[Number(index)]?.kind;
  const known = (RULE_KINDS as readonly unknown[]).includes(kind);
  const served = SUPPORTED_RULE_KINDS.join(", ");
  return known
    ? { ...issue, message: `${String(kind)} is not supported yet by this version (${served} are)` }
    : issue;
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

interface RuleAtPath {
  readonly rule: RuleDocument;
  readonly path: string;
  readonly sound: SoundParts;
  readonly calendar: Calendar;
}

function ruleIssues(at: RuleAtPath): Issue[] {
  const { rule, path, sound } = at;
  const issues: Issue[] = [
    ...nameIssues(rule.when, `${path}.when`, sound),
    ...nameIssues(rule.unless, `${path}.unless`, sound),
  ];
  if (rule.hard === true && rule.overridable === true) {
    issues.push({ path: `${path}.overridable`, message: "excludes hard: a hard rule cannot be overridden" });
  }
  if (rule.kind !== "hours") issues.push(...nameIssues(rule.counts, `${path}.counts`, sound));
  return [...issues, ...kindIssues(at)];
}

function kindIssues(at: RuleAtPath): Issue[] {
  const { rule, path, calendar } = at;
  switch (rule.kind) {
    case "cap":
      return [...segmentIssues(rule.max, `${path}.max`), ...windowIssues(at, rule.window)];
    case "gap":
      return lengthIssue(at, "min", durationOf(rule.min));
    case "lock":
      return lengthIssue(at, "period", durationOf(rule.period));
    case "hours":
      return [
        ...zoneIssue(rule.zone, `${path}.zone`, calendar, ["contact", "policy"]),
        ...zoneIssue(rule.unknownZone, `${path}.unknownZone`, calendar, ["deny"]),
        ...overlapIssues(rule.allow, path),
      ];
  }
}

/** Tiers and stages are the caller's words; the levels of engagement are ours. */
function segmentIssues(max: Extract<RuleDocument, { kind: "cap" }>["max"], path: string): Issue[] {
  if (typeof max === "number" || max.by !== "engagement") return [];
  return Object.keys(max.values)
    .filter((level) => !(ENGAGEMENTS as readonly string[]).includes(level))
    .map((level) => ({
      path: `${path}.values.${level}`,
      message: `must be one of: ${ENGAGEMENTS.join(", ")}`,
    }));
}

function windowIssues(at: RuleAtPath, window: Extract<RuleDocument, { kind: "cap" }>["window"]): Issue[] {
  if ("rolling" in window) return lengthIssue(at, "window.rolling", durationOf(window.rolling));
  const zone = zoneIssue(window.zone, `${at.path}.window.zone`, at.calendar, ["contact", "policy"]);
  // A local day may last 25 hours and a zone may lie a day apart: one day more covers every case.
  const days =
    "calendar" in window ? { day: 1, week: 7, month: 31 }[window.calendar] : window.consecutiveDays;
  return [...zone, ...lengthIssue(at, "window", (days + 1) * DAY_MS)];
}

function lengthIssue({ path, sound: { retention } }: RuleAtPath, field: string, lengthMs: number): Issue[] {
  if (retention === undefined || lengthMs <= durationOf(retention)) return [];
  const message = `looks further back than the retention (${retention}): raise retention or shorten it`;
  return [{ path: `${path}.${field}`, message }];
}

function zoneIssue(
  zone: string | undefined,
  path: string,
  calendar: Calendar,
  words: readonly string[],
): Issue[] {
  if (zone === undefined || words.includes(zone) || calendar.isZone(zone)) return [];
  const also = words.length === 0 ? "" : ` or one of: ${words.join(", ")}`;
  return [{ path, message: `must be an IANA zone, like Asia/Shanghai${also}` }];
}

/** A name that is declared nowhere is a misspelling that would silently switch a rule off. */
function nameIssues(matcher: Matcher | undefined, path: string, sound: SoundParts): Issue[] {
  const unknown = (
    names: readonly string[] | undefined,
    field: string,
    known: readonly string[] | undefined,
  ) =>
    (names ?? []).flatMap((name, index) =>
      known === undefined || known.includes(name)
        ? []
        : [{ path: `${path}.${field}.${index}`, message: `${name} is not declared in ${field}s` }],
    );
  return [
    ...unknown(matcher?.purpose, "purpose", sound.purposes && Object.keys(sound.purposes)),
    ...unknown(matcher?.department, "department", sound.departments),
  ];
}

function overlapIssues(allow: Extract<RuleDocument, { kind: "hours" }>["allow"], path: string): Issue[] {
  return allow.flatMap((entry, index) => {
    const sorted = [...entry.ranges].sort((a, b) => clockTimeMs(a[0]) - clockTimeMs(b[0]));
    const overlaps = sorted.some(
      (range, i) => i > 0 && clockTimeMs(sorted[i - 1]?.[1] ?? "") > clockTimeMs(range[0]),
    );
    return overlaps ? [{ path: `${path}.allow.${index}.ranges`, message: "must not overlap" }] : [];
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
