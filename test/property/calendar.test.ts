import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../lib/core/calendar.ts";
import { createCalendar } from "../../lib/core/temporal-calendar.ts";
import { DAY_MS, type EpochMs, epochMs } from "../../lib/core/time.ts";

const calendar = await loadCalendar();

/** Zones chosen for what they do to clocks. */
const ZONES = [
  "UTC",
  "Europe/Amsterdam",
  "Europe/London",
  "Europe/Dublin", // winter time is the exception by law
  "Europe/Lisbon", // changed its standard time twice
  "Europe/Moscow", // changed its standard time, ended DST
  "Europe/Istanbul", // stayed on summer time
  "Africa/Cairo", // skips midnight; four changes in 2014
  "Africa/Casablanca", // Ramadan: short spans
  "Africa/Juba",
  "America/New_York",
  "America/Phoenix",
  "America/Sao_Paulo", // skipped midnight
  "America/Havana", // skips and repeats midnight
  "America/Caracas", // half an hour back and forth
  "America/St_Johns", // changed at 00:01
  "America/Goose_Bay", // changed at 00:01
  "America/Asuncion",
  "America/Santiago",
  "America/Godthab",
  "America/Noronha",
  "Antarctica/Troll", // changes by two hours
  "Asia/Beirut", // skips midnight
  "Asia/Gaza", // changes announced late, short spans
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Asia/Pyongyang", // half an hour back and forth
  "Asia/Shanghai",
  "Asia/Tehran",
  "Australia/Lord_Howe", // changes by half an hour
  "Pacific/Apia", // skipped a day
  "Pacific/Chatham",
  "Pacific/Kiritimati", // skipped a day
  "Pacific/Kwajalein", // skipped a day
  "Pacific/Norfolk",
] as const;

const FIRST = Date.UTC(1990, 0, 1);
const LAST = Date.UTC(2040, 0, 1);
const zones = fc.constantFrom(...ZONES);
const instants = fc.integer({ min: FIRST, max: LAST }).map(epochMs);

/** An instant within two days of a change of the zone's clocks, and often beside it. */
const nearAChange = fc
  .tuple(
    zones,
    instants,
    fc.boolean(),
    fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS })),
  )
  .map(([zone, at, after, shift]) => {
    const span = calendar.offsetSpan(zone, at);
    return [zone, epochMs((after ? span.to : span.from) + shift)] as const;
  });
const moments = fc.oneof(fc.tuple(zones, instants), nearAChange);

const formats = new Map(
  ZONES.map((timeZone) => [
    timeZone as string,
    new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
      fractionalSecondDigits: 3,
    }),
  ]),
);

/** What clocks show by Intl, as milliseconds since 1970-01-01 in local time. */
function shownByIntl(zone: string, at: EpochMs): number {
  const parts = Object.fromEntries(
    (formats.get(zone) as Intl.DateTimeFormat)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<string, number>;
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, fractionalSecond = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second, fractionalSecond);
}
const dateByIntl = (zone: string, at: number) => Math.floor(shownByIntl(zone, epochMs(at)) / DAY_MS);

describe("the calendar agrees with Intl", () => {
  it("on what clocks show", () => {
    fc.assert(
      fc.property(moments, ([zone, at]) => {
        const { day, msOfDay } = calendar.wallClock(zone, at);
        expect(day * DAY_MS + msOfDay).toBe(shownByIntl(zone, at));
        expect(msOfDay >= 0 && msOfDay < DAY_MS).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });

  it("on the least instant at which a date is reached", () => {
    fc.assert(
      fc.property(moments, fc.integer({ min: -1, max: 1 }), ([zone, at], later) => {
        const day = dateByIntl(zone, at) + later;
        const start = calendar.startOfDay(zone, day);
        expect(dateByIntl(zone, start)).toBeGreaterThanOrEqual(day);
        expect(dateByIntl(zone, start - 1)).toBeLessThan(day);
        // No earlier pass through the date: no half hour of the day before reaches it.
        for (let steps = 1; steps <= 48; steps += 1) {
          expect(dateByIntl(zone, start - steps * 1_800_000)).toBeLessThan(day);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("on the whole of a span", () => {
    fc.assert(
      fc.property(moments, fc.double({ min: 0, max: 1, noNaN: true }), ([zone, at], share) => {
        const { from, to, offsetMs } = calendar.offsetSpan(zone, at);
        expect(from <= at && at < to).toBe(true);
        for (const inside of [from, Math.floor(from + share * (to - 1 - from)), to - 1]) {
          expect(shownByIntl(zone, epochMs(inside)) - inside).toBe(offsetMs);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});

describe("a span", () => {
  it("is followed by another offset, unless it is cut more than a year from the instant", () => {
    fc.assert(
      fc.property(zones, instants, (zone, at) => {
        const fresh = createCalendar();
        const { from, to, offsetMs } = fresh.offsetSpan(zone, at);
        const before = shownByIntl(zone, epochMs(from - 1)) - (from - 1);
        const following = shownByIntl(zone, epochMs(to)) - to;
        expect(before !== offsetMs || at - from > 366 * DAY_MS).toBe(true);
        expect(following !== offsetMs || to - at > 366 * DAY_MS).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it("does not depend on what was asked before", () => {
    fc.assert(
      fc.property(zones, fc.array(instants, { minLength: 1, maxLength: 40 }), (zone, asked) => {
        const used = createCalendar();
        for (const at of asked) used.offsetSpan(zone, at);
        for (const at of asked) {
          expect(used.wallClock(zone, at)).toEqual(createCalendar().wallClock(zone, at));
        }
      }),
      { numRuns: 100 },
    );
  });
});
