import type { ColumnMapping } from "./map-columns.ts";
import type { SourceRecord } from "./source.ts";

/** What is wrong with a cell, or with what was made of some. */
export interface RowIssue {
  /** Empty for the record as a whole; of a constant `--set field`. */
  readonly column: string;
  /** The field it was to fill; empty for the record as a whole. */
  readonly field: string;
  readonly message: string;
}

/** A cell with something in it. */
export interface Cell {
  readonly column: string;
  readonly field: string;
  /** Trimmed. */
  readonly text: string;
}

/** What people write into cells that are empty. */
const EMPTY = new Set(["", "-", "--", "—", "/", "\\N", "N/A", "n/a", "#N/A", "NULL", "NaN", "无", "暂无"]);

/** The cells of a record by field, those of columns before constants. */
export interface RowCells {
  /** All cells of a field that hold something, in the order of their columns. */
  all(field: string): readonly Cell[];
  /** The first of them; undefined for none. */
  first(field: string): Cell | undefined;
  /** Fields that the mapping speaks of. */
  readonly fields: readonly string[];
}

export function cellsOf({ columns, set }: ColumnMapping, record: SourceRecord): RowCells {
  const byField = new Map<string, Cell[]>();
  for (const { column, field } of columns) {
    const found = textsOf(record.fields[column]).filter((text) => !EMPTY.has(text));
    const cells = found.map((text): Cell => ({ column, field, text }));
    byField.set(field, [...(byField.get(field) ?? []), ...cells]);
  }
  for (const [field, text] of Object.entries(set)) {
    if ((byField.get(field) ?? []).length === 0)
      byField.set(field, [{ column: `--set ${field}`, field, text }]);
  }
  const all = (field: string): readonly Cell[] => byField.get(field) ?? [];
  return { all, first: (field) => all(field)[0], fields: [...byField.keys()] };
}

/** Values of JSON are read like the texts of a CSV file; an object is shown as its JSON, to be refused as that. */
function textsOf(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return [typeof value === "object" ? JSON.stringify(value) : String(value).trim()];
}

/** The columns that fill a field, as issues name them; the field itself when none does. */
export const columnOf = ({ columns }: ColumnMapping, field: string): string =>
  columns
    .filter((mapped) => mapped.field === field)
    .map(({ column }) => column)
    .join(", ") || field;

export const issueOf = ({ column, field }: Cell, message: string): RowIssue => ({ column, field, message });

/** A character that could not be read by the file's encoding, now or before. */
const LOST = "\ufffd";

/** Cells of mapped columns in which a character is lost. */
export const lostIssues = (cells: RowCells): readonly RowIssue[] =>
  cells.fields.flatMap((field) =>
    cells
      .all(field)
      .filter(({ text }) => text.includes(LOST))
      .map((cell) =>
        issueOf(cell, "has lost a character: mend it, or say the file's encoding with --encoding"),
      ),
  );
