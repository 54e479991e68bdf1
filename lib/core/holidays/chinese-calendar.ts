import { dayOf } from "../calendar.ts";

/**
 * When festivals of the Chinese calendar are, by its month and day, from 2024 to 2037: month and day of the Gregorian year.
 * Reckoned by ICU's Chinese calendar, but for the new years of 2027 and 2030, where it takes the new moon's day over Beijing
 * for another by some minutes around midnight.
 */
const FESTIVALS: Readonly<Record<string, string>> = {
  "1-1": "0210 0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208 0128 0215",
  "4-8": "0515 0505 0524 0513 0502 0520 0509 0528 0516 0506 0525 0515 0503 0522",
  "5-5": "0610 0531 0619 0609 0528 0616 0605 0624 0612 0601 0620 0610 0530 0618",
  "8-15": "0917 1006 0925 0915 1003 0922 0912 1001 0919 0908 0927 0916 1004 0924",
  "9-9": "1011 1029 1018 1008 1026 1016 1005 1024 1012 1001 1020 1009 1027 1017",
};
const FIRST = 2024;

/** The day of a festival, as days since 1970-01-01; undefined for one that the table does not have. */
export function lunarDay(year: number, festival: string): number | undefined {
  const date = FESTIVALS[festival]?.split(" ")[year - FIRST];
  return date === undefined ? undefined : dayOf(`${year}-${date.slice(0, 2)}-${date.slice(2)}`);
}

/** Tomb-sweeping day, when the sun stands at 15 degrees: the 4th or 5th of April in this century. */
export function qingming(year: number): number {
  const ofCentury = year % 100;
  const date = Math.floor(ofCentury * 0.2422 + 4.81) - Math.floor(ofCentury / 4);
  return dayOf(`${year}-04-0${date}`) as number;
}
