import { dayOf } from "../calendar.ts";
import { agreed, contradiction, type Finding, nothingFound, seen } from "./finding.ts";

/**
 * One person in some 20 000 has a given birth date and one in 600 a date that one digit makes of it; one in 300 else
 * shares two of year, month and day, one in eight a single one. Dates of one person agree in nine cases of ten; of
 * the rest three hundredths are mistyped, and swapped, one part wrong, two parts wrong and all wrong share what is left.
 * One in 60 is of a given year.
 */
const SAME_BITS = 14;
const SWAPPED_BITS = 8;
const SLIP_BITS = 4;
const TWO_PARTS_BITS = 2.5;
const ONE_PART_BITS = -3;
const NO_PART_BITS = -6;
/** The first of January is what forms fill in: it tells the year. */
const FILLED_IN_BITS = 7;
const SAME_YEAR_BITS = 2.5;
const FILLED_IN = "-01-01";

/** Compares birth dates (`YYYY-MM-DD`); one that is absent tells nothing. */
export function compareBirthDates(a: string | undefined, b: string | undefined): Finding {
  if (a === undefined || b === undefined) return nothingFound("birthDate");
  if (a === b) {
    if (!a.endsWith(FILLED_IN)) {
      return agreed("birthDate", "same", { bits: SAME_BITS, detail: "The birth dates are the same." });
    }
    const detail = "The birth dates are the same first of January, which forms fill in.";
    return agreed("birthDate", "similar", { bits: FILLED_IN_BITS, detail });
  }
  if (isSwapped(a, b)) {
    const detail = "The birth dates are the same with day and month exchanged.";
    return agreed("birthDate", "similar", { bits: SWAPPED_BITS, detail });
  }
  if (isNextDay(a, b)) {
    const detail = "The birth dates are a day apart.";
    return agreed("birthDate", "similar", { bits: SLIP_BITS, detail });
  }
  if (a.endsWith(FILLED_IN) || b.endsWith(FILLED_IN)) return compareYears(a, b);
  if (slipsInDigits(a, b)) {
    const detail = "The birth dates differ in one digit.";
    const slip = agreed("birthDate", "similar", { bits: SLIP_BITS, detail });
    // 1955 and 1985 are as well father and son.
    return isSameYear(a, b) ? slip : { ...slip, conflict: true };
  }
  const equal = partsOf(a).filter((part, at) => part === partsOf(b)[at]).length;
  if (equal === 2) return seenDifferent(TWO_PARTS_BITS);
  return contradiction("birthDate", equal === 1 ? ONE_PART_BITS : NO_PART_BITS, "The birth dates differ.");
}

/** Of dates of which one tells the year only. */
const compareYears = (a: string, b: string): Finding =>
  isSameYear(a, b)
    ? seen("birthDate", SAME_YEAR_BITS, "The years of birth are the same; one date is filled in.")
    : contradiction("birthDate", NO_PART_BITS, "The years of birth differ.");

const isSameYear = (a: string, b: string): boolean => a.slice(0, 4) === b.slice(0, 4);

/** Near enough to weigh for the pair, too far for it to merge by itself. */
const seenDifferent = (bits: number): Finding => ({
  ...seen("birthDate", bits, "The birth dates differ in one of day, month and year."),
  conflict: true,
});

const partsOf = (date: string): readonly string[] => date.split("-");

function isSwapped(a: string, b: string): boolean {
  const [year, month, day] = partsOf(a);
  const [otherYear, otherMonth, otherDay] = partsOf(b);
  return year === otherYear && month === otherDay && day === otherMonth;
}

/** What becomes of a date that one system reads as midnight in another's zone. */
const isNextDay = (a: string, b: string): boolean => Math.abs((dayOf(a) ?? 0) - (dayOf(b) ?? 0)) === 1;

/** One digit changed, or two neighbours exchanged within a part. */
function slipsInDigits(a: string, b: string): boolean {
  const different = [...a].flatMap((digit, at) => (digit === b[at] ? [] : [at]));
  const [first = 0, second] = different;
  if (second === undefined) return true;
  return different.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first];
}
