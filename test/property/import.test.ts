import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { createCsvReader } from "../../lib/import/csv-reader.ts";
import { decoded } from "../../lib/import/encoding.ts";
import { createLineReader } from "../../lib/import/line-reader.ts";

/** Cuts bytes into pieces of the given sizes, over and over. */
async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function rowsOf(bytes: Uint8Array, sizes: readonly number[], encoding: string): Promise<unknown[]> {
  const reader = createCsvReader(",");
  const rows: unknown[] = [];
  for await (const text of decoded(inPieces(bytes, sizes), encoding)) rows.push(...reader.read(text));
  return [...rows, ...reader.end()];
}

async function linesOf(bytes: Uint8Array, sizes: readonly number[]): Promise<unknown[]> {
  const reader = createLineReader();
  const lines: unknown[] = [];
  for await (const text of decoded(inPieces(bytes, sizes), "utf-8")) lines.push(...reader.read(text));
  return [...lines, ...reader.end()];
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
const cell = fc.string({
  unit: fc.constantFrom("a", "李", "明", "é", "😀", "镕", "，", ",", '"', "\r", "\n", " "),
});
const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });

const written = (cells: readonly (readonly string[])[]): string =>
  cells.map((row) => `${row.map((text) => `"${text.replaceAll('"', '""')}"`).join(",")}\r\n`).join("");

describe("records do not depend on how the bytes of a file arrive", () => {
  it.each(["utf-8", "gb18030", "utf-16le", "utf-16be"])("in %s", async (encoding) => {
    await fc.assert(
      fc.asyncProperty(rows, sizes, async (cells, of) => {
        const bytes = iconv.encode(written(cells), encoding);
        const read = await rowsOf(bytes, of, encoding);
        expect(read.map((row) => (row as { cells: unknown }).cells)).toEqual(cells);
        expect(read).toEqual(await rowsOf(bytes, [bytes.length], encoding));
      }),
      { numRuns: 200 },
    );
  });

  it("in windows-1252", async () => {
    const western = fc.string({ unit: fc.constantFrom("a", "é", "ß", "€", "“", ",", "\n") });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(western, { minLength: 2, maxLength: 3 }), { minLength: 1 }),
        sizes,
        async (cells, of) => {
          const read = await rowsOf(iconv.encode(written(cells), "windows-1252"), of, "windows-1252");
          expect(read.map((row) => (row as { cells: unknown }).cells)).toEqual(cells);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each(["utf-8", "gb18030", "windows-1252"])("whatever the bytes are, taken for %s", async (encoding) => {
    const byte = fc.oneof(
      fc.integer({ min: 0x80, max: 0xff }),
      fc.constantFrom(0x20, 0x2c, 0x30, 0x41, 0x0a, 0x22),
    );
    const anyBytes = fc.array(byte, { maxLength: 60 }).map((list) => Uint8Array.from(list));
    await fc.assert(
      fc.asyncProperty(anyBytes, sizes, async (bytes, of) => {
        const outcome = (by: readonly number[]) =>
          rowsOf(bytes, by, encoding).catch((fault: { publicMessage: string }) => fault.publicMessage);
        expect(await outcome(of)).toEqual(await outcome([60]));
      }),
      { numRuns: 500 },
    );
  });

  it("in lines of JSON", async () => {
    const line = fc.string({ unit: fc.constantFrom("a", "李", "😀", " ", "{") });
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.constantFrom("\n", "\r\n"), sizes, async (lines, end, of) => {
        const bytes = Buffer.from(lines.map((text) => text + end).join(""));
        expect(await linesOf(bytes, of)).toEqual(await linesOf(bytes, [bytes.length + 1]));
      }),
      { numRuns: 200 },
    );
  });
});
