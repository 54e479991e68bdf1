import { describe, expect, it } from "vitest";
import { readPhones } from "../../../lib/core/identity/phone.ts";

const numbersIn = (text: string, region?: string) => readPhones(text, region).map(({ e164 }) => e164);
const faultsIn = (text: string, region?: string) =>
  readPhones(text, region).flatMap(({ fault }) => fault ?? []);

const MOBILES = ["+8613800138000", "+8613900139000"];
const BERLIN = "+49301234567";

describe("a cell with two numbers", () => {
  it.each([
    "13800138000/13900139000",
    "13800138000 ／ 13900139000",
    "13800138000 13900139000",
    "13800138000,13900139000",
    "13800138000；13900139000",
    "13800138000、139-0013-9000",
    "13800138000 | 13900139000",
    "13800138000或13900139000",
    "13800138000 OR 13900139000",
    "13800138000\n13900139000",
    "手机13800138000，备用 13900139000。",
    "\u202a+8613800138000\u202c; 0086 139 0013 9000",
  ])("%j gives both, in order", (text) => {
    expect(numbersIn(text, "CN")).toEqual(MOBILES);
  });

  it("gives the second by the country that the first names", () => {
    expect(numbersIn("+8613800138000;13900139000")).toEqual(MOBILES);
    expect(numbersIn("＋８６１３８００１３８０００／１３９００１３９０００")).toEqual(MOBILES);
  });

  it("lets a number keep its own country", () => {
    expect(numbersIn("13800138000; +1 212 736 5000", "CN")).toEqual(["+8613800138000", "+12127365000"]);
  });

  it("drops the extension of each", () => {
    expect(numbersIn("010-88888888转8001 / 010-88888889 分机 12", "CN")).toEqual([
      "+861088888888",
      "+861088888889",
    ]);
  });

  it("gives a number that stands there twice once", () => {
    expect(numbersIn("13800138000, +86 138 0013 8000", "CN")).toEqual(["+8613800138000"]);
  });

  it("gives what is none with its fault, beside what is one", () => {
    expect(numbersIn("13800138000; unknown", "CN")).toEqual(["+8613800138000", undefined]);
    expect(faultsIn("13800138000; unknown", "CN")).toEqual([expect.stringContaining("not a phone number")]);
    expect(numbersIn("+247 60000 / +229 81 12 00 00")).toEqual(["+24760000", "+22981120000"]);
    expect(faultsIn("13800138000、123", "CN")).toEqual([expect.stringContaining("too short")]);
  });
});

describe("a cell with one number", () => {
  it.each([
    ["030/1234567", "DE", BERLIN],
    ["030/1234567,", "DE", BERLIN],
    ["office: 030/1234567", "DE", BERLIN],
    ["010-88888888,8001", "CN", "+861088888888"],
    ["13800138000 (home)", "CN", "+8613800138000"],
  ])("%j of %s gives it", (text, region, number) => {
    expect(numbersIn(text, region)).toEqual([number]);
  });

  it("keeps the slashes of German numbers that stand side by side", () => {
    expect(numbersIn("030/1234567, 030/7654321", "DE")).toEqual([BERLIN, "+49307654321"]);
    expect(faultsIn("030/1234567/030/7654321", "DE")).toHaveLength(1);
  });

  it.each([
    ["", "CN", "not a phone number"],
    [" ; , ", "CN", "not a phone number"],
    ["13800138000", undefined, "give its region"],
    ["13800138000 / 13900139000", "XX", "region must be"],
    ["1".repeat(201), "CN", "too long"],
  ])("%j of %s is one fault", (text, region, said) => {
    expect(faultsIn(text, region)).toEqual([expect.stringContaining(said)]);
  });
});
