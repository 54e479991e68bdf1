import { dateOf, dayNumber, lengthOf, localTime } from "./brute-clock.ts";
import type { Names, OracleQuestion, OracleRule, OracleWindow } from "./brute-oracle-input.ts";
import { destination } from "./brute-oracle-touches.ts";

/** The oracle's reading of windows, opening hours and zones. */

const DAY = 86_400_000;

/** Told here once more: the core's own table is among what is checked. */
const ZONES_OF: Readonly<Record<string, Names>> = {
  DE: ["Europe/Berlin"],
  ES: ["Europe/Madrid", "Atlantic/Canary"],
  NP: ["Asia/Kathmandu"],
  PT: ["Europe/Lisbon", "Atlantic/Azores"],
};

/** Every zone the contact may be in: told, else by phone and postal region together, else by country. */
export function zonesOfContact(question: OracleQuestion): Names {
  const { attributes, identities } = question.contact;
  if (attributes.timezone !== undefined) return [String(attributes.timezone)];
  const to = destination(question);
  const phones = identities.filter(({ type }) => type === "phone");
  const dialled = to?.type === "phone" ? [to] : phones;
  const byPhone = dialled.flatMap(({ regions }) => regions.flatMap((region) => ZONES_OF[region] ?? []));
  const byCountry = ZONES_OF[String(attributes.country)] ?? [];
  if (byPhone.length === 0) return byCountry;
  return attributes.region === undefined ? byPhone : [...new Set([...byPhone, ...byCountry])];
}

/** The zones that a rule names; none when they are the contact's and not known. */
export const zonesNamed = (zone: string, question: OracleQuestion): Names => {
  if (zone === "contact") return zonesOfContact(question);
  return [zone === "policy" ? question.policy.timezone : zone];
};

/** As `zonesNamed`, with the policy's in place of none. */
export function zonesOrPolicy(zone: string, question: OracleQuestion): Names {
  const named = zonesNamed(zone, question);
  return named.length > 0 ? named : [question.policy.timezone];
}

/** How many of the touches the fullest window that contains x holds, in whichever zone it holds most. */
export function fullestWindow(
  window: OracleWindow,
  question: OracleQuestion,
  { times, x }: { times: readonly number[]; x: number },
): number {
  if (window.rolling !== undefined) return fullestRolling(times, lengthOf(window.rolling), x);
  return Math.max(
    ...zonesOrPolicy(window.zone ?? "policy", question).map((zone) => {
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
export function fullestRolling(times: readonly number[], width: number, x: number): number {
  const ends = [x, x + width - 1, ...times, ...times.map((t) => t + width - 1)];
  const windows = ends.filter((y) => y - width < x && x <= y);
  return Math.max(...windows.map((y) => times.filter((t) => y - width < t && t <= y).length));
}

/** A name for the day, week or month that a day lies in. */
function periodOf(calendar: string, weekStart: string, day: number): string {
  if (calendar === "day") return String(day);
  if (calendar === "month") return dateOf(day).slice(0, 7);
  let first = day;
  while (weekdayOf(first) !== weekStart.slice(0, 3)) first -= 1;
  return String(first);
}

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const weekdayOf = (day: number): string => DAYS[new Date(day * DAY).getUTCDay()] ?? "";

/** Whether clocks in the zone show a permitted time at x. */
export function isOpen({ allow = [], holidays = [] }: Partial<OracleRule>, zone: string, x: number): boolean {
  const local = localTime(zone, x);
  const day = Math.floor(local / DAY);
  const isHoliday = (of: number) => holidays.length > 0 && holidays.includes(dateOf(of));
  const today = () => {
    if (isHoliday(day)) return "holiday";
    const special = allow.some(({ days }) => days.includes("preholiday"));
    return special && isHoliday(day + 1) ? "preholiday" : weekdayOf(day);
  };
  const kind = today();
  const minutes = (local - day * DAY) / 60_000;
  const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return allow
    .filter(({ days }) => days.includes(kind))
    .some(({ ranges }) => ranges.some(([from, to]) => minutesOf(from) <= minutes && minutes < minutesOf(to)));
}

/** The same ranges every day. */
export const everyDay = (ranges: readonly (readonly [string, string])[]) => ({
  allow: [{ days: DAYS, ranges }],
});
