import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../lib/core/calendar.ts";
import { type Contact, newContact } from "../../lib/core/contact.ts";
import { decide } from "../../lib/core/decide.ts";
import { remainingOf } from "../../lib/core/outlook.ts";
import type { Request } from "../../lib/core/request.ts";
import { type EpochMs, epochMs } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { compile } from "../support/arbitrary-questions.ts";
import type { OracleRule } from "../support/brute-oracle-input.ts";

/** What chance and the oracle have found, told once more by hand. */

const calendar = await loadCalendar();
const at = (text: string): EpochMs => epochMs(Date.parse(text));

const policyOf = (rule: Omit<OracleRule, "id">) =>
  compile(calendar, {
    ...{ id: "found", timezone: "UTC", purposes: { marketing: {} } },
    rules: [{ id: "rule", ...rule }],
  });
const touch = (when: string, outcomes: Touch["outcomes"] = []): Touch => ({
  ...{ id: when, at: at(when), channel: "call", department: "sales", purpose: "marketing" },
  ...{ campaign: undefined, topic: undefined, product: undefined, subject: undefined, agent: undefined },
  ...{ address: undefined, origin: undefined, state: "recorded", expiresAt: undefined, outcomes },
});
const request: Request = {
  ...{ channel: "call", department: "sales", purpose: "marketing", namedKey: undefined, at: undefined },
  ...{ campaign: undefined, topic: undefined, product: undefined, subject: undefined, agent: undefined },
};

describe("a cooldown of days in a zone", () => {
  const cooldown = { kind: "cooldown", after: ["refused"], for: "P1D", zone: "Europe/Berlin" };
  const endAfter = (refused: string): string | undefined => {
    const contact: Contact = {
      ...newContact("c_1"),
      touches: [touch("2026-03-01T00:00Z", [{ outcome: "refused", at: at(refused) }])],
    };
    const next = decide(policyOf(cooldown), contact, request, at(refused)).nextAllowedAt;
    return next === null ? undefined : new Date(next).toISOString();
  };

  it("ends at the same local time, 23 hours later when the clocks go forward in between", () => {
    expect(endAfter("2026-03-28T12:00+01:00")).toBe("2026-03-29T10:00:00.000Z");
  });
  it("ends 25 hours later when they go back in between", () => {
    expect(endAfter("2026-10-24T12:00+02:00")).toBe("2026-10-25T11:00:00.000Z");
  });
  it("ends an hour later by the clock when that local time is skipped", () => {
    // 02:30 does not exist on 29 March: by the offset of the day before it is 03:30, 01:30 UTC.
    expect(endAfter("2026-03-28T02:30+01:00")).toBe("2026-03-29T01:30:00.000Z");
  });
  it("ends in the first pass of an hour that is repeated", () => {
    expect(endAfter("2026-10-24T02:30+02:00")).toBe("2026-10-25T00:30:00.000Z");
  });
});

describe("what is left of a limit in several zones", () => {
  it("is told by the fullest of their windows, not by that which ends last", () => {
    // In Nairobi, 3 hours ahead of UTC, 00:30 and 02:30 are of one day, which ends at 21:00 UTC. In Casablanca, an
    // hour ahead, 22:30 and 00:30 are of two, and the second of them ends at 23:00 UTC.
    const cap = { kind: "cap", max: 3, window: { calendar: "day", zone: "contact" } };
    const phone = { key: "p1", type: "phone", regions: ["MA", "KE"], valid: true, flags: [], shared: false };
    const contact: Contact = {
      ...newContact("c_1", [phone]),
      touches: [touch("2026-06-14T21:30Z"), touch("2026-06-14T23:30Z")],
    };
    const now = at("2026-06-14T23:45Z");
    expect(remainingOf(policyOf(cap), contact, request, now)).toMatchObject([
      { rule: "rule", count: 2, max: 3, remaining: 1 },
    ]);
  });
});
