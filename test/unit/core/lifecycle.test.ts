import { describe, expect, it } from "vitest";
import type { Contact } from "../../../lib/core/contact.ts";
import {
  type Change,
  confirm,
  hasOutcome,
  release,
  touchOf as rememberedTouch,
  requestOf,
  withOutcome,
} from "../../../lib/core/lifecycle.ts";
import { type EpochMs, epochMs } from "../../../lib/core/time.ts";
import type { Touch } from "../../../lib/core/touches.ts";
import type { Outcome } from "../../../lib/core/words.ts";
import { ASKED_AT, contactWith, inDays, inHours, policyWith, touchOf } from "../../support/asked-with.ts";

/** What becomes of a touch, case by case; the properties beside them hold for any. */

const policy = policyWith([
  { kind: "cap", max: 1, window: { rolling: "P1D" }, unless: { campaign: ["free"] } },
  { kind: "cooldown", after: ["refused", "complained"], for: "P30D", when: { channel: ["call"] } },
]);
const at = (now: EpochMs) => ({ policy, now });
const holding = (...touches: Touch[]) => contactWith({ touches });

/** Made at the instant of asking, for two hours. */
const reserved = touchOf({ id: "r", at: ASKED_AT, state: "reserved", expiresAt: inHours(2) });
const [inTime, late] = [inHours(1), inHours(2)];

const stateOf = (change: Change) =>
  change.kind === "changed" ? [change.touch.state, change.touch.expiresAt] : change;

describe("to confirm", () => {
  it.each([
    ["a reservation in time makes it count", {}, inTime, ["confirmed", undefined]],
    ["one at the end of its lease asks again, and counts", {}, late, ["confirmed", undefined]],
    [
      "one that does not count says from when on it is over",
      { bearing: "uncounted" },
      inTime,
      ["confirmed", inTime],
    ],
  ] as const)("%s", (_, fields, now, state) => {
    const touch = { ...reserved, ...fields };
    const change = confirm(holding(touch), touch, at(now));
    expect(stateOf(change)).toEqual(state);
    expect(change).toHaveProperty("contact.touches", [(change as { touch: Touch }).touch]);
  });

  it("what stands already leaves it as it is", () => {
    for (const state of ["recorded", "confirmed"] as const) {
      const touch = touchOf({ state });
      expect(confirm(holding(touch), touch, at(ASKED_AT))).toEqual({ kind: "unchanged", touch });
    }
  });

  it("what was given back is refused", () => {
    const touch: Touch = { ...reserved, state: "released", expiresAt: inTime };
    expect(confirm(holding(touch), touch, at(late))).toEqual({ kind: "refused", because: "released" });
  });

  it("late is refused when its place has been taken, and by nothing that holds none", () => {
    const beside = (fields: Partial<Touch>) => {
      const other = touchOf({ id: "other", at: inHours(-1), ...fields });
      return confirm(holding(other, reserved), reserved, at(late));
    };
    const refused = { kind: "refused", because: "lease_expired" };
    expect(beside({})).toEqual(refused);
    expect(beside({ state: "reserved", expiresAt: inHours(3) })).toEqual(refused);
    // A lease that is over now holds no place, though it did at the instant of the reservation.
    expect(beside({ state: "reserved", expiresAt: late }).kind).toBe("changed");
    expect(beside({ state: "released", expiresAt: inHours(3) }).kind).toBe("changed");
    expect(beside({ at: inDays(-2) }).kind).toBe("changed");
  });

  it("late is refused after a refusal that another reservation met with, also when its lease is over", () => {
    const call = touchOf({ ...reserved, channel: "call" });
    const refusal = { outcome: "refused", at: inHours(-1) } as const;
    const other = { ...touchOf({ id: "other", at: inDays(-2), channel: "call" }), outcomes: [refusal] };
    const over = { ...other, state: "reserved", expiresAt: inHours(-1) } as const;
    expect(confirm(holding(over, call), call, at(late))).toEqual({
      kind: "refused",
      because: "lease_expired",
    });
  });

  it("late is judged by the touch's own tags, at its own instant", () => {
    const other = touchOf({ id: "other", at: inHours(-1) });
    const free = { ...reserved, campaign: "free" };
    expect(confirm(holding(other, free), free, at(late)).kind).toBe("changed");
    const longAgo = { ...reserved, at: inDays(-9), expiresAt: inDays(-8) };
    expect(confirm(holding(longAgo, other), longAgo, at(inDays(-7))).kind).toBe("changed");
  });
});

describe("to release", () => {
  it("a reservation gives it back from that instant on, among the others", () => {
    const other = touchOf({ id: "other" });
    const change = release(holding(other, reserved), reserved, at(inTime));
    expect(stateOf(change)).toEqual(["released", inTime]);
    expect(change).toHaveProperty("contact.touches", [other, (change as { touch: Touch }).touch]);
  });

  it("what has ended changes nothing", () => {
    const released: Touch = { ...reserved, state: "released", expiresAt: inTime };
    for (const touch of [released, reserved]) {
      expect(release(holding(touch), touch, at(late))).toEqual({ kind: "unchanged", touch });
    }
  });

  it("what stands is refused", () => {
    for (const state of ["recorded", "confirmed"] as const) {
      const touch = touchOf({ state });
      expect(release(holding(touch), touch, at(ASKED_AT))).toEqual({
        ...{ kind: "refused", because: "not_reserved" },
      });
    }
  });
});

describe("an outcome", () => {
  const touch = touchOf({ outcomes: [{ outcome: "refused", at: inHours(-2) }] });
  const tell = (outcome: Outcome, told?: EpochMs, of: Touch = touch) =>
    withOutcome(holding(of), of, { outcome, at: told, ...at(ASKED_AT) });

  it("is added in order of time, of the present when none is told", () => {
    expect(tell("complained")).toMatchObject({
      kind: "changed",
      touch: { outcomes: [touch.outcomes[0], { outcome: "complained", at: ASKED_AT }] },
    });
    expect(tell("complained", inHours(-3))).toMatchObject({
      touch: { outcomes: [{ outcome: "complained", at: inHours(-3) }, touch.outcomes[0]] },
    });
  });

  it("that was told before changes nothing, unless it is of another instant", () => {
    const unchanged = { kind: "unchanged", touch };
    expect(tell("refused")).toEqual(unchanged);
    expect(tell("refused", inHours(-2))).toEqual(unchanged);
    expect(tell("refused", inHours(-1)).kind).toBe("changed");
    expect(hasOutcome(touch, { outcome: "refused", at: undefined })).toBe(true);
    expect(hasOutcome(touch, { outcome: "bounced", at: inHours(-2) })).toBe(false);
    expect(hasOutcome(touchOf({}), { outcome: "refused", at: undefined })).toBe(false);
  });

  it("that no rule reads changes nothing", () => {
    expect(tell("opened")).toEqual({ kind: "unchanged", touch });
  });

  it("is the last that is kept when there are fifty", () => {
    const told = (count: number) =>
      touchOf({
        outcomes: Array.from({ length: count }, (_, n) => ({ outcome: "refused", at: inHours(-n - 3) })),
      });
    expect(tell("complained", undefined, told(49)).kind).toBe("changed");
    expect(tell("complained", undefined, told(50)).kind).toBe("unchanged");
  });
});

describe("a touch", () => {
  it("answers to the request that it was", () => {
    const tags: Partial<Touch> = {
      ...{ department: "service", purpose: "news", campaign: "c", topic: "t", product: "p", subject: "s" },
      ...{ channel: "call", agent: "u1" },
    };
    expect(requestOf(touchOf({ ...tags, address: "p1", at: inHours(-5) }))).toEqual({
      ...{ ...tags, namedKey: "p1", at: inHours(-5), kept: true },
    });
  });

  it("is remembered until it has ended", () => {
    const contact: Contact = holding(touchOf({ id: "old", at: inDays(-90) }), touchOf({ id: "new" }));
    const found = (id: string, now: number) => rememberedTouch(contact, id, at(epochMs(now)))?.id;
    expect(found("old", ASKED_AT - 1)).toBe("old");
    expect(found("old", ASKED_AT)).toBeUndefined();
    expect(found("new", ASKED_AT)).toBe("new");
    expect(found("none", ASKED_AT)).toBeUndefined();
  });
});
