import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ImportKind } from "../../../lib/import/import-kinds.ts";
import type { GivenMapping } from "../../../lib/import/map-columns.ts";
import { readRow } from "../../../lib/import/read-row.ts";
import { openSource, type SourceOptions } from "../../../lib/import/source.ts";
import { surveyFile, withSurvey } from "../../../lib/import/survey.ts";
import { recordsOf, withFile } from "../../support/import-files.ts";
import { mappingOf } from "../../support/import-rows.ts";

const CUSTOMERS = "../shared/data/dedup/senzing/customers.csv";
const BANK = "../shared/data/logs/uci_bank_full_stream.csv.gz";

async function readPath(
  path: string,
  kind: ImportKind,
  given: Partial<GivenMapping>,
  options: SourceOptions = {},
) {
  const source = await openSource(path, options);
  const mapping = mappingOf(source.headers, kind, given);
  const survey = await surveyFile(source, mapping);
  const records = await recordsOf(source);
  return { survey, rows: records.map((record) => readRow(withSurvey(mapping, survey), record)) };
}

const read = (
  content: string | Uint8Array,
  kind: ImportKind,
  given: Partial<GivenMapping> = {},
  options = {},
) => withFile(content, (path) => readPath(path, kind, given, options));

/** Birth dates of contacts, and undefined where one was left out. */
const birthDates = ({ rows }: Awaited<ReturnType<typeof read>>) =>
  rows.map((row) => ("leftOut" in row ? row.body.attributes.birthDate : "refused"));

describe("a survey of a file", () => {
  it("counts its records, and those that cannot be read", async () => {
    const { survey } = await read("email,name\na@b.com,x\na@b.com\nc@d.com,\n", "contacts");
    expect(survey).toMatchObject({ records: 3, unreadable: 1, withoutTime: 0, lost: { records: 0 } });
  });

  it("finds the order of a column's dates from any of its rows", async () => {
    const file = (last: string) => `email,dob\na@b.com,3/4/1990\nb@b.com,${last}\n`;
    expect(birthDates(await read(file("12/31/1990"), "contacts"))).toEqual(["1990-03-04", "1990-12-31"]);
    expect(birthDates(await read(file("31/12/90"), "contacts"))).toEqual(["1990-04-03", "1990-12-31"]);
    expect(birthDates(await read(file("5/6/1990"), "contacts"))).toEqual([undefined, undefined]);
    expect(birthDates(await read(file("5/6/1990"), "contacts", { dates: "dmy" }))).toEqual([
      "1990-04-03",
      "1990-06-05",
    ]);
  });

  it("trusts no column that shows both orders", async () => {
    const file = "email,dob\na@b.com,3/4/1990\nb@b.com,31/12/1990\nc@b.com,12/31/1990\n";
    const { survey, ...read1 } = await read(file, "contacts");
    expect(survey.dateOrders).toEqual({});
    expect(birthDates({ survey, ...read1 })).toEqual([undefined, "1990-12-31", "1990-12-31"]);
    expect(birthDates(await read(file, "contacts", { dates: "mdy" }))).toEqual([
      "1990-03-04",
      undefined,
      "1990-12-31",
    ]);
  });

  it("judges each column by itself", async () => {
    const header = "phone,channel,purpose,level,at,expires\n";
    const row = "+8613800138000,sms,marketing,express,13/1/2026,1/13/2027\n";
    expect((await read(header + row, "consents")).survey.dateOrders).toEqual({ at: "dmy", expires: "mdy" });
  });

  it("counts touches with a date and no time", async () => {
    const set = { channel: "call", purpose: "sales", department: "sales" };
    const file =
      "email,date\na@b.com,2026-01-02\na@b.com,2026-01-02 10:00\na@b.com,2026-01-02T10:00:00Z\na@b.com,3/4/2026\n";
    expect((await read(file, "touches", { set })).survey.withoutTime).toBe(2);
  });

  it("counts records of which characters are lost by the encoding, in columns that are used", async () => {
    const file = Buffer.concat([
      Buffer.from("email,name,note\na@b.com,x,y\nb@b.com,"),
      Buffer.from([0xe9]),
      Buffer.from(",z\nc@b.com,x,"),
      Buffer.from([0xe9]),
      Buffer.from("\n"),
    ]);
    const { survey } = await read(file, "contacts", {}, { encoding: "utf-8" });
    expect(survey.lost).toEqual({ records: 1, firstLine: 3 });
  });

  it("ends with what would stop an import half-way", async () => {
    await expect(read('email,name\na@b.com,x\nb@b.com,"y\n', "contacts")).rejects.toThrow(
      /^The quote that opens on line 3 is not closed/,
    );
  });

  it.skipIf(!existsSync(CUSTOMERS))("lets a file of another product be read, all but 13 cells", async () => {
    const { survey, rows } = await readPath(CUSTOMERS, "contacts", { region: "US", dates: "mdy" });
    expect(survey).toMatchObject({ records: 120, unreadable: 0 });
    const contacts = rows.filter((row) => "leftOut" in row);
    expect(contacts).toHaveLength(120);
    expect(contacts.flatMap(({ leftOut }) => leftOut)).toHaveLength(13);
    expect(contacts[0]).toMatchObject({
      body: {
        identities: [
          { type: "phone", value: "+17029191300" },
          { type: "customers", value: "1001" },
        ],
        attributes: { name: "Robert Smith", birthDate: "1978-12-11" },
      },
    });
    expect(contacts.find(({ body }) => body.attributes.name === "王杰")).toBeDefined();
  });

  it.skipIf(!existsSync(BANK))("lets a bank's log be read as touches, at noon of each day", async () => {
    const set = { department: "telemarketing", system: "bank" };
    const { survey, rows } = await readPath(BANK, "touches", { set, timezone: "Europe/Lisbon" });
    expect(survey).toMatchObject({ records: 45_211, unreadable: 0, withoutTime: 45_211 });
    expect(rows.filter((row) => "issues" in row)).toEqual([]);
    // Noon in Lisbon, in summer time.
    expect(rows[0]).toMatchObject({ body: { at: "2008-05-05T11:00:00.000Z", channel: "call" } });
  });
});
