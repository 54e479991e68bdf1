import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareRow } from "../../lib/cli/importing/prepare-row.ts";
import { runImport } from "../../lib/cli/importing/run-import.ts";
import { epochMs } from "../../lib/core/time.ts";
import { mapColumns } from "../../lib/import/map-columns.ts";
import { openSource } from "../../lib/import/source.ts";
import { readAhead } from "../../lib/store/read-ahead.ts";
import type { Store, TransactWrite } from "../../lib/store/store.ts";
import { atOnce } from "../support/at-once.ts";
import { type Figure, medianOf, type Progress, wholeNumber } from "../support/figure.ts";
import { benchDeps, type OwnEngine, startOwnEngine } from "../support/own-engine.ts";

const ROWS = 1_000;
const ROUNDS = 20;
const WARM_UP_ROUNDS = 4;
const AT_ONCE = 16;
/** The least that the import must reach of the bare transactions' rate. */
const LEAST_RATIO = 0.7;

/** What one round measured, contacts a second. */
interface Round {
  readonly bare: number;
  readonly imported: number;
}

/**
 * New contacts of two addresses each, from a CSV file through the whole import, against transactions of the very
 * writes that an import of the same rows has made, put by the same client, as many at a time. The arms take turns.
 */
export async function measureImportRate(progress: Progress): Promise<Figure[]> {
  const engine = await startOwnEngine();
  const folder = await mkdtemp(join(tmpdir(), "touchgate-bench-"));
  try {
    const rounds: Round[] = [];
    for (let number = 0; number < WARM_UP_ROUNDS + ROUNDS; number++) {
      rounds.push(await runRound(engine, folder, number));
      progress((number + 1) / (WARM_UP_ROUNDS + ROUNDS));
    }
    return figuresOf(rounds.slice(WARM_UP_ROUNDS));
  } finally {
    await engine.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function runRound({ store }: OwnEngine, folder: string, number: number): Promise<Round> {
  const file = await writeContacts(folder, `${number}`);
  const writes = await writesOf(store, await writeContacts(folder, `bare${number}`), folder);
  const imported = () => rateOf(() => importInto(store, file, folder));
  const bare = () =>
    rateOf(() =>
      atOnce(AT_ONCE, writes.length, async (n) => {
        if ((await store.transact(writes[n] ?? [])) !== "written") throw new Error("a transaction was lost");
      }),
    );
  if (number % 2 === 0) return { bare: await bare(), imported: await imported() };
  const first = await imported();
  return { bare: await bare(), imported: first };
}

/** What an import of the file would write, without writing it. */
async function writesOf(store: Store, file: string, folder: string): Promise<(readonly TransactWrite[])[]> {
  const writes: (readonly TransactWrite[])[] = [];
  const recording: Store = {
    ...store,
    async transact(all) {
      writes.push(all);
      return "written";
    },
  };
  await importInto(recording, file, folder);
  return writes;
}

async function importInto(store: Store, file: string, folder: string): Promise<void> {
  const ahead = readAhead(store);
  const deps = benchDeps({ store: ahead.store });
  const { pepper } = await deps.policy.get();
  const source = await openSource(file);
  const mapping = mapColumns(source.headers, "contacts", { timezone: "UTC", now: epochMs(Date.now()) });
  if ("issues" in mapping) throw new Error("the columns cannot be mapped");
  const importing = {
    ...{ table: { deps }, pepper, fileId: file, onDuplicate: "allow" as const, createsContacts: false },
    lists: new Set<string>(),
  };
  const done = await runImport({
    ...{ source, importId: file, atOnce: AT_ONCE, restart: true, ahead: ahead.ahead },
    lists: importing.lists,
    rejectsFile: join(folder, "rejects.csv"),
    checkpointFile: join(folder, "resume.json"),
    prepare: (record) => prepareRow(importing, mapping, record),
    onProgress: () => {},
  });
  if (done.counts.new !== ROWS) throw new Error(`imported ${JSON.stringify(done.counts)}`);
}

async function writeContacts(folder: string, name: string): Promise<string> {
  const rows = Array.from(
    { length: ROWS },
    (_, n) => `${name}-${n},p${name}.${n}@example.com,+4930${phones++},Anna Smith,Berlin,DE,key`,
  );
  const file = join(folder, `${name}.csv`);
  await writeFile(file, ["contactId,email,phone,name,city,country,tier", ...rows].join("\n"));
  return file;
}

/** No two rows have the same. */
let phones = 1_000_000;

async function rateOf(work: () => Promise<void>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return (ROWS * 1_000) / (performance.now() - startedAtMs);
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const ratios = rounds.map(({ bare, imported }) => imported / bare);
  const ratio = medianOf(ratios);
  const range = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  return [
    {
      name: `bare transactions of the same writes, ${AT_ONCE} at a time, a second`,
      value: wholeNumber(medianOf(rounds.map(({ bare }) => bare))),
    },
    {
      name: `contacts imported, ${AT_ONCE} at a time, a second`,
      value: wholeNumber(medianOf(rounds.map(({ imported }) => imported))),
    },
    {
      name: `imported : bare, median of ${rounds.length} rounds (least–most)`,
      value: `${ratio.toFixed(3)} (${range})`,
      bar: `≥ ${LEAST_RATIO}`,
      met: ratio >= LEAST_RATIO,
    },
  ];
}
