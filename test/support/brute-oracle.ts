/**
 * A second opinion on decisions: small, slow and plain, sharing no code with lib/core. It reads the policy
 * document as it is written, tries every window one by one, and asks `Intl` what clocks show. It says which
 * rules fail at an instant; instants are epoch milliseconds.
 */

import { lengthOf, wallClock } from "./brute-clock.ts";
import type { Names, OracleQuestion, OracleRule, OracleTouch, Wanted } from "./brute-oracle-input.ts";

/** `wish:` and what it is about, or the id of a rule; in the order in which reasons are reported. */
export interface Failing {
  readonly rule: string;
  readonly effect: string;
}

const DAY = 86_400_000;

/** What fails when the question is asked at x. */
export function failingAt(question: OracleQuestion, x: number): Failing[] {
  const { policy, request } = question;
  const soft = policy.purposes[request.purpose]?.obeys !== "hard";
  const wishes = failingWishes(question, x, soft).map((wish) => ({ rule: `wish:${wish}`, effect: "deny" }));
  const rules = policy.rules.filter((rule) => (soft || rule.hard) && speaksOf(rule, question, x));
  const failing = rules.filter((rule) => fails(rule, question, x));
  return [...wishes, ...failing.map(({ id, effect = "deny" }) => ({ rule: id, effect }))];
}

/** Whether nothing that denies fails at x. */
export const allowedAt = (question: OracleQuestion, x: number): boolean =>
  failingAt(question, x).every(({ effect }) => effect !== "deny");

function fails(rule: OracleRule, question: OracleQuestion, x: number): boolean {
  const { request } = question;
  const touches = countedBy(rule, question, x);
  const nearer = (t: OracleTouch, length = "") => Math.abs(x - t.at) < lengthOf(length);
  switch (rule.kind) {
    case "cap":
      return fullestWindow(rule, question, { touches, x }) >= maxOf(rule, question, x);
    case "gap":
      return touches.some(
        (t) => nearer(t, rule.min) && (rule.differs === undefined || t.campaign !== request.campaign),
      );
    case "lock":
      return touches.some((t) => nearer(t, rule.period) && t.department !== request.department);
    case "hours": {
      const known = zonesNamed(rule.zone ?? "contact", question);
      const zones = known.length === 0 && rule.unknownZone ? [rule.unknownZone] : known;
      if (zones.length === 0 || zones[0] === "deny") return true;
      return zones.some((zone) => !isOpen(rule.allow ?? [], zone, x));
    }
    default:
      throw new Error(rule.kind);
  }
}

/** How many touches the fullest window that contains x holds. */
function fullestWindow(
  { window = {} }: OracleRule,
  question: OracleQuestion,
  { touches, x }: { touches: readonly OracleTouch[]; x: number },
): number {
  const times = touches.map(({ at }) => at);
  if (window.rolling !== undefined) return fullestRolling(times, lengthOf(window.rolling), x);
  const named = zonesNamed(window.zone ?? "policy", question);
  const zones = named.length > 0 ? named : [question.policy.timezone];
  return Math.max(
    ...zones.map((zone) => {
      const days = times.map((t) => dayNumber(zone, t));
      const today = dayNumber(zone, x);
      const { consecutiveDays: n, calendar, weekStart } = window;
      if (n !== undefined) {
        const starts = Array.from({ length: n }, (_, i) => today - i);
        return Math.max(...starts.map((s) => days.filter((day) => day >= s && day < s + n).length));
      }
      const period = (day: number) => periodOf(calendar ?? "", weekStart ?? "monday", day);
      return days.filter((day) => period(day) === period(today)).length;
    }),
  );
}

/** Windows (y − W, y] with x in them: what they hold changes only where y meets a touch or leaves one. */
function fullestRolling(times: readonly number[], width: number, x: number): number {
  const ends = [x, x + width - 1, ...times, ...times.map((t) => t + width - 1)];
  const windows = ends.filter((y) => y - width < x && x <= y);
  return Math.max(...windows.map((y) => times.filter((t) => y - width < t && t <= y).length));
}

/** A name for the week or month that a day lies in. */
function periodOf(calendar: string, weekStart: string, day: number): string {
  if (calendar === "day") return String(day);
  if (calendar === "month") return new Date(day * DAY).toISOString().slice(0, 7);
  let first = day;
  while (weekdayOf(first) !== weekStart.slice(0, 3)) first -= 1;
  return String(first);
}

function maxOf({ max }: OracleRule, question: OracleQuestion, x: number): number {
  if (typeof max !== "object") return max ?? 0;
  const segment = max.by === "engagement" ? engagementAt(question, x) : question.contact.attributes[max.by];
  return max.values[String(segment ?? "unknown")] ?? max.default;
}

function engagementAt({ contact }: OracleQuestion, x: number): string {
  const weights: Record<string, number> = {
    conversation: 4,
    replied: 4,
    converted: 4,
    clicked: 2,
    opened: 1,
  };
  let score = 0;
  for (const { outcomes } of contact.touches) {
    outcomes.forEach(({ outcome, at }, index) => {
      const again = outcome === "opened" && outcomes.findIndex((o) => o.outcome === "opened") < index;
      if (!again) score += (weights[outcome] ?? 0) * 2 ** (-(x - at) / (30 * DAY));
    });
  }
  if (score >= 4) return "hot";
  if (score >= 1) return "warm";
  return score > 0 ? "cold" : "dormant";
}

/** Touches that count at all as of x. */
const countedAt = ({ contact }: OracleQuestion, x: number) =>
  contact.touches.filter(
    ({ state, expiresAt, outcomes }) =>
      state !== "released" &&
      !(state === "reserved" && expiresAt !== undefined && x >= expiresAt) &&
      !outcomes.some(({ outcome }) => outcome === "failed" || outcome === "bounced"),
  );

function countedBy({ counts = {}, per = [] }: OracleRule, question: OracleQuestion, x: number) {
  const { request, destination } = question;
  const same = (t: OracleTouch, field: string) => {
    if (field !== "address") return t[field as "channel"] === request[field as "channel"];
    return destination === undefined || t.address === undefined || t.address === destination;
  };
  return countedAt(question, x).filter(
    (t) => matches(counts, (field) => t[field as "channel"]) && per.every((field) => same(t, field)),
  );
}

function speaksOf({ when, unless }: OracleRule, question: OracleQuestion, x: number): boolean {
  const { request, contact } = question;
  const read = (field: string) =>
    field === "engagement"
      ? engagementAt(question, x)
      : field in request
        ? request[field as "channel"]
        : contact.attributes[field];
  return matches(when ?? {}, read) && !(unless !== undefined && matches(unless, read));
}

/** What is absent is `unknown`, and so is a list with nothing in it. */
const matches = (wanted: Wanted, read: (field: string) => string | Names | undefined): boolean =>
  Object.entries(wanted).every(([field, names = []]) => {
    const values = [read(field) ?? []].flat();
    return (values.length === 0 ? ["unknown"] : values).some((value) => names.includes(value));
  });

function failingWishes(question: OracleQuestion, x: number, soft: boolean): string[] {
  const { contact, request, policy, zones } = question;
  const {
    optOutAll,
    channels = {},
    topics = {},
    departments = {},
    pausedUntil,
    maxPerWeek,
  } = contact.preferences;
  const channel = channels[request.channel] ?? {};
  const touches = countedAt(question, x);
  const tooMany = (limit: number | null | undefined, of: readonly OracleTouch[]) =>
    typeof limit === "number" &&
    fullestRolling(
      of.map(({ at }) => at),
      7 * DAY,
      x,
    ) >= limit;
  const daily = [{ days: DAYS, ranges: channel.hours ?? [] }];
  const clocks = zones.length > 0 ? zones : [policy.timezone];
  const wishes: [string, boolean][] = [
    ["all", optOutAll === true],
    ["channel", channel.optOut === "hard" || (soft && channel.optOut === true)],
    ["topic", soft && request.topic !== undefined && topics[request.topic]?.optOut === true],
    ["department", soft && departments[request.department]?.optOut === true],
    ["paused", soft && typeof pausedUntil === "number" && x < pausedUntil],
    ["limit all", soft && tooMany(maxPerWeek, touches)],
    [
      "limit channel",
      soft &&
        tooMany(
          channel.maxPerWeek,
          touches.filter((t) => t.channel === request.channel),
        ),
    ],
    ["hours", soft && Array.isArray(channel.hours) && clocks.some((zone) => !isOpen(daily, zone, x))],
  ];
  return wishes.filter(([, failing]) => failing).map(([name]) => name);
}

const zonesNamed = (zone: string, { zones, policy }: OracleQuestion): Names =>
  zone === "contact" ? zones : [zone === "policy" ? policy.timezone : zone];

function isOpen(allow: NonNullable<OracleRule["allow"]>, zone: string, x: number): boolean {
  const today = weekdayOf(dayNumber(zone, x));
  // "09:00" <= "09:00" < "20:59:59", and nothing sorts after "24:00".
  const time = wallClock(zone, x).slice(11);
  return allow
    .filter(({ days }) => days.includes(today))
    .some(({ ranges }) => ranges.some(([from, to]) => from <= time && time < to));
}

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const weekdayOf = (day: number): string => DAYS[new Date(day * DAY).getUTCDay()] ?? "";

/** Local date as days since 1970-01-01. */
const dayNumber = (zone: string, x: number): number =>
  Date.parse(`${wallClock(zone, x).slice(0, 10)}T00:00:00Z`) / DAY;
