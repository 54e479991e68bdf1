import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../lib/core/calendar.ts";
import { type Contact, newContact } from "../../lib/core/contact.ts";
import { decide } from "../../lib/core/decide.ts";
import { withTouch } from "../../lib/core/record.ts";
import type { Request } from "../../lib/core/request.ts";
import { type EpochMs, epochMs } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { compile } from "../support/arbitrary-questions.ts";
import { lengthOf, wallClock } from "../support/brute-clock.ts";
import type { OracleRule } from "../support/brute-oracle-input.ts";

/** What touches admitted one after the other look like afterwards, in whatever order they were planned. */

const calendar = await loadCalendar();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const policyOf = (rule: Partial<OracleRule>) =>
  compile(calendar, {
    ...{ id: "windows", retention: "P120D", timezone: "UTC", purposes: { marketing: {} } },
    rules: [{ id: "rule", kind: "cap", ...rule }],
  });

interface Ask {
  readonly at: EpochMs;
  readonly department: string;
  readonly campaign: string;
}
const requestOf = ({ at, department, campaign }: Ask): Request => ({
  ...{ channel: "email", department, purpose: "marketing", campaign, at },
  ...{ topic: undefined, product: undefined, subject: undefined, agent: undefined, namedKey: undefined },
});

/** Asks one after the other and records what is allowed. */
function admit(rule: Partial<OracleRule>, asks: readonly Ask[]): readonly Touch[] {
  const policy = policyOf(rule);
  const now = epochMs(Math.min(...asks.map(({ at }) => at)));
  let contact: Contact = newContact("c_1");
  asks.forEach((ask, index) => {
    const { at, namedKey: _none, ...tags } = requestOf(ask);
    if (decide(policy, contact, { ...tags, at, namedKey: undefined }, now).decision !== "allow") return;
    const state = { state: "recorded" as const, expiresAt: undefined, outcomes: [] };
    const touch = { ...tags, id: `t${index}`, at: ask.at, address: undefined, origin: undefined, ...state };
    contact = withTouch(contact, touch, { policy, now });
  });
  return contact.touches;
}

/** Around Berlin's change to winter time, by the hour, with milliseconds to collide on. */
const START = Date.parse("2026-10-18T00:00:00Z");
const asks = fc.array(
  fc.record({
    at: fc
      .tuple(fc.integer({ min: 0, max: 24 * 14 }), fc.constantFrom(-1, 0, 0, 1))
      .map(([hours, ms]) => epochMs(START + hours * HOUR + ms)),
    department: fc.constantFrom("marketing", "sales"),
    campaign: fc.constantFrom("a", "b"),
  }),
  { minLength: 1, maxLength: 30 },
);
const width = fc.constantFrom("PT1H", "PT6H", "P1D", "P2D", "P7D");
const max = fc.integer({ min: 1, max: 3 });

const pairs = <T>(list: readonly T[]): (readonly [T, T])[] =>
  list.flatMap((a, i) => list.slice(i + 1).map((b) => [a, b] as const));
const localDay = (at: number) => wallClock("Europe/Berlin", at).slice(0, 10);

describe("touches admitted in any order", () => {
  it("never fill a rolling window beyond its max", () => {
    fc.assert(
      fc.property(asks, width, max, (list, rolling, most) => {
        const times = admit({ max: most, window: { rolling } }, list).map(({ at }) => at);
        for (const end of times) {
          const held = times.filter((t) => end - lengthOf(rolling) < t && t <= end);
          expect(held.length).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("never fill a local day beyond its max, and use all of it", () => {
    fc.assert(
      fc.property(asks, max, (list, most) => {
        const times = admit({ max: most, window: { calendar: "day", zone: "Europe/Berlin" } }, list);
        const perDay = Map.groupBy(times, ({ at }) => localDay(at));
        const asked = Map.groupBy(list, ({ at }) => localDay(at));
        for (const [day, wanted] of asked) {
          expect(perDay.get(day)?.length ?? 0).toBe(Math.min(most, wanted.length));
        }
      }),
      { numRuns: 400 },
    );
  });

  it("never fill successive local days beyond their max", () => {
    fc.assert(
      fc.property(asks, max, fc.integer({ min: 1, max: 5 }), (list, most, length) => {
        const window = { consecutiveDays: length, zone: "Europe/Berlin" };
        const days = admit({ max: most, window }, list).map(({ at }) => Date.parse(localDay(at)) / DAY);
        for (const first of days) {
          expect(days.filter((day) => day >= first && day < first + length).length).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("keep the minimum distance of a gap, of campaigns that differ where it says so", () => {
    fc.assert(
      fc.property(asks, width, fc.boolean(), (list, min, differs) => {
        const rule = { kind: "gap", min, ...(differs && { differs: ["campaign"] }) };
        for (const [a, b] of pairs(admit(rule, list))) {
          const parted = Math.abs(a.at - b.at) >= lengthOf(min);
          expect(parted || (differs && a.campaign === b.campaign)).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it("keep departments a lock's period apart", () => {
    fc.assert(
      fc.property(asks, width, (list, period) => {
        for (const [a, b] of pairs(admit({ kind: "lock", period }, list))) {
          const parted = Math.abs(a.at - b.at) >= lengthOf(period);
          expect(parted || a.department === b.department).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe("a cap", () => {
  const one = { department: "marketing", campaign: "a" };

  it("admits exactly its max of any number of requests of one instant", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: 15 }),
        width,
        (most, n, rolling) => {
          const list = Array.from({ length: n }, () => ({ at: epochMs(START), ...one }));
          expect(admit({ max: most, window: { rolling } }, list)).toHaveLength(Math.min(most, n));
        },
      ),
    );
  });

  it("sends whoever follows its next instants exactly a window apart", () => {
    fc.assert(
      fc.property(width, (rolling) => {
        const rule = { max: 1, window: { rolling } };
        const list = [{ at: epochMs(START), ...one }];
        for (let round = 1; round <= 4; round++) {
          const now = list.at(-1)?.at as EpochMs;
          const contact = { ...newContact("c_1"), touches: admit(rule, list) };
          expect(contact.touches).toHaveLength(round);
          const next = decide(policyOf(rule), contact, requestOf({ at: now, ...one }), now).nextAllowedAt;
          expect(next).toBe(now + lengthOf(rolling));
          list.push({ at: next as EpochMs, ...one });
        }
      }),
    );
  });
});
