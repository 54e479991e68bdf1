import { describe, expect, it } from "vitest";
import { OUTCOMES } from "../../../lib/core/words.ts";
import { ask, contactWith, inDays, policyWith, touchOf } from "../../support/asked-with.ts";

/** Outcomes that some rule reads, in the order of all outcomes. */
const readBy = (...rules: readonly object[]) => OUTCOMES.filter(policyWith(rules).readsOutcome);

/** What takes a touch out of every count. */
const FAILED = ["bounced", "failed"];
const RESPONSES = ["opened", "clicked", "replied", "conversation", "converted"];
const read = (...outcomes: string[]) =>
  OUTCOMES.filter((outcome) => [...FAILED, ...outcomes].includes(outcome));

const gap = { kind: "gap", min: "P2D" };
const cap = { kind: "cap", max: 2, window: { rolling: "P7D" } };
const refused = { kind: "cooldown", after: ["refused", "complained"], for: "P30D" };

describe("the outcomes that a policy reads", () => {
  it("are those that stop a touch from counting, of any policy", () => {
    expect(readBy()).toEqual(FAILED);
    expect(readBy(gap, cap, { ...gap, counts: { channel: ["sms"] } })).toEqual(FAILED);
    expect(readBy({ ...gap, counts: { outcome: "any" } })).toEqual(FAILED);
  });

  it("are those that a cooldown waits after", () => {
    expect(readBy(gap, refused)).toEqual(read("refused", "complained"));
    expect(readBy(refused, { ...refused, after: ["wrong_number"] })).toEqual(
      read("refused", "complained", "wrong_number"),
    );
  });

  it("are all when a rule counts touches by what became of them", () => {
    for (const outcome of ["connected", "conversation", "delivered"]) {
      expect(readBy(cap, { ...gap, counts: { outcome } }, refused), outcome).toEqual(OUTCOMES);
    }
  });

  it("are those of engagement when a rule asks for that", () => {
    const by = (segment: string) => ({ ...cap, max: { by: segment, values: { hot: 4 }, default: 2 } });
    expect(readBy(gap, by("engagement"))).toEqual(read(...RESPONSES));
    expect(readBy({ ...gap, when: { engagement: ["hot"] } }, cap)).toEqual(read(...RESPONSES));
    expect(readBy({ ...gap, unless: { engagement: ["hot"] } })).toEqual(read(...RESPONSES));
    expect(readBy({ ...gap, when: { tier: ["key"] } }, { ...gap, unless: { stage: ["lost"] } })).toEqual(
      FAILED,
    );
    for (const segment of ["tier", "stage"]) expect(readBy(by(segment)), segment).toEqual(FAILED);
  });
});

describe("the cooldowns of a policy", () => {
  it("are those of its rules, with what each does to a request", () => {
    const { cooldowns } = policyWith([gap, refused, cap, { ...refused, effect: "warn" }]);
    expect(cooldowns.map(({ effect }) => effect)).toEqual(["deny", "warn"]);
    const told = touchOf({ outcomes: [{ outcome: "refused", at: inDays(-1) }] });
    expect(cooldowns.map(({ endOf }) => endOf(told))).toEqual([inDays(29), inDays(29)]);
    expect(policyWith([gap, cap]).cooldowns).toEqual([]);
  });
});

describe("a purpose that the policy does not declare any longer", () => {
  const request = { purpose: "survey" };

  it("obeys every rule and counts", () => {
    expect(ask({ rules: [gap], request, contact: { touches: [touchOf({})] } }).decision).toBe("defer");
    const full = { ...contactWith(), touches: [touchOf({})], historyBytes: 33 * 1024 };
    expect(ask({ request, contact: full }).reasons.map(({ code }) => code)).toEqual(["history_full"]);
  });
});
