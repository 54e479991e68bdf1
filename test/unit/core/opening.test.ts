import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { holidaysOf } from "../../../lib/core/holidays/holidays.ts";
import { nextOpenAt, openingOf } from "../../../lib/core/opening.ts";
import { DAY_MS, epochMs, formatInstant, NEVER } from "../../../lib/core/time.ts";

const calendar = await loadCalendar();
const WORKDAYS = ["mon", "tue", "wed", "thu", "fri"] as const;
const nineToTwelve = [["09:00", "12:00"]] as const;

/** The next opening at or after an instant, as ISO text; `never` when there is none. */
function opens(opening: ReturnType<typeof openingOf>, at: string, zone = "UTC"): string {
  const next = nextOpenAt(opening, calendar, zone, epochMs(Date.parse(at)));
  return next === NEVER ? "never" : formatInstant(next);
}

describe("an opening by days of the week", () => {
  const workdays = openingOf([{ days: WORKDAYS, ranges: nineToTwelve }]);

  it("is open from its first millisecond to its last", () => {
    // 20 November 2026 is a Friday.
    expect(opens(workdays, "2026-11-20T08:59:59.999Z")).toBe("2026-11-20T09:00:00.000Z");
    expect(opens(workdays, "2026-11-20T09:00:00.000Z")).toBe("2026-11-20T09:00:00.000Z");
    expect(opens(workdays, "2026-11-20T11:59:59.999Z")).toBe("2026-11-20T11:59:59.999Z");
    expect(opens(workdays, "2026-11-20T12:00:00.000Z")).toBe("2026-11-23T09:00:00.000Z");
  });

  it("comes round after a week when it is open on one day only", () => {
    const fridays = openingOf([{ days: ["fri"], ranges: nineToTwelve }]);
    expect(opens(fridays, "2026-11-20T12:00:00.000Z")).toBe("2026-11-27T09:00:00.000Z");
  });

  it("takes the ranges of several entries in the order of the clock", () => {
    const twice = openingOf([
      { days: ["fri"], ranges: [["18:00", "24:00"]] },
      {
        days: ["fri", "sat"],
        ranges: [
          ["14:00", "15:00"],
          ["09:00", "10:00"],
        ],
      },
    ]);
    const from = ["00:00", "10:00", "15:00", "23:59"].map((time) => opens(twice, `2026-11-20T${time}:00Z`));
    expect(from).toEqual(["09:00", "14:00", "18:00", "23:59"].map((time) => `2026-11-20T${time}:00.000Z`));
    expect(opens(twice, "2026-11-21T00:00:00Z")).toBe("2026-11-21T09:00:00.000Z");
  });

  it("that is never open never opens", () => {
    expect(opens(openingOf([]), "2026-11-20T08:00:00Z")).toBe("never");
    expect(opens(openingOf([], holidaysOf(["2026-12-25"])), "2026-11-20T08:00:00Z", "Europe/Berlin")).toBe(
      "never",
    );
  });

  it("in an hour that the clock skips does not happen that day", () => {
    const sundays = openingOf([{ days: ["sun"], ranges: [["02:15", "02:45"]] }]);
    // 28 March 2027 has no such time in Berlin, the Sunday after has.
    expect(opens(sundays, "2027-03-22T00:00:00Z", "Europe/Berlin")).toBe("2027-04-04T00:15:00.000Z");
    // Nor has it one that begins with the skipped hour.
    const early = openingOf([{ days: ["sun"], ranges: [["02:00", "02:30"]] }]);
    expect(opens(early, "2027-03-22T00:00:00Z", "Europe/Berlin")).toBe("2027-04-04T00:00:00.000Z");
  });
});

describe("an opening with holidays", () => {
  const christmas = holidaysOf(["2026-12-25", "2026-12-26"]);
  const opening = (...entries: Parameters<typeof openingOf>[0]) =>
    openingOf([{ days: WORKDAYS, ranges: nineToTwelve }, ...entries], christmas);

  it("is closed on one without entries of its own", () => {
    // The 25th is a Friday, the 26th a Saturday: open again on Monday.
    expect(opens(opening(), "2026-12-24T12:00:00Z")).toBe("2026-12-28T09:00:00.000Z");
    expect(opens(opening(), "2026-12-24T09:30:00Z")).toBe("2026-12-24T09:30:00.000Z");
  });

  it("has only the holiday's entries on one, whatever its weekday", () => {
    const holiday = { days: ["holiday"], ranges: [["15:00", "16:00"]] } as const;
    expect(opens(opening(holiday), "2026-12-24T12:00:00Z")).toBe("2026-12-25T15:00:00.000Z");
    expect(opens(opening(holiday), "2026-12-25T16:00:00Z")).toBe("2026-12-26T15:00:00.000Z");
    expect(opens(opening(holiday), "2026-12-18T12:00:00Z")).toBe("2026-12-21T09:00:00.000Z");
  });

  it("has only the entries for the day before on the day before, if there are any", () => {
    const before = { days: ["preholiday"], ranges: [["07:00", "08:00"]] } as const;
    expect(opens(opening(before), "2026-12-24T00:00:00Z")).toBe("2026-12-24T07:00:00.000Z");
    expect(opens(opening(before), "2026-12-24T08:00:00Z")).toBe("2026-12-28T09:00:00.000Z");
    expect(opens(opening(before), "2026-12-22T12:00:00Z")).toBe("2026-12-23T09:00:00.000Z");
  });

  it("lets the holiday win on a holiday before another", () => {
    const both = [
      { days: ["holiday"], ranges: [["15:00", "16:00"]] },
      { days: ["preholiday"], ranges: [["07:00", "08:00"]] },
    ] as const;
    expect(opens(opening(...both), "2026-12-25T00:00:00Z")).toBe("2026-12-25T15:00:00.000Z");
  });

  it("has them on each zone's own date", () => {
    // Midday of the 25th in Auckland is still the 24th in Honolulu.
    const at = "2026-12-24T22:00:00Z";
    const daily = openingOf([{ days: [...WORKDAYS, "sat", "sun"], ranges: [["00:00", "24:00"]] }], christmas);
    expect(opens(daily, at, "Pacific/Honolulu")).toBe("2026-12-24T22:00:00.000Z");
    expect(opens(daily, at, "Pacific/Auckland")).toBe("2026-12-26T11:00:00.000Z");
  });

  const datesFrom = (first: string, length: number) =>
    holidaysOf(
      Array.from({ length }, (_, day) =>
        new Date(Date.parse(first) + day * DAY_MS).toISOString().slice(0, 10),
      ),
    );

  it("opens after weeks of them", () => {
    const closed = openingOf([{ days: WORKDAYS, ranges: nineToTwelve }], datesFrom("2026-11-20", 60));
    // 60 days from the 20th of November end on the 18th of January, a Monday.
    expect(opens(closed, "2026-11-20T00:00:00Z")).toBe("2027-01-19T09:00:00.000Z");
  });

  it("that is open on holidays only is found as far as decisions look ahead, and no further", () => {
    const only = (date: string) =>
      openingOf([{ days: ["holiday"], ranges: nineToTwelve }], holidaysOf([date]));
    // 25 December 2027 is 400 days on.
    expect(opens(only("2027-12-25"), "2026-11-20T00:00:00Z")).toBe("2027-12-25T09:00:00.000Z");
    expect(opens(only("2028-12-25"), "2026-11-20T00:00:00Z")).toBe("never");
    expect(opens(only("2026-11-19"), "2026-11-20T00:00:00Z")).toBe("never");
  });

  it("keeps to the clock when it changes on one", () => {
    // Clocks in Berlin go forward on 28 March 2027: 12:00 is then 10:00 UTC, the day before 11:00.
    const noon = openingOf([{ days: ["holiday"], ranges: [["12:00", "13:00"]] }], datesFrom("2027-03-27", 2));
    expect(opens(noon, "2027-03-27T00:00:00Z", "Europe/Berlin")).toBe("2027-03-27T11:00:00.000Z");
    expect(opens(noon, "2027-03-27T12:00:00Z", "Europe/Berlin")).toBe("2027-03-28T10:00:00.000Z");
  });
});
