import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { type Figure, medianOf, type Progress, wholeNumber } from "../support/figure.ts";

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));
const POLICY = fileURLToPath(new URL("../../policies/default.json", import.meta.url));
/** Calls of a lender to its applicants, as they were made. */
const LOG = fileURLToPath(new URL("../../../shared/data/logs/bpi2017w_contacts.csv.gz", import.meta.url));
const COPIES = 10;
const RUNS = 5;
const BAR = 100_000;

/**
 * How many touches of a real log are judged a second, from the packed file to the report; the log stands ten times in
 * the file, each time of other contacts. What the command takes for a log of one touch is left out.
 */
export async function measureSimulate(told: Progress): Promise<Figure[]> {
  if (!existsSync(LOG)) return [{ name: `no log at ${LOG}`, value: "not measured" }];
  const folder = mkdtempSync(join(tmpdir(), "touchgate-bench-"));
  try {
    const [header = "", ...rows] = gunzipSync(readFileSync(LOG)).toString("utf8").trim().split("\n");
    const copies = rows.flatMap((row) => {
      const [time, contact, ...rest] = row.split(",");
      return Array.from({ length: COPIES }, (_, copy) => [time, `${contact}-${copy}`, ...rest].join(","));
    });
    const [long, short] = [join(folder, "long.csv.gz"), join(folder, "short.csv.gz")];
    writeFileSync(long, gzipSync([header, ...copies].join("\n")));
    writeFileSync(short, gzipSync([header, rows[0]].join("\n")));
    const rates: number[] = [];
    const bare: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const startMs = await msOf(short);
      const ms = (await msOf(long)) - startMs;
      rates.push((copies.length * 1_000) / ms);
      bare.push((copies.length * 1_000) / bareMs(long));
      told((run + 1) / RUNS);
    }
    const rate = medianOf(rates);
    return [
      {
        name: `${wholeNumber(copies.length)} touches of a packed CSV, the whole command less its start`,
        value: `${wholeNumber(rate)} a second (${wholeNumber(Math.min(...rates))}–${wholeNumber(Math.max(...rates))})`,
        bar: `>= ${wholeNumber(BAR)}`,
        met: rate >= BAR,
      },
      { name: "beside unpacking and splitting the same file", value: (rate / medianOf(bare)).toFixed(3) },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const ARGS = [
  "simulate",
  "--policy",
  POLICY,
  "--timezone",
  "Europe/Amsterdam",
  "--stage",
  "prospect",
  "--json",
];

async function msOf(log: string): Promise<number> {
  const start = performance.now();
  await promisify(execFile)(process.execPath, [CLI, ...ARGS, "--log", log], { maxBuffer: 16 * 1024 * 1024 });
  return performance.now() - start;
}

/** What nobody can do without. */
function bareMs(log: string): number {
  const start = performance.now();
  let cells = 0;
  for (const line of gunzipSync(readFileSync(log)).toString("utf8").split("\n"))
    cells += line.split(",").length;
  if (cells === 0) throw new Error("nothing was read");
  return performance.now() - start;
}
