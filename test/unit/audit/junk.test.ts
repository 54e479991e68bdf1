import { describe, expect, it } from "vitest";
import { codesOf, daysAgo, inbound, put, touch, touches, verdictOf } from "../../support/audited.ts";

const DAYS_30 = "P30D";

describe("junk by outcomes", () => {
  const rule = { id: "complains", kind: "outcome", outcomes: ["complained"], times: 2, within: DAYS_30 };
  const policy = { junk: [rule] };

  it("is who has so many within the time, to the millisecond", () => {
    const at = (instant: number) => touch("email", 40, "complained", { at: new Date(instant).toISOString() });
    const recent = touch("email", 1, "complained");
    expect(codesOf(policy, put(), [recent])).toEqual([]);
    expect(codesOf(policy, put(), [recent, at(daysAgo(30))])).toEqual([]);
    const { findings, status } = verdictOf(policy, put(), [recent, at(daysAgo(30) + 1)]);
    expect(findings).toMatchObject([{ kind: "junk", code: "junk_outcomes", since: daysAgo(1) }]);
    expect(status).toEqual({ status: "junk", rules: ["complains"] });
  });

  it("is who ever had so many, without a time", () => {
    const { within: _, ...ever } = rule;
    const old = [touch("email", 900, "complained"), touch("email", 1_800, "complained")];
    expect(codesOf({ junk: [ever] }, put(), old)).toEqual(["junk_outcomes"]);
  });

  it("counts a touch once, and on the rule's channels only", () => {
    const once = touch("email", 2, "complained");
    const again = {
      type: "outcome",
      at: new Date(daysAgo(1)).toISOString(),
      touchId: once.touchId,
      outcome: "complained",
    };
    expect(codesOf(policy, put(), [once, again])).toEqual([]);
    const two = [once, touch("sms", 3, "complained")];
    expect(codesOf(policy, put(), two)).toEqual(["junk_outcomes"]);
    expect(codesOf({ junk: [{ ...rule, channel: ["email"] }] }, put(), two)).toEqual([]);
  });
});

describe("junk by silence", () => {
  const policy = { junk: [{ id: "silent", kind: "unanswered", touches: 3, within: DAYS_30 }] };

  it("is who had so many touches in the time and gave no response in it", () => {
    expect(codesOf(policy, put(), touches(2, "email", 1))).toEqual([]);
    expect(codesOf(policy, put(), touches(3, "email", 28))).toEqual([]); // 28, 29 and 30 days ago: one is too old.
    expect(codesOf(policy, put(), touches(3, "email", 27.9))).toEqual(["never_engaged"]);
  });

  it.each(["opened", "clicked", "replied", "conversation", "converted", "answered", "refused"] as const)(
    "is not who has %s within it",
    (outcome) => {
      const three = touches(3, "email", 1);
      expect(codesOf(policy, put(), [...three, touch("call", 29, outcome)])).toEqual([]);
      expect(codesOf(policy, put(), [...three, touch("call", 30, outcome)])).toEqual(["never_engaged"]);
    },
  );

  it("is not who began something within it", () => {
    const three = touches(3, "email", 1);
    expect(codesOf(policy, put(), [...three, inbound("call", 29)])).toEqual([]);
    expect(codesOf(policy, put(), [...three, inbound("call", 30)])).toEqual(["never_engaged"]);
  });

  it("does not count reservations that nobody confirmed, nor what lies ahead", () => {
    const two = touches(2, "email", 1);
    const reserved = touch("email", 4, null, { state: "reserved" });
    const confirmed = { type: "confirmed", at: reserved.at, touchId: reserved.touchId };
    expect(codesOf(policy, put(), [...two, reserved])).toEqual([]);
    expect(codesOf(policy, put(), [...two, reserved, confirmed])).toEqual(["never_engaged"]);
    expect(codesOf(policy, put(), [...two, touch("email", -1)])).toEqual([]);
    expect(codesOf(policy, put(), [...two, touch("email", 0)])).toEqual(["never_engaged"]);
  });
});

describe("junk by tags", () => {
  const policy = { junk: [{ id: "payer", kind: "tag", tags: ["payment:invalid", "returns:abuse"] }] };
  const tagged = (...tags: string[]) => put({ attributes: { timezone: "UTC", tags } });

  it("is who has one of them, and nobody else", () => {
    expect(codesOf(policy, tagged())).toEqual([]);
    expect(codesOf(policy, tagged("payment:valid", "vip"))).toEqual([]);
    expect(verdictOf(policy, tagged("vip", "returns:abuse"))).toMatchObject({
      findings: [{ code: "junk_tag", evidence: { rule: "payer", tags: ["returns:abuse"] } }],
      status: { status: "junk", rules: ["payer"] },
    });
  });

  it("is active again when the tag has gone, and a ghost that is junk is junk", () => {
    expect(verdictOf(policy, put({ status: "junk" })).status).toEqual({ status: "active", rules: [] });
    const ghosts = [{ id: "once", channel: ["email"], outcomes: ["bounced"], times: 1 }];
    const both = verdictOf({ ...policy, ghosts }, tagged("payment:invalid"), [touch("email", 1, "bounced")]);
    expect(both.findings.map(({ code }) => code)).toEqual(["unreachable", "junk_tag"]);
    expect(both.status).toEqual({ status: "junk", rules: ["payer"] });
  });
});

it("a policy without rules finds nobody", () => {
  expect(verdictOf({}, put(), touches(50, "email", 1, "bounced"))).toEqual({
    findings: [],
    status: { status: "active", rules: [] },
  });
});
