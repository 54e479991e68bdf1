import { dayOf } from "../core/calendar.ts";
import { type EpochMs, HOUR_MS, MINUTE_MS, parseInstant, SECOND_MS } from "../core/time.ts";

/** Whether dates like 3/4/2026 begin with the day or with the month. */
export type DayOrder = "dmy" | "mdy";

/** What a text says of a date: an instant, or a local date with its time, which is absent for a bare date. */
export type WrittenDate =
  | { readonly instant: EpochMs }
  | { readonly day: number; readonly msOfDay: number | undefined }
  | { readonly fault: string };

const TIME = String.raw`(?:[T ,]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?m\.?)?)?`;
const YEAR_FIRST = new RegExp(
  String.raw`^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]?)${TIME}$`,
  "i",
);
const COMPACT = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})${TIME}$`, "i");
const DAY_AND_NAME = new RegExp(
  String.raw`^(\d{1,2})(?:st|nd|rd|th)?[- .]+([a-z]{3,9})[- .,]+(\d{4}|\d{2})${TIME}$`,
  "i",
);
const NAME_AND_DAY = new RegExp(
  String.raw`^([a-z]{3,9})[ .]+(\d{1,2})(?:st|nd|rd|th)?[ ,]+(\d{4}|\d{2})${TIME}$`,
  "i",
);
const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

const NO_DATE = { fault: "is no date: write it like 2026-11-24, or 2026-11-24T10:15:00Z" };

/**
 * Reads a date as people write it. Of `3/4/2026` only `order` tells which is the day; undefined, it is a fault. A year of
 * two digits is read when only one of 19xx and 20xx is not after `latestDay`; without `latestDay` it is a fault.
 */
export function readWrittenDate(
  text: string,
  { order, latestDay }: { readonly order: DayOrder | undefined; readonly latestDay?: number | undefined },
): WrittenDate {
  const instant = parseInstant(text.replace(/^(\d{4}-\d{2}-\d{2}) (?=\d{2}:)/, "$1T"));
  if (instant !== undefined) return { instant };
  const parts = partsOf(text, order);
  if ("fault" in parts) return parts;
  const year = yearOf(parts, latestDay);
  if (typeof year !== "string") return year;
  const day = dayOf(isoDate(year, parts));
  const msOfDay = msOf(parts.time);
  return day === undefined || msOfDay === "none" ? NO_DATE : { day, msOfDay };
}

/** What a date in numbers, year last, shows of the order of its column: undefined when both are possible. */
export function orderShownBy(text: string): DayOrder | undefined {
  const match = YEAR_LAST.exec(text);
  const [, first, separator, second] = match ?? [];
  if (first === undefined || separator === ".") return undefined;
  if (Number(first) > 12 && Number(second) <= 12) return "dmy";
  return Number(second) > 12 && Number(first) <= 12 ? "mdy" : undefined;
}

type Time = readonly (string | undefined)[];

interface Parts {
  readonly year: string;
  readonly month: number;
  readonly day: number;
  readonly time: Time;
}

function partsOf(text: string, order: DayOrder | undefined): Parts | { readonly fault: string } {
  const compact = COMPACT.exec(text);
  if (compact !== null) {
    const [, year = "", month, day] = compact;
    return { year, month: Number(month), day: Number(day), time: [] };
  }
  const first = YEAR_FIRST.exec(text);
  if (first !== null) {
    const [, year = "", , month, day, hanMonth, hanDay, ...time] = first;
    return { year, month: Number(month ?? hanMonth), day: Number(day ?? hanDay), time };
  }
  const last = YEAR_LAST.exec(text);
  return last === null ? namedParts(text) : orderedParts(last, order);
}

function orderedParts(
  match: RegExpExecArray,
  order: DayOrder | undefined,
): Parts | { readonly fault: string } {
  const [, a = "", separator, b = "", year = "", ...time] = match;
  // With dots nobody writes the month first.
  const shown = separator === "." ? "dmy" : (order ?? orderShownBy(`${a}/${b}/${year}`));
  if (shown === undefined && a !== b) {
    return { fault: "may be day/month or month/day: say which with --dates dmy or --dates mdy" };
  }
  const [day, month] = shown === "mdy" ? [b, a] : [a, b];
  if (Number(month) > 12) {
    return {
      fault: `is no date as ${shown === "mdy" ? "month/day/year" : "day/month/year"}, as its column is read`,
    };
  }
  return { year, month: Number(month), day: Number(day), time };
}

function namedParts(text: string): Parts | { readonly fault: string } {
  const before = DAY_AND_NAME.exec(text);
  const behind = NAME_AND_DAY.exec(text);
  const [name, day, year = "", ...time] =
    before === null ? (behind?.slice(1) ?? []) : [before[2], before[1], ...before.slice(3)];
  const lower = name?.toLowerCase() ?? "";
  const month = MONTHS.findIndex(
    (known) => known === lower || known.slice(0, 3) === lower || (lower === "sept" && known === "september"),
  );
  return lower === "" || month < 0 ? NO_DATE : { year, month: month + 1, day: Number(day), time };
}

function yearOf(parts: Parts, latestDay: number | undefined): string | { readonly fault: string } {
  if (parts.year.length === 4) return parts.year;
  const possible = ["19", "20"].map((century) => century + parts.year);
  const passed = possible.filter(
    (year) => (dayOf(isoDate(year, parts)) ?? 0) <= (latestDay ?? Number.NEGATIVE_INFINITY),
  );
  const [only] = passed;
  if (passed.length === 1 && only !== undefined) return only;
  return { fault: `has a year of two digits, which may be ${possible.join(" or ")}: write four` };
}

const isoDate = (year: string, { month, day }: Pick<Parts, "month" | "day">): string =>
  `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

function msOf([hours, minutes, seconds, half]: Time): number | undefined | "none" {
  if (hours === undefined) return undefined;
  const hour =
    half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  const [minute, second] = [Number(minutes), Number(seconds ?? 0)];
  const isTime =
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    (half === undefined || (Number(hours) >= 1 && Number(hours) <= 12));
  return isTime ? hour * HOUR_MS + minute * MINUTE_MS + second * SECOND_MS : "none";
}
