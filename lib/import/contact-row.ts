import { AttributesDocument, MOST_IDENTITIES } from "../core/contact-document.ts";
import { parse } from "../core/issues.ts";
import { OwnerDocument } from "../core/owner-document.ts";
import { ContactId } from "../core/request.ts";
import { type CellValue, readBirthDate, readList } from "./cell-values.ts";
import { readCountry } from "./countries.ts";
import type { Reading } from "./map-columns.ts";
import { type RowAddress, readAddresses } from "./row-addresses.ts";
import { type Cell, issueOf, lostIssues, type RowCells, type RowIssue } from "./row-cells.ts";
import type { RefusedRow } from "./row-fields.ts";

/** A contact as a record tells it. */
export interface ContactRow {
  readonly kind: "contacts";
  /** Undefined when the record has no id of its own. */
  readonly contactId: string | undefined;
  /** The body of `PUT /v1/contacts/{contactId}`, without `onDuplicate`. */
  readonly body: {
    readonly identities: readonly RowAddress[];
    readonly attributes: Readonly<Record<string, unknown>>;
  };
  /** The body of `PUT /v1/contacts/{contactId}/owner`; undefined when the record names no owner. */
  readonly owner: OwnerDocument | undefined;
  /**
   * Cells that could not be read, and are left out of the contact: one bad number is no reason to lose a person. They
   * are to be told like refused rows.
   */
  readonly leftOut: readonly RowIssue[];
}

/** Reads a record as a contact; refused only when nobody could be known by what is left of it. */
export function readContactRow(cells: RowCells, reading: Reading): ContactRow | RefusedRow {
  const lost = lostIssues(cells);
  const isLost = (cell: Cell) =>
    lost.some(({ column, field }) => column === cell.column && field === cell.field);
  const sound: RowCells = {
    fields: cells.fields,
    all: (field) => cells.all(field).filter((cell) => !isLost(cell)),
    first: (field) => cells.all(field).find((cell) => !isLost(cell)),
  };
  const { addresses, issues } = readAddresses(sound, reading);
  const id = readId(sound.first("contactId"));
  if (id !== undefined && "issues" in id) return id;
  const attributes = readAttributes(sound, reading);
  const owner = readOwner(sound);
  const leftOut = [...lost, ...issues, ...attributes.issues, ...owner.issues];
  if (addresses.length > MOST_IDENTITIES) {
    return { issues: [{ column: "", field: "", message: `has more than ${MOST_IDENTITIES} addresses` }] };
  }
  if (id === undefined && addresses.length === 0) return { issues: [...leftOut, NOBODY] };
  const body = { identities: addresses, attributes: attributes.values };
  return { kind: "contacts", contactId: id?.contactId, body, owner: owner.document, leftOut };
}

/** Why a record without anything to know a person by is refused. */
export const NOBODY: RowIssue = {
  column: "",
  field: "",
  message: "has no address that can be read, and no id: nobody could be known by it",
};

function readId(cell: Cell | undefined): { readonly contactId: string } | RefusedRow | undefined {
  if (cell === undefined) return undefined;
  const parsed = parse(ContactId, cell.text, "");
  if ("issues" in parsed)
    return { issues: parsed.issues.map(({ message }) => issueOf(cell, message.trim())) };
  return cell.text.startsWith("c_")
    ? { issues: [issueOf(cell, "must not begin with c_, which only the gate's own ids do")] }
    : { contactId: cell.text };
}

interface Attributes {
  readonly values: Readonly<Record<string, unknown>>;
  readonly issues: readonly RowIssue[];
}

/** Attributes that pass their schema, and what is wrong with the others. */
function readAttributes(cells: RowCells, reading: Reading): Attributes {
  const read = ATTRIBUTES.flatMap(([name, fields, readValue]) => {
    const found = fields.flatMap((field) => cells.all(field));
    const [first] = found;
    if (first === undefined) return [];
    const value = readValue(found, reading);
    return [{ name, cell: first, value: "fault" in value ? value : validated(name, value.value) }];
  });
  return {
    values: Object.fromEntries(
      read.flatMap(({ name, value }) => ("value" in value ? [[name, value.value]] : [])),
    ),
    issues: read.flatMap(({ cell, value }) => ("fault" in value ? [issueOf(cell, value.fault)] : [])),
  };
}

function validated(name: string, value: unknown): CellValue<unknown> {
  const parsed = parse(AttributesDocument, { [name]: value });
  return "issues" in parsed ? { fault: parsed.issues.map(({ message }) => message).join("; ") } : { value };
}

type ReadAttribute = (cells: readonly Cell[], reading: Reading) => CellValue<unknown>;

const firstText: ReadAttribute = ([first]) => ({ value: first?.text ?? "" });

/** A name in one cell goes before one in parts. In Chinese the family name comes first, and no space between. */
const readName: ReadAttribute = (cells) => {
  const of = (field: string) => cells.find((cell) => cell.field === field)?.text;
  const [whole, first, middle, last] = ["name", "firstName", "middleName", "lastName"].map(of);
  if (whole !== undefined) return { value: whole };
  const isHan = [first, last].every((part) => part === undefined || /^\p{Script=Han}+$/u.test(part));
  const parts = isHan ? [last, first] : [first, middle, last];
  return { value: parts.filter((part) => part !== undefined).join(isHan ? "" : " ") };
};

const ATTRIBUTES: readonly (readonly [name: string, fields: readonly string[], ReadAttribute])[] = [
  ["name", ["name", "firstName", "middleName", "lastName"], readName],
  ["company", ["company"], firstText],
  ["birthDate", ["birthDate"], ([cell], reading) => readBirthDate(cell as Cell, reading)],
  ["country", ["country"], ([cell]) => countryOf(cell as Cell)],
  ["region", ["region"], firstText],
  ["city", ["city"], firstText],
  ["street", ["street"], (cells) => ({ value: [...new Set(cells.map(({ text }) => text))].join(", ") })],
  ["postalCode", ["postalCode"], firstText],
  ["timezone", ["timezone"], ([cell], { calendar }) => zoneOf(cell as Cell, calendar.isZone)],
  ["language", ["language"], firstText],
  ["stage", ["stage"], firstText],
  ["tier", ["tier"], firstText],
  ["tags", ["tags"], (cells) => ({ value: [...new Set(cells.flatMap(({ text }) => readList(text)))] })],
  ["recipientType", ["recipientType"], firstText],
];

function countryOf({ text }: Cell): CellValue<string> {
  const code = readCountry(text);
  return code === undefined
    ? { fault: "is no country: write its name or its ISO 3166-1 code, like CN" }
    : { value: code };
}

const zoneOf = ({ text }: Cell, isZone: (zone: string) => boolean): CellValue<string> =>
  isZone(text) ? { value: text } : { fault: "must be an IANA zone, like Asia/Shanghai" };

function readOwner(cells: RowCells): {
  readonly document: OwnerDocument | undefined;
  readonly issues: readonly RowIssue[];
} {
  const [agent, department] = [cells.first("owner.agent"), cells.first("owner.department")];
  const cell = agent ?? department;
  if (cell === undefined) return { document: undefined, issues: [] };
  const document = {
    ...(agent !== undefined && { agent: agent.text }),
    ...(department !== undefined && { department: department.text }),
  };
  const parsed = parse(OwnerDocument, document);
  if ("value" in parsed) return { document: parsed.value, issues: [] };
  return { document: undefined, issues: parsed.issues.map(({ message }) => issueOf(cell, message)) };
}
