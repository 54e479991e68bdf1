import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { compareNames } from "../../../lib/core/identity/compare-names.ts";
import { readPersonName } from "../../../lib/core/identity/person-name.ts";

const PAIRS = z
  .array(z.strictObject({ level: z.string(), a: z.string(), b: z.string(), why: z.string() }))
  .parse(JSON.parse(readFileSync("test/fixtures/duplicates/name-pairs.json", "utf8")));

const comparisonOf = async (a: string, b: string) =>
  compareNames(await readPersonName(a), await readPersonName(b));

describe("two names of one person, or of two", () => {
  it.each(PAIRS)("$a and $b are $level: $why", async ({ a, b, level }) => {
    expect((await comparisonOf(a, b)).level).toBe(level);
    expect((await comparisonOf(b, a)).level).toBe(level);
  });

  it("weighs the more, the rarer the names are that agree", async () => {
    const bitsOf = async (name: string) => (await comparisonOf(name, name)).bits;
    const [rare, frequent, crowded] = [
      await bitsOf("Sibylle Quandt"),
      await bitsOf("John Smith"),
      await bitsOf("Wang Jing"),
    ];
    expect(rare).toBeGreaterThan(frequent);
    expect(frequent).toBeGreaterThan(crowded);
    expect(await bitsOf("李建国")).toBeGreaterThan(await bitsOf("李伟"));
  });

  it("weighs against the pair when first names and surnames differ", async () => {
    expect((await comparisonOf("Robert Smith", "Patricia Jones")).bits).toBeLessThan(-5);
  });
});

describe("a name is taken apart", () => {
  it.each([
    ["Robert Smith", { given: ["robert"], family: ["smith"] }],
    ["Smith, Robert James", { given: ["robert", "james"], family: ["smith"] }],
    ["Jan van der Berg", { given: ["jan"], family: ["van", "der", "berg"] }],
    ["WANG Xiaoming", { given: ["xiaoming"], family: ["wang"] }],
    ["Wang Xiaoming", { given: ["xiaoming"], family: ["wang"] }],
    ["李小明", { given: ["xiaoming"], family: ["li"] }],
    ["山田 太郎", { given: ["tailang"], family: ["shantian"] }],
    ["约翰·史密斯", { given: ["yuehan"], family: ["shimisi"] }],
  ])("%s", async (text, reading) => {
    expect((await readPersonName(text))?.readings[0]).toEqual(reading);
  });

  it.each([
    ["Robert Smith Jr.", 2],
    ["Smith Sr, Robert", 1],
    ["Robert Smith III", 3],
    ["Senior, Anna", undefined],
    ["Robert Smith", undefined],
  ])("the generation of %s is %s", async (text, generation) => {
    expect((await readPersonName(text))?.generation).toBe(generation);
  });

  it("takes a text of anything but letters for no name", async () => {
    expect(await readPersonName("—, ()")).toBeUndefined();
  });

  it("reads no more than the first words of a very long text", async () => {
    const [reading] = (await readPersonName(Array(100).fill("anna").join(" ")))?.readings ?? [];
    expect((reading?.given.length ?? 0) + (reading?.family.length ?? 0)).toBeLessThanOrEqual(8);
  });
});
