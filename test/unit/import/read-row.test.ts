import { describe, expect, it } from "vitest";
import { readRow } from "../../../lib/import/read-row.ts";
import type { RowIssue } from "../../../lib/import/row-cells.ts";
import { mappingOf, rowOf } from "../../support/import-rows.ts";

const texts = (issues: readonly RowIssue[]) =>
  issues.map(({ column, field, message }) => `${column} (${field}) ${message}`);

/** What a contact's record is refused for, or leaves out. */
function issuesIn(row: ReturnType<typeof rowOf>): string[] {
  if ("issues" in row) return texts(row.issues);
  return "leftOut" in row ? texts(row.leftOut) : [];
}

/** The body of a contact that was read whole. */
function contactOf(...args: Parameters<typeof rowOf>) {
  const row = rowOf(...args);
  expect(issuesIn(row)).toEqual([]);
  if (!("body" in row) || !("identities" in row.body)) throw new Error("it is no contact");
  return row.body as {
    identities: readonly { type: string; value: string }[];
    attributes: Record<string, unknown>;
  };
}

const addressesOf = (fields: Record<string, unknown>, more = {}) =>
  contactOf(fields, "contacts", more).identities.map(({ type, value }) => `${type} ${value}`);

describe("a contact's record", () => {
  it("becomes the body that the API takes", () => {
    const row = rowOf(
      {
        邮箱: "Li@Example.com",
        手机: "138 0013 8000",
        姓名: "李明",
        公司: "Acme 有限公司",
        生日: "1990/5/17",
        国家: "中国",
        城市: "广州",
        标签: "vip；purchased:crm",
        "Zoho ID": "47-11",
        负责人: "u17",
        x: "not taken",
      },
      "contacts",
    );
    expect(row).toEqual({
      kind: "contacts",
      contactId: undefined,
      body: {
        identities: [
          { type: "email", value: "li@example.com" },
          { type: "phone", value: "+8613800138000" },
          { type: "zoho", value: "47-11" },
        ],
        attributes: {
          name: "李明",
          company: "Acme 有限公司",
          birthDate: "1990-05-17",
          country: "CN",
          city: "广州",
          tags: ["vip", "purchased:crm"],
        },
      },
      owner: { agent: "u17" },
      leftOut: [],
    });
  });

  it("holds every address of its cells once, those of lists too", () => {
    expect(
      addressesOf(
        {
          email: "A@b.com; c@d.com",
          "email 2": "a@b.com",
          phone: "13800138000 / 13900139000",
          "mobile phone": "+86 138 0013 8000",
        },
        { region: "cn" },
      ),
    ).toEqual(["email a@b.com", "email c@d.com", "phone +8613800138000", "phone +8613900139000"]);
    expect(addressesOf({ email: '"Li, Ming" <li@b.com>' })).toEqual(["email li@b.com"]);
    expect(addressesOf({ email: "a@b.com c@d.com，e@f.com" })).toEqual([
      "email a@b.com",
      "email c@d.com",
      "email e@f.com",
    ]);
  });

  it("reads national numbers by its own country before the file's", () => {
    expect(addressesOf({ phone: "702-919-1300", country: "USA" }, { region: "CN" })).toEqual([
      "phone +17029191300",
    ]);
    expect(addressesOf({ phone: "702-919-1300", country: "" }, { region: "US" })).toEqual([
      "phone +17029191300",
    ]);
  });

  it("has ids of the system that its column or record names", () => {
    expect(addressesOf({ system: "Zoho CRM", id: "7" })).toEqual(["zoho-crm 7"]);
    expect(addressesOf({ id: "7" }, { set: { system: "crm" } })).toEqual(["crm 7"]);
    expect(issuesIn(rowOf({ email: "a@b.com", system: "", id: "7" }, "contacts"))).toEqual([
      "id (id) is of no known system: the column that names the system is empty here",
    ]);
  });

  it.each([
    [{ "first name": "Ming", "middle name": "J", "last name": "Li" }, "Ming J Li"],
    [{ "first name": "明", "last name": "李" }, "李明"],
    [{ name: "Li Ming", "first name": "x" }, "Li Ming"],
    [{ name: "", "first name": "", "last name": "Smith" }, "Smith"],
  ])("has a name: %j", (fields, name) => {
    expect(contactOf({ email: "a@b.com", ...fields }, "contacts").attributes.name).toBe(name);
  });

  it.each(["", " ", "N/A", "NULL", "-", "无", "\\N"])("takes %j for an empty cell", (empty) => {
    expect(contactOf({ email: "a@b.com", phone: empty, name: empty, city: empty }, "contacts")).toEqual({
      identities: [{ type: "email", value: "a@b.com" }],
      attributes: {},
    });
  });

  it("joins the lines of a street, and takes one that stands twice once", () => {
    expect(
      contactOf(
        { email: "a@b.com", "address 1": "1 High St", "address 2": "Floor 2", street: "1 High St" },
        "contacts",
      ).attributes.street,
    ).toBe("1 High St, Floor 2");
  });

  it("takes constants for fields that it has not", () => {
    const set = { country: "DE", stage: "prospect", tags: "imported" };
    expect(contactOf({ email: "a@b.com", stage: "" }, "contacts", { set }).attributes).toEqual({
      country: "DE",
      stage: "prospect",
      tags: ["imported"],
    });
    expect(contactOf({ email: "a@b.com", stage: "customer" }, "contacts", { set }).attributes.stage).toBe(
      "customer",
    );
  });

  it("leaves out cells that cannot be read, and says each by its column", () => {
    const row = rowOf(
      {
        email: "li@example.com",
        "E-Mail 2": "nobody",
        手机: "+86 12",
        tel: "702-919-1300",
        dob: "3/4/1990",
        country: "Neverland",
        timezone: "Mars/Base",
        name: "x".repeat(129),
        company: "M\ufffdller",
        city: "Wien",
      },
      "contacts",
    );
    expect(row).toMatchObject({
      body: { identities: [{ type: "email", value: "li@example.com" }], attributes: { city: "Wien" } },
    });
    expect(issuesIn(row)).toEqual([
      "company (company) has lost a character: mend it, or say the file's encoding with --encoding",
      "E-Mail 2 (email) The e-mail address has no @.",
      "手机 (phone) The phone number is too short for its country.",
      "tel (phone) The phone number has no country: say whose numbers these are with --region, e.g. --region CN, or write it with +.",
      "name (name) must have at most 128 characters",
      "dob (birthDate) may be day/month or month/day: say which with --dates dmy or --dates mdy",
      "country (country) is no country: write its name or its ISO 3166-1 code, like CN",
      "timezone (timezone) must be an IANA zone, like Asia/Shanghai",
    ]);
  });

  it("says what a spreadsheet has done to a number", () => {
    const row = rowOf({ email: "a@b.com", phone: "1.38001E+10" }, "contacts", { region: "CN" });
    expect(issuesIn(row)).toEqual([
      "phone (phone) A spreadsheet has shortened the number: make the column text there, and export it again.",
    ]);
    expect(addressesOf({ phone: "13800138000.0" }, { region: "CN" })).toEqual(["phone +8613800138000"]);
  });

  it("has no birth date in the future", () => {
    expect(issuesIn(rowOf({ email: "a@b.com", dob: "2026-11-24" }, "contacts"))).toEqual([
      "dob (birthDate) lies in the future",
    ]);
    expect(contactOf({ email: "a@b.com", dob: "2026-11-23" }, "contacts").attributes.birthDate).toBe(
      "2026-11-23",
    );
  });

  it("is refused when nobody could be known by what is left", () => {
    const nobody = " () has no address that can be read, and no id: nobody could be known by it";
    expect(issuesIn(rowOf({ email: "", name: "Li" }, "contacts"))).toEqual([nobody]);
    const row = rowOf({ email: "x", name: "Li" }, "contacts");
    expect("issues" in row).toBe(true);
    expect(issuesIn(row)).toEqual(["email (email) The e-mail address has no @.", nobody]);
  });

  it("is put under its own id, also without any address", () => {
    expect(rowOf({ contactId: "k-7", email: "" }, "contacts")).toMatchObject({
      contactId: "k-7",
      body: { identities: [] },
    });
    expect(issuesIn(rowOf({ contactId: "k 7", email: "a@b.com" }, "contacts"))).toEqual([
      "contactId (contactId) must be 1–128 characters of A-Za-z0-9_.:-",
    ]);
    expect(issuesIn(rowOf({ contactId: "c_abc", email: "a@b.com" }, "contacts"))).toEqual([
      "contactId (contactId) must not begin with c_, which only the gate's own ids do",
    ]);
  });

  it("is refused with more addresses than a person may have", () => {
    const fields = Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`email ${n}`, `a${n}@b.com`]));
    expect(issuesIn(rowOf(fields, "contacts"))).toEqual([" () has more than 20 addresses"]);
  });

  it("that could not be split into cells is refused for that", () => {
    const mapping = mappingOf(["email"], "contacts");
    expect(readRow(mapping, { line: 7, fields: {}, fault: "has 1 cells and the header 2" })).toEqual({
      issues: [{ column: "", field: "", message: "has 1 cells and the header 2" }],
    });
  });

  it("of JSON may hold numbers, lists and nothing", () => {
    expect(
      addressesOf({ email: ["a@b.com", "c@d.com"], phone: 8613800138000, name: null }, { region: "CN" }),
    ).toEqual(["email a@b.com", "email c@d.com", "phone +8613800138000"]);
  });

  it("that is a contact as the API shows it is taken as it is, without what the gate found out", () => {
    const shown = {
      contactId: "k-7",
      status: "active",
      identities: [
        { type: "email", value: "li@example.com", valid: true, flags: ["role"], shared: false },
        { type: "phone", value: null, valid: true, flags: [], shared: false },
      ],
      attributes: { name: "李明", company: null, tags: ["a"] },
    };
    expect(rowOf(shown, "contacts")).toEqual({
      kind: "contacts",
      contactId: "k-7",
      body: {
        identities: [{ type: "email", value: "li@example.com" }],
        attributes: { name: "李明", company: null, tags: ["a"] },
      },
      owner: undefined,
      leftOut: [],
    });
    expect(
      issuesIn(rowOf({ ...shown, attributes: { colour: "red" }, identities: [{ type: "e" }] }, "contacts")),
    ).toEqual([
      "identities.0.type (identities.0.type) must be email, phone or the name of a system: 2–32 characters of a-z, 0-9, _ and -",
      "identities.0.value (identities.0.value) is missing",
      "attributes.colour (attributes.colour) is not a known field",
    ]);
  });
});

describe("a record of wishes", () => {
  it("becomes a preferences document", () => {
    const fields = {
      email: "a@b.com",
      "email opt out": "yes",
      "do not call": "否",
      "paused until": "2026-12-01",
      "channels.sms.maxPerWeek": "2",
      p: "1",
    };
    expect(
      rowOf(fields, "preferences", {
        map: {
          p: "topics.promotions.optOut",
          ...Object.fromEntries([["channels.sms.maxPerWeek", "channels.sms.maxPerWeek"]]),
          email: "email",
          "email opt out": "channels.email.optOut",
          "do not call": "channels.call.optOut",
          "paused until": "pausedUntil",
        },
      }),
    ).toEqual({
      kind: "preferences",
      to: { email: "a@b.com" },
      body: {
        channels: { email: { optOut: true }, call: { optOut: false }, sms: { maxPerWeek: 2 } },
        topics: { promotions: { optOut: true } },
        // To the end of the day: midnight in Shanghai.
        pausedUntil: "2026-12-01T16:00:00.000Z",
      },
    });
  });

  it("is refused whole when a cell cannot be read: half a no is none", () => {
    expect(
      issuesIn(rowOf({ email: "a@b.com", unsubscribed: "maybe", "do not call": "1" }, "preferences")),
    ).toEqual(["unsubscribed (channels.email.optOut) must be true or false, yes or no, 1 or 0, 是 or 否"]);
    expect(issuesIn(rowOf({ email: "x", unsubscribed: "1" }, "preferences"))).toEqual([
      "email (email) The e-mail address has no @.",
    ]);
    expect(issuesIn(rowOf({ email: "a@b.com", unsubscribed: "" }, "preferences"))).toEqual([
      " () holds no wish",
    ]);
    expect(issuesIn(rowOf({ email: "", unsubscribed: "1" }, "preferences"))).toEqual([
      " () names nobody: it has no id and no address",
    ]);
    expect(issuesIn(rowOf({ email: "a@b.com, c@d.com", unsubscribed: "1" }, "preferences"))).toEqual([
      " (email) names several of type email: leave the one that is meant",
    ]);
  });

  it.each([
    ["true", true],
    ["Yes", true],
    ["1", true],
    ["是", true],
    ["false", false],
    ["NO", false],
    ["0", false],
    ["否", false],
    ["hard", "hard"],
  ])("reads %s", (text, optOut) => {
    expect(rowOf({ email: "a@b.com", unsubscribed: text }, "preferences")).toMatchObject({
      body: { channels: { email: { optOut } } },
    });
  });
});

describe("a record of a consent", () => {
  const consent = {
    phone: "+8613800138000",
    channel: "短信",
    purpose: "marketing",
    level: "Express written",
    at: "2026-01-02",
  };

  it("becomes a consent", () => {
    expect(rowOf({ ...consent, expires: "2027-01-02", source: "web form" }, "consents")).toEqual({
      kind: "consents",
      to: { phone: "+8613800138000" },
      body: {
        channel: "sms",
        purpose: "marketing",
        level: "expressWritten",
        at: "2026-01-02T04:00:00.000Z",
        expiresAt: "2027-01-01T16:00:00.000Z",
        source: "web form",
      },
    });
  });

  it("says what is wrong by the columns", () => {
    expect(issuesIn(rowOf({ ...consent, channel: "pigeon", level: "", at: "3/4/2026" }, "consents"))).toEqual(
      [
        "at (at) may be day/month or month/day: say which with --dates dmy or --dates mdy",
        "channel (channel) must be one of: email, sms, call, push, whatsapp, wechat, social, visit, meeting, mail, other",
        "level (level) is missing; it must be one of: withdrawn, implied, express, expressWritten",
      ],
    );
    expect(issuesIn(rowOf({ ...consent, expires: "2026-01-01" }, "consents"))).toEqual([
      "expires (expiresAt) must lie after at",
    ]);
  });
});

describe("a record of suppressions", () => {
  it("becomes an entry for each of its addresses", () => {
    expect(
      rowOf({ email: "A@b.com", phone: "+86 138 0013 8000", reason: "complained" }, "suppressions", {
        set: { list: "old" },
      }),
    ).toEqual({
      kind: "suppressions",
      bodies: [
        { type: "email", value: "a@b.com", list: "old", reason: "complained" },
        { type: "phone", value: "+8613800138000", list: "old", reason: "complained" },
      ],
    });
  });

  it("knows the type of an address that stands in a column of its own", () => {
    const set = { list: "old" };
    expect(rowOf({ value: "a@b.com" }, "suppressions", { set })).toMatchObject({
      bodies: [{ type: "email" }],
    });
    expect(rowOf({ value: "13800138000" }, "suppressions", { set, region: "CN" })).toMatchObject({
      bodies: [{ type: "phone" }],
    });
    expect(rowOf({ type: "phone", value: "+8613800138000" }, "suppressions", { set })).toMatchObject({
      bodies: [{ type: "phone", value: "+8613800138000", list: "old" }],
    });
  });

  it("is refused whole when one address cannot be read", () => {
    const set = { list: "old" };
    expect(issuesIn(rowOf({ email: "a@b.com", phone: "12" }, "suppressions", { set, region: "CN" }))).toEqual(
      ["phone (phone) The phone number is too short for its country."],
    );
    expect(issuesIn(rowOf({ email: "", reason: "x" }, "suppressions", { set }))).toEqual([
      " () holds no e-mail address and no phone number",
    ]);
    expect(issuesIn(rowOf({ email: "a@b.com", list: "!" }, "suppressions"))).toEqual([
      "list (list) must be 1–64 characters of A-Za-z0-9_.:-, the first a letter or digit",
    ]);
  });
});

describe("a record of a touch", () => {
  const touch = {
    contact: "7",
    date: "2008-05-05",
    channel: "call_mobile",
    purpose: "sales",
    employee: "u1",
    dir: "out",
    result: "No answer",
  };
  const set = { system: "bank", department: "telemarketing" };

  it("becomes an item of POST /v1/touches; a date without a time is noon in the file's zone", () => {
    expect(rowOf(touch, "touches", { set })).toEqual({
      kind: "touches",
      body: {
        to: { externalId: { system: "bank", id: "7" } },
        at: "2008-05-05T04:00:00.000Z",
        channel: "call",
        department: "telemarketing",
        purpose: "sales",
        agent: "u1",
        direction: "outbound",
        outcome: "no_answer",
      },
    });
  });

  it("names the address that its channel reaches, when it has no id", () => {
    const fields = {
      email: "a@b.com",
      phone: "+8613800138000",
      date: "2026-01-02 10:00",
      channel: "phone",
      purpose: "sales",
    };
    expect(rowOf(fields, "touches", { set })).toMatchObject({
      body: { to: { phone: "+8613800138000" }, at: "2026-01-02T02:00:00.000Z" },
    });
    expect(rowOf({ ...fields, channel: "email" }, "touches", { set })).toMatchObject({
      body: { to: { email: "a@b.com" } },
    });
    expect(rowOf({ ...fields, contactId: "k-7" }, "touches", { set })).toMatchObject({
      body: { to: { contactId: "k-7" } },
    });
  });

  it("says what is wrong by the columns", () => {
    expect(
      issuesIn(
        rowOf({ ...touch, contact: "", date: "soon", channel: "?", dir: "up", result: "fine" }, "touches", {
          set,
        }),
      ),
    ).toEqual([
      "date (at) is no date: write it like 2026-11-24, or 2026-11-24T10:15:00Z",
      " () names nobody: it has no id and no address",
      "channel (channel) must be one of: email, sms, call, push, whatsapp, wechat, social, visit, meeting, mail, other",
      expect.stringMatching(/^result \(outcome\) must be one of: delivered/),
      "dir (direction) must be one of: outbound, inbound",
    ]);
  });

  it("says which column holds an id that is none", () => {
    const { contact: _, ...others } = touch;
    expect(issuesIn(rowOf({ ...others, no: "k 7" }, "touches", { set, map: { no: "contactId" } }))).toEqual([
      "no (contactId) must be 1–128 characters of A-Za-z0-9_.:-",
    ]);
  });

  it("that is an item already is taken as it is", () => {
    const item = { to: { email: "a@b.com" }, channel: "call", purpose: "sales", at: "2026-01-02T00:00:00Z" };
    expect(rowOf(item, "touches")).toEqual({ kind: "touches", body: item });
    expect(issuesIn(rowOf({ ...item, channel: "x" }, "touches"))).toEqual([
      "channel (channel) must be one of: email, sms, call, push, whatsapp, wechat, social, visit, meeting, mail, other",
    ]);
  });
});
