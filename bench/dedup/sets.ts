import { type Row, readRows } from "./csv.ts";
import { identitiesOf, type Labelled, type RawIdentity, textsOf } from "./labelled.ts";

/** What is taken of fake_1000: all it has, or names and e-mail addresses only. */
export type FakeFields = "all" | "name and e-mail";

/** Splink's fake_1000: names, birth dates, cities and e-mail addresses, with slips in all of them. */
export async function readFake(path: string, fields: FakeFields): Promise<readonly Labelled[]> {
  const all = fields === "all";
  return Promise.all(
    readRows(path).map(async (row) => ({
      id: `fake-${row.unique_id}`,
      label: row.cluster ?? "",
      record: {
        identities: await identitiesOf(given("email", row.email)),
        ...textsOf({
          name: `${row.first_name} ${row.surname}`,
          ...(all && { birthDate: isoDate(row.dob), city: row.city }),
        }),
      },
    })),
  );
}

/** FEBRL's set 1: an original and one copy with slips each. With `ids` its social security number is an id, too. */
export async function readFebrl(
  path: string,
  { ids }: { readonly ids: boolean },
): Promise<readonly Labelled[]> {
  return Promise.all(
    readRows(path).map(async (row) => ({
      id: row.rec_id ?? "",
      label: row.rec_id?.split("-")[1] ?? "",
      record: {
        identities: await identitiesOf(ids ? given("ssn", row.soc_sec_id) : []),
        ...textsOf({
          name: `${row.given_name} ${row.surname}`,
          birthDate: isoDate(row.date_of_birth?.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3")),
          street: `${row.street_number} ${row.address_1}`,
          city: row.suburb,
          postalCode: row.postcode,
        }),
      },
    })),
  );
}

/** Senzing's truth set: customers, a reference list and a watch list of people and firms, and the key to them. */
export async function readSenzing(paths: readonly string[], keyPath: string): Promise<readonly Labelled[]> {
  const labels = new Map(
    readRows(keyPath).map((row) => [`${row.DATA_SOURCE} ${row.RECORD_ID}`, row.CLUSTER_ID]),
  );
  const rows = paths.flatMap((path) => readRows(path));
  const read = await Promise.all(
    rows.map(async (row) => {
      const id = `${row.DATA_SOURCE} ${row.RECORD_ID}`;
      const label = labels.get(id);
      if (label === undefined) return [];
      const identities = await identitiesOf(identitiesOfRow(row));
      return [{ id, label, record: { identities, ...textsOf(textsOfRow(row)) } }];
    }),
  );
  return read.flat();
}

const given = (type: string, value: string | undefined): readonly RawIdentity[] =>
  value === undefined || value === "" ? [] : [{ type, value }];

function identitiesOfRow(row: Row): readonly RawIdentity[] {
  const phone = given("phone", row.PHONE_NUMBER).map((one) => ({ ...one, region: regionOf(row) }));
  return [
    ...given("email", row.EMAIL_ADDRESS),
    ...phone,
    ...given("ssn", row.SSN_NUMBER?.replace(/\D/g, "")),
    ...given("passport", row.PASSPORT_NUMBER),
    ...given("licence", row.DRIVERS_LICENSE_NUMBER),
    ...given("national-id", row.NATIONAL_ID_NUMBER),
    ...given("tax-id", row.TAX_ID_NUMBER),
    ...given("lei", row.LEI_NUMBER),
  ];
}

const REGIONS: Readonly<Record<string, string>> = {
  USA: "US",
  Singapore: "SG",
  Germany: "DE",
  Pakistan: "PK",
  China: "CN",
  RUS: "RU",
  Russia: "RU",
  UK: "GB",
  GBR: "GB",
};
const regionOf = (row: Row): string => {
  const country = row.ADDR_COUNTRY ?? "";
  return REGIONS[country] ?? (/^[A-Z]{2}$/.test(country) ? country : "US");
};

function textsOfRow(row: Row) {
  const { street, city, postalCode } = addressOf(row);
  return {
    name: nameOf(row),
    company: row.PRIMARY_NAME_ORG || row.EMPLOYER,
    birthDate: americanDate(row.DATE_OF_BIRTH),
    street,
    city,
    postalCode,
  };
}

/** Suffixes such as Sr stand behind the surname there. */
const nameOf = (row: Row): string => {
  const given = [row.PRIMARY_NAME_FIRST, row.PRIMARY_NAME_MIDDLE].filter(Boolean).join(" ");
  const parts = row.PRIMARY_NAME_LAST ? `${row.PRIMARY_NAME_LAST}, ${given}` : given;
  return row.PRIMARY_NAME_FULL || parts.replace(/, $/, "") || row.NATIVE_NAME_FULL || "";
};

/** Whole addresses in one cell: the street up to the first comma, the postal code at the end. */
function addressOf(row: Row): { street: string; city: string; postalCode: string } {
  const whole = row.ADDR_FULL || (row.ADDR_LINE1?.includes(",") ? row.ADDR_LINE1 : "");
  const parts = whole.split(",").map((part) => part.trim());
  const street = row.ADDR_FULL || whole ? (parts[0] ?? "") : (row.ADDR_LINE1 ?? "");
  const code =
    /\b(\d{5,6})(?:-\d{4})?\b[^\d]*$/.exec(parts.length > 1 ? parts.slice(1).join(" ") : "")?.[1] ?? "";
  const city = parts.length > 1 ? (parts[1] ?? "").replace(/\s+[A-Z]{2}(?:\s+\d.*)?$/, "") : "";
  return { street, city: row.ADDR_CITY || city, postalCode: row.ADDR_POSTAL_CODE || code };
}

/** `2/3/1954`, `Mar 1 1970`, `1993-09-14`; two digits are years of the last century. */
function americanDate(text: string | undefined): string | undefined {
  const [, month, day, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})$/.exec(text ?? "") ?? [];
  if (month !== undefined && day !== undefined && year !== undefined) {
    return isoDate(
      `${year.length === 2 ? "19" : ""}${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`,
    );
  }
  const months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const [, word, number, inYear] = /^([A-Z][a-z]{2}) (\d{1,2}),? (\d{4})$/.exec(text ?? "") ?? [];
  if (word === undefined || number === undefined) return isoDate(text);
  const at = months.indexOf(word) / 3 + 1;
  return isoDate(`${inYear}-${String(at).padStart(2, "0")}-${number.padStart(2, "0")}`);
}

/** A date that exists, as contacts must have; any other is left out. */
function isoDate(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : undefined;
}
