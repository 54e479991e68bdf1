#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from "commander";
import { measureBatch } from "./gate/batch.ts";
import { measureBundle } from "./gate/bundle.ts";
import { measureCost } from "./gate/cost.ts";
import { measureDecide } from "./gate/decide.ts";
import { measureLimiter } from "./gate/limiter.ts";
import { measureRate } from "./gate/rate.ts";
import { measureRecord } from "./gate/record.ts";
import { engineVersion } from "./support/engine-version.ts";
import { machineLine, type Part, runParts } from "./support/parts.ts";

const NAMES = ["cost", "rate", "decide", "bundle", "limiter", "record", "batch"] as const;
type Name = (typeof NAMES)[number];

const { only, rounds, bars } = new Command("npm run bench:gate --")
  .description(
    "Measures what a check costs, how fast the function is beside bare requests, and decide alone.",
  )
  .addOption(new Option("--only <part>", "measure one part only").choices(NAMES))
  .option("--rounds <number>", "paired rounds of the rate", parseRounds, 60)
  .option("--no-bars", "print only: exit 0 also when a bar is missed")
  .addHelpText(
    "after",
    "\nWhat each figure means: docs/performance.md. Exit codes: 0 every bar is reached, 1 one is missed.",
  )
  .parse()
  .opts<{ only?: Name; rounds: number; bars: boolean }>();

const parts: Readonly<Record<Name, Part>> = {
  cost: { title: "Requests and capacity units of a check", run: measureCost },
  rate: { title: "The function beside a bare pair of requests", run: (told) => measureRate(rounds, told) },
  decide: { title: "decide alone, a second on one core", run: measureDecide },
  bundle: { title: "What the function of a check loads at its start", run: measureBundle },
  limiter: { title: "The function beside rate-limiter-flexible's DynamoDB limiter", run: measureLimiter },
  batch: { title: "A batch of 500 beside 500 single calls", run: measureBatch },
  record: { title: "The stream's function beside bare transactions", run: (told) => measureRecord(30, told) },
};

console.log(`${machineLine()}, ${engineVersion()}`);
console.log("the rate needs a machine that does nothing else\n");
await runParts(only === undefined ? NAMES : [only], { parts, bars });

function parseRounds(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is not a number of rounds (1–9999).");
}
