import type { Calendar } from "./calendar.ts";
import type { Issue } from "./errors.ts";
import { isHoliday } from "./holidays/holidays.ts";
import type { PolicyDocument } from "./policy.ts";
import {
  type CooldownDocument,
  clockTimeMs,
  durationOf,
  ENGAGEMENTS,
  type ExcludeDocument,
  type ExclusiveDocument,
  type HoursDocument,
  type Matcher,
  type RuleDocument,
} from "./rule-document.ts";
import { PLACEHOLDER, TEMPLATE_FIELDS } from "./rules/exclude.ts";
import { DAY_MS } from "./time.ts";

/** The parts of a document that have their form; what one alone cannot tell is asked of these. */
export interface SoundParts {
  readonly timezone: string | undefined;
  readonly retention: string | undefined;
  readonly purposes: PolicyDocument["purposes"] | undefined;
  readonly departments: readonly string[] | undefined;
  readonly campaignGroups: PolicyDocument["campaignGroups"];
  readonly holidayLists: PolicyDocument["holidayLists"];
  readonly suppressionLists: PolicyDocument["suppressionLists"];
  /** By their place; undefined for one without its form. */
  readonly rules: readonly (RuleDocument | undefined)[];
}

interface RuleAtPath {
  readonly rule: RuleDocument;
  readonly path: string;
  readonly sound: SoundParts;
  readonly calendar: Calendar;
}

/** What is wrong with one rule that has its form, beside the rest of its policy. */
export function ruleIssues(at: RuleAtPath): Issue[] {
  const { rule, path, sound } = at;
  const issues: Issue[] = [
    ...nameIssues(rule.when, `${path}.when`, sound),
    ...nameIssues(rule.unless, `${path}.unless`, sound),
  ];
  if (rule.hard === true && rule.overridable === true) {
    issues.push({ path: `${path}.overridable`, message: "excludes hard: a hard rule cannot be overridden" });
  }
  if ("counts" in rule) issues.push(...nameIssues(rule.counts, `${path}.counts`, sound));
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
        ...holidayIssues(at, rule),
      ];
    case "cooldown":
      return cooldownIssues(at, rule);
    case "exclusive":
      return [...groupIssues(at, rule), ...lengthIssue(at, "window", durationOf(rule.window))];
    case "exclude":
      return excludeIssues(at, rule);
    case "cadence":
      return lengthIssue(at, "per", durationOf(rule.per));
    case "owner":
    case "consent":
    case "holdout":
      return [];
  }
}

function cooldownIssues(at: RuleAtPath, rule: CooldownDocument): Issue[] {
  const zone = zoneIssue(rule.zone, `${at.path}.zone`, at.calendar, ["contact", "policy"]);
  if (rule.for === "forever") return zone;
  const lengthMs = durationOf(rule.for);
  const issues = [...zone, ...lengthIssue(at, "for", lengthMs)];
  if (rule.dayOne !== true || lengthMs % DAY_MS === 0) return issues;
  return [...issues, { path: `${at.path}.for`, message: "must be whole days, since dayOne counts days" }];
}

const groupIssues = ({ path, sound }: RuleAtPath, { groups }: ExclusiveDocument): Issue[] =>
  groups.flatMap((name, index) =>
    sound.campaignGroups === undefined || Object.hasOwn(sound.campaignGroups, name)
      ? []
      : [{ path: `${path}.groups.${index}`, message: `${name} is not declared in campaignGroups` }],
  );

const holidayIssues = ({ path, sound }: RuleAtPath, { holidays = [] }: HoursDocument): Issue[] =>
  holidays.flatMap((name, index) =>
    sound.holidayLists === undefined || isHoliday(name, sound.holidayLists)
      ? []
      : [
          {
            path: `${path}.holidays.${index}`,
            message: `${name} is no date and no list of holidays: ${HOLIDAY_HELP}`,
          },
        ],
  );

const HOLIDAY_HELP =
  "write dates like 2026-12-25, a list of the policy's own holidayLists, or a shipped one like FR or us-dnc-LA (docs/regulations.md names them)";

function excludeIssues({ path }: RuleAtPath, { contact }: ExcludeDocument): Issue[] {
  const fields = Object.entries(contact).filter(([, values]) => values !== undefined);
  if (fields.length === 0) {
    return [{ path: `${path}.contact`, message: "must name at least one field: it would exclude everybody" }];
  }
  return fields.flatMap(([field, values]) =>
    (values ?? []).flatMap((value, index) =>
      [...value.matchAll(PLACEHOLDER)]
        .filter(([, name = ""]) => !(TEMPLATE_FIELDS as readonly string[]).includes(name))
        .map(([placeholder]) => ({
          path: `${path}.contact.${field}.${index}`,
          message: `${placeholder} is no field of a request: use one of ${TEMPLATE_FIELDS.join(", ")}`,
        })),
    ),
  );
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

/** A zone that this runtime does not know; `words` may stand in its place. */
export function zoneIssue(
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
export function nameIssues(
  matcher: Pick<Matcher, "purpose" | "department"> | undefined,
  path: string,
  sound: Pick<SoundParts, "purposes" | "departments">,
): Issue[] {
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
