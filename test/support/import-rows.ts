import { epochMs } from "../../lib/core/time.ts";
import type { ImportKind } from "../../lib/import/import-kinds.ts";
import { type ColumnMapping, type GivenMapping, mapColumns } from "../../lib/import/map-columns.ts";
import { readRow } from "../../lib/import/read-row.ts";

/** When the tests' files are read. */
export const READ_AT = epochMs(Date.parse("2026-11-23T04:00:00.000Z"));

export const given = (more: Partial<GivenMapping> = {}): GivenMapping => ({
  timezone: "Asia/Shanghai",
  now: READ_AT,
  ...more,
});

/** The mapping of columns that can be mapped; fails with what is wrong of others. */
export function mappingOf(
  headers: readonly string[],
  kind: ImportKind,
  more: Partial<GivenMapping> = {},
): ColumnMapping {
  const mapping = mapColumns(headers, kind, given(more));
  if ("issues" in mapping) throw new Error(JSON.stringify(mapping.issues));
  return mapping;
}

/** What columns are mapped to, and `undefined` for those that are not. */
export function fieldsOf(headers: readonly string[], kind: ImportKind, more: Partial<GivenMapping> = {}) {
  const { columns } = mappingOf(headers, kind, more);
  return headers.map((header) => columns.find(({ column }) => column === header)?.field);
}

/** What a record with these fields is read as. */
export const rowOf = (
  fields: Readonly<Record<string, unknown>>,
  kind: ImportKind,
  more: Partial<GivenMapping> = {},
) => readRow(mappingOf(Object.keys(fields), kind, more), { line: 2, fields });
