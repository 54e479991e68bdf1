import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { CannotReplay } from "./cannot-replay.ts";

/**
 * The lines of a UTF-8 file, plain or gzip: its first bytes tell, not its name.
 * @throws CannotReplay when it cannot be read or unpacked.
 */
export async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    let rest = "";
    for await (const chunk of await openText(file)) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield withoutMarks(line);
    }
    if (rest !== "") yield withoutMarks(rest);
  } catch (fault) {
    throw new CannotReplay(`${file} ${reasonOf(fault)}.`, fault);
  }
}

async function openText(file: string): Promise<Readable> {
  const packed = await isGzip(file);
  const bytes = createReadStream(file);
  // A fault of the one ends the other, whose reader hears of it.
  return (packed ? pipeline(bytes, createGunzip(), () => {}) : bytes).setEncoding("utf8");
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

/** Without a byte order mark and the carriage return of other systems. */
const withoutMarks = (line: string): string => line.replace(/^\uFEFF|\r$/g, "");

function reasonOf(fault: unknown): string {
  const { code = "", message } = fault as NodeJS.ErrnoException;
  if (code === "ENOENT") return "is not there";
  if (code === "EISDIR") return "is a folder";
  return code.startsWith("Z_") ? "is a damaged gzip file" : `cannot be read: ${message}`;
}
