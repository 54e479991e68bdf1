#!/usr/bin/env node
import { Command, Option } from "commander";
import { measureCompile } from "./decide/compile.ts";
import { measureRuleGrowth, measureTouchGrowth } from "./decide/growth.ts";
import { measureLaw } from "./decide/law.ts";
import { measureRates } from "./decide/rate.ts";
import { measureBesideRulesEngine } from "./decide/rules-engine.ts";
import { machineLine, type Part, runParts } from "./support/parts.ts";

const NAMES = ["rate", "touches", "rules", "engine", "compile", "law"] as const;
type Name = (typeof NAMES)[number];

const { only, bars } = new Command("npm run bench:decide --")
  .description("Measures decide alone, by a policy of 25 rules of every kind and contacts of 60 touches.")
  .addOption(new Option("--only <part>", "measure one part only").choices(NAMES))
  .option("--no-bars", "print only: exit 0 also when a bar is missed")
  .addHelpText(
    "after",
    "\nWhat each figure means: docs/performance.md. Exit codes: 0 every bar is reached, 1 one is missed.",
  )
  .parse()
  .opts<{ only?: Name; bars: boolean }>();

const parts: Readonly<Record<Name, Part>> = {
  rate: { title: "Decisions a second on one core, 25 rules and 60 touches", run: measureRates },
  touches: { title: "A decision by 25 rules, as the touches grow", run: measureTouchGrowth },
  rules: { title: "A decision on 60 touches, as the rules grow", run: measureRuleGrowth },
  engine: { title: "Beside json-rules-engine, the same rules and facts", run: measureBesideRulesEngine },
  law: { title: "Decisions a second by 25 rules and the law of all of the United States", run: measureLaw },
  compile: { title: "A policy made ready", run: measureCompile },
};

console.log(`${machineLine()}\n`);
await runParts(only === undefined ? NAMES : [only], { parts, bars });
