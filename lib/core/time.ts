/**
 * Instants and durations. All times in the core are epoch milliseconds; the brands keep an instant from
 * being used where a length of time is meant. Local calendars are in `calendar.ts`.
 */

declare const epochMsBrand: unique symbol;
declare const durationMsBrand: unique symbol;

/** An instant: milliseconds since 1970-01-01T00:00:00Z. `Infinity` stands for "never". */
export type EpochMs = number & { readonly [epochMsBrand]: true };

/** A length of time in milliseconds, ≥ 0. */
export type DurationMs = number & { readonly [durationMsBrand]: true };

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** No instant: a rule that fails until `NEVER` does not pass by waiting. */
export const NEVER = Number.POSITIVE_INFINITY as EpochMs;

export const epochMs = (milliseconds: number): EpochMs => milliseconds as EpochMs;
export const durationMs = (milliseconds: number): DurationMs => milliseconds as DurationMs;

/** The instant `duration` after `at`. */
export const after = (at: EpochMs, duration: DurationMs): EpochMs => (at + duration) as EpochMs;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const FIRST_MS = Date.parse("0000-01-01T00:00:00.000Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");
const MONTH_LENGTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The instant that an ISO 8601 text with `Z` or an offset names, to the millisecond; `undefined` when it
 * names none (no offset, 31 February, a bare date).
 */
export function parseInstant(text: string): EpochMs | undefined {
  if (!INSTANT.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return undefined;
  const year = digitsAt(text, 0, 4);
  const month = digitsAt(text, 5, 7);
  const day = digitsAt(text, 8, 10);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = month === 2 && !leap ? 28 : (MONTH_LENGTHS[month - 1] ?? 0);
  // An offset can carry it into a year that has no four digits, and could not be written as it is read.
  const writable = milliseconds >= FIRST_MS && milliseconds <= LAST_MS;
  return writable && day >= 1 && day <= length ? epochMs(milliseconds) : undefined;
}

function digitsAt(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = 10 * value + text.charCodeAt(at) - ZERO;
  return value;
}

const ZERO = "0".charCodeAt(0);

/** ISO 8601 in UTC with milliseconds, as every answer of the gate writes instants. */
export const formatInstant = (at: EpochMs): string => new Date(at).toISOString();

const DURATION =
  /^P(?=\d|T\d)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?$/;

/** Why a text is not a usable duration. */
export type DurationFault = "not_iso_8601" | "calendar_unit" | "zero";

/**
 * The length of an ISO 8601 duration without a zone: weeks are 7 days, days are 24 hours. Years and months
 * have no fixed length and are refused, and so is a duration of nothing.
 */
export function parseDuration(text: string): DurationMs | DurationFault {
  const match = DURATION.exec(text);
  if (match === null) return "not_iso_8601";
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(1).map((n) => Number(n ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (years > 0 || months > 0) return "calendar_unit";
  const total = (weeks * 7 + days) * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * SECOND_MS;
  return total > 0 ? durationMs(total) : "zero";
}
