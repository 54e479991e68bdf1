#!/usr/bin/env node
import { Command } from "commander";
import { measurePostfix } from "./senders/postfix.ts";
import { machineLine, runParts } from "./support/parts.ts";

const { recipients, bars } = new Command("npm run bench:senders --")
  .description("Measures what the gate adds to a mail server. Needs Debian's postfix, and root.")
  .option("--recipients <n>", "recipients asked for in each arm", Number, 2_000)
  .option("--no-bars", "print only: exit 0 also when a bar is missed")
  .addHelpText("after", "\nExit codes: 0 every bar is reached, 1 one is missed.")
  .parse()
  .opts<{ recipients: number; bars: boolean }>();

console.log(`${machineLine()}\n`);
await runParts(["postfix"], {
  parts: {
    postfix: { title: "A recipient at a real Postfix", run: (told) => measurePostfix(recipients, told) },
  },
  bars,
});
