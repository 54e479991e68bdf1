import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { comparePair, matchKeysOf } from "../../../lib/core/identity/match.ts";
import { CaseRecord, contextOf, policyWith, recordOf } from "../../support/duplicate-records.ts";

const PAIRS = z
  .array(
    z.strictObject({
      tier: z.enum(["auto", "suggest", "review", "none"]),
      why: z.string(),
      a: CaseRecord,
      b: CaseRecord,
      /** What the evidence tells the steward, among other things. */
      says: z.optional(z.string()),
      /** Values that stopped being keys. */
      generic: z.optional(z.array(z.string())),
      /** Fields of the shipped policy that are otherwise here. */
      policy: z.optional(z.record(z.string(), z.unknown())),
    }),
  )
  .parse(JSON.parse(readFileSync("test/fixtures/duplicates/pairs.json", "utf8")));

describe("two contacts by the shipped policy", () => {
  it.each(PAIRS)("$tier: $why", async ({ tier, a, b, says, generic, policy }) => {
    const verdict = await comparePair(recordOf(a), recordOf(b), contextOf(policy, generic));
    expect(verdict.tier).toBe(tier);
    const details = verdict.evidence.map(({ detail }) => detail).join(" ");
    if (says !== undefined) expect(details).toContain(says);
    expect(verdict.evidence.length > 0).toBe(tier !== "none");
  });

  it("tells what speaks for the pair first, and by which rule it came up", async () => {
    const a = { identities: ["email li@acme.example"], name: "Robert Hansen", city: "Kiel" };
    const b = { identities: ["email li@acme.example"], name: "Bob Hansen", city: "Ulm" };
    const { evidence } = await comparePair(recordOf(a), recordOf(b), contextOf());
    expect(evidence).toEqual([
      { field: "email", rule: "same-email", detail: "Both have the same e-mail address." },
      { field: "name", rule: "same-email", detail: "One first name is a form of the other." },
      { field: "address", rule: "same-email", detail: "The places differ." },
    ]);
  });

  it("never tells an address or another value", async () => {
    const a = { identities: ["email quandt@acme.example", "phone +4915112345678"], name: "Sibylle Quandt" };
    const { evidence } = await comparePair(recordOf(a), recordOf(a), contextOf());
    expect(JSON.stringify(evidence)).not.toMatch(/quandt|\+49/i);
  });
});

describe("two contacts with one phone number whose common name is no one person's", () => {
  const tierOf = async (one: object, other: object) => {
    const [a, b] = [one, other].map((texts) =>
      recordOf({ identities: ["phone +4915112345678"], ...(texts as { name: string }) }),
    );
    return a && b && (await comparePair(a, b, contextOf())).tier;
  };

  it.each([
    "John & Mary Smith",
    "Familie Schmidt",
    "The Smiths",
    "Hr. und Fr. Schmidt",
    "Juan y María García",
    "N/A",
    "unknown",
    "Test Test",
    "Customer Service",
    "Front Desk",
    "John Doe",
    "测试",
    "客户",
    "张三和李四",
  ])("are not merged by themselves: %s", async (name) => {
    expect(await tierOf({ name }, { name })).toBe("suggest");
    expect(await tierOf({ name }, { name: name.toUpperCase() })).toBe("suggest");
    expect(await tierOf({ name }, { name: "Sibylle Quandt" })).toBe("suggest");
  });

  it.each(["José Ortega y Gasset", "Anna Test", "Christopher Null"])(
    "are merged when it is one: %s",
    async (name) => {
      expect(await tierOf({ name }, { name })).toBe("auto");
    },
  );

  it("are proposed when they have one firm and no person, and so is a couple at a firm", async () => {
    const at = (name: string) => ({ name, company: "Acme GmbH" });
    expect(await tierOf(at("Customer Service"), at("Reception"))).toBe("suggest");
    expect(await tierOf(at("John & Mary Smith"), at("John & Mary Smith"))).toBe("suggest");
  });

  it("are not found by such a name either", async () => {
    const keysOf = async (name: string) =>
      (await matchKeysOf(recordOf({ identities: [], name, city: "Kiel" }), policyWith())).map(
        ({ kind }) => kind,
      );
    expect(await keysOf("Anna Test")).toContain("name.whole");
    expect(await keysOf("Test Test")).toEqual([]);
    expect(await keysOf("John & Mary Smith")).toEqual([]);
  });
});

describe("a policy of one's own", () => {
  const a = recordOf({ identities: ["email li@acme.example"], name: "Robert Hansen" });
  const b = recordOf({ identities: ["email li@acme.example"], name: "Robert Hansen" });
  const rule = (fields: object) => contextOf({ rules: [{ id: "r", match: { email: "exact" }, ...fields }] });

  it("may hold every pair for a person", async () => {
    expect((await comparePair(a, b, rule({ tier: "suggest" }))).tier).toBe("suggest");
    expect((await comparePair(a, b, rule({ tier: "review" }))).tier).toBe("review");
  });

  it("may ask for more fields or a higher score than the pair has", async () => {
    expect((await comparePair(a, b, rule({ tier: "auto", fields: 3 }))).tier).toBe("none");
    expect((await comparePair(a, b, rule({ tier: "auto", fields: 2 }))).tier).toBe("auto");
    expect((await comparePair(a, b, rule({ tier: "auto", score: 1 }))).tier).toBe("none");
  });

  it("cannot merge what no address of their own stands behind", async () => {
    const named = { name: "Sibylle Quandt", birthDate: "1980-05-17" };
    const context = contextOf({ rules: [{ id: "r", match: { name: "same" }, tier: "auto" }] });
    const pair = [recordOf({ identities: [], ...named }), recordOf({ identities: [], ...named })] as const;
    expect((await comparePair(...pair, context)).tier).toBe("suggest");
  });

  it("lets the strongest rule that holds decide, wherever it stands", async () => {
    const weak = { id: "weak", match: { email: "alias" }, tier: "review" };
    const strong = { id: "strong", match: { email: "exact" }, tier: "auto" };
    for (const rules of [
      [weak, strong],
      [strong, weak],
    ]) {
      const verdict = await comparePair(a, b, contextOf({ rules }));
      expect([verdict.tier, verdict.evidence[0]?.rule]).toEqual(["auto", "strong"]);
    }
  });

  it("asks for more where more contacts are expected", async () => {
    const scoreAmong = async (expectedContacts: number) =>
      (await comparePair(a, b, contextOf({ expectedContacts }))).score;
    expect(await scoreAmong(100)).toBeGreaterThan(await scoreAmong(1_000_000_000));
  });
});
