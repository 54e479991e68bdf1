import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { place } from "../support/arbitrary-words.ts";
import { instantsAt, localTime, wallClock } from "../support/brute-clock.ts";
import { bruteMurmur } from "../support/brute-murmur.ts";

/** What the oracle leans on is itself checked. */

const instant = fc.integer({ min: Date.parse("2024-01-01"), max: Date.parse("2030-12-31") });

describe("the oracle", () => {
  it("knows what clocks show as Intl does, to the second in which they change", () => {
    const beside = fc.oneof(
      fc.tuple(place, instant).map(([{ zone }, x]) => ({ zone, x })),
      fc
        .tuple(place, fc.integer({ min: -5, max: 5 }))
        .map(([{ zone, now }, s]) => ({ zone, x: now + s * 1_000 })),
    );
    fc.assert(
      fc.property(beside, ({ zone, x }) => {
        const shown = new Date(localTime(zone, x)).toISOString().slice(0, 19);
        expect(shown.replace("T", " ")).toBe(wallClock(zone, x));
      }),
      { numRuns: 5_000 },
    );
  });

  it("finds a repeated time twice, a skipped one not at all, and the changes themselves", () => {
    const on = (time: string, date: string) =>
      instantsAt("Europe/Berlin", time)
        .map((x) => new Date(x).toISOString())
        .filter((text) => text.startsWith(date));
    const spring = "2026-03-29T01:00:00.000Z";
    const autumn = "2026-10-25T01:00:00.000Z";
    expect(on("02:30", "2026-03-29")).toEqual([spring]);
    expect(on("02:30", "2026-10-25")).toEqual([
      "2026-10-25T00:30:00.000Z",
      autumn,
      "2026-10-25T01:30:00.000Z",
    ]);
    expect(on("12:00", "2026-03-29")).toEqual([spring, "2026-03-29T10:00:00.000Z"]);
  });

  it("hashes as the published values of MurmurHash3 say", () => {
    const published = {
      "": 0,
      hello: 0x248bfa47,
      "hello, world": 0x149bbb7f,
      "The quick brown fox jumps over the lazy dog": 0x2e4ff723,
    };
    for (const [text, hash] of Object.entries(published)) expect(bruteMurmur(text)).toBe(hash);
  });
});
