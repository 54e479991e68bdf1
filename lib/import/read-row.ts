import { type ContactRow, readContactRow } from "./contact-row.ts";
import { readContactDocument, readSaidDocument } from "./document-row.ts";
import type { ColumnMapping } from "./map-columns.ts";
import { cellsOf } from "./row-cells.ts";
import type { RefusedRow } from "./row-fields.ts";
import { readConsentRow, readPreferencesRow, type SaidRow } from "./said-row.ts";
import type { SourceRecord } from "./source.ts";
import { readSuppressionRow, type SuppressionRow } from "./suppression-row.ts";
import { readTouchRow, type TouchRow } from "./touch-row.ts";

/** What a record says, in the words of the API. */
export type RowDocument = ContactRow | SaidRow | SuppressionRow | TouchRow;

/** Reads a record by its mapping; else tells everything that is wrong with it, by column. */
export function readRow(mapping: ColumnMapping, record: SourceRecord): RowDocument | RefusedRow {
  if (record.fault !== undefined) return { issues: [{ column: "", field: "", message: record.fault }] };
  const { kind, reading } = mapping;
  if (mapping.isDocuments && kind !== "suppressions") {
    return kind === "contacts" ? readContactDocument(record.fields) : readSaidDocument(kind, record.fields);
  }
  const cells = cellsOf(mapping, record);
  switch (kind) {
    case "contacts":
      return readContactRow(cells, reading);
    case "preferences":
      return readPreferencesRow(cells, reading);
    case "consents":
      return readConsentRow(cells, reading);
    case "suppressions":
      return readSuppressionRow(cells, reading);
    case "touches":
      return readTouchRow(cells, reading);
  }
}
