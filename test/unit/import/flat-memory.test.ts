import { execFile } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "touchgate-memory-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file of so many contacts. */
function writeContacts(rows: number): string {
  const path = join(folder, `${rows}.csv`);
  const file = openSync(path, "w");
  writeSync(file, "email,手机,姓名,公司,备注\n");
  for (let from = 0; from < rows; from += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, index) => {
      const n = from + index;
      return `p${n}@example.com,138${String(n % 1e8).padStart(8, "0")},李明${n},"Acme, ""${n % 97}"" 有限公司","a\nb"\n`;
    });
    writeSync(file, lines.join(""));
  }
  closeSync(file);
  return path;
}

/** Left to itself, V8 lets garbage lie as long as there is room: so it gets little, and what is kept shows. */
const LITTLE_HEAP = ["--max-semi-space-size=2", "--max-old-space-size=48"];

async function readAll(path: string): Promise<{ rows: number; refused: number; mostKiB: number }> {
  const program = join(import.meta.dirname, "../../support/import-process.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [...LITTLE_HEAP, program, path]);
  return JSON.parse(stdout);
}

const [FEW, MANY] = [10_000, 100_000];

describe("reading a file", () => {
  it(`in a heap of 48 MB takes no more memory for ${MANY} rows than for ${FEW}`, async () => {
    const few = await readAll(writeContacts(FEW));
    const many = await readAll(writeContacts(MANY));
    expect(few).toMatchObject({ rows: FEW, refused: 0 });
    expect(many).toMatchObject({ rows: MANY, refused: 0 });
    expect(many.mostKiB).toBeLessThan(few.mostKiB * 1.2);
  });
});
