import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ActivePolicy } from "../../functions/shared/active-policy.ts";
import { loadCalendar } from "../../lib/core/calendar.ts";
import { compilePolicy } from "../../lib/core/compile-policy.ts";
import { type Contact, newContact } from "../../lib/core/contact.ts";
import { type Change, confirm, release, withOutcome } from "../../lib/core/lifecycle.ts";
import { inOrder, keptUntil, type Recording, withoutEnded, withTouch } from "../../lib/core/record.ts";
import { DAY_MS, type EpochMs, epochMs, HOUR_MS, MINUTE_MS } from "../../lib/core/time.ts";
import { BEARINGS, standingOf, TOUCH_STATES, type Touch } from "../../lib/core/touches.ts";
import { validatePolicy } from "../../lib/core/validate-policy.ts";
import { CHANNELS, OUTCOMES } from "../../lib/core/words.ts";
import { packTouches, unpackTouches } from "../../lib/store/packed-touches.ts";
import { NOW } from "../support/checking.ts";
import { COOLDOWN_DAYS, WRITE_SIDE_POLICY } from "../support/write-side.ts";

const calendar = await loadCalendar();
const verdict = validatePolicy(WRITE_SIDE_POLICY, calendar);
if (!verdict.valid) throw new Error(JSON.stringify(verdict.issues));
const policy: ActivePolicy["compiled"] = compilePolicy(verdict.document, { version: 1, calendar });

const RETENTION_MS = 90 * DAY_MS;
const word = fc.option(fc.constantFrom("spring", "a b", "ü,;@", "0"), { nil: undefined });
const instant = fc.integer({ min: -100 * DAY_MS, max: 10 * DAY_MS }).map((ms) => epochMs(NOW + ms));
const id = fc.string({ unit: fc.constantFrom(..."abcXYZ019_-"), minLength: 12, maxLength: 12 });

/** Any touch that a state can hold. */
const touch: fc.Arbitrary<Touch> = fc
  .record({
    id,
    at: instant,
    channel: fc.constantFrom(...CHANNELS),
    department: fc.constantFrom("growth", "sales"),
    purpose: fc.constantFrom("marketing", "notice"),
    campaign: word,
    topic: word,
    product: word,
    subject: word,
    agent: word,
    address: fc.option(fc.constant("c_address"), { nil: undefined }),
    origin: fc.option(fc.constant("c_origin"), { nil: undefined }),
    state: fc.constantFrom(...TOUCH_STATES),
    expiresAt: instant,
    outcomes: fc
      .array(fc.record({ outcome: fc.constantFrom(...OUTCOMES), at: instant }), { maxLength: 3 })
      .map((outcomes) => outcomes.sort((a, b) => a.at - b.at)),
    bearing: fc.option(fc.constantFrom(...BEARINGS), { nil: undefined }),
  })
  .map(({ bearing, expiresAt, ...rest }) => ({
    ...rest,
    expiresAt: rest.state === "reserved" || rest.state === "released" ? expiresAt : undefined,
    ...(bearing !== undefined && { bearing }),
  }));

/** A reservation made at NOW, with a lease of two minutes. */
const LEASE_MS = 2 * MINUTE_MS;
const reservation = touch.map(
  (one): Touch => ({
    ...one,
    at: NOW,
    purpose: "marketing",
    state: "reserved",
    expiresAt: epochMs(NOW + LEASE_MS),
    outcomes: [],
    bearing: undefined,
  }),
);

const holding = (...touches: readonly Touch[]): Contact => ({
  ...newContact("p1"),
  touches: inOrder(touches),
});
const at = (now: EpochMs): Recording => ({ policy, now });
/** The contact after a change, whether or not there was one. */
const contactAfter = (contact: Contact, change: Change): Contact =>
  change.kind === "changed" ? change.contact : contact;
const only = ({ touches }: Contact): Touch => touches[0] as Touch;

describe("a reservation's life", () => {
  const early = fc.integer({ min: 0, max: LEASE_MS - 1 }).map((ms) => epochMs(NOW + ms));
  const later = fc.integer({ min: 0, max: 20 * HOUR_MS });

  it("confirmed in time it stands, is confirmed as often as one likes, and is never released", () => {
    fc.assert(
      fc.property(reservation, early, later, (reserved, now, laterMs) => {
        const once = confirm(holding(reserved), reserved, at(now));
        expect(once.kind).toBe("changed");
        const contact = contactAfter(holding(reserved), once);
        const then = epochMs(now + laterMs);
        expect(standingOf(only(contact), then)).toBe("confirmed");
        expect(confirm(contact, only(contact), at(then)).kind).toBe("unchanged");
        expect(release(contact, only(contact), at(then))).toEqual({
          kind: "refused",
          because: "not_reserved",
        });
      }),
    );
  });

  it("released in time it is given back, is released as often as one likes, and is never confirmed", () => {
    fc.assert(
      fc.property(reservation, early, later, (reserved, now, laterMs) => {
        const contact = contactAfter(holding(reserved), release(holding(reserved), reserved, at(now)));
        const then = epochMs(now + laterMs);
        expect(standingOf(only(contact), then)).toBe("released");
        expect(release(contact, only(contact), at(then)).kind).toBe("unchanged");
        expect(confirm(contact, only(contact), at(then))).toEqual({ kind: "refused", because: "released" });
      }),
    );
  });

  it("confirmed late it stands when its place is still free, and not when it has been taken", () => {
    fc.assert(
      fc.property(reservation, later, fc.nat({ max: 3 }), (reserved, laterMs, taken) => {
        const now = epochMs(NOW + LEASE_MS + laterMs);
        const others = Array.from(
          { length: taken },
          (_, n): Touch => ({ ...reserved, id: `other-${n}`, state: "recorded", expiresAt: undefined }),
        );
        const contact = holding(reserved, ...others);
        const late = confirm(contact, reserved, at(now));
        if (taken < 2) expect(late).toMatchObject({ kind: "changed", touch: { state: "confirmed" } });
        else expect(late).toEqual({ kind: "refused", because: "lease_expired" });
        expect(release(contact, reserved, at(now)).kind).toBe("unchanged");
      }),
    );
  });
});

describe("outcomes", () => {
  const reported = fc.array(
    fc.record({
      outcome: fc.constantFrom("bounced" as const, "refused" as const, "failed" as const),
      at: fc.integer({ min: 1, max: 10 }).map((minutes) => epochMs(NOW + minutes * MINUTE_MS)),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const tellAll = (
    start: Contact,
    told: readonly { outcome: "bounced" | "refused" | "failed"; at: EpochMs }[],
  ) =>
    told.reduce(
      (contact, one) =>
        contactAfter(contact, withOutcome(contact, only(contact), { ...one, ...at(epochMs(NOW + HOUR_MS)) })),
      start,
    );
  const keyed = (contact: Contact) =>
    only(contact)
      .outcomes.map(({ outcome, at: when }) => `${when} ${outcome}`)
      .sort();

  it("come out the same in any order and however often each is told", () => {
    fc.assert(
      fc.property(reservation, reported, fc.infiniteStream(fc.nat({ max: 99 })), (reserved, told, chance) => {
        const recorded = holding({ ...reserved, state: "recorded", expiresAt: undefined });
        const shuffled = [...told, ...told]
          .map((one) => ({ one, order: chance.next().value as number }))
          .sort((a, b) => a.order - b.order)
          .map(({ one }) => one);
        const inAnyOrder = tellAll(recorded, shuffled);
        expect(keyed(inAnyOrder)).toEqual(keyed(tellAll(recorded, told)));
        const instants = only(inAnyOrder).outcomes.map(({ at: when }) => when);
        expect(instants).toEqual([...instants].sort((a, b) => a - b));
      }),
    );
  });

  it("that no rule in force reads change nothing", () => {
    const unread = OUTCOMES.filter((outcome) => !policy.readsOutcome(outcome));
    expect(unread).toContain("delivered");
    fc.assert(
      fc.property(touch, fc.constantFrom(...unread), (one, outcome) => {
        const told = withOutcome(holding(one), one, { outcome, at: undefined, ...at(NOW) });
        expect(told.kind).toBe("unchanged");
      }),
    );
  });
});

describe("what a state keeps", () => {
  /** As decision.md says it, told once more. */
  function neededUntil({ at: when, state, expiresAt, bearing, outcomes }: Touch): number {
    const refusals = bearing === "uncounted" ? [] : outcomes.filter(({ outcome }) => outcome === "refused");
    const cooldowns = refusals.map(({ at: refusedAt }) => refusedAt + COOLDOWN_DAYS * DAY_MS);
    if (state === "reserved" || state === "released") {
      return Math.max((expiresAt as number) + DAY_MS, ...cooldowns);
    }
    return Math.max(bearing === undefined ? when + RETENTION_MS : when, ...cooldowns);
  }

  it("is each touch until the last instant at which anything needs it, and no longer", () => {
    fc.assert(
      fc.property(touch, (one) => {
        const until = keptUntil(one, policy);
        expect(until).toBe(neededUntil(one));
        expect(withoutEnded(holding(one), at(epochMs(until - 1))).touches).toEqual([one]);
        expect(withoutEnded(holding(one), at(until)).touches).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("is a touch for as long as a key names it, and a key for a day", () => {
    fc.assert(
      fc.property(touch, (one) => {
        const key = { hash: "h", payload: "p", touch: one.id, at: NOW, policyVersion: 1, said: undefined };
        const contact = withTouch(newContact("p1"), one, { policy, now: NOW, key });
        expect(contact.touches).toEqual([one]);
        const lastDay = withoutEnded(contact, at(epochMs(NOW + DAY_MS - 1)));
        expect([lastDay.touches, lastDay.keys]).toEqual([[one], [key]]);
        const dayAfter = withoutEnded(contact, at(epochMs(NOW + DAY_MS)));
        expect(dayAfter.keys).toEqual([]);
        expect(dayAfter.touches).toHaveLength(neededUntil(one) > NOW + DAY_MS ? 1 : 0);
      }),
    );
  });

  it("is in order of time, whatever the order in which it was told", () => {
    fc.assert(
      fc.property(fc.uniqueArray(touch, { selector: (one) => one.id, maxLength: 8 }), (touches) => {
        const contact = touches.reduce(
          (held, one) => withTouch(held, one, { policy, now: epochMs(NOW - 200 * DAY_MS) }),
          newContact("p1"),
        );
        const instants = contact.touches.map(({ at: when }) => when);
        expect(instants).toEqual([...instants].sort((a, b) => a - b));
      }),
    );
  });

  it("comes back from the item as it was, bearing and outcomes included", () => {
    fc.assert(
      fc.property(fc.array(touch, { maxLength: 6 }), (touches) => {
        const { words, lists } = packTouches([touches]);
        expect(unpackTouches({ words, lines: lists[0] as string })).toEqual(touches);
      }),
      { numRuns: 500 },
    );
  });
});
