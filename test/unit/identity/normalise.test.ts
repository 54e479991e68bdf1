import { describe, expect, it } from "vitest";
import { normaliseExternalId, normaliseIdentity } from "../../../lib/core/identity/normalise.ts";

describe("an id given by another system", () => {
  it("keeps its case and loses what nobody sees", () => {
    expect(normaliseExternalId("zoho", " \u200bAb-４７/11\u00a0")).toEqual({
      ok: true,
      identity: { type: "zoho", value: "Ab-47/11", regions: [], flags: [] },
    });
  });

  it.each([
    ["Zoho", "1", "The type must be"],
    ["z", "1", "The type must be"],
    ["7crm", "1", "The type must be"],
    ["z".repeat(33), "1", "The type must be"],
    ["email", "li@example.com", "The type must be"],
    ["phone", "+8613800138000", "The type must be"],
    ["zoho", "", "is empty"],
    ["zoho", " \u200b ", "is empty"],
    ["zoho", "x".repeat(129), "longer than 128"],
    ["zoho", " ".repeat(300), "longer than 128"],
    ["zoho", "a\u0000b", "cannot be printed"],
    ["zoho", "a\nb", "cannot be printed"],
    ["zoho", "a\u2028b", "cannot be printed"],
    ["zoho", "a\ud800b", "cannot be printed"],
  ])("of system %j: %j is refused", (system, id, said) => {
    expect(normaliseExternalId(system, id)).toEqual({ ok: false, fault: expect.stringContaining(said) });
  });

  it("may be 128 characters long", () => {
    expect(normaliseExternalId("zoho", "x".repeat(128))).toMatchObject({ ok: true });
  });

  it("may have as much space around it", () => {
    expect(normaliseExternalId("zoho", "x".padStart(256))).toMatchObject({ ok: true });
    expect(normaliseExternalId("zoho", "x".padStart(257))).toMatchObject({ ok: false });
  });
});

describe("an identity of any type", () => {
  it.each([
    [{ type: "email", value: "Li@Example.com" }, "email", "li@example.com"],
    [{ type: "phone", value: "138 0013 8000", region: "CN" }, "phone", "+8613800138000"],
    [{ type: "zoho", value: "47-11", region: undefined }, "zoho", "47-11"],
  ])("%j", async (input, type, value) => {
    expect(await normaliseIdentity(input)).toMatchObject({ ok: true, identity: { type, value } });
  });

  it("is refused when its type is misspelt", async () => {
    expect(await normaliseIdentity({ type: "E-mail", value: "li@example.com" })).toMatchObject({ ok: false });
  });
});
