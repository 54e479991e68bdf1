import { BadItem } from "./errors.ts";
import type { Item, ItemKey, Store, Write } from "./store.ts";

/** What scheduled audits found, and where one that is under way has come to. All of it goes by itself after 400 days. */

const REPORTS = "AUDIT";
const RUN_KEY: ItemKey = { pk: "AUDIT#RUN", sk: "#" };
const KEPT_SECONDS = 400 * 24 * 60 * 60;

/** An audit under way, as its last turn left it. */
export interface StoredRun {
  /** When it began, ISO 8601: its name. */
  readonly run: string;
  /** How often it was taken up. */
  readonly turn: number;
  /** The invocation that has taken it up. */
  readonly by: string;
  readonly isDone: boolean;
  /** What the audit itself knows of it. */
  readonly progress: unknown;
  /** Chunks of findings that were put aside. */
  readonly chunks: number;
}

/** A run as it was read; version 0 when there never was one. */
export interface ReadRun {
  readonly run: StoredRun | undefined;
  readonly version: number;
}

/** @throws BadItem when it does not decode. */
export async function readRun(store: Store): Promise<ReadRun> {
  const item = await store.get(RUN_KEY);
  if (item === undefined) return { run: undefined, version: 0 };
  return { run: decoded<StoredRun>(item.stored), version: Number(item.version) };
}

/** Puts the run down, if it is still the one that was read; its version from now on, or undefined. */
export async function writeRun(store: Store, run: StoredRun, read: number): Promise<number | undefined> {
  const version = read + 1;
  const item = { ...RUN_KEY, version, stored: JSON.stringify(run) };
  const result = await store.put({ item, expected: read === 0 ? "absent" : read });
  // The SDK's own retry after a lost answer meets what its first attempt wrote.
  const stands =
    result.written || (result.current?.version === version && result.current.stored === item.stored);
  return stands ? version : undefined;
}

const chunkKey = (run: string, chunk: number): ItemKey => ({
  pk: REPORTS,
  sk: `${run}#${String(chunk).padStart(4, "0")}`,
});
/** Behind its chunks: the newest item of all is the summary of the last audit that was completed. */
const summaryKey = (run: string): ItemKey => ({ pk: REPORTS, sk: `${run}#REPORT` });

const aside = (key: ItemKey, run: string, stored: unknown): Write => ({
  item: {
    ...key,
    stored: JSON.stringify(stored),
    expiresAtSeconds: Math.floor(Date.parse(run) / 1_000) + KEPT_SECONDS,
  },
});

/** Findings of a run, so many that they fit an item. Written again they are the same. */
export async function writeChunk(
  store: Store,
  run: string,
  chunk: number,
  findings: readonly unknown[],
): Promise<void> {
  const { item } = aside(chunkKey(run, chunk), run, findings);
  await store.put({ item: { ...item, version: 1 } });
}

/** Takes the findings that `isGone` out of all that were put aside. */
export async function removeFindings(store: Store, isGone: (finding: unknown) => boolean): Promise<void> {
  let after: string | undefined;
  do {
    const page = await store.query({ pk: REPORTS, limit: 10, ...(after !== undefined && { after }) });
    for (const item of page.items) if (!item.sk.endsWith("#REPORT")) await removeIn(store, item, isGone);
    after = page.next;
  } while (after !== undefined);
}

/** Somebody else may take findings out of the same chunk at the same time. */
async function removeIn(store: Store, read: Item, isGone: (finding: unknown) => boolean): Promise<void> {
  let item: Item | undefined = read;
  while (item !== undefined) {
    const findings: unknown[] = decoded<unknown[]>(item.stored);
    const left = findings.filter((one) => !isGone(one));
    if (left.length === findings.length) return;
    const version = typeof item.version === "number" ? item.version : undefined;
    const next: Item = { ...item, version: (version ?? 0) + 1, stored: JSON.stringify(left) };
    const done = await store.put({ item: next, expected: version });
    if (done.written) return;
    item = done.current;
  }
}

export const writeReport = (store: Store, run: string, report: unknown) =>
  store.put(aside(summaryKey(run), run, report));

/** The report of the last audit that was completed; undefined when none was. */
export async function readLastReport(store: Store): Promise<unknown> {
  let after: string | undefined;
  do {
    const page = await store.query({
      ...{ pk: REPORTS, limit: 100, newestFirst: true },
      ...(after !== undefined && { after }),
    });
    const last = page.items.find(({ sk }) => sk.endsWith("#REPORT"));
    if (last !== undefined) return decoded(last.stored);
    after = page.next;
  } while (after !== undefined);
  return undefined;
}

/** The findings that were put aside with a run. */
export async function readChunks(store: Store, run: string, chunks: number): Promise<unknown[]> {
  const keys = Array.from({ length: chunks }, (_, chunk) => chunkKey(run, chunk));
  const items = await Promise.all(keys.map((key) => store.get(key)));
  return items.flatMap((item) => (item === undefined ? [] : decoded<unknown[]>(item.stored)));
}

/** A part of what an audit found: its report, or findings. */
export type AuditPart = { readonly run: string } & (
  | { readonly report: unknown }
  | { readonly findings: readonly unknown[] }
);

/** Undefined for the run under way, which only tells where it goes on. @throws BadItem when it does not decode. */
export function fromAuditItem({ pk, sk, stored }: Item): AuditPart | undefined {
  if (pk !== REPORTS) return undefined;
  const [run = "", part] = sk.split("#");
  return part === "REPORT" ? { run, report: decoded(stored) } : { run, findings: decoded(stored) };
}

/** Whether an item is of an audit. */
export const isOfAudit = ({ pk }: Item): boolean => pk === REPORTS || pk === RUN_KEY.pk;

function decoded<T>(stored: Item[string] | undefined): T {
  try {
    return JSON.parse(String(stored)) as T;
  } catch (cause) {
    throw new BadItem("audit", cause);
  }
}
