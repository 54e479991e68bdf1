import { BadFile } from "./bad-file.ts";
import { LONGEST_RECORD_CHARS, TOO_LONG } from "./record-limit.ts";

/** A record of a CSV file, or why there is none; `line` is where it begins, the first line being 1. */
export type CsvRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly fault: string };

/** Reads records out of text that comes in pieces of any size. */
export interface CsvReader {
  /** Records that end in this piece. @throws BadFile when a quote stays open for longer than a record may be. */
  read(text: string): CsvRow[];
  /** The record that the text ends with, if it has no line break of its own. @throws BadFile for an open quote. */
  end(): CsvRow[];
}

/** Where the reading stands. `closed` is behind a quote that closes a cell, or is the first of two. */
type Place = "start" | "bare" | "quoted" | "closed" | "skipped";

const [LF, CR, QUOTE] = [10, 13, 34];

/**
 * Reads CSV as RFC 4180 has it: cells apart by `delimiter` (one character), quoted ones may hold delimiters, line
 * breaks and quotes written twice. A line ends with LF, CRLF or CR. A quote inside a cell that does not begin with one
 * is text, as in `5" pipe`. Empty lines are no records. Nothing is trimmed.
 *
 * Written here because lines must be told and faulty records passed over: csv-parse 7.0 counts CRLF inside quotes
 * twice and loses what stands behind a record that is too long.
 */
export function createCsvReader(delimiter: string): CsvReader {
  const DELIMITER = delimiter.charCodeAt(0);
  let place: Place = "start";
  let cells: string[] = [];
  let cell = "";
  let length = 0;
  let fault = "";
  let line = 1;
  let startLine = 1;
  let quoteLine = 1;
  /** The last character was CR: a LF that follows belongs to it. */
  let afterCr = false;
  let rows: CsvRow[] = [];

  function keep(text: string): void {
    cell += text;
    length += text.length;
    if (length <= LONGEST_RECORD_CHARS) return;
    if (place === "quoted") throw neverClosed(quoteLine, `within ${LONGEST_RECORD_CHARS} characters`);
    skip(TOO_LONG);
  }

  function skip(why: string): void {
    fault = why;
    place = "skipped";
    cells = [];
    cell = "";
  }

  function endCell(): void {
    cells.push(cell);
    cell = "";
    length += 1;
    place = "start";
  }

  function endRecord(): void {
    if (place === "skipped") rows.push({ line: startLine, fault });
    else if (place !== "start" || cells.length > 0) {
      endCell();
      rows.push({ line: startLine, cells });
    }
    cells = [];
    length = 0;
    place = "start";
  }

  function endLine(code: number): void {
    endRecord();
    line += 1;
    startLine = line;
    afterCr = code === CR;
  }

  /** What stands between cells, and behind a quote: of two quotes there the second is text. Tells where to go on. */
  function readMark(text: string, at: number): number {
    const code = text.charCodeAt(at);
    if (code === DELIMITER) endCell();
    else if (code === LF || code === CR) endLine(code);
    else if (code === QUOTE) openQuote();
    else if (place === "closed") skip(textBehind(quoteLine, line));
    else {
      place = "bare";
      return at;
    }
    return at + 1;
  }

  function openQuote(): void {
    if (place === "start") quoteLine = line;
    const isText = place === "closed";
    place = "quoted";
    if (isText) keep('"');
  }

  function readBare(text: string, from: number): number {
    const at = endOf(text, from, place === "bare" ? DELIMITER : LF);
    if (place === "bare") keep(text.slice(from, at));
    if (at === text.length) return at;
    const code = text.charCodeAt(at);
    if (code === LF || code === CR) endLine(code);
    else endCell();
    return at + 1;
  }

  function readQuoted(text: string, from: number): number {
    const found = text.indexOf('"', from);
    const end = found < 0 ? text.length : found;
    const span = text.slice(from, end);
    if (span !== "") {
      line += breaksIn(span) - (afterCr && span.startsWith("\n") ? 1 : 0);
      afterCr = span.endsWith("\r");
      keep(span);
    }
    if (found < 0) return end;
    afterCr = false;
    place = "closed";
    return end + 1;
  }

  function readSome(text: string, at: number): number {
    if (place === "quoted") return readQuoted(text, at);
    if (afterCr && text.charCodeAt(at) === LF) {
      afterCr = false;
      return at + 1;
    }
    afterCr = false;
    return place === "bare" || place === "skipped" ? readBare(text, at) : readMark(text, at);
  }

  return {
    read(text) {
      rows = [];
      for (let at = 0; at < text.length; ) at = readSome(text, at);
      return rows;
    },
    end() {
      rows = [];
      if (place === "quoted") throw neverClosed(quoteLine, "by the end of the file");
      endRecord();
      return rows;
    },
  };
}

/** Where the line ends, or `mark` stands, if that comes first. */
function endOf(text: string, from: number, mark: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === mark || code === LF || code === CR) break;
  }
  return at;
}

const breaksIn = (text: string): number => text.match(/\r\n?|\n/g)?.length ?? 0;

const neverClosed = (line: number, by: string): BadFile =>
  new BadFile(
    `The quote that opens on line ${line} is not closed ${by}: close it, or write it twice ("") where it is text.`,
  );

const textBehind = (opened: number, closed: number): string =>
  `has text behind a quote that closes${opened === closed ? "" : ` on line ${closed}, opened on line ${opened}`}: ` +
  'write quotes that are text twice ("")';
