import { dayOf } from "../calendar.ts";
import { daysOfList } from "./days-of-list.ts";
import { HOLIDAY_LISTS } from "./lists.ts";

export { HOLIDAY_LISTS } from "./lists.ts";

/** A policy's own dates by the name of a list: they are added to a shipped one of that name. */
export type HolidayLists = Readonly<Record<string, readonly string[]>>;

/** The local dates that a rule names, by dates and by lists, as days since 1970-01-01. */
export const holidaysOf = (named: readonly string[] = [], own: HolidayLists = {}): ReadonlySet<number> =>
  new Set(
    named.flatMap((name) => {
      const date = dayOf(name);
      return date === undefined ? [...daysOfList(name), ...ownDays(own, name)] : [date];
    }),
  );

const ownDays = (own: HolidayLists, name: string): number[] =>
  Object.hasOwn(own, name) ? (own[name] ?? []).flatMap((date) => dayOf(date) ?? []) : [];

/** Whether a rule may name it: a date, a list of the policy's own, or a shipped one. */
export const isHoliday = (name: string, own: HolidayLists = {}): boolean =>
  dayOf(name) !== undefined || HOLIDAY_LISTS.includes(name) || Object.hasOwn(own, name);
