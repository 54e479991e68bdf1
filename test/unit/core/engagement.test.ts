import { describe, expect, it } from "vitest";
import { engagementAt, engagementChangesAt } from "../../../lib/core/engagement.ts";
import { epochMs, NEVER } from "../../../lib/core/time.ts";
import type { Touch } from "../../../lib/core/touches.ts";
import type { Outcome } from "../../../lib/core/words.ts";

const DAY = 86_400_000;
const NOW = Date.parse("2026-06-10T12:00:00Z");

/** A touch with outcomes of these ages, in days. */
const touch = (...outcomes: [Outcome, number][]): Touch => ({
  ...{ id: "t", at: epochMs(NOW - 100 * DAY), channel: "call", department: "sales", purpose: "sales" },
  ...{ campaign: undefined, topic: undefined, product: undefined, subject: undefined, agent: undefined },
  ...{ address: undefined, origin: undefined, state: "recorded", expiresAt: undefined },
  outcomes: outcomes.map(([outcome, age]) => ({ outcome, at: epochMs(NOW - age * DAY) })),
});
const levelOf = (...touches: Touch[]) => engagementAt(touches, epochMs(NOW));
const coolsIn = (...touches: Touch[]) => engagementChangesAt(touches, epochMs(NOW)) - NOW;

describe("engagement", () => {
  it("weighs a conversation, a reply and a conversion 4, a click 2, an open 1", () => {
    for (const outcome of ["conversation", "replied", "converted"] as const) {
      expect(levelOf(touch([outcome, 0]))).toBe("hot");
    }
    expect(levelOf(touch(["clicked", 0]))).toBe("warm");
    expect(levelOf(touch(["clicked", 0]), touch(["clicked", 0]))).toBe("hot");
    expect(levelOf(touch(["opened", 0]))).toBe("warm");
    expect(levelOf(touch(["clicked", 0], ["opened", 0]), touch(["opened", 0]))).toBe("hot");
  });

  it("weighs everything else nothing", () => {
    expect(levelOf()).toBe("dormant");
    expect(levelOf(touch(["delivered", 0], ["answered", 0], ["no_answer", 0], ["refused", 0]))).toBe(
      "dormant",
    );
  });

  it("counts an open once a touch, its first", () => {
    expect(levelOf(touch(["opened", 0], ["opened", 0], ["opened", 0], ["opened", 0]))).toBe("warm");
    expect(levelOf(touch(["opened", 30], ["opened", 0]))).toBe("cold");
    expect(levelOf(...Array.from({ length: 4 }, () => touch(["opened", 0])))).toBe("hot");
  });

  it("halves in 30 days", () => {
    // 4 · 2^-1 + 2 = 4; 4 · 2^-2 = 1; just under is the level below.
    expect(levelOf(touch(["replied", 30], ["clicked", 0]))).toBe("hot");
    expect(levelOf(touch(["replied", 30.001], ["clicked", 0]))).toBe("warm");
    expect(levelOf(touch(["replied", 60]))).toBe("warm");
    expect(levelOf(touch(["replied", 60.001]))).toBe("cold");
    expect(levelOf(touch(["opened", 390]))).toBe("cold");
  });

  it("tells the first millisecond of the level below", () => {
    expect(coolsIn(touch(["replied", 0]))).toBe(1);
    // 4 · 2^-1 = 2 falls below 1 after one half-life more.
    expect(coolsIn(touch(["replied", 30]))).toBe(30 * DAY + 1);
    // 8 falls below 4 after one half-life.
    expect(coolsIn(touch(["replied", 0]), touch(["converted", 0]))).toBe(30 * DAY + 1);
    const changesAt = engagementChangesAt([touch(["clicked", 3], ["opened", 17])], epochMs(NOW));
    const levelAt = (at: number) => engagementAt([touch(["clicked", 3], ["opened", 17])], epochMs(at));
    expect([levelAt(changesAt - 1), levelAt(changesAt)]).toEqual(["warm", "cold"]);
  });

  it("never grows colder than cold by itself, nor than dormant", () => {
    expect(engagementChangesAt([touch(["opened", 40])], epochMs(NOW))).toBe(NEVER);
    expect(engagementChangesAt([], epochMs(NOW))).toBe(NEVER);
  });

  it("reads what the contact said by themselves, but not what came of a purpose that does not count", () => {
    const replied = touch(["replied", 0]);
    expect(levelOf({ ...replied, bearing: "inbound" })).toBe("hot");
    expect(levelOf({ ...replied, bearing: "uncounted" })).toBe("dormant");
  });
});
