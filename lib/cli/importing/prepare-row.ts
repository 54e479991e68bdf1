import type { ColumnMapping } from "../../import/map-columns.ts";
import { type RowDocument, readRow } from "../../import/read-row.ts";
import type { SourceRecord } from "../../import/source.ts";
import { putContactRow, readContactRow } from "./contact-row.ts";
import { foretellContactRow, type SeenKeys } from "./dry-run.ts";
import type { Importing } from "./importing.ts";
import { type RowFault, type RowWork, rowFaultOf, rowIs } from "./row-work.ts";
import { consentsRow, preferencesRow, suppressionRow, touchRow } from "./said-row.ts";

/** Reads a record, and makes of it what is to be done; what is wrong with it else. */
export async function prepareRow(
  importing: Importing,
  mapping: ColumnMapping,
  record: SourceRecord,
): Promise<RowWork | readonly RowFault[]> {
  const row = readRow(mapping, record);
  if ("issues" in row) return row.issues.map(rowFaultOf);
  return workOf(importing, row, record.line);
}

async function workOf(
  importing: Importing,
  row: RowDocument,
  line: number,
): Promise<RowWork | readonly RowFault[]> {
  switch (row.kind) {
    case "contacts": {
      const read = await readContactRow(importing, row);
      return "change" in read ? putContactRow(importing, read) : read;
    }
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

/**
 * Tells what would become of a record, and writes nothing. Of contacts what they would be; of all else that they can
 * be read.
 */
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
  const work = await workOf(importing, row, record.line);
  return "run" in work ? { keys: [], reads: [], run: async () => rowIs("told") } : work;
}
