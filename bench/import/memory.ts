import { spawn } from "node:child_process";
import { createWriteStream, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { type Figure, type Progress, wholeNumber } from "../support/figure.ts";

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));
const SIZES = [10_000, 1_000_000] as const;
/** The most that the large file may take of the small one's memory. */
const MOST_RATIO = 1.2;
const LOOK_EVERY_MS = 50;

/** Dry runs of generated files, each in a process of its own, on data of its own. Needs Linux: it asks /proc. */
export async function measureMemory(progress: Progress): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "touchgate-bench-"));
  try {
    const peaks: number[] = [];
    for (const [index, rows] of SIZES.entries()) {
      peaks.push(await peakMegabytes(folder, rows));
      progress((index + 1) / SIZES.length);
    }
    const [small = 0, large = 0] = peaks;
    return [
      ...SIZES.map((rows, index) => ({
        name: `most resident memory, ${wholeNumber(rows)} rows, MB`,
        value: wholeNumber(peaks[index] ?? 0),
      })),
      {
        name: "large : small",
        value: (large / small).toFixed(3),
        bar: `≤ ${MOST_RATIO}`,
        met: large / small <= MOST_RATIO,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function peakMegabytes(folder: string, rows: number): Promise<number> {
  const file = join(folder, `${rows}.csv`);
  await pipeline(Readable.from(linesOf(rows)), createWriteStream(file));
  const args = [CLI, "import", file, "--dry-run", "--data", join(folder, "data")];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: "ignore" });
  let peakKb = 0;
  const looking = setInterval(() => {
    peakKb = Math.max(peakKb, peakOf(child.pid));
  }, LOOK_EVERY_MS);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearInterval(looking);
  if (code !== 0) throw new Error(`the dry run ended with ${code}`);
  return peakKb / 1_024;
}

/** In KB; 0 for a process that has ended. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function* linesOf(rows: number): Generator<string> {
  yield "contactId,email,phone,name,city,country,tier\n";
  for (let n = 0; n < rows; n++) {
    yield `c${n},person${n}@example.com,+49301${1_000_000 + n},Anna Smith ${n % 1_000},Berlin,DE,key\n`;
  }
}
