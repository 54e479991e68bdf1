/** What clocks on a wall show, by Intl. */
interface Wall {
  /** Local date as days since 1970-01-01. */
  readonly day: number;
  /** `2016-06`. */
  readonly month: string;
  /** `mon`. */
  readonly weekday: string;
  /** `09:05`. */
  readonly time: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallClock(at: number, timeZone: string): Wall {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-GB", {
      ...{ timeZone, calendar: "gregory", hourCycle: "h23", weekday: "short" },
      ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
    });
  formats.set(timeZone, format);
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const { year, month, day, weekday = "", hour, minute } = parts;
  return {
    day: Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000,
    month: `${year}-${month}`,
    weekday: weekday.toLowerCase(),
    time: `${hour}:${minute}`,
  };
}

/** The local date of an instant, as days since 1970-01-01. */
export const dayOf = (at: number, zone: string): number => wallClock(at, zone).day;

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** The local day, week or month of an instant: equal for two instants of one period. */
export function periodOf(at: number, zone: string, period: string, weekStart: string): string | number {
  const { day, month } = wallClock(at, zone);
  if (period === "day") return day;
  if (period === "month") return month;
  const weekday = new Date(day * 86_400_000).getUTCDay();
  return day - ((weekday - DAYS.indexOf(weekStart) + 7) % 7);
}

/** Whether the wall clock of an instant lies in one of the ranges, end excluded, of its weekday. */
export function isOpen(
  at: number,
  zone: string,
  allow: readonly { days: readonly string[]; ranges: readonly (readonly [string, string])[] }[],
): boolean {
  const { weekday, time } = wallClock(at, zone);
  return allow
    .filter(({ days }) => days.includes(weekday))
    .some(({ ranges }) => ranges.some(([start, end]) => start <= time && time < end));
}
