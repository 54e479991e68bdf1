import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { epochMs } from "../../lib/core/time.ts";
import {
  askedAt,
  CASE_SCHEMA_FILE,
  CaseSchema,
  decideCase,
  expectedOf,
  instant,
  loadCases,
} from "../support/cases.ts";

const cases = loadCases();

describe("the cases", () => {
  it("are named in kebab-case by what they show, and no sentence is told twice", () => {
    for (const { name } of cases) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+){2,}$/);
    expect(new Set(cases.map(({ shows }) => shows)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(40);
  });

  it("share no address, so that one gate can hold all of their contacts", () => {
    const addresses = cases.flatMap(({ contact }) => (contact.identities ?? []).map(({ value }) => value));
    expect(addresses.filter((value, index) => addresses.indexOf(value) !== index)).toEqual([]);
  });

  it("have the form that case.schema.json tells to others", () => {
    const published = JSON.parse(readFileSync(CASE_SCHEMA_FILE, "utf8"));
    expect(published).toEqual(z.toJSONSchema(CaseSchema));
  });

  it("expect an instant exactly of what is deferred", () => {
    for (const { name, expect: wanted } of cases) {
      expect(wanted.nextAllowedAt !== null, name).toBe(wanted.decision === "defer");
    }
  });
});

describe("decide", () => {
  for (const one of cases) {
    it(`${one.name}: ${one.shows}`, async () => {
      const decided = await decideCase(one);
      expect(decided).toMatchObject(expectedOf(one));
      if (decided.nextAllowedAt === null) return;
      const next = instant(decided.nextAllowedAt);
      expect(await decideCase(askedAt(one, next))).toMatchObject({ decision: "allow" });
      expect(await decideCase(askedAt(one, epochMs(next - 1)))).toMatchObject({
        decision: "defer",
        nextAllowedAt: decided.nextAllowedAt,
      });
    });
  }
});
