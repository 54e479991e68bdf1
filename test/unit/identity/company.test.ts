import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { readCompany } from "../../../lib/core/identity/company.ts";
import { wordsOf } from "../../../lib/core/identity/company-words.ts";

describe("one key for every spelling of a company's name", () => {
  it.each([
    [
      "muller and sohne",
      "Müller & Söhne GmbH",
      "MULLER AND SOHNE G.m.b.H.",
      "The Müller & Söhne",
      "Müller+Söhne GmbH & Co. KG",
      "Müller & Söhne (GmbH)",
    ],
    [
      "acme",
      "Acme",
      "ACME, Inc.",
      "Acme Co., Ltd.",
      "acme corporation",
      "Acme, The",
      "ＡＣＭＥ　Ｌｔｄ．",
      "Acme™ LLC",
    ],
    [
      "acme",
      "Acme Group",
      "Acme Holdings Ltd",
      "Acme (Pty) Ltd",
      "Acme Pvt. Ltd.",
      "Acme 有限公司",
      "ООО Acme",
    ],
    ["loreal", "L'Oréal S.A.", "L’Oreal SA", "LORÉAL S A"],
    ["jp morgan chase", "J.P. Morgan Chase & Co.", "JP Morgan Chase", "J P Morgan Chase and Company"],
    ["at and t", "AT&T Inc.", "AT & T", "AT and T Corp"],
    ["nordea bank", "Nordea Bank Abp", "Nordea Bank Oyj", "Nordea Bank A/S"],
    [
      "foo",
      "Foo S.A. de C.V.",
      "Foo Sp. z o.o. sp.k.",
      "PT Foo Tbk",
      "Foo Sdn. Bhd.",
      "SIA Foo",
      "Foo d.o.o.",
    ],
    [
      "газпром",
      "ООО «Газпром»",
      'ООО"Газпром"',
      "Газпром ОАО",
      "Общество с ограниченной ответственностью Газпром",
    ],
    ["阿里巴巴", "阿里巴巴（中国）有限公司", "阿里巴巴集团控股有限公司", "阿里巴巴 集团", "阿里巴巴"],
    ["华为技术", "华为技术有限公司", "华为技术有限责任公司", "华为技术股份有限公司", "华为技术公司"],
    ["海尔", "海尔集团公司", "海尔（集团）股份有限公司"],
    ["ソニー", "株式会社ソニー", "ソニー株式会社", "㈱ソニー", "ソニーグループ株式会社"],
    ["삼성전자", "(주)삼성전자", "삼성전자 주식회사", "㈜삼성전자"],
    ["ปตท", "บริษัท ปตท จำกัด (มหาชน)", "ปตท"],
  ])("%s", (key, ...spellings) => {
    expect(spellings.map((text) => [text, readCompany(text).key])).toEqual(
      spellings.map((text) => [text, key]),
    );
  });

  it.each([
    ["SE Ventures", "se ventures", "a form's letters before the name"],
    ["AG Barr plc", "ag barr", "also when a form ends it"],
    ["SIA Engineering Company Ltd", "sia engineering", "letters that lead only where no form ends the name"],
    ["A.O. Smith Corporation", "ao smith", "initials"],
    ["National Association of Realtors", "national association of realtors", "an association's kind of name"],
    ["Fund II", "fund ii", "a number"],
    ["Thermo Fisher", "thermo fisher", "an article only as a word"],
    ["中国移动广东有限公司深圳分公司", "中国移动广东有限公司深圳分公司", "a branch"],
    ["阿里巴巴 网络 技术", "阿里巴巴网络技术", "and gaps between Chinese words close"],
    ["GmbH", "gmbh", "a name of nothing but a form"],
    ["The", "the", "a name of nothing but an article"],
    ["(Acme)", "acme", "a name that stands in brackets"],
    ["---", "", "nothing to read"],
  ])("%s keeps %s: %s", (text, key) => {
    expect(readCompany(text).key).toBe(key);
  });
});

describe("what is told beside the key", () => {
  it.each([
    ["Acme (China) Co., Ltd.", { key: "acme", place: "china", form: "coltd", kind: "llc" }],
    ["阿里巴巴（中国）有限公司", { key: "阿里巴巴", place: "中国", form: "ltd", kind: "llc" }],
    [
      "Ernst & Young [Hong Kong] LLP",
      { key: "ernst and young", place: "hong kong", form: "llp", kind: "llp" },
    ],
    ["海尔（集团）股份有限公司", { key: "海尔", form: "jsc", kind: "jsc" }],
    ["海尔集团", { key: "海尔", form: "group" }],
    ["Siemens AB", { key: "siemens", form: "ab" }],
    ["Bar UG (haftungsbeschränkt)", { key: "bar", form: "ug", kind: "llc" }],
    ["㈱ソニー", { key: "ソニー", form: "jsc", kind: "jsc" }],
    ["Banana", { key: "banana" }],
  ])("of %s", (text, told) => {
    expect(readCompany(text)).toStrictEqual(told);
  });
});

describe("the assertions of rigour", () => {
  const Assertions = z.object({
    vectors: z.array(z.object({ fn: z.string(), args: z.string(), expected: z.string() })),
  });
  const fixture = new URL("../../fixtures/vectors/company-forms.json", import.meta.url);
  const { vectors } = Assertions.parse(JSON.parse(readFileSync(fixture, "utf8")));
  const quoted = (text: string): string => /^"([^"]*)"/.exec(text)?.[1] ?? "";

  it("are all there", () => {
    expect(vectors).toHaveLength(18);
  });

  it.each(vectors)("$fn($args) is $expected", ({ fn, args, expected }) => {
    const { key, form, kind } = readCompany(quoted(args));
    // rigour writes the form back where it stood: its short form, or its kind where it has one.
    const written = args.includes("generic=True") ? (kind ?? form) : form;
    const words = [...wordsOf(key), ...(fn === "remove_org_types" ? [] : wordsOf(written ?? ""))];
    expect(words.toSorted()).toEqual([...wordsOf(quoted(expected))].toSorted());
  });
});

describe("any text", () => {
  // Trade marks are no letters of a name, though Unicode has letters for them.
  const text = fc.string({ unit: "binary", maxLength: 40 }).map((any) => any.replace(/[™®©℠]/g, ""));
  const name = fc.stringMatching(/^[bcdfghjklmnp]{3,8}[aeiou]{2}( [bcdfghjklmnp]{3,8}[aeiou]{2}){0,2}$/);

  it("that holds a letter or digit has a key, and the key is in the form of words", () => {
    fc.assert(
      fc.property(text, (any) => {
        const { key } = readCompany(any);
        expect(key !== "").toBe(wordsOf(any).length > 0);
        expect(wordsOf(key).join(" ").replaceAll(" ", "")).toBe(key.replaceAll(" ", ""));
      }),
      { numRuns: 2_000 },
    );
  });

  it("keeps its key whatever form, place, case and width it is written with", () => {
    const form = fc.constantFrom(
      "GmbH",
      "S.A.",
      "Co., Ltd.",
      "Inc",
      "B.V.",
      "有限公司",
      "AG & Co. KG",
      "Sdn Bhd",
      "",
    );
    const place = fc.constantFrom("", " (China)", "（北京）", " [EMEA]");
    const dress = fc.constantFrom(
      (plain: string) => plain,
      (plain: string) => plain.toUpperCase(),
      (plain: string) => plain.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    );
    fc.assert(
      fc.property(name, form, place, dress, (plain, legal, where, dressed) => {
        expect(readCompany(dressed(`The ${plain}${where} ${legal}`)).key).toBe(plain);
      }),
    );
  });

  it("is read in linear time, however tempting", () => {
    const started = performance.now();
    for (const piece of ["a.", "(", "()", "& ", "有限公司", "gmbh & co kg ", "a ", "'"])
      readCompany(piece.repeat(5_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
