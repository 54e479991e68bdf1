import { accessSync, constants, existsSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { BadFile } from "../../import/bad-file.ts";
import type { ImportRun } from "./run-import.ts";

export type ImportFiles = Pick<ImportRun, "rejectsFile" | "checkpointFile">;

/**
 * Where an import lists what it refuses, and how far it came. A dry run lists into a file of its own while the rejects
 * are those of an import that goes on later.
 * @throws BadFile when nothing could be written there, or the file itself would be lost by it.
 */
export function filesOf({
  file,
  rejects = `${basename(file)}.rejects.csv`,
  dryRun,
}: {
  readonly file: string;
  readonly rejects?: string;
  readonly dryRun: boolean;
}): ImportFiles {
  const checkpointFile = `${rejects}.resume.json`;
  const rejectsFile = dryRun && existsSync(checkpointFile) ? `${rejects}.dry-run.csv` : rejects;
  for (const written of [rejectsFile, checkpointFile]) refuseLoss(written, file);
  refuseUnwritable(rejectsFile);
  return { rejectsFile, checkpointFile: dryRun ? undefined : checkpointFile };
}

function refuseLoss(written: string, file: string): void {
  if (!existsSync(written)) return;
  const [a, b] = [statSync(written), statSync(file)];
  if (a.ino !== b.ino || a.dev !== b.dev) return;
  throw new BadFile(`${written} is the file that is imported: name another file with --rejects.`);
}

function refuseUnwritable(rejects: string): void {
  const folder = dirname(rejects);
  if (!existsSync(folder))
    throw new BadFile(`There is no folder ${folder}: name another file with --rejects.`);
  if (existsSync(rejects) && !statSync(rejects).isFile()) {
    throw new BadFile(`${rejects} is no file that can be written: name another file with --rejects.`);
  }
  try {
    accessSync(folder, constants.W_OK);
    if (existsSync(rejects)) accessSync(rejects, constants.W_OK);
  } catch (fault) {
    throw new BadFile(`${rejects} cannot be written: name another file with --rejects.`, fault);
  }
}
