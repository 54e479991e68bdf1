import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { type Bundle, bundleOne, ENTRY_FILE } from "../../lib/infra/bundle.ts";
import { type Figure, medianOf, type Progress, wholeNumber } from "../support/figure.ts";

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

/** How long a fresh process took, milliseconds; its own start is not counted. */
interface Loading {
  /** Until the function could be called. */
  readonly imported: number;
  /** Until all was there that it loads beside its first request. */
  readonly settled: number;
}

interface Round {
  readonly bare: Loading;
  readonly check: Loading;
}

async function runRound({ bare, check }: Arms, number: number): Promise<Round> {
  if (number % 2 === 0) {
    const ofBare = await importTime(bare);
    return { bare: ofBare, check: await importTime(check) };
  }
  const ofCheck = await importTime(check);
  return { bare: await importTime(bare), check: ofCheck };
}

async function importTime({ folder }: Bundle): Promise<Loading> {
  const url = pathToFileURL(join(folder, ENTRY_FILE)).href;
  const code = `const startedAtMs = performance.now();
    await import(${JSON.stringify(url)});
    const imported = performance.now() - startedAtMs;
    process.on("exit", () => {
      const settled = performance.now() - startedAtMs;
      process.stdout.write(JSON.stringify({ imported, settled }));
    });`;
  const env = { AWS_REGION: "us-east-1" };
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", code], { env });
  return JSON.parse(stdout) as Loading;
}

const sourceOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function figuresOf({ bare, check }: Arms, rounds: readonly Round[]): Figure[] {
  const bytes = check.startBytes / bare.startBytes;
  const bar = `≤ ${MOST_RATIO}`;
  const msOf = (arm: keyof Round, until: keyof Loading) =>
    medianOf(rounds.map((round) => round[arm][until])).toFixed(1);
  const against = (until: keyof Loading) => {
    const ratios = rounds.map((round) => round.check[until] / round.bare[until]);
    const range = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
    return { ratio: medianOf(ratios), value: `${medianOf(ratios).toFixed(3)} (${range})` };
  };
  const imported = against("imported");
  return [
    { name: "bare pair, bytes loaded at start", value: wholeNumber(bare.startBytes) },
    { name: "check, bytes loaded at start", value: wholeNumber(check.startBytes) },
    { name: "check : bare pair, bytes", value: bytes.toFixed(3), bar, met: bytes <= MOST_RATIO },
    { name: "bare pair, import, ms", value: msOf("bare", "imported") },
    { name: "check, import, ms", value: msOf("check", "imported") },
    { name: "check, with what it loads beside its first request, ms", value: msOf("check", "settled") },
    {
      name: `check : bare pair, import, median of ${rounds.length} rounds (least–most)`,
      value: imported.value,
      bar,
      met: imported.ratio <= MOST_RATIO,
    },
    {
      name: "check : bare pair, with what it loads beside its first request",
      value: against("settled").value,
    },
  ];
}
