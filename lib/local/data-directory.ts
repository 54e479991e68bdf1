import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CannotStart } from "./errors.ts";

/** A folder that one gate holds while it runs. */
export interface DataDirectory {
  /** Absolute. */
  readonly path: string;
  /** True when it goes with the gate. */
  readonly temporary: boolean;
  /** Lets go of it; a temporary one is deleted. Its engine must have stopped. */
  release(): Promise<void>;
}

/**
 * Makes and holds the folder for an engine's data; without a path, a temporary one in memory (where the
 * system has a memory file system).
 * @throws CannotStart when another gate holds the folder or it cannot be made.
 */
export async function holdDataDirectory(given: string | undefined): Promise<DataDirectory> {
  if (given === undefined) {
    const parent = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
    const temporary = await mkdtemp(join(parent, "touchgate-"));
    return {
      path: temporary,
      temporary: true,
      release: () => rm(temporary, { recursive: true, force: true }),
    };
  }
  const path = resolve(given);
  try {
    // Addresses of people lie in here: nobody else's business on a shared machine.
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new CannotStart(`The data folder ${path} cannot be made: ${(cause as Error).message}.`, cause);
  }
  const unlock = lock(path);
  return { path, temporary: false, release: async () => unlock() };
}

/**
 * A lock of the operating system, by way of SQLite, and not a file that is there or not: it ends with its
 * process however that ends, so no lock is ever stale. The holder's process id is the database's version.
 */
function lock(path: string): () => void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(join(path, "gate.lock"));
    database.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${process.pid}; COMMIT; BEGIN IMMEDIATE`);
    const held = database;
    return () => held.close();
  } catch (cause) {
    const why = isBusy(cause)
      ? `is in use by another gate (process ${database?.prepare("PRAGMA user_version").get()?.user_version})`
      : `cannot be used: ${(cause as Error).message}`;
    database?.close();
    throw new CannotStart(`The data folder ${path} ${why}.`, cause);
  }
}

const SQLITE_BUSY = 5;
const isBusy = (fault: unknown): boolean => (fault as { errcode?: number }).errcode === SQLITE_BUSY;
