import { DAY_MS } from "../time.ts";

/** Easter Sunday of the Western churches, as days since 1970-01-01 (the algorithm of Meeus, Jones and Butcher). */
export function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const corrected =
    (19 * golden +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - corrected - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * corrected + 22 * weekday) / 451);
  const sinceMarch = corrected + weekday - 7 * late + 114;
  return Date.UTC(year, Math.floor(sinceMarch / 31) - 1, (sinceMarch % 31) + 1) / DAY_MS;
}
