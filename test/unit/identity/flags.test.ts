import { describe, expect, it } from "vitest";
import { PUBLIC_MAIL } from "../../../lib/core/data/mail-providers.ts";
import { flagsOf } from "../../../lib/core/identity/flags.ts";

const flagsOfEmail = (value: string) => flagsOf({ type: "email", value });
const flagsOfPhone = (value: string) => flagsOf({ type: "phone", value });

describe("an address of a function", () => {
  it.each([
    "info@example.com",
    "postmaster@example.com",
    "no-reply@example.com",
    "customer.service@example.com",
    "kefu@example.cn",
    "xiaoshou@example.cn",
    "vertrieb@example.de",
    "sales+shop@example.com",
    "sales01@example.com",
    "sales-emea@example.com",
    "info.de@example.com",
    "hr_team@example.com",
  ])("%s is flagged", async (email) => {
    expect(await flagsOfEmail(email)).toEqual(["role"]);
  });

  it.each([
    "li.sales@example.com",
    "sales.li@example.com",
    "infanta@example.com",
    "salesman@example.com",
    "it.girl@example.com",
    "mark@example.com",
    "press.ley@example.com",
    "info12345@example.com",
  ])("%s may be a person's and is not", async (email) => {
    expect(await flagsOfEmail(email)).toEqual([]);
  });
});

describe("the domain of an address", () => {
  it.each(["gmail.com", "qq.com", "163.com", "126.com", "sina.com", "hotmail.fr", "yahoo.com.hk", "ya.ru"])(
    "%s is a free provider's",
    async (domain) => {
      expect(await flagsOfEmail(`li@${domain}`)).toEqual(["free-mail"]);
    },
  );

  it.each(["example.com", "zoho.com", "alibaba.com", "qq.com.example.com", "hotqq.com"])(
    "%s is not",
    async (domain) => {
      expect(await flagsOfEmail(`li@${domain}`)).toEqual([]);
    },
  );

  it("is tested for throw-away mailboxes first, also below such a domain", async () => {
    expect(await flagsOfEmail("li@mailinator.com")).toEqual(["disposable"]);
    expect(await flagsOfEmail("li@crm.mailinator.com")).toEqual(["disposable"]);
    expect(await flagsOfEmail("info@mailinator.com")).toEqual(["role", "disposable"]);
    expect(await flagsOfEmail("li@my-mailinator.com")).toEqual([]);
  });

  it("is in the table of free providers in the spelling that addresses have", () => {
    expect([...PUBLIC_MAIL].filter((domain) => !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain))).toEqual([]);
  });
});

describe("a phone number", () => {
  it.each([
    ["+18002752273", "toll-free"],
    ["+80012345678", "toll-free everywhere"],
    ["+864008205555", "a Chinese 400 number"],
    ["+448441234567", "shared cost"],
    ["+19002752273", "premium rate"],
  ])("%s is an organisation's: %s", async (number) => {
    expect(await flagsOfPhone(number)).toEqual(["role"]);
  });

  it.each(["+8613800138000", "+442079460958", "+12127365000", "+447012345678"])(
    "%s may be a person's",
    async (number) => {
      expect(await flagsOfPhone(number)).toEqual([]);
    },
  );
});

it("nothing is read off the id of another system", async () => {
  expect(await flagsOf({ type: "zoho", value: "info@gmail.com" })).toEqual([]);
});
