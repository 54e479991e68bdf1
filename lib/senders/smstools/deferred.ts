import { randomUUID } from "node:crypto";
import { basename, join } from "node:path";
import { withHeaders } from "../../adapters/smstools/message-file.ts";
import type { OURS } from "../../adapters/smstools/outgoing.ts";
import type { Files, Folders, Found } from "./files.ts";

/** Headers of ours; undefined takes one away. */
export type Ours = { readonly [name in (typeof OURS)[keyof typeof OURS]]?: string | undefined };

interface Where {
  readonly files: Files;
  readonly folders: Folders;
}

/** The same file with headers of ours, in its place: at every instant there is one whole file under its name. */
export function rewrite(path: string, found: Found, headers: Ours, { files, folders }: Where): Found {
  const bytes = withHeaders(found.bytes, headers);
  const unfinished = join(folders.unfinished, randomUUID());
  files.write(unfinished, bytes, found);
  files.move(unfinished, path);
  return { ...found, bytes };
}

/** When it is due, its id, and its name. What the handler's script has put aside has `crash-…` for an id. */
const WAITING = /^(\d{13})\.([A-Za-z0-9-]{1,64})\.(.+)$/s;
/** What release adds to a name. */
const ADDED = /\.(crash-[\d-]+|[0-9a-f-]{36})$/;
/** With due and id in at most 255 bytes. */
const MOST_NAME_CHARS = 40;

/** Takes a message out of smsd's hands until it is due. One move: it is here or there, never both and never neither. */
export function putOff(
  path: string,
  { id, dueMs }: { readonly id: string; readonly dueMs: number },
  { files, folders }: Where,
): void {
  const due = String(Math.ceil(dueMs)).padStart(13, "0");
  const name = basename(path).replace(ADDED, "").slice(0, MOST_NAME_CHARS);
  files.move(path, join(folders.deferred, `${due}.${id}.${name}`));
}

/** What a round of release did. */
export interface Released {
  readonly released: number;
  readonly waiting: number;
}

/**
 * Puts what is due back among smsd's outgoing files, the oldest first; smsd then asks for it anew. Two of these at a time
 * do no harm: one of them moves the file.
 */
export function releaseDue(
  { files, folders, outgoing }: Where & { readonly outgoing: string },
  nowMs: number,
): Released {
  const names = files.list(folders.deferred);
  const due = names.filter((name) => Number(WAITING.exec(name)?.[1] ?? 0) <= nowMs);
  const moved = due.filter((name) => {
    const [, , id = randomUUID(), rest = name] = WAITING.exec(name) ?? [];
    // With its id in its name it replaces nobody's file.
    const back = `${rest.replace(ADDED, "")}.${id}`;
    return files.move(join(folders.deferred, name), join(outgoing, back));
  });
  return { released: moved.length, waiting: names.length - due.length };
}

/** An hour after it was begun nobody finishes it any more. */
const UNFINISHED_MS = 3_600_000;

/** Takes away what handlers that were killed have left half written; the files that they were to replace still stand. */
export function clearUnfinished({ files, folders }: Where, nowMs: number): void {
  for (const name of files.list(folders.unfinished)) {
    const path = join(folders.unfinished, name);
    if ((files.modifiedAtMs(path) ?? nowMs) < nowMs - UNFINISHED_MS) files.remove(path);
  }
}
