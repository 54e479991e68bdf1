/**
 * A second opinion on decisions: small, slow and plain, sharing no code with lib/core. It reads the policy
 * document as it is written, tries every window one by one, and asks `Intl` what clocks show. It says which
 * rules fail at an instant; instants are epoch milliseconds.
 */

import { dayNumber, instantOf, lengthOf, localTime } from "./brute-clock.ts";
import { bruteMurmur } from "./brute-murmur.ts";
import { type BuiltIn, firstBuiltIns, historyFull } from "./brute-oracle-built-ins.ts";
import { fullestWindow, isOpen, zonesNamed, zonesOrPolicy } from "./brute-oracle-clocks.ts";
import type {
  OracleQuestion,
  OracleRequest,
  OracleRule,
  OracleTouch,
  OracleWindow,
} from "./brute-oracle-input.ts";
import { countedBy, engagementAt, selected, speaksOf } from "./brute-oracle-touches.ts";

/** What may fail: `wish:` and what it is about, or the name or id of a rule. */
export interface Check {
  readonly rule: string;
  /** `warn` for a rule that is overridden. */
  readonly effect: string;
  readonly overridden: boolean;
  /** The code that it fails with at x; undefined when it passes, or does not speak of the question. */
  readonly codeAt: (x: number) => string | undefined;
}
export interface Failing {
  readonly rule: string;
  readonly effect: string;
  readonly overridden: boolean;
  readonly code: string;
}

const DAY = 86_400_000;

/** All that may fail, in the order in which reasons are reported. */
export function checksOf(question: OracleQuestion): Check[] {
  const { policy, request } = question;
  const soft = policy.purposes[request.purpose]?.obeys !== "hard";
  const builtIn = ({ rule, code, fails }: BuiltIn): Check => ({
    ...{ rule, effect: "deny", overridden: false },
    codeAt: (x) => (fails(x) ? code : undefined),
  });
  const own = policy.rules.map((rule): Check => {
    const { id, effect = "deny", overridable, hard } = rule;
    const overridden = effect === "deny" && overridable === true && request.overridden?.includes(id) === true;
    return {
      ...{ rule: id, effect: overridden ? "warn" : effect, overridden },
      codeAt: (x) =>
        (soft || hard === true) && speaksOf(rule, question, x) ? judge(rule, question, x) : undefined,
    };
  });
  return [...firstBuiltIns(question, soft).map(builtIn), ...own, builtIn(historyFull(question))];
}

/** What fails when the question is asked at x. */
export const failingAt = (question: OracleQuestion, x: number): Failing[] =>
  checksOf(question).flatMap(({ rule, effect, overridden, codeAt }) => {
    const code = codeAt(x);
    return code === undefined ? [] : [{ rule, effect, overridden, code }];
  });

/** Whether nothing that denies fails at x. */
export const allowedAt = (question: OracleQuestion, x: number): boolean =>
  checksOf(question).every(({ effect, codeAt }) => effect !== "deny" || codeAt(x) === undefined);

function judge(rule: OracleRule, question: OracleQuestion, x: number): string | undefined {
  const { request, contact } = question;
  const fails = (code: string, failing: boolean) => (failing ? code : undefined);
  const near = (length = "") =>
    countedBy(rule, question, x).filter((t) => Math.abs(x - t.at) < lengthOf(length));
  switch (rule.kind) {
    case "cap":
      return fails("cap_reached", filledAt(rule, question, x) >= maxOf(rule, question, x));
    case "gap":
      return fails(
        "too_soon",
        near(rule.min).some((t) => rule.differs === undefined || t.campaign !== request.campaign),
      );
    case "lock":
      return fails("department_locked", isLocked(near(rule.period), rule, request));
    case "cooldown":
      return fails("cooling_down", isCoolingDown(rule, question, x));
    case "hours":
      return closedCode(rule, question, x);
    case "exclusive":
      return fails(
        "other_campaign_active",
        near(rule.window as string).some((t) => areRivals(t, rule, question)),
      );
    case "owner": {
      const by = (rule.by ?? "agent") as "agent";
      const owner = contact.owner?.[by];
      return fails("not_the_owner", owner !== undefined && owner !== request[by]);
    }
    case "consent":
      return fails("no_consent", !hasConsent(rule, question, x));
    case "exclude":
      return fails("excluded", isExcluded(rule, question));
    case "holdout": {
      const place = bruteMurmur(`${rule.salt}:${contact.originKey ?? contact.contactId}`) % 10_000;
      return fails("held_out", place < (rule.basisPoints ?? 0));
    }
    case "cadence":
      return undefined;
    default:
      throw new Error(rule.kind);
  }
}

/** How many touches the fullest of a cap's windows that contain x holds. */
export function filledAt(rule: OracleRule, question: OracleQuestion, x: number): number {
  const times = countedBy(rule, question, x).map(({ at }) => at);
  return fullestWindow(rule.window as OracleWindow, question, { times, x });
}

/** The limit of a cap as of x. */
export function maxOf({ max }: OracleRule, question: OracleQuestion, x: number): number {
  if (typeof max !== "object") return max ?? 0;
  const segment = max.by === "engagement" ? engagementAt(question, x) : question.contact.attributes[max.by];
  return max.values[String(segment ?? "unknown")] ?? max.default;
}

/** Another department's touch locks, unless the own department was there first. */
const isLocked = (
  near: readonly OracleTouch[],
  { holds }: OracleRule,
  { department }: OracleRequest,
): boolean =>
  near.some((t) => {
    const first = near.some((own) => own.department === department && own.at < t.at);
    return t.department !== department && !(holds === "first" && first);
  });

/** With a zone days are those of its calendar, and of `dayOne` the event's day is the first. */
function isCoolingDown(rule: OracleRule, question: OracleQuestion, x: number): boolean {
  const { after = [], for: length = "", dayOne = false, zone } = rule;
  const events = selected(rule, question, question.contact.touches)
    .flatMap(({ outcomes }) => outcomes)
    .filter(({ outcome, at }) => after.includes(outcome) && at <= x)
    .map(({ at }) => at);
  if (length === "forever") return events.length > 0;
  if (!dayOne && zone === undefined) return events.some((at) => x - at < lengthOf(length));
  return zonesOrPolicy(zone ?? "policy", question).some((name) =>
    events.some((at) =>
      dayOne
        ? dayNumber(name, x) - dayNumber(name, at) < lengthOf(length) / DAY
        : x < onCalendar(name, at, length),
    ),
  );
}

/** A duration after an instant: its days by the calendar of the zone, what is shorter by the clock. */
export function onCalendar(zone: string, at: number, length: string): number {
  const rest = lengthOf(length) % DAY;
  if (lengthOf(length) < DAY) return at + rest;
  return instantOf(zone, localTime(zone, at) + lengthOf(length) - rest) + rest;
}

function closedCode(rule: OracleRule, question: OracleQuestion, x: number): string | undefined {
  const known = zonesNamed(rule.zone ?? "contact", question);
  const { unknownZone = "deny" } = rule;
  if (known.length === 0 && unknownZone === "deny") return "zone_unknown";
  const zones = known.length > 0 ? known : [unknownZone];
  return zones.every((zone) => isOpen(rule, zone, x)) ? undefined : "outside_hours";
}

/** Whether a touch is of another campaign that stands in one of the rule's groups with the request's. */
const areRivals = (
  { campaign }: OracleTouch,
  { groups = [] }: OracleRule,
  { policy, request }: OracleQuestion,
) =>
  campaign !== undefined &&
  request.campaign !== undefined &&
  campaign !== request.campaign &&
  groups.some((name) => {
    const group = policy.campaignGroups?.[name] ?? [];
    return group.includes(campaign) && group.includes(String(request.campaign));
  });

const LEVELS = ["implied", "express", "expressWritten"];

const hasConsent = ({ level = "express" }: OracleRule, { contact, request }: OracleQuestion, x: number) =>
  contact.consents.some(
    (consent) =>
      consent.channel === request.channel &&
      consent.purpose === request.purpose &&
      LEVELS.indexOf(consent.level) >= LEVELS.indexOf(level) &&
      consent.at <= x &&
      (consent.expiresAt === undefined || x < consent.expiresAt),
  );

/** Every field of `contact`, any of its values; one with a `{field}` that the request lacks is left out. */
function isExcluded({ contact: wanted = {} }: OracleRule, { contact, request }: OracleQuestion): boolean {
  return Object.entries(wanted).every(([field, values = []]) => {
    const named = values.flatMap((value) => {
      const names = [...value.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as "product");
      if (names.some((name) => request[name] === undefined)) return [];
      return [names.reduce((text, name) => text.split(`{${name}}`).join(request[name]), value)];
    });
    const held = field === "status" ? contact.status : contact.attributes[field];
    const list = [held ?? []].flat();
    return (list.length === 0 ? ["unknown"] : list).some((one) => named.includes(one));
  });
}
