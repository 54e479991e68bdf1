import { describe, expect, it } from "vitest";
import { candidateOf } from "../../../lib/core/candidate.ts";
import type { Contact } from "../../../lib/core/contact.ts";
import { engagementAt, engagementChangesAt } from "../../../lib/core/engagement.ts";
import { nextAllowedAt } from "../../../lib/core/next-allowed.ts";
import { keptUntil } from "../../../lib/core/record.ts";
import type { Rule } from "../../../lib/core/rules/rule.ts";
import { DAY_MS, NEVER } from "../../../lib/core/time.ts";
import { OUTCOMES } from "../../../lib/core/words.ts";
import {
  ASKED_AT,
  ask,
  contactWith,
  identityOf,
  inDays,
  inHours,
  policyWith,
  requestWith,
  touchOf,
} from "../../support/asked-with.ts";

/** The words of matchers and selectors one by one, and what holds of every rule. */

/** Denies whom it speaks of. */
const CLOSED = { kind: "cap", max: 0, window: { rolling: "P1D" } };

describe("a matcher", () => {
  const speaksOf = (when: object, attributes: Contact["attributes"]) =>
    ask({ rules: [{ ...CLOSED, when }], contact: { attributes } }).decision === "deny";

  it("reads each attribute of the contact, and unknown for one that is absent", () => {
    for (const field of ["country", "region", "stage", "tier", "recipientType"] as const) {
      expect(speaksOf({ [field]: ["x", "z"] }, { [field]: "x" }), field).toBe(true);
      expect(speaksOf({ [field]: ["x", "z"] }, { [field]: "y" }), field).toBe(false);
      expect(speaksOf({ [field]: ["unknown"] }, { [field]: "x" }), field).toBe(false);
      expect(speaksOf({ [field]: ["unknown"] }, {}), field).toBe(true);
    }
  });

  it("takes any of the tags, and an empty list of them as unknown", () => {
    expect(speaksOf({ tags: ["x"] }, { tags: ["y", "x"] })).toBe(true);
    expect(speaksOf({ tags: ["x"] }, { tags: ["y"] })).toBe(false);
    expect(speaksOf({ tags: ["x"] }, {})).toBe(false);
    expect(speaksOf({ tags: ["unknown"] }, { tags: [] })).toBe(true);
    expect(speaksOf({ tags: ["unknown"] }, {})).toBe(true);
    expect(speaksOf({ tags: ["unknown"] }, { tags: ["x"] })).toBe(false);
  });
});

describe("a selector by outcome", () => {
  const counted = (wanted: string) =>
    OUTCOMES.filter((outcome) => {
      const touches = [touchOf({ outcomes: [{ outcome, at: inHours(-3) }] })];
      const rules = [{ kind: "gap", min: "P2D", counts: { outcome: wanted } }];
      return ask({ rules, contact: { touches } }).decision === "defer";
    });

  it("counts what shows that it was delivered, answered or spoken about", () => {
    expect(counted("conversation")).toEqual(["conversation", "refused"]);
    expect(counted("connected")).toEqual(["answered", "conversation", "refused", "wrong_number"]);
    const undelivered = ["no_answer", "busy", "bounced", "failed"];
    expect(counted("delivered")).toEqual(OUTCOMES.filter((outcome) => !undelivered.includes(outcome)));
    expect(counted("any")).toEqual(OUTCOMES.filter((outcome) => !["bounced", "failed"].includes(outcome)));
  });
});

describe("a rule for each address", () => {
  const rules = [{ kind: "gap", min: "P2D", per: ["address"] }];
  const identities = [identityOf("p1", "phone"), identityOf("p2", "phone")];
  const asked = (address: string | undefined, namedKey: string | undefined) =>
    ask({ rules, contact: { identities, touches: [touchOf({ address })] }, request: { namedKey } }).decision;

  it("counts a touch whose address is not known for every one", () => {
    expect(asked("p1", "p1")).toBe("defer");
    expect(asked("p1", "p2")).toBe("allow");
    expect(asked(undefined, "p2")).toBe("defer");
    expect(asked("p1", undefined)).toBe("defer");
  });
});

describe("a built-in", () => {
  const failing: Readonly<Record<string, Partial<Contact>>> = {
    suppressed: { status: "invalid" },
    preference: { preferences: { optOutAll: true } },
    "manual-lock": { locks: [{ lockId: "l", department: "legal", until: inDays(1), reason: undefined }] },
    history: { touches: [touchOf({})], historyBytes: 33 * 1024 },
  };

  it.each(Object.entries(failing))("%s is named as it is, and cannot be overridden", (name, contact) => {
    const { decision, reasons, warnings } = ask({ contact, request: { overridden: [name] } });
    expect(decision).not.toBe("allow");
    expect(reasons.map(({ rule, kind }) => [rule, kind])).toEqual([[name, name]]);
    expect(warnings).toEqual([]);
  });
});

describe("engagement by what is dated ahead", () => {
  const ahead = [
    touchOf({ outcomes: [{ outcome: "conversation", at: inDays(3) }] }),
    touchOf({ outcomes: [{ outcome: "clicked", at: inDays(2) }] }),
    touchOf({ outcomes: [{ outcome: "opened", at: inDays(4) }] }),
  ];

  it("changes when the first of it comes", () => {
    expect(engagementAt(ahead, ASKED_AT)).toBe("dormant");
    expect(engagementChangesAt(ahead, ASKED_AT)).toBe(inDays(2));
    expect(engagementChangesAt(ahead.slice(0, 1), ASKED_AT)).toBe(inDays(3));
    expect(engagementChangesAt(ahead, inDays(4))).not.toBe(inDays(4));
  });
});

describe("a touch that started a cooldown", () => {
  const keptDays = (rule: object) => {
    const refused = touchOf({ at: ASKED_AT, outcomes: [{ outcome: "refused", at: inDays(80) }] });
    const cooldown = { kind: "cooldown", after: ["refused"], for: "P20D", ...rule };
    return (keptUntil(refused, policyWith([cooldown])) - ASKED_AT) / DAY_MS;
  };

  it("is kept two days longer where days are counted by a calendar, which may run late", () => {
    expect(keptDays({})).toBe(100);
    expect(keptDays({ dayOne: true })).toBe(102);
    expect(keptDays({ dayOne: false, zone: "contact" })).toBe(102);
    expect(keptDays({ for: "forever" })).toBe(NEVER);
  });
});

describe("the search for the next instant", () => {
  it("refuses a rule that fails until an instant that is not later, instead of going on for ever", () => {
    const stuck: Rule = {
      ...{ id: "stuck", kind: "gap", effect: "deny", overridable: false },
      applies: () => true,
      failsUntil: ({ at }) => at,
      explain: () => ({ code: "too_soon", details: {} }),
    };
    const candidate = candidateOf({
      policy: policyWith([]),
      contact: contactWith(),
      request: requestWith(),
      at: ASKED_AT,
    });
    expect(() => nextAllowedAt(candidate, [stuck])).toThrow("it would never end");
  });
});
