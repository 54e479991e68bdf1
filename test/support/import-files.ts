import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BadFile } from "../../lib/import/bad-file.ts";
import { openSource, type Source, type SourceOptions, type SourceRecord } from "../../lib/import/source.ts";

/** Works with a file that holds `content`, and takes it away again. */
export async function withFile<T>(
  content: string | Uint8Array,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "touchgate-import-"));
  try {
    const path = join(folder, "file.csv");
    writeFileSync(path, content);
    return await work(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function recordsOf(source: Source): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (const record of source.records()) records.push(record);
  return records;
}

/** What a file holds: its source and all its records. */
export const readFile = (content: string | Uint8Array, options: SourceOptions = {}) =>
  withFile(content, async (path) => {
    const source = await openSource(path, options);
    return { source, records: await recordsOf(source) };
  });

/** The sentence by which a file is refused; fails when it is not. */
export const refusalOfFile = async (
  content: string | Uint8Array,
  options: SourceOptions = {},
): Promise<string> => {
  const fault = await readFile(content, options).catch((error: unknown) => error);
  if (fault instanceof BadFile) return fault.publicMessage;
  throw new Error("the file was read, or failed otherwise", { cause: fault });
};
