import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hashOf } from "../../store/keys.ts";
import type { Importing } from "./importing.ts";
import type { RowResult } from "./row-work.ts";

/** How far an import came, kept beside its rejects so that it can go on after any end. */
export interface Checkpoint {
  /** What is imported, how, and into which gate; another file, other options or another gate begin anew. */
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

/** What decides what an import comes to, besides the rows. */
interface Decisive extends Pick<Importing, "fileId" | "pepper" | "onDuplicate"> {
  readonly map: object;
  readonly set: object;
  readonly kind: string;
  readonly region?: string;
  readonly timezone?: string;
  readonly dates?: string;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly createContacts: boolean;
  readonly table?: string;
}

/** Of two gates it differs, as no two have one pepper but a table and its copy, which have names. */
export function importIdOf(of: Decisive): string {
  const { fileId, pepper, onDuplicate, map, set, kind, region, timezone, dates } = of;
  const { encoding, delimiter, createContacts, table } = of;
  return hashOf(
    JSON.stringify([
      ...[fileId, pepper, onDuplicate, map, set, kind, region, timezone, dates],
      ...[encoding, delimiter, createContacts, table],
    ]),
  );
}

/** Undefined when there is none, it is of another import, or the rejects that it tells of are gone. */
export function readCheckpoint(
  file: string,
  { importId, rejectsFile }: { readonly importId: string; readonly rejectsFile: string },
): Checkpoint | undefined {
  let checkpoint: Checkpoint;
  try {
    checkpoint = JSON.parse(readFileSync(file, "utf8")) as Checkpoint;
  } catch {
    return undefined;
  }
  const bytes = existsSync(rejectsFile) ? statSync(rejectsFile).size : 0;
  return checkpoint.import === importId && checkpoint.rejectsBytes <= bytes ? checkpoint : undefined;
}

/** In one step: whenever it ends, the old one or the new one is there. */
export function writeCheckpoint(file: string, checkpoint: Checkpoint): void {
  // Two imports of one file must not take each other's away.
  const written = `${file}.${process.pid}.new`;
  writeFileSync(written, JSON.stringify(checkpoint));
  renameSync(written, file);
}

export const removeCheckpoint = (file: string): void => rmSync(file, { force: true });
