import type { ColumnMapping } from "../../import/map-columns.ts";
import { type RowDocument, readRow } from "../../import/read-row.ts";
import type { SourceRecord } from "../../import/source.ts";
import { putContactRow, readContactRow } from "./contact-row.ts";
import { foretellContactRow, type SeenKeys } from "./dry-run.ts";
import type { Importing } from "./importing.ts";
import { type ForetellingWork, type RowFault, type RowWork, rowFaultOf } from "./row-work.ts";
import { consentsRow, preferencesRow, suppressionRow, touchRow } from "./said-row.ts";

/** Reads a record, and makes of it what is to be done; what is wrong with it else. */
export async function prepareRow(
  importing: Importing,
  mapping: ColumnMapping,
  record: SourceRecord,
): Promise<RowWork | readonly RowFault[]> {
  const row = readRow(mapping, record);
  if ("issues" in row) return row.issues.map(rowFaultOf);
  if (row.kind !== "contacts") return saidWork(importing, row, record.line);
  const read = await readContactRow(importing, row);
  return "change" in read ? putContactRow(importing, read) : read;
}

/** Tells what would become of a record after those before it, and writes nothing. */
export async function foretellRow(
  importing: Importing,
  { mapping, seen }: { readonly mapping: ColumnMapping; readonly seen: SeenKeys },
  record: SourceRecord,
): Promise<RowWork | readonly RowFault[]> {
  const row = readRow(mapping, record);
  if ("issues" in row) return row.issues.map(rowFaultOf);
  if (row.kind === "contacts") {
    const read = await readContactRow(importing, row);
    return "change" in read ? foretellContactRow(importing, seen, read) : read;
  }
  const work = await saidWork(importing, row, record.line);
  return "foretell" in work ? { ...work, run: work.foretell } : work;
}

function saidWork(
  importing: Importing,
  row: Exclude<RowDocument, { readonly kind: "contacts" }>,
  line: number,
): Promise<ForetellingWork | readonly RowFault[]> {
  switch (row.kind) {
    case "preferences":
      return preferencesRow(importing, row);
    case "consents":
      return consentsRow(importing, row);
    case "suppressions":
      return suppressionRow(importing, row.bodies);
    case "touches":
      return touchRow(importing, { body: row.body, line });
  }
}
