import { BadFile } from "./bad-file.ts";
import type { ImportKind } from "./import-kinds.ts";
import { createLineReader, type Line } from "./line-reader.ts";
import type { SourceRecord } from "./source.ts";

/** Fields of so many records are taken for those of the file. */
const MOST_RECORDS = 1_000;

/** The fields of the first records, in the order in which they appear. */
export function jsonHeaders(head: string): readonly string[] {
  const reader = createLineReader();
  const whole = reader.read(head);
  // A short file may have one line without a break; a line that the sample cuts is no JSON, and names nothing.
  const lines = [...whole, ...reader.end()].slice(0, MOST_RECORDS);
  return [...new Set(lines.flatMap((line) => Object.keys(readLine(line).fields)))];
}

/** One record a line. */
export async function* jsonRecords(texts: AsyncIterable<string>): AsyncGenerator<SourceRecord> {
  const reader = createLineReader();
  for await (const text of texts) for (const line of reader.read(text)) yield readLine(line);
  for (const line of reader.end()) yield readLine(line);
}

/** How the lines of an export name what an import takes; touches come back with their contacts' history only. */
const LINE_KINDS: Readonly<Record<ImportKind, string | undefined>> = {
  contacts: "contact",
  preferences: "preferences",
  consents: "consent",
  suppressions: "suppression",
  touches: undefined,
};

/** Whether a text begins as an export of the gate does. */
export function isExport(head: string): boolean {
  const [first] = createLineReader().read(head);
  return first !== undefined && readLine(first).fields.kind === "export";
}

/** Those records of an export that are to be imported. @throws BadFile for an export that broke off. */
export async function* exportedRecords(
  texts: AsyncIterable<string>,
  kind: ImportKind,
): AsyncGenerator<SourceRecord> {
  const wanted = LINE_KINDS[kind];
  if (wanted === undefined) throw new BadFile(`An export holds no ${kind} that could be imported.`);
  let last: unknown;
  for await (const record of jsonRecords(texts)) {
    const { kind: of, ...fields } = record.fields;
    last = of;
    if (of === wanted) yield { line: record.line, fields };
    else if (record.fault !== undefined) yield record;
  }
  if (last !== "end")
    throw new BadFile("The export broke off, it has no last line of kind end: export again.");
}

/** The fields of the first records of a file whose head does not show them. */
export async function headersIn(records: AsyncIterable<SourceRecord>): Promise<readonly string[]> {
  const names = new Set<string>();
  let count = 0;
  for await (const { fields } of records) {
    for (const name of Object.keys(fields)) names.add(name);
    count += 1;
    if (count === MOST_RECORDS) break;
  }
  return [...names];
}

function readLine(line: Line): SourceRecord {
  if ("fault" in line) return { line: line.line, fields: {}, fault: line.fault };
  const value = parsed(line.text);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return { line: line.line, fields: value as Readonly<Record<string, unknown>> };
  }
  return { line: line.line, fields: {}, fault: "is no JSON object: write one object on each line" };
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
