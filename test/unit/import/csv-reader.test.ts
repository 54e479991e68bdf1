import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BadFile } from "../../../lib/import/bad-file.ts";
import { type CsvRow, createCsvReader } from "../../../lib/import/csv-reader.ts";
import { LONGEST_RECORD_CHARS } from "../../../lib/import/record-limit.ts";

const readAll = (pieces: readonly string[], delimiter = ","): CsvRow[] => {
  const reader = createCsvReader(delimiter);
  return [...pieces.flatMap((piece) => reader.read(piece)), ...reader.end()];
};

/** The sentence that ends the reading, or the records where none does. */
const outcome = (pieces: readonly string[]): CsvRow[] | string => {
  try {
    return readAll(pieces);
  } catch (fault) {
    if (fault instanceof BadFile) return fault.publicMessage;
    throw fault;
  }
};

const cellsOf = (rows: readonly CsvRow[]) => rows.map((row) => ("cells" in row ? row.cells : row.fault));

const inPieces = (text: string, sizes: readonly number[]): string[] => {
  const pieces: string[] = [];
  let at = 0;
  for (let turn = 0; at < text.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(text.slice(at, at + size));
    at += size;
  }
  return pieces;
};

/** Texts of the characters that CSV gives a meaning to. */
const csvText = fc.string({ unit: fc.constantFrom("a", "é", "李", ",", '"', '"', "\n", "\r", " ", ";") });
const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });

describe("a CSV reader", () => {
  it("reads cells, quotes and line breaks in quotes, and tells the line on which a record begins", () => {
    expect(readAll(['a,"b, ""c""\r\nd",e\r\n\r\nf,,\n"",x'])).toEqual([
      { line: 1, cells: ["a", 'b, "c"\r\nd', "e"] },
      { line: 4, cells: ["f", "", ""] },
      { line: 5, cells: ["", "x"] },
    ]);
  });

  it("takes LF, CRLF and CR for the end of a line, also mixed", () => {
    expect(readAll(["a\nb\r\nc\rd\r\r\ne"])).toEqual([
      { line: 1, cells: ["a"] },
      { line: 2, cells: ["b"] },
      { line: 3, cells: ["c"] },
      { line: 4, cells: ["d"] },
      { line: 6, cells: ["e"] },
    ]);
  });

  it("takes a quote within a cell for text", () => {
    expect(cellsOf(readAll(['5" pipe,the "best"\n']))).toEqual([['5" pipe', 'the "best"']]);
  });

  it("strips nothing", () => {
    expect(cellsOf(readAll(["'=1+1, x \t,'\n"]))).toEqual([["'=1+1", " x \t", "'"]]);
  });

  it("passes over a record with text behind a closing quote, and goes on with the next line", () => {
    expect(readAll(['1,"Acme "Best" Ltd"\n2,x\n'])).toEqual([
      { line: 1, fault: 'has text behind a quote that closes: write quotes that are text twice ("")' },
      { line: 2, cells: ["2", "x"] },
    ]);
  });

  it("says on which lines a quote opened and closed when another record's quote closes it", () => {
    expect(readAll(['1,"Acme\n2,x\n3,"y"\n4,z\n'])).toEqual([
      {
        line: 1,
        fault:
          "has text behind a quote that closes on line 3, opened on line 1: " +
          'write quotes that are text twice ("")',
      },
      { line: 4, cells: ["4", "z"] },
    ]);
  });

  it("says on which line a quote opens that is never closed", () => {
    expect(outcome(['a,b\n1,"x\n2,y\n'])).toBe(
      'The quote that opens on line 2 is not closed by the end of the file: close it, or write it twice ("") where it is text.',
    );
  });

  it("gives up on a quote that stays open for longer than a record may be", () => {
    const long = Array.from({ length: 11 }, () => "x".repeat(100_000));
    expect(outcome(["a,b\n", '1,"', ...long])).toBe(
      'The quote that opens on line 2 is not closed within 1000000 characters: close it, or write it twice ("") where it is text.',
    );
  });

  it("passes over a record that is too long, holding none of it, and goes on with the next", () => {
    const long = Array.from({ length: 11 }, () => "x".repeat(100_000));
    expect(readAll(["1,a\n2,", ...long, ",y\n3,c\n"])).toEqual([
      { line: 1, cells: ["1", "a"] },
      { line: 2, fault: "is longer than 1000000 characters: shorten it" },
      { line: 3, cells: ["3", "c"] },
    ]);
    expect(cellsOf(readAll([`${"x".repeat(LONGEST_RECORD_CHARS)}\n`]))).toHaveLength(1);
    expect(readAll([`${"x".repeat(LONGEST_RECORD_CHARS + 1)}\n`])).toHaveProperty("0.fault");
  });

  it("reads the same whatever pieces the text comes in", () => {
    fc.assert(
      fc.property(csvText, sizes, (text, of) => {
        expect(outcome(inPieces(text, of))).toEqual(outcome([text]));
      }),
      { numRuns: 2_000 },
    );
  });

  it("reads what csv-parse reads of well-formed files", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "李", ",", ";", '"', "\n", " ", "é") });
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((columns) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(table, fc.constantFrom(",", ";", "\t"), fc.constantFrom("\n", "\r\n"), (rows, by, end) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const written = (text: string) => (/[,;"\n\t]|^$/.test(text) ? quoted(text) : text);
        const text = rows.map((row) => row.map(written).join(by) + end).join("");
        expect(cellsOf(readAll([text], by))).toEqual(parse(text, { delimiter: by }));
        expect(cellsOf(readAll([text], by))).toEqual(rows);
      }),
    );
  });
});
