import { closeSync, existsSync, ftruncateSync, openSync, rmSync, writeSync } from "node:fs";
import { writeCsvRow } from "../../import/csv-writer.ts";
import type { Source, SourceRecord } from "../../import/source.ts";
import type { ItemKey } from "../../store/store.ts";
import { readCheckpoint, removeCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { inOrder } from "./in-order.ts";
import { type RowFault, type RowOutcome, type RowResult, type RowWork, rowRefused } from "./row-work.ts";

/** Counts of what became of the rows. */
export type ImportCounts = Partial<Record<RowResult, number>>;

export interface ImportRun {
  readonly source: Source;
  readonly importId: string;
  /** What is to be done for a record, or what is wrong with it. */
  readonly prepare: (record: SourceRecord) => Promise<RowWork | readonly RowFault[]>;
  /** Reads these items together before rows read them. */
  readonly ahead: (keys: readonly ItemKey[]) => Promise<void>;
  readonly atOnce: number;
  /** Where rows that were refused are told, as CSV: line, field, reason. */
  readonly rejectsFile: string;
  /** Where it is kept how far the import came; undefined for one that writes nothing. */
  readonly checkpointFile: string | undefined;
  /** Begin with the first row, however far it came before. */
  readonly restart: boolean;
  /** Suppression lists that rows name, those of an earlier run added. */
  readonly lists: Set<string>;
  /** Told now and then of the rows that are done. */
  readonly onProgress: (rows: number) => void;
}

export interface ImportDone {
  readonly rows: number;
  readonly counts: ImportCounts;
  /** Rows that an earlier run had done. */
  readonly resumedAfter: number;
  /** Rows that were taken in without some of their cells. */
  readonly withCellsLeftOut: number;
}

/** A killed import does at most what it did in so long again, which changes nothing. */
const CHECKPOINT_EVERY_MS = 1_000;

/**
 * Carries out the rows of a file, many at a time; those that share a contact or an address one after another. Rows
 * are counted, and rejects written, in the order of the file.
 * @throws what a row has thrown that is no fault of the row: the checkpoint tells where to go on.
 */
export async function runImport(run: ImportRun): Promise<ImportDone> {
  const { source, importId, checkpointFile } = run;
  const before =
    run.restart || checkpointFile === undefined ? undefined : readCheckpoint(checkpointFile, run);
  const counts: ImportCounts = { ...before?.counts };
  for (const list of before?.lists ?? []) run.lists.add(list);
  const rejects = openRejects(run.rejectsFile, before?.rejectsBytes ?? 0);
  const resumedAfter = before?.done ?? 0;
  let done = resumedAfter;
  let withCellsLeftOut = before?.withCellsLeftOut ?? 0;
  let savedAtMs = performance.now();
  const save = () => {
    savedAtMs = performance.now();
    if (checkpointFile === undefined) return;
    writeCheckpoint(checkpointFile, {
      import: importId,
      done,
      counts,
      withCellsLeftOut,
      lists: [...run.lists],
      rejectsBytes: rejects.bytes(),
    });
  };

  const work = inOrder<Settled>(run.atOnce, ({ line, outcome }) => {
    done += 1;
    if (outcome.as !== "refused" && outcome.faults.length > 0) withCellsLeftOut += 1;
    counts[outcome.as] = (counts[outcome.as] ?? 0) + 1;
    rejects.add(line, outcome.faults);
    run.onProgress(done);
    if (performance.now() - savedAtMs >= CHECKPOINT_EVERY_MS) save();
  });
  try {
    for await (const group of inGroups(source.records(), resumedAfter)) {
      const prepared = await Promise.all(
        group.map(async (record) => ({ line: record.line, row: await run.prepare(record) })),
      );
      await run.ahead(prepared.flatMap(({ row }) => ("run" in row ? row.reads : [])));
      for (const { line, row } of prepared) {
        const keys = "run" in row ? row.keys : [];
        await work.add(keys, async () => ({
          line,
          outcome: "run" in row ? await row.run() : rowRefused(row),
        }));
      }
    }
    await work.end();
  } catch (fault) {
    save();
    throw fault;
  } finally {
    rejects.close();
  }
  if (checkpointFile !== undefined) removeCheckpoint(checkpointFile);
  return { rows: done, counts, resumedAfter, withCellsLeftOut };
}

/** Rows whose items are read together. */
const GROUP = 32;

async function* inGroups(
  records: AsyncIterable<SourceRecord>,
  skipped: number,
): AsyncGenerator<SourceRecord[]> {
  let group: SourceRecord[] = [];
  let row = 0;
  for await (const record of records) {
    row += 1;
    if (row <= skipped) continue;
    group.push(record);
    if (group.length < GROUP) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

interface Settled {
  readonly line: number;
  readonly outcome: RowOutcome;
}

/** Keeps what an earlier run wrote of the rows that it had done, and nothing of what came after. */
function openRejects(file: string, before: number) {
  const keptBytes = existsSync(file) ? before : 0;
  if (keptBytes === 0) rmSync(file, { force: true });
  let descriptor: number | undefined;
  let bytes = 0;
  const write = (cells: readonly string[]) => {
    if (descriptor === undefined) throw new Error("no file to write to");
    bytes += writeSync(descriptor, writeCsvRow(cells), bytes);
  };
  const open = () => {
    descriptor = openSync(file, keptBytes === 0 ? "w" : "r+");
    ftruncateSync(descriptor, keptBytes);
    bytes = keptBytes;
    if (keptBytes === 0) write(["line", "field", "reason"]);
  };
  if (keptBytes > 0) open();
  return {
    bytes: () => bytes,
    add(line: number, faults: readonly RowFault[]): void {
      if (faults.length > 0 && descriptor === undefined) open();
      for (const { field, message } of faults) write([String(line), field, message]);
    },
    close: () => void (descriptor !== undefined && closeSync(descriptor)),
  };
}
