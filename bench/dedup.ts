#!/usr/bin/env node
import { Command, Option } from "commander";
import { measureFake } from "./dedup/fake.ts";
import { measureFebrl } from "./dedup/febrl.ts";
import { measureMade } from "./dedup/made.ts";
import { measureSearch } from "./dedup/search.ts";
import { measureSenzing } from "./dedup/senzing.ts";
import { measureVectors } from "./dedup/vectors.ts";
import { machineLine, type Part, runParts } from "./support/parts.ts";

const NAMES = ["fake", "senzing", "febrl", "made", "vectors", "search"] as const;
type Name = (typeof NAMES)[number];

const { only, bars } = new Command("npm run bench:dedup --")
  .description(
    "Finds the duplicates in labelled sets with the shipped duplicate policy, and counts right and wrong.",
  )
  .addOption(new Option("--only <part>", "measure one part only").choices(NAMES))
  .option("--no-bars", "print only: exit 0 also when a bar is missed")
  .addHelpText("after", "\nExit codes: 0 every bar is reached, 1 one is missed.")
  .parse()
  .opts<{ only?: Name; bars: boolean }>();

const parts: Readonly<Record<Name, Part>> = {
  fake: { title: "fake_1000: 1 000 records with slips in every field", run: measureFake },
  senzing: { title: "Senzing truth set: made to mislead", run: measureSenzing },
  febrl: { title: "febrl1: 500 originals and their copies", run: measureFebrl },
  made: { title: "People made by chance, 5 000 of each", run: measureMade },
  vectors: { title: "Phone numbers and e-mail addresses made by others", run: measureVectors },
  search: { title: "What the search for one contact reads, at 1 000 and at 100 000", run: measureSearch },
};

console.log(`${machineLine()}\n`);
await runParts(only === undefined ? NAMES : [only], { parts, bars });
