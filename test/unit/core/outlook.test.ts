import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { compilePolicy } from "../../../lib/core/compile-policy.ts";
import { type Contact, type Identity, newContact } from "../../../lib/core/contact.ts";
import { alternativesOf, remainingOf } from "../../../lib/core/outlook.ts";
import type { Request } from "../../../lib/core/request.ts";
import { DAY_MS, type EpochMs, epochMs } from "../../../lib/core/time.ts";
import type { Touch } from "../../../lib/core/touches.ts";
import { validatePolicy } from "../../../lib/core/validate-policy.ts";
import type { Channel } from "../../../lib/core/words.ts";

const calendar = await loadCalendar();
const NOW = epochMs(Date.parse("2026-03-10T12:00:00.000Z"));

function policyOf(...rules: object[]) {
  const named = rules.map((rule, index) => ({ id: `r${index}`, ...rule }));
  const purposes = { sales: {}, alert: { obeys: "hard" } };
  const verdict = validatePolicy({ id: "p", purposes, rules: named }, calendar);
  if (!verdict.valid) throw new Error(JSON.stringify(verdict.issues));
  return compilePolicy(verdict.document, { version: 1, calendar });
}

const tags = {
  ...{ campaign: undefined, topic: undefined, product: undefined, subject: undefined, agent: undefined },
};
const request = (channel: Channel, more: Partial<Request> = {}): Request => ({
  ...{ channel, department: "sales", purpose: "sales", ...tags },
  ...{ namedKey: undefined, at: undefined, ...more },
});
const touchAt = (at: EpochMs, channel: Channel = "call"): Touch => ({
  ...{ id: `t${at}`, at, channel, department: "sales", purpose: "sales", ...tags },
  ...{ address: undefined, origin: undefined, state: "recorded", expiresAt: undefined, outcomes: [] },
});
const daysAgo = (days: number) => epochMs(NOW - days * DAY_MS);
const identity = (type: string, valid = true): Identity => ({
  ...{ key: type, type, regions: [], valid, flags: [], shared: false },
});
const contactOf = (more: Partial<Contact> = {}, ...types: string[]): Contact => ({
  ...newContact(
    "c_1",
    types.map((type) => identity(type)),
  ),
  ...more,
});

describe("the alternatives to a channel", () => {
  const told = (contact: Contact, asked: Request, ...rules: object[]) =>
    alternativesOf(policyOf(...rules), contact, asked, NOW).map(
      ({ channel, decision, nextAllowedAt }) =>
        `${channel} ${decision}${nextAllowedAt === null ? "" : ` ${(nextAllowedAt - NOW) / DAY_MS}`}`,
    );

  it("are the others that an address of the contact fits", () => {
    const both = contactOf({}, "email", "phone", "zoho");
    expect(told(both, request("email"))).toEqual(["sms allow", "call allow", "whatsapp allow"]);
    expect(told(both, request("call"))).toEqual(["email allow", "sms allow", "whatsapp allow"]);
    expect(told(both, request("visit"))).toEqual([
      "email allow",
      "sms allow",
      "call allow",
      "whatsapp allow",
    ]);
    expect(told(contactOf({}, "email"), request("email"))).toEqual([]);
    expect(told(contactOf({}, "zoho"), request("email"))).toEqual([]);
  });

  it("come in the order in which they pass, those that never do last", () => {
    const contact = contactOf(
      {
        touches: [touchAt(daysAgo(3), "sms"), touchAt(daysAgo(1), "call")],
        preferences: { channels: { email: { optOut: true } } },
      },
      ...["email", "phone"],
    );
    const weekly = { kind: "cap", max: 1, window: { rolling: "P7D" }, per: ["channel"] };
    expect(told(contact, request("visit"), weekly)).toEqual([
      "whatsapp allow",
      "sms defer 4",
      "call defer 6",
      "email deny",
    ]);
  });

  it("are judged as of the planned instant, and with the rules that were overridden", () => {
    const contact = contactOf({ touches: [touchAt(daysAgo(1), "sms")] }, "phone");
    const rule = { id: "spacing", kind: "gap", min: "P3D", overridable: true, when: { channel: ["sms"] } };
    const next = "sms defer 2";
    const passing = ["sms allow", "whatsapp allow"];
    expect(told(contact, request("call"), rule)).toEqual(["whatsapp allow", next]);
    expect(told(contact, request("call", { at: epochMs(NOW + 2 * DAY_MS) }), rule)).toEqual(passing);
    expect(told(contact, request("call", { overridden: ["spacing"] }), rule)).toEqual(passing);
  });

  it("leave out no channel whose address does not work: it is told as denied", () => {
    const contact: Contact = { ...newContact("c_1", [identity("email", false)]) };
    expect(told(contact, request("call"))).toEqual(["email deny"]);
  });
});

describe("what remains of the limits", () => {
  const weekly = { kind: "cap", max: 3, window: { rolling: "P7D" } };

  it("is told of every limit that counts for the request, built-ins first, whatever its effect", () => {
    const rules = [
      weekly,
      { ...weekly, max: 1, effect: "warn" },
      { ...weekly, max: 9, effect: "shadow", window: { calendar: "day", zone: "UTC" } },
      { ...weekly, max: 5, when: { channel: ["email"] } },
      { kind: "gap", min: "P1D" },
    ];
    const preferences = { maxPerWeek: 4, channels: { call: { maxPerWeek: 2 } } };
    const contact = contactOf({
      ...{ preferences, touches: [touchAt(daysAgo(2)), touchAt(daysAgo(1), "email")] },
    });
    const rolling = { rolling: "P7D" };
    expect(remainingOf(policyOf(...rules), contact, request("call"), NOW)).toEqual([
      { rule: "preference", effect: "deny", count: 2, max: 4, window: rolling, remaining: 2 },
      { rule: "preference", effect: "deny", count: 1, max: 2, window: rolling, remaining: 1 },
      { rule: "r0", effect: "deny", count: 2, max: 3, window: rolling, remaining: 1 },
      { rule: "r1", effect: "warn", count: 2, max: 1, window: rolling, remaining: 0 },
      {
        ...{ rule: "r2", effect: "shadow", count: 0, max: 9, window: { calendar: "day", zone: "UTC" } },
        remaining: 9,
      },
    ]);
  });

  it("is nothing under a limit of nothing, and under a segment's own limit what that leaves", () => {
    const tiers = { ...weekly, max: { by: "tier", values: { key: 5 }, default: 0 } };
    const remaining = (contact: Contact) =>
      remainingOf(policyOf(tiers), contact, request("call"), NOW).map((limit) => [
        limit.max,
        limit.remaining,
      ]);
    expect(remaining(contactOf({ attributes: { tier: "key" }, touches: [touchAt(daysAgo(1))] }))).toEqual([
      [5, 4],
    ]);
    expect(remaining(contactOf({ touches: [touchAt(daysAgo(1))] }))).toEqual([[0, 0]]);
  });

  it("is that of the fullest window that contains the instant, planned touches with it", () => {
    const times = [daysAgo(6), daysAgo(-1), daysAgo(-2), daysAgo(-3)];
    const contact = contactOf({ touches: times.map((at) => touchAt(at)) });
    // 6 days ago and 1 day ahead lie exactly a window apart; the three ahead share one with now.
    const [limit] = remainingOf(policyOf({ ...weekly, max: 9 }), contact, request("call"), NOW);
    expect(limit).toMatchObject({ count: 3, remaining: 6 });
  });

  it("is judged as of the planned instant", () => {
    const contact = contactOf({ touches: [touchAt(daysAgo(5))] });
    const at = (days: number) => request("call", { at: epochMs(NOW + days * DAY_MS) });
    const count = (asked: Request) => remainingOf(policyOf(weekly), contact, asked, NOW)[0]?.count;
    expect([count(at(1)), count(at(2))]).toEqual([1, 0]);
  });

  it("is not told to a purpose that obeys hard rules only, but of those", () => {
    const rules = [weekly, { ...weekly, hard: true }];
    const told = remainingOf(policyOf(...rules), contactOf(), request("call", { purpose: "alert" }), NOW);
    expect(told.map(({ rule }) => rule)).toEqual(["r1"]);
  });
});
