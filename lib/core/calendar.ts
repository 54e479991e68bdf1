/** Local calendars: what clocks in a zone show, and plain arithmetic on local dates. */

import { DAY_MS, type EpochMs, epochMs } from "./time.ts";

/** What clocks in a zone show: a local date and a time of day. */
export interface WallClock {
  /** Local date as days since 1970-01-01. */
  readonly day: number;
  /** Milliseconds since local midnight as the clock shows them, 0–86 399 999. */
  readonly msOfDay: number;
}

/**
 * A stretch of time in which a zone's offset from UTC does not change: half-open, `[from, to)`. It need not
 * be the whole stretch: the span that begins at `to` may have the same offset.
 */
export interface OffsetSpan {
  /** `-Infinity` when nothing earlier is known. */
  readonly from: number;
  /** `Infinity` when no later change is known. */
  readonly to: number;
  /** Local minus UTC, milliseconds. */
  readonly offsetMs: number;
}

/**
 * Local calendars of IANA zones, right through daylight-saving changes. Zone names are case-insensitive.
 * All but `isZone` throw `RangeError` for a name that is no zone and for an instant that is none (`NEVER`).
 */
export interface Calendar {
  /** Whether `zone` is an IANA zone that this runtime knows. */
  isZone(zone: string): boolean;
  offsetSpan(zone: string, at: EpochMs): OffsetSpan;
  wallClock(zone: string, at: EpochMs): WallClock;
  /** First instant of a local date; when midnight is skipped, the instant at which the date begins. */
  startOfDay(zone: string, day: number): EpochMs;
}

/**
 * When clocks in a zone show a local time: the earlier instant of a repeated one; a skipped one is read by the offset
 * before the change, so that it resolves later.
 */
export function instantOf(calendar: Calendar, zone: string, { day, msOfDay }: WallClock): EpochMs {
  const local = day * DAY_MS + msOfDay;
  // No zone is a whole day ahead of UTC: a day earlier, clocks do not show the time yet.
  let span = calendar.offsetSpan(zone, epochMs(local - DAY_MS));
  for (;;) {
    const at = epochMs(local - span.offsetMs);
    if (at < span.to) return at;
    const next = calendar.offsetSpan(zone, epochMs(span.to));
    if (local - next.offsetMs < span.to) return at;
    span = next;
  }
}

let loading: Promise<Calendar> | undefined;

/** The calendar of this process, loaded on first use: most checks need no zone, and Temporal is the largest import. */
export function loadCalendar(): Promise<Calendar> {
  loading ??= import("./temporal-calendar.ts").then(({ createCalendar }) => createCalendar());
  return loading;
}

/** The days of the week as policies write them, Monday first. */
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Days since the last Monday, 0–6; day 0 was a Thursday. */
const sinceMonday = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** The day of the week of a local date. */
export const weekdayOf = (day: number): Weekday => WEEKDAYS[sinceMonday(day)] as Weekday;

/** The latest `weekStart` at or before a local date. */
export const startOfWeek = (day: number, weekStart: Weekday): number =>
  day - ((sinceMonday(day) - WEEKDAYS.indexOf(weekStart) + 7) % 7);

const firstOfMonth = (day: number, monthsLater: number): number => {
  const date = new Date(day * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + monthsLater, 1) / DAY_MS;
};

/** The first local date of the month of a local date; years from 100 on. */
export const startOfMonth = (day: number): number => firstOfMonth(day, 0);

/** The first local date of the month after that of a local date; years from 100 on. */
export const startOfNextMonth = (day: number): number => firstOfMonth(day, 1);

/** The local date that `YYYY-MM-DD` names, as days since 1970-01-01; `undefined` when there is no such date. */
export function dayOf(isoDate: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(isoDate)) return undefined;
  const midnight = new Date(`${isoDate}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime())) return undefined;
  // Date reads 31 February as 3 March.
  return midnight.toISOString().startsWith(isoDate) ? midnight.getTime() / DAY_MS : undefined;
}
