import { BadFile } from "./bad-file.ts";
import { type CsvRow, createCsvReader } from "./csv-reader.ts";
import { delimiterText, detectDelimiter, namedDelimiter } from "./delimiter.ts";
import { decoded, detectEncoding, knownEncoding, takeSample } from "./encoding.ts";
import { type FileBytes, openFileBytes } from "./file-bytes.ts";
import { headersOf } from "./header-line.ts";
import type { ImportKind } from "./import-kinds.ts";
import { exportedRecords, headersIn, isExport, jsonHeaders, jsonRecords } from "./json-lines.ts";

/** A record of a file: its fields by column, or why it cannot be read. */
export interface SourceRecord {
  /** Where it begins; the first line of the file is 1. */
  readonly line: number;
  /** Texts of a CSV file; values of a JSON Lines file. Empty when it cannot be read. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What is wrong with the record, as the rest of a sentence that its line begins. */
  readonly fault?: string;
}

/** A file with records, read as a stream in little memory, whatever its size. */
export interface Source {
  readonly format: "csv" | "jsonl";
  /** As the WHATWG Encoding Standard calls it. */
  readonly encoding: string;
  /** Of a CSV file. */
  readonly delimiter?: string;
  /** Columns of a CSV file; of a JSON Lines file the fields of its first records. */
  readonly headers: readonly string[];
  /** All records, each time from the first. @throws BadFile for what ends the reading: an open quote, a damaged gzip. */
  records(): AsyncIterable<SourceRecord>;
  /** The same, as many at once as a piece of the file holds. */
  batches(): AsyncIterable<readonly SourceRecord[]>;
}

/** What is said of a file instead of being detected. */
export interface SourceOptions {
  /** Any name of the WHATWG Encoding Standard, e.g. `gb18030`. */
  readonly encoding?: string | undefined;
  /** One character, or `tab`. */
  readonly delimiter?: string | undefined;
  /** Of an export of the gate, which holds several kinds: the one that is read. Contacts when left out. */
  readonly kind?: ImportKind | undefined;
}

/** Opens a CSV or JSON Lines file, plain or as gzip. @throws BadFile when there is nothing in it to read. */
export async function openSource(path: string, options: SourceOptions = {}): Promise<Source> {
  const bytes = await openFileBytes(path);
  const sample = await takeSample(bytes.chunks());
  if (sample.head.length === 0) throw new BadFile("The file is empty.");
  const encoding = options.encoding === undefined ? detectEncoding(sample) : knownEncoding(options.encoding);
  // As a stream, so that a character cut at the sample's end is left out.
  const head = new TextDecoder(encoding).decode(sample.head, { stream: true });
  const [first] = head.trimStart();
  if (first === undefined) throw new BadFile("The file is empty: it holds white space only.");
  const opened = { bytes, encoding, head };
  if (first === "{") return openJsonLines(opened, options.kind ?? "contacts");
  const source = openCsv(opened, options.delimiter);
  for await (const _ of source.records()) return source;
  throw new BadFile("The file has a line that names its columns, and no record below it.");
}

interface Opened {
  readonly bytes: FileBytes;
  readonly encoding: string;
  /** The text that the file begins with. */
  readonly head: string;
}

async function openJsonLines(opened: Opened, kind: ImportKind): Promise<Source> {
  const { bytes, encoding, head } = opened;
  const texts = () => decoded(bytes.chunks(), encoding);
  const source = { format: "jsonl" as const, encoding };
  if (!isExport(head)) {
    const headers = jsonHeaders(head);
    if (headers.length === 0) {
      throw new BadFile("No line is a JSON object by itself: write one object on each line (jq -c . FILE).");
    }
    const each = () => jsonRecords(texts());
    return { ...source, headers, records: each, batches: () => inBatchesOfOne(each()) };
  }
  const records = () => exportedRecords(texts(), kind);
  const headers = await headersIn(records());
  if (headers.length === 0) throw new BadFile(`The export holds no ${kind}.`);
  return { ...source, headers, records, batches: () => inBatchesOfOne(records()) };
}

/** Excel's own first line, which names the delimiter. */
const SEPARATOR_LINE = /^\s*sep=(.)\s*$/i;

function openCsv(opened: Opened, named: string | undefined): Source {
  const { bytes, encoding, head } = opened;
  if (/^\s*\[\s*[[{]/.test(head)) {
    throw new BadFile("The file is one JSON list: write each of its objects on a line (jq -c '.[]' FILE).");
  }
  const said = SEPARATOR_LINE.exec(head.split(/[\r\n]/, 1)[0] ?? "")?.[1];
  const skipped = said === undefined ? 0 : 1;
  const body = skipped === 0 ? head : head.replace(/^[^\r\n]*[\r\n]+/, "");
  const delimiter = named === undefined ? (said ?? detectDelimiter(body)) : namedDelimiter(named);
  const headers = headersOf(firstCells(head, delimiter, skipped), delimiter);
  const table = { headers, delimiter, skipped: skipped + 1 };
  const batches = () => csvRecords(csvRows(decoded(bytes.chunks(), encoding), delimiter), table);
  return { format: "csv", encoding, delimiter, headers, batches, records: () => oneByOne(batches()) };
}

async function* oneByOne(batches: AsyncIterable<readonly SourceRecord[]>): AsyncGenerator<SourceRecord> {
  for await (const batch of batches) yield* batch;
}

async function* inBatchesOfOne(
  records: AsyncIterable<SourceRecord>,
): AsyncGenerator<readonly SourceRecord[]> {
  for await (const record of records) yield [record];
}

function firstCells(head: string, delimiter: string, skipped: number): readonly string[] {
  const reader = createCsvReader(delimiter);
  const rows = reader.read(head);
  const row = rows[skipped] ?? reader.end()[skipped - rows.length];
  if (row === undefined) throw new BadFile("The file has no line that names its columns.");
  if ("fault" in row) throw new BadFile(`Line ${row.line}, which names the columns, ${row.fault}.`);
  return row.cells;
}

async function* csvRows(texts: AsyncIterable<string>, delimiter: string): AsyncGenerator<readonly CsvRow[]> {
  const reader = createCsvReader(delimiter);
  for await (const text of texts) yield reader.read(text);
  yield reader.end();
}

interface Table {
  readonly headers: readonly string[];
  readonly delimiter: string;
  /** Records before the first that is data. */
  readonly skipped: number;
}

async function* csvRecords(
  pieces: AsyncIterable<readonly CsvRow[]>,
  { headers, delimiter, skipped }: Table,
): AsyncGenerator<readonly SourceRecord[]> {
  let before = skipped;
  for await (const rows of pieces) {
    const records: SourceRecord[] = [];
    for (const row of rows) {
      before -= 1;
      if (before >= 0) continue;
      if ("fault" in row) records.push({ line: row.line, fields: {}, fault: row.fault });
      else if (row.cells.some((cell) => cell !== "")) records.push(recordOf(row, { headers, delimiter }));
    }
    yield records;
  }
}

/** Empty cells beyond the header are what spreadsheets write at the end of lines. */
function recordOf(
  { line, cells }: { readonly line: number; readonly cells: readonly string[] },
  { headers, delimiter }: Pick<Table, "headers" | "delimiter">,
): SourceRecord {
  const isRagged = cells.length < headers.length || cells.slice(headers.length).some((cell) => cell !== "");
  if (isRagged) {
    const fault =
      `has ${cells.length} cells and the header ${headers.length}: ` +
      `quote cells that hold ${delimiterText(delimiter)} or a line break`;
    return { line, fields: {}, fault };
  }
  const fields: Record<string, string> = Object.create(null);
  for (let at = 0; at < headers.length; at++) fields[headers[at] as string] = cells[at] as string;
  return { line, fields };
}
