import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCsvReader } from "../../../lib/import/csv-reader.ts";
import { writeCsvRow } from "../../../lib/import/csv-writer.ts";

const read = (text: string, delimiter = ","): (readonly string[])[] => {
  const reader = createCsvReader(delimiter);
  const rows = [...reader.read(text), ...reader.end()];
  return rows.flatMap((row) => ("cells" in row ? [row.cells] : []));
};

const guardedCell = fc.string({
  unit: fc.constantFrom("a", "1", "=", "+", "-", "@", "＝", "\t", "\r", "\n", " ", ";", ",", '"', "'"),
});

describe("a written CSV row", () => {
  it("quotes what needs it and ends with CRLF", () => {
    expect(writeCsvRow(["a", "b,c", 'd "e"', "", "李\n明"])).toBe('a,"b,c","d ""e""",,"李\n明"\r\n');
  });

  it.each([
    ["=1+1", "'=1+1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["+86 138 0013 8000", "'+86 138 0013 8000"],
    ["-2+3", "'-2+3"],
    ["-", "'-"],
    ["＝1+1", "'＝1+1"],
    ["  =1+1", "'  =1+1"],
    ["\t=1+1", `"'\t'=1+1"`],
    ["\rx", `"'\rx"`],
    ["\tx", `"'\tx"`],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ["a;=1+1", `"a;'=1+1"`],
    ["a\n=1+1", `"a\n'=1+1"`],
  ])("puts an apostrophe before what a spreadsheet would run: %j", (cell, written) => {
    expect(writeCsvRow([cell])).toBe(`${written}\r\n`);
  });

  it.each(["-5", "-5.25", "+8613800138000", "0", "a=b", "x-y", "a@b.com", "'quoted'", "5-1"])(
    "leaves alone what calculates to itself or is no formula: %j",
    (cell) => {
      expect(writeCsvRow([cell])).toBe(`${cell}\r\n`);
    },
  );

  it("reads back as it was, but for the apostrophes", () => {
    fc.assert(
      fc.property(fc.array(guardedCell, { minLength: 2, maxLength: 4 }), (cells) => {
        const [back = []] = read(writeCsvRow(cells));
        expect(back.map((cell) => cell.replaceAll("'", ""))).toEqual(
          cells.map((cell) => cell.replaceAll("'", "")),
        );
      }),
    );
  });

  it("has no cell that begins a formula, whether it is parted by commas, semicolons or tabs", () => {
    fc.assert(
      fc.property(fc.array(guardedCell, { minLength: 2, maxLength: 4 }), (cells) => {
        const text = writeCsvRow(cells);
        const [byComma = []] = read(text);
        const byOthers = text.split(/[;\t\r\n]/).slice(1);
        for (const cell of [...byComma, ...byOthers]) {
          if (!/^[+-]\d+$/.test(cell)) expect(cell).not.toMatch(/^\s*[=+\-@＝]/);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
