import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../lib/core/words.ts";
import {
  codesOf,
  daysAgo,
  identity,
  inbound,
  put,
  touch,
  touches,
  verdictOf,
} from "../../support/audited.ts";

const bounces = { id: "bounces", channel: ["email"], outcomes: ["bounced"], times: 3 };
const calls = { id: "calls", channel: ["call"], outcomes: ["no_answer"], times: 2 };
const POLICY = { ghosts: [bounces, calls] };
const BOTH = put({ identities: [identity("email"), identity("phone")] });
const statusOf = (...asked: Parameters<typeof verdictOf>) => verdictOf(...asked).status;

describe("a ghost", () => {
  it("is one at the last of so many failures in a row, and not one before", () => {
    expect(codesOf(POLICY, put(), touches(2, "email", 1, "bounced"))).toEqual([]);
    const [found, ...more] = verdictOf(POLICY, put(), touches(4, "email", 1, "bounced")).findings;
    expect(more).toEqual([]);
    // Of four, one a day, the last three began three days ago.
    expect(found).toMatchObject({ kind: "ghost", code: "unreachable", contactId: "li", since: daysAgo(3) });
    expect(found?.evidence).toMatchObject({ rules: ["bounces"], attempts: [{ channel: "email", times: 4 }] });
    expect(found?.action.command).toBe("touchgate audit --apply");
  });

  it("is one by what the state alone holds", () => {
    const contact = put({
      touches: [1, 2, 3].map((days) => ({
        ...{ id: `s${days}`, at: daysAgo(days), channel: "email", department: "sales", purpose: "sales" },
        ...{
          campaign: undefined,
          topic: undefined,
          product: undefined,
          subject: undefined,
          agent: undefined,
        },
        ...{ address: undefined, origin: undefined, state: "recorded", expiresAt: undefined },
        outcomes: [{ outcome: "bounced", at: daysAgo(days) }],
      })),
    });
    expect(codesOf(POLICY, contact)).toEqual(["unreachable"]);
    // Told on the timeline as well, a touch is one touch.
    const same = [1, 2].map((days) => touch("email", days, "bounced", { touchId: `t_s${days}.li` }));
    const two = { ...contact, touches: contact.touches.slice(0, 2) };
    expect(codesOf(POLICY, two, same)).toEqual([]);
  });

  it("is one by outcomes that were told later", () => {
    const sent = touches(3, "email", 1);
    const told = sent.map(({ touchId, at }) => ({ type: "outcome", at, touchId, outcome: "bounced" }));
    expect(codesOf(POLICY, put(), [...sent, ...told])).toEqual(["unreachable"]);
    expect(codesOf(POLICY, put(), [...sent, ...told.slice(1)])).toEqual([]);
  });

  it("is none when another outcome came between, and stays one over touches that nobody knows of", () => {
    const [last, middle, first] = touches(3, "email", 1, "bounced");
    const between = (outcome: Outcome | null) => [last, touch("email", 1.5, outcome), middle, first];
    expect(codesOf(POLICY, put(), between("delivered"))).toEqual([]);
    expect(codesOf(POLICY, put(), between(null))).toEqual(["unreachable"]);
  });

  it.each([
    "replied",
    "answered",
    "conversation",
    "clicked",
    "refused",
    "converted",
    "unsubscribed",
    "complained",
  ] as const)("is none when the contact has %s since, on whatever channel", (outcome) => {
    const failed = touches(3, "email", 1, "bounced");
    expect(codesOf(POLICY, put(), [...failed, touch("call", 0.5, outcome)])).toEqual(["channel_unreachable"]);
    // In the very millisecond of the first failure it is since, a millisecond earlier it is not.
    expect(codesOf(POLICY, put(), [...failed, touch("call", 3, outcome)])).toEqual(["channel_unreachable"]);
    const before = touch("call", 3, outcome, { at: new Date(daysAgo(3) - 1).toISOString() });
    expect(codesOf(POLICY, put(), [...failed, before])).toEqual(["unreachable"]);
  });

  it("is none once the contact began something itself; an open is no person", () => {
    const failed = touches(3, "email", 1, "bounced");
    expect(codesOf(POLICY, put(), [...failed, inbound("wechat", 2)])).toEqual(["channel_unreachable"]);
    expect(codesOf(POLICY, put(), [...failed, inbound("wechat", 4)])).toEqual(["unreachable"]);
    expect(codesOf(POLICY, put(), [...failed, touch("push", 0.5, "opened")])).toEqual(["unreachable"]);
  });

  it("is one only when every kind of address fails, of those that work", () => {
    const mail = touches(3, "email", 1, "bounced");
    const phone = touches(2, "call", 1, "no_answer");
    expect(codesOf(POLICY, BOTH, mail)).toEqual(["channel_unreachable"]);
    expect(statusOf(POLICY, BOTH, mail)).toEqual({ status: "active", rules: [] });
    expect(codesOf(POLICY, BOTH, [...mail, ...phone])).toEqual(["unreachable"]);
    expect(statusOf(POLICY, BOTH, [...mail, ...phone])).toEqual({
      status: "ghost",
      rules: ["bounces", "calls"],
    });
    const dead = put({ identities: [identity("email"), identity("phone", { valid: false })] });
    expect(codesOf(POLICY, dead, mail)).toEqual(["unreachable", "address_invalid"]);
    // Another system's id is no address.
    const crm = put({ identities: [identity("email"), identity("zoho")] });
    expect(codesOf(POLICY, crm, mail)).toEqual(["unreachable"]);
  });

  it("is counted on each channel by itself", () => {
    const rule = { ...bounces, channel: ["sms", "whatsapp"] };
    const phone = put({ identities: [identity("phone")] });
    const mixed = [...touches(2, "sms", 1, "bounced"), ...touches(2, "whatsapp", 1, "bounced")];
    expect(codesOf({ ghosts: [rule] }, phone, mixed)).toEqual([]);
    expect(codesOf({ ghosts: [rule] }, phone, [...mixed, touch("sms", 9, "bounced")])).toEqual([
      "unreachable",
    ]);
  });

  it("is none while it has an address that nobody has tried", () => {
    const failed = touches(3, "email", 1, "bounced");
    const link = (days: number, key = "c_email") => ({
      type: "link",
      at: new Date(daysAgo(days)).toISOString(),
      key,
    });
    expect(codesOf(POLICY, put(), [...failed, link(30), link(0.5)])).toEqual([]);
    expect(codesOf(POLICY, put(), [...failed, link(30), link(1)])).toEqual(["unreachable"]);
    expect(codesOf(POLICY, put(), [...failed, link(30), link(0.5, "c_gone")])).toEqual(["unreachable"]);
    // A past that is told after the contact was put.
    expect(codesOf(POLICY, put(), [...failed, link(0.5)])).toEqual(["unreachable"]);
  });

  it("is active again when it has answered", () => {
    const ghost = put({ status: "ghost" });
    const failed = touches(3, "email", 1, "bounced");
    expect(statusOf(POLICY, ghost, failed)).toEqual({ status: "ghost", rules: ["bounces"] });
    expect(statusOf(POLICY, ghost, [...failed, inbound("email", 0.5)])).toEqual({
      status: "active",
      rules: [],
    });
  });

  it("is not told of the erased, and an invalid contact keeps its status", () => {
    const failed = touches(3, "email", 1, "bounced");
    expect(verdictOf(POLICY, put({ status: "erased" }), failed)).toEqual({ findings: [], status: undefined });
    const { findings, status } = verdictOf(POLICY, put({ status: "invalid" }), failed);
    expect([findings.length, status]).toEqual([1, undefined]);
  });
});
