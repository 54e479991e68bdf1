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
