import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { type Bundle, bundleOne, ENTRY_FILE } from "../../lib/infra/bundle.ts";
import { type Figure, medianOf, type Progress, wholeNumber } from "./figure.ts";

const run = promisify(execFile);

/** Rounds of both arms before any is measured: files come into the system's cache. */
const WARM_UP_ROUNDS = 2;
const ROUNDS = 40;
/** The most that the function may take beside the bare pair, in bytes and in time. */
const MOST_RATIO = 1.35;

/**
 * What the function of a check loads at its start, and how long that takes, against a function that holds the SDK
 * and nothing else; both bundled as they are deployed, each imported in a process of its own. The arms take turns,
 * and so does which of them goes first.
 */
export async function measureBundle(progress: Progress): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "touchgate-bench-"));
  try {
    const bare = await bundleOne(sourceOf("./bare-pair.ts"), join(folder, "bare"));
    const check = await bundleOne(sourceOf("../../functions/check/handler.ts"), join(folder, "check"));
    const rounds: Round[] = [];
    for (let number = 0; number < WARM_UP_ROUNDS + ROUNDS; number++) {
      rounds.push(await runRound({ bare, check }, number));
      progress((number + 1) / (WARM_UP_ROUNDS + ROUNDS));
    }
    return figuresOf({ bare, check }, rounds.slice(WARM_UP_ROUNDS));
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Arms {
  readonly bare: Bundle;
  readonly check: Bundle;
}

/** What one round measured, milliseconds. */
interface Round {
  readonly bare: number;
  readonly check: number;
}

async function runRound({ bare, check }: Arms, number: number): Promise<Round> {
  if (number % 2 === 0) {
    const ofBare = await importTime(bare);
    return { bare: ofBare, check: await importTime(check) };
  }
  const ofCheck = await importTime(check);
  return { bare: await importTime(bare), check: ofCheck };
}

/** Milliseconds that a fresh process takes to import a bundle; its own start is not counted. */
async function importTime({ folder }: Bundle): Promise<number> {
  const url = pathToFileURL(join(folder, ENTRY_FILE)).href;
  const code = `const startedAtMs = performance.now();
    await import(${JSON.stringify(url)});
    process.stdout.write(String(performance.now() - startedAtMs));`;
  const env = { AWS_REGION: "us-east-1" };
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", code], { env });
  return Number(stdout);
}

const sourceOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function figuresOf({ bare, check }: Arms, rounds: readonly Round[]): Figure[] {
  const bytes = check.startBytes / bare.startBytes;
  const ratios = rounds.map((round) => round.check / round.bare);
  const time = medianOf(ratios);
  const bar = `≤ ${MOST_RATIO}`;
  return [
    { name: "bare pair, bytes loaded at start", value: wholeNumber(bare.startBytes) },
    { name: "check, bytes loaded at start", value: wholeNumber(check.startBytes) },
    { name: "check : bare pair, bytes", value: bytes.toFixed(3), bar, met: bytes <= MOST_RATIO },
    { name: "bare pair, import, ms", value: medianOf(rounds.map((round) => round.bare)).toFixed(1) },
    { name: "check, import, ms", value: medianOf(rounds.map((round) => round.check)).toFixed(1) },
    {
      name: `check : bare pair, import, median of ${rounds.length} rounds (least–most)`,
      value: `${time.toFixed(3)} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)})`,
      bar,
      met: time <= MOST_RATIO,
    },
  ];
}
