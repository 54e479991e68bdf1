import { describe, expect, it } from "vitest";
import { formatInstant, parseDuration, parseInstant } from "../../../lib/core/time.ts";

const parsed = (text: string) => {
  const at = parseInstant(text);
  return at === undefined ? undefined : formatInstant(at);
};

describe("an instant", () => {
  it("is read to the millisecond, with Z or an offset", () => {
    expect(parsed("2026-11-24T02:10:00.123Z")).toBe("2026-11-24T02:10:00.123Z");
    expect(parsed("2026-11-24T02:10Z")).toBe("2026-11-24T02:10:00.000Z");
    expect(parsed("2026-11-24T10:10:00.5+08:00")).toBe("2026-11-24T02:10:00.500Z");
    expect(parsed("2026-11-23T20:40:00-05:30")).toBe("2026-11-24T02:10:00.000Z");
    expect(parseInstant("1970-01-01T00:00:00Z")).toBe(0);
  });

  it("drops what is finer than a millisecond, never rounding up", () => {
    expect(parsed("2026-11-24T02:10:00.999999Z")).toBe("2026-11-24T02:10:00.999Z");
  });

  it("exists on 29 February of leap years only", () => {
    expect(parsed("2028-02-29T00:00:00Z")).toBe("2028-02-29T00:00:00.000Z");
    expect(parsed("2000-02-29T00:00:00Z")).toBe("2000-02-29T00:00:00.000Z");
    for (const day of ["2026-02-29", "2100-02-29", "2026-04-31", "2026-01-32", "2026-01-00", "2026-13-01"]) {
      expect(parsed(`${day}T00:00:00Z`), day).toBeUndefined();
    }
  });

  it("is none without an offset, as a bare date, or in words", () => {
    for (const text of [
      "2026-11-24T02:10:00",
      "2026-11-24",
      "2026-11-24 02:10:00Z",
      "2026-11-24T02:10:00z",
      "2026-11-24T25:00:00Z",
      "2026-11-24T02:60:00Z",
      "2026-11-24T02:10:60Z",
      "2026-11-24T02:10:00+24:00",
      "20261124T021000Z",
      " 2026-11-24T02:10:00Z",
      "9999-12-31T23:59:59-01:00",
      "0000-01-01T00:00:00+14:00",
      "tomorrow",
      "",
    ]) {
      expect(parsed(text), text).toBeUndefined();
    }
  });
});

describe("a duration", () => {
  const HOUR = 3_600_000;

  it("is a length: weeks of 7 days, days of 24 hours", () => {
    expect(parseDuration("P7D")).toBe(168 * HOUR);
    expect(parseDuration("P1W")).toBe(parseDuration("P7D"));
    expect(parseDuration("P1W2DT3H4M5S")).toBe((9 * 24 + 3) * HOUR + 4 * 60_000 + 5_000);
    expect(parseDuration("PT36H")).toBe(36 * HOUR);
    expect(parseDuration("PT1S")).toBe(1_000);
  });

  it("tells minutes from months", () => {
    expect(parseDuration("PT1M")).toBe(60_000);
    expect(parseDuration("P1M")).toBe("calendar_unit");
    expect(parseDuration("P1Y")).toBe("calendar_unit");
    expect(parseDuration("P1Y2D")).toBe("calendar_unit");
  });

  it("is longer than nothing", () => {
    for (const text of ["P0D", "PT0S", "P0W", "P0DT0H"]) expect(parseDuration(text), text).toBe("zero");
    expect(parseDuration("P0Y")).toBe("zero");
  });

  it("is no other text", () => {
    for (const text of [
      "",
      "P",
      "PT",
      "P1DT",
      "7D",
      "p7d",
      "P-7D",
      "-P7D",
      "P1.5D",
      "P7D ",
      "PT1H1D",
      "P1D1W",
      "P1234567D",
    ]) {
      expect(parseDuration(text), text).toBe("not_iso_8601");
    }
  });
});
