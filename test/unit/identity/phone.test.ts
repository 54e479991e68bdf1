import { describe, expect, it } from "vitest";
import { normalisePhone } from "../../../lib/core/identity/normalise.ts";
import { readPhone } from "../../../lib/core/identity/phone.ts";
import { readPhoneVectors, spellingsOf } from "../../support/phone-vectors.ts";

const canonical = async (text: string, region?: string): Promise<string | undefined> => {
  const result = await normalisePhone(text, region);
  return result.ok ? result.identity.value : undefined;
};
const faultOf = async (text: string, region?: string): Promise<string | undefined> => {
  const result = await normalisePhone(text, region);
  return result.ok ? undefined : result.fault;
};

describe("one spelling for every phone number", () => {
  it.each([
    ["138 0013 8000", "CN"],
    ["138 0013 8000", "cn"],
    ["8613800138000", "CN"],
    ["0086 138 0013 8000", "CN"],
    ["+86 138-0013-8000", undefined],
    ["+86 138-0013-8000", "US"],
    ["(+86)13800138000", undefined],
    ["＋８６　１３８００１３８０００", undefined],
    ["\u202a+8613800138000\u202c", undefined],
    ["tel:+86-138-0013-8000", undefined],
    ["tel:13800138000;phone-context=+86", undefined],
  ])("takes %j of region %s", async (text, region) => {
    expect(await canonical(text, region)).toBe("+8613800138000");
  });

  it.each([
    "010-8888 8888 ext 8001",
    "010-88888888 x8001",
    "010-88888888#8001",
    "010-88888888转8001",
    "010-88888888 分机：8001",
    "tel:+86-10-8888-8888;ext=8001",
  ])("drops the extension of %j", async (text) => {
    expect(await canonical(text, "CN")).toBe("+861088888888");
  });

  it("tells the countries, with the first digits where they tell which part, and nothing else of the number", async () => {
    expect(await normalisePhone("+1 212 736 5000")).toEqual({
      ok: true,
      identity: { type: "phone", value: "+12127365000", regions: ["US/212"], flags: [] },
    });
  });

  it.each([
    ["an area code that spans two zones", "+18502345678", ["US/850"]],
    ["one of Canada", "+14182345678", ["CA/418"]],
    ["one of the Caribbean, which is a country", "+18762345678", ["JM"]],
    ["toll-free, which no North American country has for itself", "+18002345678", ["US", "CA"]],
    ["a personal number", "+15002345678", ["US", "CA"]],
    ["a landline in the west of Australia", "+61891234567", ["AU/891"]],
    ["an Australian mobile, which goes along", "+61412345678", ["AU"]],
    ["a Brazilian mobile, which has an area code", "+5568999123456", ["BR/68"]],
    ["a Russian landline", "+74232123456", ["RU/423"]],
    ["a Russian mobile", "+79123456789", ["RU"]],
    ["a country of one clock", "+4930123456", ["DE"]],
    ["no country's", "+80012345678", []],
  ])("%s: %s", async (_what, number, regions) => {
    expect(await normalisePhone(number)).toMatchObject({ ok: true, identity: { regions } });
  });

  it("keeps a slash that stands inside one number", async () => {
    expect(await canonical("030/1234567", "DE")).toBe("+49301234567");
  });
});

describe("a text that is no phone number is told why", () => {
  it.each([
    ["", undefined, "not a phone number"],
    ["call me", "CN", "not a phone number"],
    ["13800138000 (home)", "CN", "not a phone number"],
    ["13800138000", undefined, "give its region"],
    ["0086 13800138000", undefined, "give its region"],
    ["+999 123 456 789", undefined, "calling code that does not exist"],
    ["123", "CN", "too short"],
    ["+86", undefined, "too short"],
    ["+86 1380 0138 0001 1111", undefined, "too long"],
    ["010-88888888-8001", "CN", "extension after ext."],
    ["+86 123 456 789", undefined, "no such number"],
    ["13800138000", "XX", "region must be"],
    ["13800138000", "", "region must be"],
    ["1".repeat(65), "CN", "too long"],
  ])("%j of region %s", async (text, region, said) => {
    expect(await faultOf(text, region)).toContain(said);
  });

  it.each([
    "13800138000/13900139000",
    "13800138000 13900139000",
    "13800138000,13900139000",
    "13800138000；13900139000",
    "+8613800138000;13900139000",
    "13800138000、13900139000",
    "13800138000或13900139000",
    "13800138000\n13900139000",
  ])("finds two numbers in %j", async (text) => {
    expect(await faultOf(text, "CN")).toContain("more than one phone number");
  });

  it("finds the second number where an extension could stand, by the country of the first", async () => {
    expect(await faultOf("+8613800138000;13900139000")).toContain("more than one phone number");
  });
});

describe("an example number of every region and type", () => {
  const vectors = readPhoneVectors();
  const spellings = vectors.flatMap((vector) =>
    spellingsOf(vector).map((spelling) => ({ ...spelling, e164: vector.e164 })),
  );

  it("reads to its E.164 from all four spellings: 1 132 of 1 132", () => {
    expect(vectors).toHaveLength(1132);
    const misread = spellings.filter(({ e164, text, region }) => readPhone(text, region).e164 !== e164);
    expect(misread).toEqual([]);
  });

  it("is accepted, but for three that their countries have abolished since", async () => {
    const lost = new Set<string>();
    for (const { e164, text, region } of spellings) {
      if ((await canonical(text, region)) !== e164) lost.add(e164);
    }
    expect([...lost]).toEqual([
      "+22985751234", // Benin went from 8 digits to 10 at the end of 2024
      "+22981123456",
      "+2631312345", // Zimbabwe no longer has a range with this beginning
    ]);
  });
});
