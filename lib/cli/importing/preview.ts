import { delimiterText } from "../../import/delimiter.ts";
import type { ColumnMapping } from "../../import/map-columns.ts";
import { readRow } from "../../import/read-row.ts";
import type { Source } from "../../import/source.ts";
import type { FileSurvey } from "../../import/survey.ts";
import { rowFaultOf } from "./row-work.ts";

const ROWS_SHOWN = 10;

/** What a file holds and how it is read, for the person who imports it: the columns, and its first rows as read. */
export async function previewOf(
  source: Source,
  mapping: ColumnMapping,
  survey: FileSurvey,
): Promise<readonly string[]> {
  return [
    ...fileLines(source, survey),
    "",
    ...columnLines(mapping),
    "",
    `The first rows as ${mapping.kind}:`,
    ...(await rowLines(source, mapping)),
  ];
}

/** How a file is read, e.g. `CSV, columns apart by ",", in utf-8`. */
export function formatText({ encoding, delimiter }: Source): string {
  const kind = delimiter === undefined ? "JSON Lines" : `CSV, columns apart by ${delimiterText(delimiter)}`;
  return `${kind}, in ${encoding}`;
}

function fileLines(source: Source, survey: FileSurvey): string[] {
  const { encoding } = source;
  const { records, unreadable, withoutTime, lost } = survey;
  return [
    `${formatText(source)}, ${records.toLocaleString("en")} records`,
    ...(unreadable > 0 ? [`${unreadable.toLocaleString("en")} of them cannot be read`] : []),
    ...(withoutTime > 0
      ? [`${withoutTime.toLocaleString("en")} have a date without a time: noon is taken for it`]
      : []),
    ...(lost.records > 0
      ? [
          `${lost.records.toLocaleString("en")} hold characters that are not ${encoding}, the first in line ${lost.firstLine}: name another with --encoding`,
        ]
      : []),
  ];
}

function columnLines({ columns, set, ignored, unmapped, isDocuments }: ColumnMapping): string[] {
  if (isDocuments) return ["Each record is read as the body that the API takes."];
  const width = Math.max(...[...columns, ...unmapped].map(({ column }) => column.length), 6);
  return [
    "Columns:",
    ...columns.map(({ column, field }) => `  ${column.padEnd(width)}  ${field}`),
    ...Object.entries(set).map(([field, value]) => `  ${"(all rows)".padEnd(width)}  ${field} = ${value}`),
    ...ignored.map((column) => `  ${column.padEnd(width)}  left out`),
    ...unmapped.map(
      ({ column, hint }) => `  ${column.padEnd(width)}  not read${hint === undefined ? "" : ` (${hint})`}`,
    ),
  ];
}

async function rowLines(source: Source, mapping: ColumnMapping): Promise<string[]> {
  const lines: string[] = [];
  for await (const record of source.records()) {
    const row = readRow(mapping, record);
    const shown =
      "issues" in row
        ? `refused: ${row.issues
            .map(rowFaultOf)
            .map(({ field, message }) => `${field} ${message}`.trim())
            .join("; ")}`
        : JSON.stringify(shownOf(row));
    lines.push(`  line ${record.line}: ${shown}`);
    if (lines.length === ROWS_SHOWN) break;
  }
  return lines;
}

/** Without what is not there. */
function shownOf(row: object): object {
  const { kind: _, leftOut, ...rest } = row as Readonly<Record<string, unknown>>;
  const isEmpty = (value: unknown) => value === undefined || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries({ ...rest, leftOut }).filter(([, value]) => !isEmpty(value)));
}
