import { createHash, randomUUID } from "node:crypto";
import { basename, join } from "node:path";
import {
  messageIdsOf,
  type Report,
  readIncoming,
  readReport,
  tailOf,
} from "../../adapters/smstools/incoming.ts";
import { headerOf, type MessageFile, readMessageFile, textOf } from "../../adapters/smstools/message-file.ts";
import {
  type Asked,
  OURS,
  type Outgoing,
  type Phone,
  readOutgoing,
} from "../../adapters/smstools/outgoing.ts";
import type { Defaults } from "./check-message.ts";
import type { Files, Folders } from "./files.ts";

/** What smsd calls its `eventhandler` with. */
export const EVENTS = ["SENT", "RECEIVED", "FAILED", "REPORT", "CALL"] as const;
export type Event = (typeof EVENTS)[number];

/** What is to be told to the gate, as it is kept until the gate has taken it. `at` is ISO 8601. */
export type Kept =
  /** A message that came to nothing: its place is free. */
  | { readonly kind: "failed"; readonly touchId: string; readonly at: string }
  /** Sent while the gate did not answer. */
  | {
      readonly kind: "unasked";
      readonly id: string;
      readonly at: string;
      readonly touch: Asked & Pick<Outgoing, "to" | "channel">;
    }
  | {
      readonly kind: "report";
      readonly tail: string;
      readonly messageId: string;
      readonly outcome: "delivered" | "failed";
      readonly at: string;
    }
  /** What somebody wrote; the gate reads what it means. */
  | {
      readonly kind: "said";
      readonly id: string;
      readonly from: Phone;
      readonly text: string;
      readonly at: string;
    };

/** How events are taken. */
export interface Taking {
  readonly files: Files;
  readonly folders: Folders;
  readonly defaults: Defaults;
  /** Country of national numbers, ISO 3166-1. */
  readonly region: string | undefined;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
}

/**
 * Keeps what an event tells, and returns once it lasts: smsd tells nothing twice. Nothing is kept of a file that is not
 * there, or that has nothing to tell.
 */
export function takeEvent(event: Event, path: string, taking: Taking): void {
  const { files, nowMs } = taking;
  const found = files.read(path);
  if (found === undefined) return;
  const file = readMessageFile(found.bytes);
  const at = new Date(nowMs()).toISOString();
  if (event === "RECEIVED") hear(path, { file, atMs: Math.min(found.modifiedAtMs, nowMs()) }, taking);
  if (event === "SENT") awaitReports(file, taking);
  const kept = keptOf(event, { file, at }, taking);
  if (kept !== undefined) keep(kept, taking);
}

/** What became of a message of ours; undefined when it is none, or nothing became of it yet. */
function keptOf(
  event: Event,
  { file, at }: { readonly file: MessageFile; readonly at: string },
  { defaults, region }: Taking,
): Kept | undefined {
  const touchId = headerOf(file, OURS.touch);
  switch (event) {
    case "FAILED":
      return touchId === undefined ? undefined : { kind: "failed", touchId, at };
    case "SENT": {
      if (headerOf(file, OURS.decision) !== "unasked") return undefined;
      // Its `Sent` header would make it another message.
      const before = { ...file, headers: file.headers.filter(({ name }) => name !== "Sent") };
      const message = readOutgoing(before, region);
      if ("issues" in message || message.id === undefined) return undefined;
      const { id, to, channel, asked } = message;
      return { kind: "unasked", id, at, touch: { ...defaults, ...asked, to, channel } };
    }
    case "REPORT": {
      const { outcome, ...report } = readReport(file) ?? {};
      if (outcome === undefined) return undefined;
      return { kind: "report", ...(report as Pick<Report, "tail" | "messageId">), outcome, at };
    }
    case "RECEIVED":
    case "CALL":
      // Words are kept by themselves, and who called asked for nothing.
      return undefined;
  }
}

/** Keeps the touch under the ids by which reports will name the message, if reports were asked for. */
function awaitReports(file: MessageFile, taking: Taking): void {
  const touchId = headerOf(file, OURS.touch);
  if (touchId === undefined) return;
  const tail = tailOf(headerOf(file, "To") ?? "");
  for (const messageId of messageIdsOf(file)) {
    put(awaitedPath({ tail, messageId }, taking), Buffer.from(touchId), taking);
  }
}

/** Keeps what somebody wrote, and that it was looked at. */
function hear(
  path: string,
  { file, atMs }: { readonly file: MessageFile; readonly atMs: number },
  taking: Taking,
): void {
  const said = readIncoming(file, taking.region);
  if (said !== undefined) {
    const id = hashOf(basename(path), headerOf(file, "From") ?? "", headerOf(file, "Sent") ?? "");
    keep({ kind: "said", id, ...said, at: new Date(atMs).toISOString() }, taking);
  }
  put(heardPath(path, taking), new Uint8Array(), taking);
}

const heardPath = (path: string, { folders }: Taking): string => join(folders.heard, hashOf(basename(path)));

/** So far back is looked for what no event was told of. */
const UNHEARD_MS = 24 * 3_600_000;

/**
 * Keeps what was received in the last day and that no event came of, as when smsd or the handler was killed in between.
 * @returns how many there were.
 */
export function hearUnheard(incoming: string, taking: Taking): number {
  const { files, folders, nowMs } = taking;
  const since = nowMs() - UNHEARD_MS;
  for (const name of files.list(folders.heard)) {
    const path = join(folders.heard, name);
    if ((files.modifiedAtMs(path) ?? since) < since - UNHEARD_MS) files.remove(path);
  }
  const unheard = files
    .list(incoming)
    .map((name) => join(incoming, name))
    // smsd holds a `.LOCK` beside what it is still writing.
    .filter((path) => !path.endsWith(".LOCK") && files.modifiedAtMs(`${path}.LOCK`) === undefined)
    .filter((path) => (files.modifiedAtMs(path) ?? 0) >= since)
    .filter((path) => files.modifiedAtMs(heardPath(path, taking)) === undefined);
  for (const path of unheard) {
    const found = files.read(path);
    if (found === undefined) continue;
    const isReport = /^SMS STATUS REPORT/.test(textOf(readMessageFile(found.bytes).body));
    if (isReport) put(heardPath(path, taking), new Uint8Array(), taking);
    else takeEvent("RECEIVED", path, taking);
  }
  return unheard.length;
}

/** Keeps it for the gate; in the order in which it was kept. */
function keep(kept: Kept, taking: Taking): void {
  const name = `${String(Math.floor(taking.nowMs())).padStart(13, "0")}.${randomUUID()}.json`;
  put(join(taking.folders.events, name), Buffer.from(JSON.stringify(kept)), taking);
}

/** Under which a report finds its touch. */
export const awaitedPath = (
  { tail, messageId }: { readonly tail: string; readonly messageId: string },
  { folders }: Pick<Taking, "folders">,
): string => join(folders.awaited, `${messageId}.${tail}`);

/** A file, whole or not at all. */
function put(path: string, bytes: Uint8Array, { files, folders }: Taking): void {
  const unfinished = join(folders.unfinished, randomUUID());
  files.write(unfinished, bytes);
  files.move(unfinished, path);
}

const hashOf = (...parts: readonly string[]): string =>
  createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 32);
