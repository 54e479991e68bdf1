import { describe, expect, it } from "vitest";
import {
  dayOf,
  instantOf,
  loadCalendar,
  startOfMonth,
  startOfNextMonth,
  startOfWeek,
  weekdayOf,
} from "../../lib/core/calendar.ts";
import { DAY_MS, epochMs, HOUR_MS, MINUTE_MS, NEVER } from "../../lib/core/time.ts";

const calendar = await loadCalendar();
const at = (iso: string) => epochMs(Date.parse(iso));
const day = (isoDate: string) => dayOf(isoDate) as number;
const startOfDay = (zone: string, isoDate: string) =>
  new Date(calendar.startOfDay(zone, day(isoDate))).toISOString();

/** What clocks in `zone` show, as ISO text. */
const shown = (zone: string, iso: string) => {
  const { day, msOfDay } = calendar.wallClock(zone, at(iso));
  return new Date(day * DAY_MS + msOfDay).toISOString().slice(0, -1);
};

describe("the calendar of a process", () => {
  it("is loaded once", async () => {
    expect(await loadCalendar()).toBe(calendar);
  });
});

describe("zone names", () => {
  it.each([
    "Europe/Amsterdam",
    "europe/amsterdam",
    "Asia/Kolkata",
    "Asia/Calcutta",
    "UTC",
    "Etc/GMT+5",
    "EST5EDT",
  ])("takes %s", (zone) => expect(calendar.isZone(zone)).toBe(true));

  it.each([
    "",
    "+02:00",
    "-0500",
    "Z",
    "Mars/Olympus",
    "Europe",
    "IST",
    "2024-01-01[Europe/Paris]",
    "T1030+0100",
    "T10:30[Europe/Paris]",
  ])("refuses %j", (zone) => expect(calendar.isZone(zone)).toBe(false));

  it("throws RangeError for a zone that does not exist", () => {
    expect(() => calendar.offsetSpan("Mars/Olympus", at("2026-01-01T00:00Z"))).toThrow(RangeError);
    expect(() => calendar.wallClock("+02:00", at("2026-01-01T00:00Z"))).toThrow(RangeError);
    expect(() => calendar.startOfDay("", 0)).toThrow(RangeError);
  });

  it("throws RangeError for an instant that never comes", () => {
    expect(() => calendar.offsetSpan("Europe/Amsterdam", NEVER)).toThrow(RangeError);
  });
});

describe("the wall clock", () => {
  it.each([
    [
      "springs forward to the millisecond",
      "Europe/Amsterdam",
      "2026-03-29T00:59:59.999Z",
      "2026-03-29T01:59:59.999",
    ],
    ["shows no skipped hour", "Europe/Amsterdam", "2026-03-29T01:00:00.000Z", "2026-03-29T03:00:00.000"],
    ["shows a repeated hour once", "Europe/Amsterdam", "2026-10-25T00:30:00.000Z", "2026-10-25T02:30:00.000"],
    [
      "shows a repeated hour twice",
      "Europe/Amsterdam",
      "2026-10-25T01:30:00.000Z",
      "2026-10-25T02:30:00.000",
    ],
    [
      "knows changes by half an hour",
      "Australia/Lord_Howe",
      "2026-04-04T15:00:00.000Z",
      "2026-04-05T01:30:00.000",
    ],
    ["knows zones at 45 minutes", "Asia/Kathmandu", "2026-01-01T00:00:00.000Z", "2026-01-01T05:45:00.000"],
    ["works before 1970", "America/New_York", "1969-12-31T23:59:59.999Z", "1969-12-31T18:59:59.999"],
    ["works in a zone without changes", "UTC", "2026-07-01T12:34:56.789Z", "2026-07-01T12:34:56.789"],
  ])("%s", (_title, zone, instant, expected) => expect(shown(zone, instant)).toBe(expected));
});

describe("the start of a day", () => {
  it.each([
    ["is midnight on a usual day", "Asia/Shanghai", "2026-05-01", "2026-04-30T16:00:00.000Z"],
    ["is midnight on a day of 23 hours", "Europe/Amsterdam", "2026-03-29", "2026-03-28T23:00:00.000Z"],
    ["is midnight after a day of 23 hours", "Europe/Amsterdam", "2026-03-30", "2026-03-29T22:00:00.000Z"],
    ["is midnight after a day of 25 hours", "Europe/Amsterdam", "2026-10-26", "2026-10-25T23:00:00.000Z"],
    ["is 01:00 where midnight is skipped: Cairo", "Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00.000Z"],
    ["is 01:00 where midnight is skipped: Beirut", "Asia/Beirut", "2022-03-27", "2022-03-26T22:00:00.000Z"],
    [
      "is 01:00 where midnight is skipped: Havana",
      "America/Havana",
      "2024-03-10",
      "2024-03-10T05:00:00.000Z",
    ],
    [
      "is 01:00 where midnight is skipped: São Paulo",
      "America/Sao_Paulo",
      "2018-11-04",
      "2018-11-04T03:00:00.000Z",
    ],
    ["is the earlier of two midnights: Havana", "America/Havana", "2024-11-03", "2024-11-03T04:00:00.000Z"],
    [
      "comes after a repeated last hour: São Paulo",
      "America/Sao_Paulo",
      "2019-02-17",
      "2019-02-17T03:00:00.000Z",
    ],
    [
      "is the next day's where a day is skipped: Apia",
      "Pacific/Apia",
      "2011-12-30",
      "2011-12-30T10:00:00.000Z",
    ],
    ["is the same for the day after a skipped one", "Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00.000Z"],
    ["is midnight before a skipped day", "Pacific/Apia", "2011-12-29", "2011-12-29T10:00:00.000Z"],
  ])("%s", (_title, zone, isoDate, expected) => expect(startOfDay(zone, isoDate)).toBe(expected));
});

describe("an offset span", () => {
  it("ends where clocks change", () => {
    const summer = calendar.offsetSpan("Europe/Amsterdam", at("2026-06-01T00:00Z"));
    expect(summer).toEqual({
      from: Date.parse("2026-03-29T01:00Z"),
      to: Date.parse("2026-10-25T01:00Z"),
      offsetMs: 2 * HOUR_MS,
    });
    expect(calendar.offsetSpan("Europe/Amsterdam", epochMs(summer.to)).offsetMs).toBe(HOUR_MS);
    expect(calendar.offsetSpan("Europe/Amsterdam", epochMs(summer.from - 1)).offsetMs).toBe(HOUR_MS);
  });

  it("covers more than a year around the instant where clocks never change", () => {
    const span = calendar.offsetSpan("Asia/Kolkata", at("2026-06-01T00:00Z"));
    expect(span.offsetMs).toBe(330 * MINUTE_MS);
    expect(span.from).toBeLessThan(Date.parse("2025-06-01T00:00Z"));
    expect(span.to).toBeGreaterThan(Date.parse("2027-06-01T00:00Z"));
  });

  it("stays right when more is asked than is kept", () => {
    for (let year = 1980; year < 2040; year += 1) {
      expect(shown("Europe/Amsterdam", `${year}-01-15T12:00:00Z`)).toBe(`${year}-01-15T13:00:00.000`);
      expect(shown("Europe/Amsterdam", `${year}-07-15T12:00:00Z`)).toBe(`${year}-07-15T14:00:00.000`);
    }
  });
});

describe("the instant of a local time", () => {
  it.each([
    ["is the earlier one of a repeated time", "2026-10-25", "02:00", "2026-10-25T00:00:00.000Z"],
    ["is the only one just before a repeated hour", "2026-10-25", "01:59", "2026-10-24T23:59:00.000Z"],
    ["is the only one just after a repeated hour", "2026-10-25", "03:00", "2026-10-25T02:00:00.000Z"],
    ["is later by the length of what is skipped", "2026-03-29", "02:00", "2026-03-29T01:00:00.000Z"],
    ["is later also in the midst of what is skipped", "2026-03-29", "02:30", "2026-03-29T01:30:00.000Z"],
    ["is the only one just after a skipped hour", "2026-03-29", "03:00", "2026-03-29T01:00:00.000Z"],
  ])("%s: %s at %s", (_, date, time, instant) => {
    const [hours, minutes] = time.split(":").map(Number) as [number, number];
    const wall = { day: day(date), msOfDay: hours * HOUR_MS + minutes * MINUTE_MS };
    expect(new Date(instantOf(calendar, "Europe/Amsterdam", wall)).toISOString()).toBe(instant);
  });
});

describe("local dates", () => {
  it("have their day of the week", () => {
    expect(weekdayOf(0)).toBe("thu");
    expect(weekdayOf(-1)).toBe("wed");
    expect(weekdayOf(day("2026-03-29"))).toBe("sun");
    expect(weekdayOf(day("1899-12-31"))).toBe("sun");
  });

  it("have the week that begins on the weekday asked for", () => {
    const sunday = day("2026-03-29");
    expect(startOfWeek(sunday, "mon")).toBe(day("2026-03-23"));
    expect(startOfWeek(sunday, "sun")).toBe(sunday);
    expect(startOfWeek(sunday, "sat")).toBe(day("2026-03-28"));
    expect(startOfWeek(-1, "thu")).toBe(-7);
  });

  it("have their month, across years and leap days", () => {
    expect(startOfMonth(day("2024-02-29"))).toBe(day("2024-02-01"));
    expect(startOfNextMonth(day("2024-02-29"))).toBe(day("2024-03-01"));
    expect(startOfNextMonth(day("2025-12-31"))).toBe(day("2026-01-01"));
    expect(startOfMonth(-1)).toBe(day("1969-12-01"));
  });

  it("are read from ISO dates that exist only", () => {
    expect(dayOf("1970-01-02")).toBe(1);
    expect(dayOf("2024-02-29")).toBe(19_782);
    expect(dayOf("0001-01-01")).toBe(-719_162);
    for (const text of [
      "2025-02-29",
      "2025-02-30",
      "2025-13-01",
      "2025-00-10",
      "2025-1-1",
      "20250101",
      "",
      "2025-01-01T00:00Z",
    ]) {
      expect(dayOf(text), text).toBeUndefined();
    }
  });
});
