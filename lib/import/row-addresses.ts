import { normaliseEmail, normaliseExternalId } from "../core/identity/normalise.ts";
import { readPhones } from "../core/identity/phone.ts";
import { readCountry } from "./countries.ts";
import { SYSTEM_FIELD } from "./import-kinds.ts";
import type { Reading } from "./map-columns.ts";
import { type Cell, issueOf, type RowCells, type RowIssue } from "./row-cells.ts";

/** An address in its canonical spelling, as the API takes it. */
export interface RowAddress {
  readonly type: string;
  readonly value: string;
}

/** Addresses that cells hold, each once, and what is wrong with others. */
export interface RowAddresses {
  readonly addresses: readonly RowAddress[];
  readonly issues: readonly RowIssue[];
}

/** Every address of a record, ids of other systems last. */
export function readAddresses(cells: RowCells, reading: Reading): RowAddresses {
  const region = regionOf(cells, reading);
  const found = [
    ...cells.all("email").map(readEmails),
    ...cells.all("phone").map((cell) => readPhoneCell(cell, region)),
    ...cells.fields.flatMap((field) => cells.all(field).flatMap((cell) => readIdCell(cell, cells))),
  ];
  const addresses = new Map(
    found.flatMap((one) => one.addresses.map((address) => [`${address.type} ${address.value}`, address])),
  );
  return { addresses: [...addresses.values()], issues: found.flatMap(({ issues }) => issues) };
}

/** Whose national numbers a record's are. */
export const regionOf = (cells: RowCells, { region }: Reading): string | undefined =>
  readCountry(cells.first("country")?.text ?? "") ?? region;

/** A name with the address in angle brackets, as mail programs write it. */
const NAMED_ADDRESS = /<([^<>]+)>$/;

function readEmails(cell: Cell): RowAddresses {
  const texts = cell.text
    .split(/[;,；，、\s|]+(?=[^\s;,]+@)/)
    .map((text) => text.replace(/[;,；，、|]+$/, ""));
  const isList = texts.length > 1 && texts.every((text) => normaliseEmail(text).ok);
  const bare = NAMED_ADDRESS.exec(cell.text)?.[1] ?? cell.text;
  return joined((isList ? texts : [bare]).map((text) => readEmail(cell, text)));
}

function readEmail(cell: Cell, text: string): RowAddresses {
  const result = normaliseEmail(text.replace(/^mailto:/i, ""));
  return result.ok ? found("email", result.identity.value) : faulty(cell, result.fault);
}

/** What becomes of a number in a spreadsheet's column that is not text. */
const SHORTENED = /^\d([.,]\d+)?E\+?\d+$/i;

function readPhoneCell(cell: Cell, region: string | undefined): RowAddresses {
  if (SHORTENED.test(cell.text)) {
    return faulty(
      cell,
      "A spreadsheet has shortened the number: make the column text there, and export it again.",
    );
  }
  const text = cell.text.replace(/^(\d{7,15})\.0$/, "$1");
  return joined(
    readPhones(text, region).map((reading) => {
      if (reading.fault === undefined) return found("phone", reading.e164);
      const needsRegion = region === undefined && reading.fault.includes("has no country");
      return faulty(cell, needsRegion ? NO_REGION : reading.fault);
    }),
  );
}

const NO_REGION =
  "The phone number has no country: say whose numbers these are with --region, e.g. --region CN, or write it with +.";

/** The id of a cell in the system that its column or the record names; none for other fields. */
function readIdCell(cell: Cell, cells: RowCells): readonly RowAddresses[] {
  const system = cell.field === "id" ? cells.first("system") : undefined;
  const name = SYSTEM_FIELD.exec(cell.field)?.[1] ?? (system && systemName(system.text));
  if (name === undefined) {
    if (cell.field !== "id") return [];
    return [faulty(cell, "is of no known system: the column that names the system is empty here")];
  }
  const result = normaliseExternalId(name, cell.text);
  return [result.ok ? found(name, result.identity.value) : faulty(system ?? cell, result.fault)];
}

/** `CUSTOMERS` and `Zoho CRM` as types of an identity. */
const systemName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^-|-$/g, "");

const found = (type: string, value: string): RowAddresses => ({ addresses: [{ type, value }], issues: [] });

const faulty = (cell: Cell, message: string): RowAddresses => ({
  addresses: [],
  issues: [issueOf(cell, message)],
});

const joined = (all: readonly RowAddresses[]): RowAddresses => ({
  addresses: all.flatMap(({ addresses }) => addresses),
  issues: all.flatMap(({ issues }) => issues),
});
