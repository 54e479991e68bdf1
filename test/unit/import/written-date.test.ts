import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayOf } from "../../../lib/core/calendar.ts";
import { HOUR_MS, MINUTE_MS } from "../../../lib/core/time.ts";
import { type DayOrder, orderShownBy, readWrittenDate } from "../../../lib/import/written-date.ts";

/** As `2026-11-24`, with the hour and minute behind it if there are any; or the fault. */
function read(text: string, order?: DayOrder, latest?: string): string {
  const date = readWrittenDate(text, { order, latestDay: latest === undefined ? undefined : dayOf(latest) });
  if ("fault" in date) return date.fault;
  if ("instant" in date) return new Date(date.instant).toISOString();
  const time = date.msOfDay === undefined ? "" : ` ${date.msOfDay / HOUR_MS}h`;
  return `${new Date(date.day * 24 * HOUR_MS).toISOString().slice(0, 10)}${time}`;
}

const NO_DATE = "is no date: write it like 2026-11-24, or 2026-11-24T10:15:00Z";
const WHICH = "may be day/month or month/day: say which with --dates dmy or --dates mdy";

describe("a written date", () => {
  it.each([
    ["2026-11-24T10:15:00Z", "2026-11-24T10:15:00.000Z"],
    ["2026-11-24 10:15:00+08:00", "2026-11-24T02:15:00.000Z"],
    ["2026-11-24", "2026-11-24"],
    ["2026/11/4", "2026-11-04"],
    ["2026.11.24", "2026-11-24"],
    ["2026年11月24日", "2026-11-24"],
    ["20261124", "2026-11-24"],
    ["2026-11-24 09:00", "2026-11-24 9h"],
    ["2026-11-24 21:30:00", "2026-11-24 21.5h"],
    ["2026-11-24T21:30:00.123", "2026-11-24 21.5h"],
    ["2026/11/24 9:30 PM", "2026-11-24 21.5h"],
    ["2026/11/24 12:00 am", "2026-11-24 0h"],
    ["24 Nov 2026", "2026-11-24"],
    ["24-Nov-2026", "2026-11-24"],
    ["Nov 24, 2026", "2026-11-24"],
    ["Mar 1 1970", "1970-03-01"],
    ["24.11.2026", "2026-11-24"],
    ["3.4.2026", "2026-04-03"],
    ["24/11/2026", "2026-11-24"],
    ["11/24/2026 8:00", "2026-11-24 8h"],
    ["4/4/2026", "2026-04-04"],
  ])("%s is %s", (text, date) => {
    expect(read(text)).toBe(date);
  });

  it.each([
    "",
    "x",
    "2026-02-31",
    "2026-13-01",
    "31/31/2026",
    "2026-11-24 25:00",
    "2026-11-24 13:00 pm",
    "45123",
    "24 Foo 2026",
    "20261340",
    "2026-11/24",
    "0/0/2026",
  ])("%j is none", (text) => {
    expect(["is no date as day/month/year, as its column is read", NO_DATE]).toContain(read(text));
  });

  it("with the month first or the day first needs to be told which", () => {
    expect(read("3/4/2026")).toBe(WHICH);
    expect(read("3/4/2026", "mdy")).toBe("2026-03-04");
    expect(read("3/4/2026", "dmy")).toBe("2026-04-03");
    expect(read("3-4-2026 10:00", "dmy")).toBe("2026-04-03 10h");
    expect(read("24/11/2026", "mdy")).toBe("is no date as month/day/year, as its column is read");
    expect(read("11/24/2026", "dmy")).toBe("is no date as day/month/year, as its column is read");
  });

  it("shows the order of its column when one number is no month", () => {
    expect(
      ["13/1/2026", "1/13/26", "1/2/2026", "13/13/2026", "13.1.2026", "2026/1/13"].map(orderShownBy),
    ).toEqual(["dmy", "mdy", undefined, undefined, undefined, undefined]);
  });

  it("with a year of two digits is read when one century only has passed", () => {
    expect(read("10/27/76", undefined, "2026-11-23")).toBe("1976-10-27");
    expect(read("17-May-90", undefined, "2026-11-23")).toBe("1990-05-17");
    expect(read("11/23/26", undefined, "2026-11-23")).toMatch(
      /^has a year of two digits, which may be 1926 or 2026/,
    );
    expect(read("11/24/26", undefined, "2026-11-23")).toBe("1926-11-24");
    expect(read("10/27/76")).toBe("has a year of two digits, which may be 1976 or 2076: write four");
  });

  it("reads back in every order", () => {
    const day = fc.integer({ min: dayOf("1000-01-01") ?? 0, max: dayOf("9999-12-31") ?? 0 });
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 1439 }), (given, minute) => {
        const iso = new Date(given * 24 * HOUR_MS).toISOString().slice(0, 10);
        const [year, month, date] = iso.split("-");
        const time = `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;
        const expected = { day: given, msOfDay: minute * MINUTE_MS };
        expect(readWrittenDate(`${date}/${month}/${year} ${time}`, { order: "dmy" })).toEqual(expected);
        expect(readWrittenDate(`${month}-${date}-${year} ${time}`, { order: "mdy" })).toEqual(expected);
        expect(readWrittenDate(`${year}/${month}/${date} ${time}`, { order: undefined })).toEqual(expected);
      }),
    );
  });
});
