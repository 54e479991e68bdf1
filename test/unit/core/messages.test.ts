import { describe, expect, it } from "vitest";
import { messageOf } from "../../../lib/core/messages.ts";
import { REASON_CODES, type ReasonCode } from "../../../lib/core/reasons.ts";
import { epochMs } from "../../../lib/core/time.ts";

const NOW = Date.parse("2026-11-22T05:00:00Z");
const ago = (milliseconds: number) => new Date(NOW - milliseconds).toISOString();
const say = (code: ReasonCode, details: Record<string, unknown>) =>
  messageOf({ code, details, at: epochMs(NOW) });
const HOUR = 3_600_000;

describe("the message of a reason", () => {
  it("says of a cap how many of how many, in which window", () => {
    const cap = (count: number, max: number, window: object) => say("cap_reached", { count, max, window });
    expect(cap(2, 2, { rolling: "P7D" })).toBe("2 of at most 2 touches in any 7 days");
    expect(cap(1, 1, { rolling: "P1D" })).toBe("1 of at most 1 touch in any 1 day");
    expect(cap(1, 1, { rolling: "P1W" })).toBe("1 of at most 1 touch in any 1 week");
    expect(cap(5, 4, { rolling: "P1DT12H" })).toBe("5 of at most 4 touches in any 1 day 12 h");
    expect(cap(4, 4, { calendar: "month", zone: "contact" })).toBe(
      "4 of at most 4 touches in a calendar month",
    );
    expect(cap(7, 7, { consecutiveDays: 7 })).toBe("7 of at most 7 touches in 7 days in a row");
    expect(cap(1, 1, { consecutiveDays: 1 })).toBe("1 of at most 1 touch in one day");
  });

  it("says of a gap who was there before, when, and what must lie between", () => {
    const touchedAt = ago(26 * HOUR);
    expect(say("too_soon", { touchedAt, department: "marketing", channel: "email", min: "P3D" })).toBe(
      "marketing e-mailed this contact 26 h ago; 3 days must lie between",
    );
  });

  it("says of a lock who holds it, since when and for how long", () => {
    const locked = (channel: string, milliseconds: number) =>
      say("department_locked", {
        department: "service",
        channel,
        touchedAt: ago(milliseconds),
        period: "P2D",
      });
    expect(locked("call", 3 * HOUR)).toBe("service called this contact 3 h ago; others hold back for 2 days");
    expect(locked("sms", 48 * HOUR)).toContain("service texted this contact 2 days ago");
    expect(locked("visit", 47 * HOUR)).toContain("service visited this contact 47 h ago");
    expect(locked("wechat", 59 * 60_000)).toContain("service contacted this contact 59 min ago");
    expect(locked("call", 1_999)).toContain("1 s ago");
  });

  it("never rounds a distance up", () => {
    const { max, min } = { max: 72 * HOUR - 1, min: 48 * HOUR - 1 };
    const tooSoon = (milliseconds: number) =>
      say("too_soon", { touchedAt: ago(milliseconds), department: "a", channel: "call", min: "PT90M" });
    expect(tooSoon(max)).toBe("a called this contact 2 days ago; 90 min must lie between");
    expect(tooSoon(min)).toContain("47 h ago");
  });

  it("says of hours where it is too early or too late", () => {
    const zones = ["America/New_York", "Pacific/Honolulu"];
    expect(say("outside_hours", { zones })).toBe(
      "outside the permitted hours in America/New_York, Pacific/Honolulu",
    );
    expect(say("outside_own_hours", { zones: ["Europe/Berlin"] })).toBe(
      "outside the customer's own hours in Europe/Berlin",
    );
    expect(say("zone_unknown", { zones: [] })).toContain("time zone is unknown");
  });

  it("says of an opt-out what was refused", () => {
    expect(say("opted_out", { scope: "all" })).toBe("the customer opted out of all contact");
    expect(say("opted_out", { scope: "channel", channel: "sms" })).toBe("the customer opted out of sms");
    expect(say("opted_out", { scope: "topic", topic: "news" })).toBe(
      "the customer opted out of the topic news",
    );
    expect(say("opted_out", { scope: "department", department: "sales" })).toBe(
      "the customer opted out of contact by sales",
    );
  });

  it("says of other wishes what they ask for", () => {
    const until = "2026-12-01T00:00:00.000Z";
    expect(say("paused", { until })).toBe(`the customer paused all contact until ${until}`);
    const limit = { count: 2, max: 2, window: { rolling: "P7D" } };
    expect(say("own_limit_reached", { scope: "all", ...limit })).toBe(
      "2 of the customer's own limit of 2 touches in 7 days",
    );
    expect(say("own_limit_reached", { scope: "channel", channel: "email", ...limit })).toBe(
      "2 of the customer's own limit of 2 touches in 7 days by email",
    );
  });

  it("says of a suppression where it comes from", () => {
    expect(say("suppressed", { because: "list", list: "internal", reason: undefined, until: null })).toBe(
      "on the suppression list internal",
    );
    expect(
      say("suppressed", { because: "list", list: "internal", reason: "asked by mail", until: null }),
    ).toBe("on the suppression list internal (asked by mail)");
    expect(say("suppressed", { because: "erased" })).toBe("the contact was erased");
    expect(say("suppressed", { because: "invalid" })).toBe("the contact is marked as invalid");
    expect(say("suppressed", { because: "invalid_address" })).toBe("the address is known not to work");
  });

  it("is a sentence without gaps for every code there is", () => {
    const details = { window: { rolling: "P1D" }, zones: ["UTC"], touchedAt: ago(0), department: "sales" };
    const rest = {
      channel: "call",
      count: 1,
      max: 1,
      min: "P1D",
      period: "P1D",
      until: ago(0),
      scope: "all",
    };
    for (const code of REASON_CODES) {
      const message = say(code, { ...details, ...rest, because: "list", list: "internal" });
      expect(message, code).toMatch(/^[a-z0-9].*[a-z0-9).]$/i);
      expect(message, code).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });
});
