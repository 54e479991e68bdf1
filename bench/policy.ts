#!/usr/bin/env node
import { Command, Option } from "commander";
import { measureCheck } from "./policy/check.ts";
import { measureSimulate } from "./policy/simulate.ts";
import { machineLine, type Part, runParts } from "./support/parts.ts";

const NAMES = ["check", "simulate"] as const;
type Name = (typeof NAMES)[number];

const { only, bars } = new Command("npm run bench:policy --")
  .description("Measures the commands for those who write policies.")
  .addOption(new Option("--only <part>", "measure one part only").choices(NAMES))
  .option("--no-bars", "print only: exit 0 also when a bar is missed")
  .addHelpText("after", "\nExit codes: 0 every bar is reached, 1 one is missed.")
  .parse()
  .opts<{ only?: Name; bars: boolean }>();

const parts: Readonly<Record<Name, Part>> = {
  check: { title: "touchgate policy check, the whole command", run: measureCheck },
  simulate: { title: "touchgate simulate, a policy tried on a log", run: measureSimulate },
};

console.log(`${machineLine()}\n`);
await runParts(only === undefined ? NAMES : [only], { parts, bars });
