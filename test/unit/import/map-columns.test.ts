import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { mapColumns } from "../../../lib/import/map-columns.ts";
import { openSource } from "../../../lib/import/source.ts";
import { fieldsOf, given, mappingOf } from "../../support/import-rows.ts";

const CUSTOMERS = "../shared/data/dedup/senzing/customers.csv";
const BANK = "../shared/data/logs/uci_bank_full_stream.csv.gz";

describe("columns of contacts", () => {
  it.each<[string, string | undefined]>([
    ["email", "email"],
    ["E-Mail", "email"],
    ["Email Address", "email"],
    ["EMAIL_ADDRESS_2", "email"],
    ["Work email (verified)", "email"],
    ["primaryEmail", "email"],
    ["邮箱", "email"],
    ["电子邮件地址", "email"],
    ["客户邮箱", "email"],
    ["Phone", "phone"],
    ["MobilePhone", "phone"],
    ["Mobile No.", "phone"],
    ["WhatsApp number", "phone"],
    ["手机", "phone"],
    ["手机号码（必填）", "phone"],
    ["公司电话", "phone"],
    ["电话2", "phone"],
    ["Full name", "name"],
    ["姓名", "name"],
    ["联系人姓名", "name"],
    ["First Name", "firstName"],
    ["family_name", "lastName"],
    ["姓", "lastName"],
    ["Company", "company"],
    ["Account Name", "company"],
    ["公司名称", "company"],
    ["单位", "company"],
    ["Date of birth", "birthDate"],
    ["dob", "birthDate"],
    ["出生日期", "birthDate"],
    ["Country/Region", "country"],
    ["国家", "country"],
    ["State", "region"],
    ["省份", "region"],
    ["City", "city"],
    ["城市", "city"],
    ["Mailing Street", "street"],
    ["Address Line 1", "street"],
    ["详细地址", "street"],
    ["ZIP", "postalCode"],
    ["邮编", "postalCode"],
    ["Time Zone", "timezone"],
    ["Preferred Language", "language"],
    ["Lifecycle Stage", "stage"],
    ["等级", "tier"],
    ["标签", "tags"],
    ["Lead Owner", "owner.agent"],
    ["客户经理", "owner.agent"],
    ["Zoho ID", "id:zoho"],
    ["SALESFORCE_CONTACT_ID", "id:salesforce"],
    ["hubspotId", "id:hubspot"],
    ["微信号", "id:wechat"],
    ["contactId", "contactId"],
    // Not of a person, or not known: they stay out.
    ["Account ID", undefined],
    ["Owner ID", undefined],
    ["campaign_id", undefined],
    ["Tax ID", undefined],
    ["phone type", undefined],
    ["email opt out", undefined],
    ["Department", undefined],
    ["Status", undefined],
    ["Notes", undefined],
    ["constructor", undefined],
  ])("%s", (header, field) => {
    const [, found] = fieldsOf(["some email", header], "contacts", { map: { "some email": "email" } });
    expect(found).toBe(field);
  });

  it.each(["id", "Record ID", "customer_id", "contact_id", "编号", "客户编号"])(
    "%s is an id, whose system must be told",
    (header) => {
      expect(fieldsOf(["email", header], "contacts", { set: { system: "crm" } })).toEqual(["email", "id"]);
      expect(fieldsOf(["email", header], "contacts", { map: { [header]: "contactId" } })).toEqual([
        "email",
        "contactId",
      ]);
      expect(mapColumns(["email", header], "contacts", given())).toEqual({
        issues: [
          {
            path: "--set system=NAME",
            message:
              `ids in ${header} tell people apart in one system only: name the system, ` +
              `or use --map ${header}=contactId when they are to be the contacts' own ids here, or --map ${header}= to leave them out`,
          },
        ],
      });
    },
  );

  it("names a state's numbers, and takes them when it is told to", () => {
    const headers = ["email", "PASSPORT_NUMBER", "身份证号", "ssn", "Notes"];
    const { unmapped } = mappingOf(headers, "contacts");
    const hint = expect.stringContaining("id:passport");
    expect(unmapped).toEqual([
      { column: "PASSPORT_NUMBER", hint },
      { column: "身份证号", hint },
      { column: "ssn", hint },
      { column: "Notes", hint: undefined },
    ]);
    expect(fieldsOf(headers, "contacts", { map: { PASSPORT_NUMBER: "id:passport" } })[1]).toBe("id:passport");
  });

  it("are what --map says, which also leaves out", () => {
    const mapping = mappingOf(["Email", "name", "x"], "contacts", {
      map: { email: "email", name: "", x: "city" },
    });
    expect(mapping.columns).toEqual([
      { column: "Email", field: "email" },
      { column: "x", field: "city" },
    ]);
    expect(mapping.ignored).toEqual(["name"]);
    expect(mapping.unmapped).toEqual([]);
  });

  it("are not asked for when each record is a contact as the API shows it", () => {
    const mapping = mappingOf(["contactId", "identities", "attributes"], "contacts");
    expect(mapping).toMatchObject({ isDocuments: true, columns: [] });
    expect(mappingOf(["email", "attributes"], "contacts", { format: "csv" })).toMatchObject({
      isDocuments: false,
      columns: [{ column: "email", field: "email" }],
    });
  });

  it.skipIf(!existsSync(CUSTOMERS))("are found in a file of another product", async () => {
    const { headers } = await openSource(CUSTOMERS);
    const { columns } = mappingOf(headers, "contacts");
    expect(Object.fromEntries(columns.map(({ column, field }) => [column, field]))).toEqual({
      DATA_SOURCE: "system",
      RECORD_ID: "id",
      PRIMARY_NAME_FULL: "name",
      PRIMARY_NAME_ORG: "company",
      PRIMARY_NAME_LAST: "lastName",
      PRIMARY_NAME_FIRST: "firstName",
      PRIMARY_NAME_MIDDLE: "middleName",
      NATIVE_NAME_FULL: "name",
      SECONDARY_NAME_ORG: "company",
      DATE_OF_BIRTH: "birthDate",
      EMAIL_ADDRESS: "email",
      ADDR_FULL: "street",
      ADDR_LINE1: "street",
      ADDR_CITY: "city",
      ADDR_STATE: "region",
      ADDR_POSTAL_CODE: "postalCode",
      ADDR_COUNTRY: "country",
      PHONE_NUMBER: "phone",
    });
  });
});

describe("columns of other kinds", () => {
  it("are wishes", () => {
    const headers = ["email", "HasOptedOutOfEmail", "Do Not Call", "短信退订", "opt_out", "Paused until"];
    expect(fieldsOf(headers, "preferences")).toEqual([
      "email",
      "channels.email.optOut",
      "channels.call.optOut",
      "channels.sms.optOut",
      "optOutAll",
      "pausedUntil",
    ]);
    const map = {
      a: "topics.promotions.optOut",
      b: "departments.sales.optOut",
      c: "channels.sms.maxPerWeek",
    };
    expect(fieldsOf(["phone", "a", "b", "c"], "preferences", { map })).toEqual([
      "phone",
      ...Object.values(map),
    ]);
  });

  it("are consents", () => {
    const headers = ["手机", "channel", "purpose", "consent level", "Consent date", "Expires", "source"];
    expect(fieldsOf(headers, "consents")).toEqual([
      "phone",
      "channel",
      "purpose",
      "level",
      "at",
      "expiresAt",
      "source",
    ]);
  });

  it("are suppressions", () => {
    expect(fieldsOf(["Email", "手机号", "Reason"], "suppressions", { set: { list: "old-crm" } })).toEqual([
      "email",
      "phone",
      "reason",
    ]);
    expect(fieldsOf(["type", "value", "list", "expiresAt"], "suppressions")).toEqual([
      "type",
      "value",
      "list",
      "expiresAt",
    ]);
  });

  it.skipIf(!existsSync(BANK))("are touches in a bank's log", async () => {
    const { headers } = await openSource(BANK);
    const set = { department: "telemarketing", system: "bank" };
    const { columns, unmapped } = mappingOf(headers, "touches", { set });
    expect(columns.map(({ column, field }) => `${column} ${field}`)).toEqual([
      "date at",
      "contact id",
      "employee agent",
      "channel channel",
      "purpose purpose",
      "dir direction",
    ]);
    expect(unmapped.map(({ column }) => column)).toContain("duration_s");
  });
});

describe("a mapping is refused", () => {
  const issuesOf = (...args: Parameters<typeof mapColumns>) => {
    const mapping = mapColumns(...args);
    if (!("issues" in mapping)) throw new Error("it was mapped");
    return mapping.issues.map(({ path, message }) => `${path}: ${message}`);
  };

  it("when nobody could be known by the columns", () => {
    expect(issuesOf(["name", "company"], "contacts", given())).toEqual([
      "--map COLUMN=email: no column holds email, phone, id or contactId",
    ]);
  });

  it("when a needed field has neither a column nor a constant: all of them at once", () => {
    expect(issuesOf(["phone", "channel"], "touches", given())).toEqual([
      "--map COLUMN=department or --set department=…: no column holds department: name one, or give a value for all rows",
      "--map COLUMN=purpose or --set purpose=…: no column holds purpose: name one, or give a value for all rows",
      "--map COLUMN=at or --set at=…: no column holds at: name one, or give a value for all rows",
    ]);
    expect(issuesOf(["phone"], "preferences", given())).toEqual([
      "--map COLUMN=optOutAll: no column holds a wish, like optOutAll",
    ]);
  });

  it("for columns, fields and values that do not exist", () => {
    const more = {
      map: { mial: "email", phone: "fone", x: "id:Zoho!" },
      set: { colour: "red", tier: "" },
      region: "XX",
      timezone: "Mars/Base",
    };
    const issues = issuesOf(["email", "phone", "x"], "contacts", given(more));
    expect(issues.map((issue) => issue.split(":").slice(0, 2).join(":").replace(/: .*/s, ""))).toHaveLength(
      7,
    );
    expect(issues[0]).toBe("--map mial=email: there is no such column: the file has email, phone, x");
    expect(issues[1]).toMatch(
      /^--map phone=fone: there is no such field: a row of contacts has the fields contactId, id,/,
    );
    expect(issues[2]).toMatch(/^--map x=id:Zoho!: there is no such field/);
    expect(issues[3]).toMatch(/^--set colour=red: there is no such field/);
    expect(issues.slice(4)).toEqual([
      "--set tier=: needs a value",
      "--timezone Mars/Base: must be an IANA zone, like Asia/Shanghai",
      "--region XX: must be an ISO 3166-1 code of two letters, like CN",
    ]);
  });
});
