import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { BadFile } from "./bad-file.ts";

/** A file's bytes, unpacked when it is compressed. */
export interface FileBytes {
  /** From the first byte, each time anew. @throws BadFile when it cannot be read to its end. */
  chunks(): AsyncIterable<Uint8Array>;
}

const CHUNK_BYTES = 128 * 1024;

/** Opens a file; a gzip is known by its first bytes, whatever its name. @throws BadFile when there is no such file. */
export async function openFileBytes(path: string): Promise<FileBytes> {
  const start = await lookInto(path).catch((fault: unknown) => {
    throw fault instanceof BadFile ? fault : cannotOpen(path, fault);
  });
  const isGzip = start[0] === 0x1f && start[1] === 0x8b;
  return {
    async *chunks() {
      const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
      try {
        yield* isGzip ? unpacked(file) : file;
      } catch (fault) {
        throw isGzip ? isDamaged(fault) : cannotOpen(path, fault);
      }
    },
  };
}

/** The first two bytes. */
async function lookInto(path: string): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw new BadFile(`${path} is a folder: name a file.`);
    if (!stat.isFile()) {
      throw new BadFile(`${path} is no file that can be read twice: write it to disk, and name that.`);
    }
    const { buffer, bytesRead } = await file.read(new Uint8Array(2), 0, 2, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function unpacked(file: NodeJS.ReadableStream): AsyncIterable<Uint8Array> {
  // Its faults come out where the unpacked bytes are read.
  return pipeline(file, createGunzip({ chunkSize: CHUNK_BYTES }), () => {});
}

function cannotOpen(path: string, fault: unknown): BadFile {
  const { code } = fault as { readonly code?: string };
  if (code === "ENOENT") return new BadFile(`There is no file ${path}.`, fault);
  if (code === "EACCES") return new BadFile(`${path} may not be read: change its permissions.`, fault);
  return new BadFile(`${path} cannot be read (${code ?? "unknown fault"}): check the disk.`, fault);
}

function isDamaged(fault: unknown): unknown {
  const { code } = fault as { readonly code?: string };
  return code?.startsWith("Z_") === true
    ? new BadFile("The compressed file is damaged or ends too early: copy it again, whole.", fault)
    : fault;
}
