import { createHash } from "node:crypto";
import { createReadStream, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import type { RowResult } from "./row-work.ts";

/** How far an import came, kept beside its rejects so that it can go on after any end. */
export interface Checkpoint {
  /** What is imported and how; another file or other options begin anew. */
  readonly import: string;
  /** Records that are done, from the first. */
  readonly done: number;
  readonly counts: Readonly<Partial<Record<RowResult, number>>>;
  readonly withCellsLeftOut: number;
  /** Suppression lists that they name. */
  readonly lists: readonly string[];
  /** Bytes of the rejects that belong to them. */
  readonly rejectsBytes: number;
}

/** A hash of every byte of a file. */
export async function fileIdOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** Undefined when there is none, or it is of another import. */
export function readCheckpoint(file: string, importId: string): Checkpoint | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  const checkpoint = JSON.parse(text) as Checkpoint;
  return checkpoint.import === importId ? checkpoint : undefined;
}

/** In one step: whenever it ends, the old one or the new one is there. */
export function writeCheckpoint(file: string, checkpoint: Checkpoint): void {
  writeFileSync(`${file}.new`, JSON.stringify(checkpoint));
  renameSync(`${file}.new`, file);
}

export const removeCheckpoint = (file: string): void => rmSync(file, { force: true });
