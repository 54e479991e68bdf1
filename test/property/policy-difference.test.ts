import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policyDifference } from "../../lib/core/policy-difference/difference.ts";
import { policyNear } from "../support/arbitrary-policies.ts";

const PLACE = { zone: "Europe/Berlin", now: Date.parse("2026-11-23T10:00:00.000Z") };
const LANGUAGES = ["en", "zh"] as const;

describe("the difference of any two policies", () => {
  it("is empty for a policy and itself, whatever the order of its fields", () => {
    fc.assert(
      fc.property(policyNear(PLACE), (policy) => {
        const turned = Object.fromEntries(Object.entries(structuredClone(policy)).reverse());
        for (const language of LANGUAGES) expect(policyDifference(policy, turned, language)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("says something whenever they differ, the same places in every language", () => {
    fc.assert(
      fc.property(policyNear(PLACE), policyNear(PLACE), (before, after) => {
        fc.pre(JSON.stringify(before) !== JSON.stringify(after));
        const [english, chinese] = LANGUAGES.map((language) => policyDifference(before, after, language));
        expect(english?.length).toBeGreaterThan(0);
        expect(english?.map(({ path, kind }) => [path, kind])).toEqual(
          chinese?.map(({ path, kind }) => [path, kind]),
        );
        for (const { text } of english ?? []) expect(text).not.toMatch(/undefined|\[object/);
      }),
      { numRuns: 300 },
    );
  });
});
