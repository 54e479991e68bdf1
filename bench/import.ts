#!/usr/bin/env node
import { Command, Option } from "commander";
import { measureMemory } from "./import/memory.ts";
import { measureImportRate } from "./import/rate.ts";
import { engineVersion } from "./support/engine-version.ts";
import { machineLine, type Part, runParts } from "./support/parts.ts";

const NAMES = ["rate", "memory"] as const;
type Name = (typeof NAMES)[number];

const { only, bars } = new Command("npm run bench:import --")
  .description("Measures how fast contacts are imported beside bare transactions, and in how much memory.")
  .addOption(new Option("--only <part>", "measure one part only").choices(NAMES))
  .option("--no-bars", "print only: exit 0 also when a bar is missed")
  .addHelpText("after", "\nThe memory of a million rows takes three minutes and more.")
  .parse()
  .opts<{ only?: Name; bars: boolean }>();

const parts: Readonly<Record<Name, Part>> = {
  rate: { title: "Contacts imported beside bare transactions of the same writes", run: measureImportRate },
  memory: { title: "The most memory that a dry run takes, by the rows of its file", run: measureMemory },
};

console.log(`${machineLine()}, ${engineVersion()}\n`);
await runParts(only === undefined ? NAMES : [only], { parts, bars });
