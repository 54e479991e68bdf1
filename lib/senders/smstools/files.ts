import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

/**
 * What the handlers do with files. Each step is whole or has not happened, and lasts once it returns, also through a
 * loss of power; so a handler may be killed between any two.
 */
export interface Files {
  /** Undefined when it is not there. */
  read(path: string): Found | undefined;
  /** A file that is not there yet, with the rights and the time of another. */
  write(path: string, bytes: Uint8Array, like?: Pick<Found, "mode" | "modifiedAtMs">): void;
  /** Within one file system. False when there is nothing to move; what stands at `to` is replaced. */
  move(from: string, to: string): boolean;
  remove(path: string): void;
  /** Names, in their order; none for a folder that is not there. */
  list(folder: string): readonly string[];
  /** When it was last written, in milliseconds since 1970; undefined when it is not there, or is no file. */
  modifiedAtMs(path: string): number | undefined;
}

/** A file. */
export interface Found {
  readonly bytes: Uint8Array;
  readonly mode: number;
  /** Milliseconds since 1970. */
  readonly modifiedAtMs: number;
}

/** Folders of the handlers' own, on the file system of smsd's. */
export interface Folders {
  /** Messages that wait: `<due, 13 digits>.<id>.<name>`. */
  readonly deferred: string;
  /** What is to be told to the gate. */
  readonly events: string;
  /** What the gate would not take. */
  readonly refused: string;
  /** Touches of sent messages by the ids under which reports come. */
  readonly awaited: string;
  /** Received messages that were looked at. */
  readonly heard: string;
  /** Files that are being written. */
  readonly unfinished: string;
}

/** The folders below one, made when they are not there. */
export function openFolders(spool: string): Folders {
  const folders = {
    deferred: join(spool, "deferred"),
    events: join(spool, "events"),
    refused: join(spool, "refused"),
    awaited: join(spool, "awaited"),
    heard: join(spool, "heard"),
    unfinished: join(spool, "unfinished"),
  };
  // As smsd's own: its group reads and writes.
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o770 });
  return folders;
}

/** The files of this machine. */
export const FILES: Files = {
  read(path) {
    try {
      const { mode, mtimeMs } = statSync(path);
      return { bytes: readFileSync(path), mode, modifiedAtMs: mtimeMs };
    } catch (fault) {
      if (isMissing(fault)) return undefined;
      throw fault;
    }
  },
  write(path, bytes, like) {
    const file = openSync(path, "wx", 0o660);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (like === undefined) return;
    chmodSync(path, like.mode & 0o777);
    utimesSync(path, like.modifiedAtMs / 1_000, like.modifiedAtMs / 1_000);
  },
  move(from, to) {
    try {
      renameSync(from, to);
    } catch (fault) {
      if (isMissing(fault)) return false;
      throw fault;
    }
    for (const folder of new Set([dirname(to), dirname(from)])) syncFolder(folder);
    return true;
  },
  remove: (path) => rmSync(path, { force: true }),
  list(folder) {
    try {
      return readdirSync(folder).sort();
    } catch (fault) {
      if (isMissing(fault)) return [];
      throw fault;
    }
  },
  modifiedAtMs(path) {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() ? found.mtimeMs : undefined;
  },
};

const isMissing = (fault: unknown): boolean => (fault as NodeJS.ErrnoException).code === "ENOENT";

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
