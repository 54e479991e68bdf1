import { describe, expect, it } from "vitest";
import { lunarDay, qingming } from "../../../lib/core/holidays/chinese-calendar.ts";
import { daysOfList, FIRST_YEAR, LAST_YEAR } from "../../../lib/core/holidays/days-of-list.ts";
import { easterSunday } from "../../../lib/core/holidays/easter.ts";
import { HOLIDAY_LISTS, holidaysOf, isHoliday } from "../../../lib/core/holidays/holidays.ts";
import { DAY_MS } from "../../../lib/core/time.ts";

const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
const datesIn = (year: number, name: string): string[] =>
  daysOfList(name)
    .map(dateOf)
    .filter((date) => date.startsWith(`${year}-`))
    .map((date) => date.slice(5));

describe("a shipped list of holidays", () => {
  it.each([
    // Code du travail, L.3133-1.
    ["FR", 2027, "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25"],
    // Public Holidays Act 36 of 1994: of a Sunday the Monday too.
    ["ZA", 2027, "01-01 03-21 03-22 03-26 03-29 04-27 05-01 06-16 08-09 09-24 12-16 12-25 12-26 12-27"],
    ["ca-qc-debt", 2029, "01-01 03-30 04-02 05-21 06-24 07-01 07-02 09-03 10-08 12-25"],
    ["us-dnc-PA", 2026, "01-01 01-19 02-16 04-03 05-25 06-14 07-04 09-07 10-12 11-03 11-11 11-26 12-25"],
  ])("%s of %i", (name, year, dates) => {
    expect(datesIn(year, name).join(" ")).toBe(dates);
  });

  it.each([
    // Written down from the calendars of these places, and not made by the code.
    ["AT", 2026, "01-01 01-06 04-06 05-01 05-14 05-25 06-04 08-15 10-26 11-01 12-08 12-25 12-26"],
    ["AU", 2026, "01-01 01-26 04-03 04-04 04-05 04-06 04-25 12-25 12-26 12-28"],
    ["AU", 2027, "01-01 01-26 03-26 03-27 03-28 03-29 04-25 12-25 12-26 12-27 12-28"],
    ["GB", 2028, "01-01 01-03 04-14 05-01 05-29 12-25 12-26"],
    ["BE", 2026, "01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25"],
    ["BR", 2026, "01-01 04-03 04-21 05-01 09-07 10-12 11-02 11-15 11-20 12-25"],
    ["CA", 2027, "01-01 03-26 07-01 09-06 12-25"],
    ["CA-ON", 2027, "01-01 02-15 03-26 05-24 07-01 09-06 10-11 12-25 12-26"],
    ["CN", 2026, "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03"],
    [
      "CO",
      2026,
      "01-01 01-12 03-23 04-02 04-03 05-01 05-18 06-08 06-15 06-29 07-20 08-07 08-17 10-12 11-02 11-16 12-08 12-25",
    ],
    ["DE", 2027, "01-01 03-26 03-29 05-01 05-06 05-17 10-03 12-25 12-26"],
    ["ES", 2027, "01-01 01-06 03-26 05-01 08-15 10-12 11-01 12-06 12-08 12-25"],
    ["FR", 2026, "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25"],
    [
      "HK",
      2027,
      "01-01 02-06 02-07 02-08 02-09 03-26 03-27 03-29 04-05 05-01 05-13 06-09 07-01 09-16 10-01 10-08 12-25 12-26",
    ],
    ["IE", 2027, "01-01 02-01 03-17 03-29 05-03 06-07 08-02 10-25 12-25 12-26"],
    ["IT", 2026, "01-01 01-06 04-05 04-06 04-25 05-01 06-02 08-15 10-04 11-01 12-08 12-25 12-26"],
    ["MX", 2026, "01-01 02-02 03-16 05-01 09-16 11-16 12-25"],
    ["NL", 2026, "01-01 04-05 04-06 04-27 05-14 05-24 05-25 12-25 12-26"],
    ["PL", 2026, "01-01 01-06 04-05 04-06 05-01 05-03 05-24 06-04 08-15 11-01 11-11 12-24 12-25 12-26"],
    ["PT", 2026, "01-01 04-03 04-05 04-25 05-01 06-04 06-10 08-15 10-05 11-01 12-01 12-08 12-25"],
    ["US", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 07-04 09-07 10-12 11-11 11-26 12-25"],
    ["us-dnc-LA", 2026, "01-01 01-19 02-17 04-03 05-25 06-19 07-03 07-04 09-07 11-11 11-26 11-27 12-25"],
    ["us-dnc-RI", 2026, "01-01 01-19 02-16 05-25 06-19 07-04 08-10 09-07 10-12 11-03 11-11 11-26 12-25"],
    ["us-dnc-UT", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 07-04 07-24 09-07 10-12 11-11 11-26 12-25"],
  ])("%s of %i, day by day", (name, year, dates) => {
    expect(datesIn(year, name).join(" ")).toBe(dates);
  });

  it("has Easter on the days that the churches' tables give", () => {
    const sundays =
      "2024-03-31 2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21 2031-04-13 2032-03-28 2033-04-17 2034-04-09 2035-03-25 2036-04-13 2037-04-05";
    expect(sundays.split(" ").map((date) => dateOf(easterSunday(Number(date.slice(0, 4)))))).toEqual(
      sundays.split(" "),
    );
  });

  it("has the festivals of the Chinese calendar, as this runtime reckons it but for two new moons by midnight", () => {
    const calendar = new Intl.DateTimeFormat("en-u-ca-chinese", {
      timeZone: "Asia/Shanghai",
      month: "numeric",
      day: "numeric",
    });
    const reckoned = (date: string): string =>
      calendar
        .formatToParts(Date.parse(`${date}T04:00:00Z`))
        .filter(({ type }) => type !== "literal")
        .map(({ value }) => value)
        .join("-");
    const odd: string[] = [];
    for (const festival of ["1-1", "4-8", "5-5", "8-15", "9-9"]) {
      for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        const date = dateOf(lunarDay(year, festival) as number);
        if (reckoned(date) !== festival) odd.push(date);
      }
    }
    // New moon on 6 February 2027 at 23:56 and on 3 February 2030 at 00:07, Beijing time.
    expect(odd).toEqual(["2027-02-06", "2030-02-03"]);
    expect([2024, 2025, 2026, 2027, 2028].map((year) => dateOf(qingming(year)).slice(5))).toEqual([
      "04-04",
      "04-04",
      "04-05",
      "04-05",
      "04-04",
    ]);
  });

  it.each(HOLIDAY_LISTS)("%s has a day in every year that it is told for", (name) => {
    for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
      expect(datesIn(year, name).length, String(year)).toBeGreaterThanOrEqual(1);
    }
  });
});

describe("what a rule names as holidays", () => {
  it("is dates, lists, and the policy's own days, also those that it adds to a shipped list", () => {
    const own = { company: ["2026-12-24"], "us-dnc-LA": ["2026-08-29"] };
    const named = [...holidaysOf(["2026-10-02", "company", "us-dnc-LA"], own)].map(dateOf);
    expect(named).toEqual(expect.arrayContaining(["2026-10-02", "2026-12-24", "2026-08-29", "2026-02-17"]));
    expect([...holidaysOf(["us-dnc-LA"])].map(dateOf)).not.toContain("2026-08-29");
    expect([...holidaysOf()]).toEqual([]);
  });

  it("is known by its name", () => {
    for (const name of ["FR", "us-dnc-LA", "2026-02-28"]) expect(isHoliday(name), name).toBe(true);
    for (const name of ["XX", "fr", "constructor", "2026-02-29"]) expect(isHoliday(name), name).toBe(false);
    expect(isHoliday("company", { company: [] })).toBe(true);
  });
});
