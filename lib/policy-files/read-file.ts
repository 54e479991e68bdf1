import { readFileSync, statSync } from "node:fs";
import { CannotReadFile } from "./errors.ts";

/** A policy of a thousand rules takes a third of it. */
const MOST_BYTES = 1_000_000;

/** The text of a file. @throws CannotReadFile saying why, and what to do */
export function readPolicyText(file: string): string {
  const bytes = readBytes(file);
  if (bytes.length > MOST_BYTES) {
    throw new CannotReadFile(`${file} is larger than 1 MB: no policy is; name another file, or split it.`);
  }
  const text = textOf(bytes, file);
  if (text.trim() === "") {
    throw new CannotReadFile(
      `${file} is empty: begin with touchgate policy new, or copy policies/default.json.`,
    );
  }
  return text;
}

function readBytes(file: string): Buffer {
  try {
    if (statSync(file).size > MOST_BYTES) return Buffer.alloc(MOST_BYTES + 1);
    return readFileSync(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = WHY[code ?? ""] ?? "cannot be read: see the cause";
    throw new CannotReadFile(`${file} ${why}.`, cause);
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: "is not there: name another file",
  EACCES: "may not be read: give yourself the right to, with chmod",
  EISDIR: "is a folder: name a file in it",
};

function textOf(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CannotReadFile(`${file} is not UTF-8: save it with that encoding.`, cause);
  }
}
