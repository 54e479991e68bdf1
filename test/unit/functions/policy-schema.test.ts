import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { policySchema } from "../../../functions/docs/policy-schema.ts";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { validateDocument } from "../../../lib/core/validate-document.ts";
import audit from "../../../policies/audit.json" with { type: "json" };
import defaultPolicy from "../../../policies/default.json" with { type: "json" };
import duplicates from "../../../policies/duplicates.json" with { type: "json" };
import { question } from "../../support/arbitrary-questions.ts";

const calendar = await loadCalendar();
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, validateFormats: false });
const fits = ajv.compile(policySchema());
const published = new URL("../../../policies/policy.schema.json", import.meta.url);

const rule = (fields: object) => ({ ...defaultPolicy, rules: [{ id: "r", ...fields }] });
const cap = (fields: object) => rule({ kind: "cap", max: 1, window: { rolling: "P7D" }, ...fields });

describe("the schema for editors", () => {
  it("is published as the code makes it: touchgate policy schema > policies/policy.schema.json", () => {
    expect(JSON.parse(readFileSync(published, "utf8"))).toEqual(policySchema());
  });

  it("takes the shipped policy with all parts", () => {
    expect([fits({ ...defaultPolicy, duplicates, audit, page: { color: "#0b57d0" } }), fits.errors]).toEqual([
      true,
      null,
    ]);
  });

  it("takes whatever the check takes", () => {
    fc.assert(
      fc.property(question, ({ document }) => {
        const plain: unknown = JSON.parse(JSON.stringify(document));
        expect([fits(plain), fits.errors]).toEqual([true, null]);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, unknown]>([
    ["a field that there is not", { ...defaultPolicy, rule: [] }],
    ["no rules", { id: "p", purposes: { a: {} } }],
    ["no purposes", { ...defaultPolicy, purposes: {} }],
    ["a purpose with another field", { ...defaultPolicy, purposes: { a: { obey: "all" } } }],
    ["a name that is not kebab-case", { ...defaultPolicy, id: "My Policy" }],
    ["a kind that there is not", rule({ kind: "limit" })],
    ["a field of another kind", rule({ kind: "gap", min: "P3D", max: 2 })],
    ["a missing field", rule({ kind: "gap" })],
    ["an effect that there is not", cap({ effect: "block" })],
    ["a channel that there is not", cap({ when: { channel: ["e-mail"] } })],
    ["an empty list of words", cap({ when: { stage: [] } })],
    ["a limit below nothing", cap({ max: -1 })],
    ["a limit that is a text", cap({ max: "2" })],
    ["a segment that there is not", cap({ max: { by: "country", values: {}, default: 1 } })],
    ["a duration that is none", cap({ window: { rolling: "7 days" } })],
    ["a duration of months", cap({ window: { rolling: "P1M" } })],
    ["a duration of nothing", cap({ window: { rolling: "PT0S" } })],
    ["two windows in one", cap({ window: { rolling: "P7D", calendar: "week" } })],
    [
      "an hour that is none",
      rule({ kind: "hours", allow: [{ days: ["mon"], ranges: [["9:00", "12:00"]] }] }),
    ],
    [
      "a day that is none",
      rule({ kind: "hours", allow: [{ days: ["monday"], ranges: [["09:00", "12:00"]] }] }),
    ],
    ["an outcome that there is not", rule({ kind: "cooldown", after: ["declined"], for: "P1D" })],
    ["a share above the whole", rule({ kind: "holdout", basisPoints: 10_001, salt: "s" })],
    ["a duplicate policy with another field", { ...defaultPolicy, duplicates: { rules: [], rule: [] } }],
  ])("refuses %s, as the check does", (_what, document) => {
    expect(fits(document)).toBe(false);
    expect(validateDocument(document, calendar).valid).toBe(false);
  });

  it("tells of every field of every part what it means", () => {
    const parts = Object.values(Object(policySchema()).$defs as Record<string, { properties?: object }>);
    for (const { properties = {} } of parts) {
      for (const [name, field] of Object.entries(properties)) {
        expect((field as { description?: string }).description, name).toMatch(/\w/);
      }
    }
  });
});
