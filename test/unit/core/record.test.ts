import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { compilePolicy } from "../../../lib/core/compile-policy.ts";
import { type KeptKey, newContact } from "../../../lib/core/contact.ts";
import { forgottenAt, inOrder, keptUntil, withoutEnded, withTouch } from "../../../lib/core/record.ts";
import { DAY_MS, epochMs, HOUR_MS, NEVER } from "../../../lib/core/time.ts";
import type { Touch } from "../../../lib/core/touches.ts";
import { validatePolicy } from "../../../lib/core/validate-policy.ts";
import type { Outcome } from "../../../lib/core/words.ts";

const calendar = await loadCalendar();

/** A policy that retains 30 days, with these cooldowns. */
function policyOf(...cooldowns: object[]) {
  const rules = cooldowns.map((rule, index) => ({
    ...{ id: `r${index}`, kind: "cooldown", after: ["refused"] },
    ...rule,
  }));
  const purposes = { sales: {}, receipt: { counts: false } };
  const verdict = validatePolicy({ id: "p", retention: "P30D", purposes, rules }, calendar);
  if (!verdict.valid) throw new Error(JSON.stringify(verdict.issues));
  return compilePolicy(verdict.document, { version: 1, calendar });
}

/** A touch of day 0, or of another, with outcomes of these days. */
const touch = (outcomes: readonly (readonly [Outcome, number])[] = [], day = 0): Touch => ({
  ...{ id: `t${day}`, at: epochMs(day * DAY_MS), channel: "call", department: "sales", purpose: "sales" },
  ...{ campaign: undefined, topic: undefined, product: undefined, subject: undefined, agent: undefined },
  ...{ address: undefined, origin: undefined, state: "recorded", expiresAt: undefined },
  outcomes: outcomes.map(([outcome, at]) => ({ outcome, at: epochMs(at * DAY_MS) })),
});
const keptDays = (kept: Touch, ...cooldowns: object[]) => keptUntil(kept, policyOf(...cooldowns)) / DAY_MS;

describe("a touch is kept", () => {
  it("for as long as the policy retains it", () => {
    expect(keptDays(touch([["refused", 25]]))).toBe(30);
  });

  it("until the cooldown that its outcome started is over, when that is later", () => {
    expect(keptDays(touch([["refused", 25]]), { for: "P20D" })).toBe(45);
    expect(keptDays(touch([["refused", 5]]), { for: "P20D" })).toBe(30);
    expect(
      keptDays(
        touch([
          ["refused", 9],
          ["refused", 25],
          ["refused", 20],
        ]),
        { for: "P20D" },
      ),
    ).toBe(45);
  });

  it("until the last of several cooldowns is over", () => {
    const refused = touch([["refused", 25]]);
    expect(keptDays(refused, { for: "P20D" }, { for: "P10D" })).toBe(45);
    expect(keptDays(refused, { for: "P10D" }, { for: "P20D" })).toBe(45);
  });

  it("for good when a cooldown never ends", () => {
    expect(keptUntil(touch([["refused", 1]]), policyOf({ for: "P10D" }, { for: "forever" }))).toBe(NEVER);
  });

  it("no longer when its outcomes start none, or the rule counts other touches", () => {
    expect(keptDays(touch(), { for: "forever" })).toBe(30);
    expect(keptDays(touch([["answered", 25]]), { for: "forever" })).toBe(30);
    expect(keptDays(touch([["refused", 25]]), { for: "forever", counts: { channel: ["email"] } })).toBe(30);
    expect(
      keptUntil(touch([["refused", 25]]), policyOf({ for: "forever", counts: { channel: ["call"] } })),
    ).toBe(NEVER);
  });

  it("to the end of a cooldown by days, which may be longer than its hours", () => {
    // Midnight in Berlin on the day its clock goes back: twenty days later it is twenty days and an hour on.
    const outcomeAt = epochMs(Date.parse("2026-10-24T22:00:00.000Z"));
    const end = calendar.startOfDay("Europe/Berlin", calendar.wallClock("Europe/Berlin", outcomeAt).day + 20);
    expect(end - outcomeAt).toBe(20 * DAY_MS + HOUR_MS);
    const early = touch([["refused", outcomeAt / DAY_MS]], outcomeAt / DAY_MS - 15);
    const zone = "Europe/Berlin";
    const kept = (by: object) => keptUntil(early, policyOf({ for: "P20D", ...by }));
    expect(kept({ dayOne: true, zone })).toBeGreaterThanOrEqual(end);
    expect(kept({ zone })).toBeGreaterThanOrEqual(end);
    expect(kept({})).toBe(end - HOUR_MS);
  });
});

describe("a contact after a touch", () => {
  const policy = policyOf({ for: "forever" });
  const contact = (...touches: Touch[]) => ({ ...newContact("c_1"), touches });
  const days = (...args: Parameters<typeof withTouch>) =>
    withTouch(...args).touches.map(({ at }) => at / DAY_MS);

  it("has it among the others, oldest first, and those of one instant as they came", () => {
    const now = epochMs(10 * DAY_MS);
    expect(days(contact(touch([], 5), touch([], 20)), touch([], 10), { policy, now })).toEqual([5, 10, 20]);
    const [a, b] = [
      { ...touch(), id: "a" },
      { ...touch(), id: "b" },
    ];
    expect(inOrder([a, b]).map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("has lost what was kept until now, but not what started a cooldown for good", () => {
    const old = contact(touch([["refused", 1]], 0), touch([], 2), touch([], 3));
    const at = (ms: number) => ({ policy, now: epochMs(ms) });
    const next = touch([], 33);
    expect(days(old, next, at(32 * DAY_MS - 1))).toEqual([0, 2, 3, 33]);
    expect(days(old, next, at(32 * DAY_MS))).toEqual([0, 3, 33]);
    expect(days(old, next, at(900 * DAY_MS))).toEqual([0]);
  });

  it("has no touch of a purpose that does not count", () => {
    const now = epochMs(10 * DAY_MS);
    const receipt: Touch = { ...touch([], 10), purpose: "receipt", bearing: "uncounted" };
    expect(days(contact(touch([], 5)), receipt, { policy, now })).toEqual([5]);
  });
});

describe("an idempotency key", () => {
  const policy = policyOf();
  const key = (hash: string, of: string, day = 10): KeptKey => ({
    ...{ hash, payload: "p", touch: of, at: epochMs(day * DAY_MS), policyVersion: 1, said: undefined },
  });
  const receipt = (id: string): Touch => ({ ...touch([], 10), id, bearing: "uncounted" });
  const now = epochMs(10 * DAY_MS);

  it("is kept with its touch for a day, also when that does not count", () => {
    const one = key("h", "a");
    const contact = withTouch(newContact("c_1"), receipt("a"), { policy, now, key: one });
    expect(contact.keys).toEqual([one]);
    expect(contact.touches.map(({ id }) => id)).toEqual(["a"]);
    expect(forgottenAt(one)).toBe(now + DAY_MS);
    const at = (ms: number) => withoutEnded(contact, { policy, now: epochMs(now + ms) });
    expect(at(DAY_MS - 1)).toEqual(contact);
    expect(at(DAY_MS)).toMatchObject({ keys: [], touches: [] });
  });

  it("takes the place of one that was sent before, and of no other", () => {
    const before = { ...newContact("c_1"), keys: [key("h", "a"), key("other", "b")] };
    const again = key("h", "c");
    expect(withTouch(before, receipt("c"), { policy, now, key: again }).keys).toEqual([
      key("other", "b"),
      again,
    ]);
    expect(withTouch(before, receipt("d"), { policy, now }).keys).toEqual(before.keys);
  });

  it("keeps the touch that it names and no other", () => {
    const contact = { ...newContact("c_1"), touches: [receipt("a"), receipt("b")], keys: [key("h", "b")] };
    expect(withoutEnded(contact, { policy, now }).touches.map(({ id }) => id)).toEqual(["b"]);
  });
});
