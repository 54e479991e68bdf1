import { parse } from "../core/issues.ts";
import { SuppressionDocument } from "../core/suppression-document.ts";
import { readInstant } from "./cell-values.ts";
import type { Reading } from "./map-columns.ts";
import { readAddresses } from "./row-addresses.ts";
import { type Cell, lostIssues, type RowCells, type RowIssue } from "./row-cells.ts";
import { asText, type Body, type ReadCell, type RefusedRow, readFields, schemaIssues } from "./row-fields.ts";

/** Addresses that go on a list: entries of `POST /v1/suppressions`. */
export interface SuppressionRow {
  readonly kind: "suppressions";
  readonly bodies: readonly Body[];
}

const SUPPRESSION: Readonly<Record<string, ReadCell>> = {
  list: asText,
  reason: asText,
  expiresAt: (cell, reading) => readInstant(cell, reading, "end"),
};

export function readSuppressionRow(cells: RowCells, reading: Reading): SuppressionRow | RefusedRow {
  const { body, issues } = readFields(SUPPRESSION, cells, reading);
  const found = readAddresses(withValue(cells), reading);
  const bodies = found.addresses.map((address) => ({ ...address, ...body }));
  const faults = [...lostIssues(cells), ...issues, ...found.issues];
  if (bodies.length === 0 && found.issues.length === 0) faults.push(NO_ADDRESS);
  const [first] = bodies;
  if (first !== undefined) faults.push(...schemaIssues(parse(SuppressionDocument, first, ""), cells, faults));
  return faults.length > 0 ? { issues: faults } : { kind: "suppressions", bodies };
}

/** An address in a column of its own is of the type that stands beside it, or that it looks like. */
function withValue(cells: RowCells): RowCells {
  const value = cells.first("value");
  if (value === undefined) return cells;
  const type = cells.first("type")?.text.toLowerCase() ?? (value.text.includes("@") ? "email" : "phone");
  const all = (field: string): readonly Cell[] =>
    field === type ? [...cells.all(field), value] : cells.all(field);
  return { ...cells, all, first: (field) => all(field)[0] };
}

const NO_ADDRESS: RowIssue = {
  column: "",
  field: "",
  message: "holds no e-mail address and no phone number",
};
