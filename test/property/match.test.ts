import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareNames } from "../../lib/core/identity/compare-names.ts";
import { comparePair } from "../../lib/core/identity/match.ts";
import { MOST_KEYS, matchKeysOf } from "../../lib/core/identity/match-keys.ts";
import type { MatchRecord } from "../../lib/core/identity/match-record.ts";
import { readPersonName } from "../../lib/core/identity/person-name.ts";
import { contextOf, identityOf, policyWith } from "../support/duplicate-records.ts";

/** Few values of each field, so that contacts meet often and in every way. */
const IDENTITIES = [
  "email robert.hansen@acme.example",
  "email roberthansen@acme.example",
  "email r.hansen@gmail.com free-mail",
  "email rhansen+a@gmail.com free-mail",
  "email info@acme.example role",
  "email robert.hansen@mailinator.example disposable",
  "email noreply@acme.example",
  "phone +4915112345678",
  "phone +4915112345679 shared",
  "phone +498001234567 role",
  "zoho 47-11",
  "zoho 47-12",
];
const NAMES = [
  "Robert Hansen",
  "Hansen, Bob",
  "Hansen Robert Jr",
  "R Hansen",
  "Roberta Hanssen",
  "Patricia Hansen",
  "Mr Robert J. Hansen",
  "Hansen",
  "李明",
  "Li Ming",
  "李铭",
  "María García López",
  "Garcia",
  "",
  "Customer Service",
  "Robert & Patricia Hansen",
];
const maybe = (values: readonly string[]) => fc.option(fc.constantFrom(...values), { nil: undefined });

const record: fc.Arbitrary<MatchRecord> = fc
  .record({
    identities: fc
      .uniqueArray(fc.constantFrom(...IDENTITIES), { maxLength: 4 })
      .map((texts) => texts.map(identityOf)),
    name: maybe(NAMES),
    company: maybe(["Acme GmbH", "ACME", "Acme (China) Ltd", "Northwind"]),
    birthDate: maybe(["1980-05-07", "1980-07-05", "1980-05-08", "1951-11-30", "1980-01-01"]),
    city: maybe(["Kiel", "Kiell", "London"]),
    street: maybe(["Lindenstr. 5", "Lindenstraße 5", "Lindenstr. 6"]),
    postalCode: maybe(["24103", "24105"]),
  })
  .map(
    (fields) =>
      Object.fromEntries(
        Object.entries(fields).filter(([, value]) => value !== undefined),
      ) as unknown as MatchRecord,
  );

const generic = fc.subarray(IDENTITIES.map((text) => text.split(" ").slice(0, 2).join(" ")));
const copyOf = (value: MatchRecord): MatchRecord => structuredClone(value);

describe("a pair of contacts", () => {
  it("comes to the same whichever is first, and however often it is asked", async () => {
    await fc.assert(
      fc.asyncProperty(record, record, generic, async (a, b, values) => {
        const context = contextOf({}, values);
        const verdict = await comparePair(a, b, context);
        expect(await comparePair(b, a, context)).toEqual(verdict);
        expect(await comparePair(copyOf(a), copyOf(b), context)).toEqual(verdict);
      }),
      { numRuns: 1_000 },
    );
  });

  it("does not depend on the order of its addresses", async () => {
    await fc.assert(
      fc.asyncProperty(record, record, async (a, b) => {
        const turned = { ...a, identities: [...a.identities].reverse() };
        const { tier, score } = await comparePair(a, b, contextOf());
        expect(await comparePair(turned, b, contextOf())).toMatchObject({ tier, score });
      }),
      { numRuns: 500 },
    );
  });

  it("merges by itself only through an address that is theirs alone, and never against their names", async () => {
    await fc.assert(
      fc.asyncProperty(record, record, generic, async (a, b, values) => {
        const { tier, score } = await comparePair(a, b, contextOf({}, values));
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        const [one, other] = [await readPersonName(a.name ?? ""), await readPersonName(b.name ?? "")];
        const level = compareNames(one, other).level;
        // Without a person's name on either side it is the firms' names that agree.
        const firms = one === undefined && other === undefined;
        if (level === "conflict") expect(["review", "none"]).toContain(tier);
        if (tier !== "auto") return;
        const own = a.identities.filter(({ key, flags }) => {
          if (flags.includes("role") || flags.includes("disposable") || key.includes("noreply")) return false;
          return !values.includes(key) && b.identities.some((other) => other.key === key);
        });
        expect(own).not.toEqual([]);
        if (!firms) expect(["same", "compatible", "near"]).toContain(level);
        expect([a.name, b.name]).not.toContain("Robert & Patricia Hansen");
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("the keys of a contact", () => {
  it("are bounded, distinct, the same for the same contact, and never a blocked value", async () => {
    await fc.assert(
      fc.asyncProperty(record, async (a) => {
        const keys = await matchKeysOf(a, policyWith());
        const texts = keys.map(({ kind, value }) => `${kind} ${value}`);
        expect(texts.length).toBeLessThanOrEqual(MOST_KEYS);
        expect(new Set(texts).size).toBe(texts.length);
        expect(await matchKeysOf(copyOf(a), policyWith())).toEqual(keys);
        const turned = { ...a, identities: [...a.identities].reverse() };
        expect(await matchKeysOf(turned, policyWith())).toEqual(keys);
        expect(texts.join("\n")).not.toContain("noreply");
      }),
      { numRuns: 500 },
    );
  });

  it("are shared by all whose address is the same", async () => {
    await fc.assert(
      fc.asyncProperty(record, record, async (a, b) => {
        const ofA = new Set(
          (await matchKeysOf(a, policyWith())).map(({ kind, value }) => `${kind} ${value}`),
        );
        const common = a.identities.filter(({ key }) => b.identities.some((other) => other.key === key));
        for (const { key } of common) if (!key.includes("noreply")) expect(ofA).toContain(key);
      }),
      { numRuns: 300 },
    );
  });
});

describe("any text", () => {
  it("is a name or none, and compares with itself as one person's", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ maxLength: 128 }), fc.string({ unit: "binary", maxLength: 64 })),
        async (text) => {
          const name = await readPersonName(text);
          if (name === undefined) return;
          expect(name.readings.length).toBeGreaterThan(0);
          expect(["same", "compatible", "near", "weak"]).toContain(compareNames(name, name).level);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
