import type { Parsed } from "../core/issues.ts";
import type { CellValue } from "./cell-values.ts";
import type { Reading } from "./map-columns.ts";
import { type Cell, issueOf, type RowCells, type RowIssue } from "./row-cells.ts";

/** A body of the API, as its caller would write it. */
export type Body = Readonly<Record<string, unknown>>;

/** A record that was not read, and why. */
export interface RefusedRow {
  readonly issues: readonly RowIssue[];
}

/** Makes a value of a cell. */
export type ReadCell = (cell: Cell, reading: Reading) => CellValue<unknown>;

export const asText: ReadCell = ({ text }) => ({ value: text });

export interface Fields {
  readonly body: Body;
  readonly issues: RowIssue[];
}

/** Reads the first cell of each field. */
export function readFields(
  readers: Readonly<Record<string, ReadCell>>,
  cells: RowCells,
  reading: Reading,
): Fields {
  const said = Object.entries(readers).flatMap(([field, read]) => {
    const cell = cells.first(field);
    return cell === undefined ? [] : [{ cell, value: read(cell, reading) }];
  });
  const values = said.flatMap(({ cell, value }) => ("value" in value ? [[cell.field, value.value]] : []));
  return { body: Object.fromEntries(values), issues: faultsIn(said) };
}

export const faultsIn = (
  said: readonly { readonly cell: Cell; readonly value: CellValue<unknown> }[],
): RowIssue[] => said.flatMap(({ cell, value }) => ("fault" in value ? [issueOf(cell, value.fault)] : []));

/** What a schema finds in fields that nothing has been said of yet, by the column that filled them. */
export function schemaIssues(
  parsed: Parsed<unknown>,
  cells: RowCells,
  known: readonly RowIssue[],
): RowIssue[] {
  if ("value" in parsed) return [];
  return parsed.issues.flatMap(({ path, message }) => {
    // Whom a row names stands in `to`, and in fields of the same names.
    const cell = cells.first(path.replace(/^to\./, ""));
    if (known.some(({ field }) => field === path || field === cell?.field)) return [];
    if (path.startsWith("to") && known.length > 0) return [];
    return [
      cell === undefined ? { column: path, field: path, message: message.trim() } : issueOf(cell, message),
    ];
  });
}
