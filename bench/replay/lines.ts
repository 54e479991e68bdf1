import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { CannotReplay } from "./cannot-replay.ts";

/**
 * The lines of a UTF-8 file, plain or gzip: its first bytes tell, not its name.
 * @throws CannotReplay when it cannot be read or unpacked.
 */
export async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    const source = createReadStream(file, { start: 0 });
    const bytes = (await isGzip(file)) ? source.pipe(createGunzip()) : source;
    let rest = "\uFEFF";
    for await (const chunk of bytes.setEncoding("utf8")) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield withoutEnds(line);
    }
    if (withoutEnds(rest) !== "") yield withoutEnds(rest);
  } catch (fault) {
    throw new CannotReplay(`${file} ${reasonOf(fault)}.`, fault);
  }
}

const withoutEnds = (line: string): string => line.replace(/^\uFEFF+|\r$/g, "");

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

function reasonOf(fault: unknown): string {
  const { code = "", message } = fault as NodeJS.ErrnoException;
  if (code === "ENOENT") return "is not there";
  if (code === "EISDIR") return "is a folder";
  return code.startsWith("Z_") ? "is a damaged gzip file" : `cannot be read: ${message}`;
}
