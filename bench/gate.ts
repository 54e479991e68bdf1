#!/usr/bin/env node
import { cpus, loadavg } from "node:os";
import progress from "cli-progress";
import { Command, InvalidArgumentError, Option } from "commander";
import { measureBundle } from "./gate/bundle.ts";
import { measureCost } from "./gate/cost.ts";
import { measureDecide } from "./gate/decide.ts";
import { type Figure, tableOf } from "./gate/figure.ts";
import { measureLimiter } from "./gate/limiter.ts";
import { measureRate } from "./gate/rate.ts";
import { measureRecord } from "./gate/record.ts";
import { engineVersion } from "./support/engine-version.ts";

const PARTS = ["cost", "rate", "decide", "bundle", "limiter", "record"] as const;
type Part = (typeof PARTS)[number];

const { only, rounds, bars } = new Command("npm run bench:gate --")
  .description(
    "Measures what a check costs, how fast the function is beside bare requests, and decide alone.",
  )
  .addOption(new Option("--only <part>", "measure one part only").choices(PARTS))
  .option("--rounds <number>", "paired rounds of the rate", parseRounds, 60)
  .option("--no-bars", "print only: exit 0 also when a bar is missed")
  .addHelpText(
    "after",
    "\nWhat each figure means: docs/performance.md. Exit codes: 0 every bar is reached, 1 one is missed.",
  )
  .parse()
  .opts<{ only?: Part; rounds: number; bars: boolean }>();

const MEASURES: Readonly<
  Record<Part, { title: string; run(told: (part: number) => void): Promise<Figure[]> }>
> = {
  cost: { title: "Requests and capacity units of a check", run: measureCost },
  rate: { title: "The function beside a bare pair of requests", run: (told) => measureRate(rounds, told) },
  decide: { title: "decide alone, a second on one core", run: measureDecide },
  bundle: { title: "What the function of a check loads at its start", run: measureBundle },
  limiter: { title: "The function beside rate-limiter-flexible's DynamoDB limiter", run: measureLimiter },
  record: { title: "The stream's function beside bare transactions", run: (told) => measureRecord(30, told) },
};

const [cpu] = cpus();
const load = (loadavg()[0] ?? 0).toFixed(1);
console.log(`${cpus().length} × ${cpu?.model ?? "unknown"}, Node ${process.version}, ${engineVersion()}`);
console.log(`load before the start ${load}: the rate needs a machine that does nothing else\n`);

let missed = 0;
for (const part of only === undefined ? PARTS : [only]) {
  const { title, run } = MEASURES[part];
  const bar = new progress.SingleBar({
    format: `${part.padEnd(6)} {bar} {percentage} %`,
    clearOnComplete: true,
    noTTYOutput: true,
    notTTYSchedule: 10_000,
  });
  bar.start(1, 0);
  const figures = await run((done) => bar.update(done)).finally(() => bar.stop());
  console.log(`${tableOf(title, figures)}\n`);
  missed += figures.filter(({ met }) => met === false).length;
}
if (missed > 0) console.log(`${missed === 1 ? "1 bar is" : `${missed} bars are`} missed.`);
process.exitCode = missed > 0 && bars ? 1 : 0;

function parseRounds(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is not a number of rounds (1–9999).");
}
