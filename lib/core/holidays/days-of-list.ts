import { dayOf, WEEKDAYS, type Weekday, weekdayOf } from "../calendar.ts";
import { lunarDay, qingming } from "./chinese-calendar.ts";
import { easterSunday } from "./easter.ts";
import { HOLIDAYS } from "./lists.ts";

/** Years that lists are told for, both included. */
export const FIRST_YEAR = 2024;
export const LAST_YEAR = 2037;

const found = new Map<string, readonly number[]>();

/** The local dates of a shipped list, as days since 1970-01-01; none for a name that there is not. */
export function daysOfList(name: string): readonly number[] {
  const known = found.get(name);
  if (known !== undefined) return known;
  if (!Object.hasOwn(HOLIDAYS, name)) return [];
  const written = (HOLIDAYS[name] as string).split(" ");
  const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, index) => FIRST_YEAR + index);
  const days = [...new Set(years.flatMap((year) => written.flatMap((one) => daysIn(year, one))))].sort(
    (a, b) => a - b,
  );
  found.set(name, days);
  return days;
}

const DATED = /^(?<date>[^~>^=]+|.+>=\d\d-\d\d)(?<kept>[~>^=]?)$/;

function daysIn(year: number, written: string): number[] {
  const { date = "", kept = "" } = DATED.exec(written)?.groups ?? {};
  const day = dayIn(year, date);
  return day === undefined ? [] : [day, ...keptOn(day, kept)];
}

/** The weekday on which a day at the weekend is kept. */
function keptOn(day: number, kept: string): number[] {
  const weekday = weekdayOf(day);
  if (weekday !== "sat" && weekday !== "sun") return [];
  switch (kept) {
    case "=":
      return [day + 2];
    case "^":
      return [weekday === "sat" ? day + 2 : day + 1];
    case "~":
      return [weekday === "sat" ? day - 1 : day + 1];
    case ">":
      return weekday === "sun" ? [day + 1] : [];
    default:
      return [];
  }
}

const FORM =
  /^(?:lunar(?<lunar>\d+-\d+)(?<fromLunar>[+-]\d+)?|(?<qingming>qingming)|(?<once>\d{4}-\d\d-\d\d)|easter(?<fromEaster>[+-]\d+)|(?<weekday>[a-z]{3})(?:(?<nth>-?\d):(?<month>\d\d)(?<later>\+\d)?|(?<side><|>=)(?<of>\d\d-\d\d))|(?<date>\d\d-\d\d))$/;

/** @throws TypeError for what is no day. */
function dayIn(year: number, text: string): number | undefined {
  const form = FORM.exec(text)?.groups;
  if (form === undefined) throw new TypeError(`${text} is no holiday`);
  if (form.once !== undefined) return form.once.startsWith(`${year}-`) ? dayOf(form.once) : undefined;
  if (form.date !== undefined) return dayOf(`${year}-${form.date}`);
  if (form.lunar !== undefined) {
    const day = lunarDay(year, form.lunar);
    return day === undefined ? undefined : day + Number(form.fromLunar ?? 0);
  }
  if (form.qingming !== undefined) return qingming(year);
  if (form.fromEaster !== undefined) return easterSunday(year) + Number(form.fromEaster);
  const weekday = form.weekday as Weekday;
  if (form.of !== undefined) {
    const of = dayOf(`${year}-${form.of}`) as number;
    return form.side === "<" ? weekdayFrom(of - 7, weekday) : weekdayFrom(of, weekday);
  }
  const first = dayOf(`${year}-${form.month}-01`) as number;
  const later = Number(form.later ?? 0);
  if (form.nth !== "-1") return weekdayFrom(first, weekday) + 7 * (Number(form.nth) - 1) + later;
  const next = new Date(Date.UTC(year, Number(form.month), 1)).getTime() / 86_400_000;
  return weekdayFrom(next - 7, weekday) + later;
}

/** The first such weekday from a day on. */
const weekdayFrom = (day: number, weekday: Weekday): number =>
  day + ((WEEKDAYS.indexOf(weekday) - WEEKDAYS.indexOf(weekdayOf(day)) + 7) % 7);
