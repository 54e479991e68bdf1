import { describe, expect, it } from "vitest";
import { epochMs } from "../../../lib/core/time.ts";
import { createClock } from "../../../lib/local/clock.ts";

describe("the local clock", () => {
  it("shows real time until it is set", () => {
    const before = Date.now();
    const clock = createClock();
    expect(clock.frozen()).toBe(false);
    expect(clock.now()).toBeGreaterThanOrEqual(before);
    expect(clock.now()).toBeLessThanOrEqual(Date.now());
  });

  it("stands still at the instant it is set to, the epoch itself too", () => {
    const clock = createClock();
    for (const instant of [epochMs(0), epochMs(1_500_000_000_123)]) {
      clock.set(instant);
      expect(clock.frozen()).toBe(true);
      expect(clock.now()).toBe(instant);
    }
  });

  it("goes back to real time with null", () => {
    const clock = createClock();
    clock.set(epochMs(0));
    clock.set(null);
    expect(clock.frozen()).toBe(false);
    expect(clock.now()).toBeGreaterThan(1_700_000_000_000);
  });
});
