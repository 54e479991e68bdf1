#!/usr/bin/env node
import { Command, Option } from "commander";
import { CannotStart } from "../lib/local/errors.ts";
import { CannotReplay } from "./replay/cannot-replay.ts";
import { parseLimit, parsePairs, parseSeed } from "./replay/parse-options.ts";
import { type ReplayOptions, runReplay } from "./replay/run.ts";

const EXAMPLES = `
FILE is a CSV, plain or gzip, in time order, with the columns time,contact,employee,channel,purpose,dir.
Only rows with dir "out" are replayed; a contact 47 of the log becomes the contact log-47 of the gate.

Examples:
  npm run replay -- calls.csv.gz --timezone Europe/Amsterdam --stage prospect
  npm run replay -- calls.csv --limit 1000 --departments lead=marketing,complaint=service
  npm run replay -- calls.csv --policy my-policy.json
  npm run replay -- calls.csv --stage prospect --reservations 7

Exit codes: 0 no rule was broken, 1 one was or the replay could not be done,
2 the policy has a rule that the independent check does not know, 130 stopped by Ctrl-C.`;

const command = new Command("npm run replay --")
  .description(
    "Replays a log of contacts through the HTTP gate, each row at its own instant: what would it have allowed?",
  )
  .argument("<file>", "the log")
  .option("--policy <file>", "policy to replay under (default: policies/default.json)")
  .option("--limit <rows>", "replay only the first outbound rows", parseLimit)
  .option("--timezone <zone>", "IANA zone of every contact, for rules on local hours")
  .option("--stage <stage>", "stage of every contact, such as prospect")
  .option("--departments <list>", "who speaks for a purpose of the log: purpose=department,…", parsePairs)
  .addOption(
    new Option(
      "--reservations [seed]",
      "reserve each row for 120 s; of ten, seven are confirmed, one after its lease, one is released, one left",
    )
      .preset("1")
      .argParser(parseSeed),
  )
  .option("--url <url>", "a running local gate (npm start) instead of one of its own")
  .option("--key <key>", "API key for --url", "tg_dev_admin")
  .addHelpText("after", EXAMPLES)
  .showHelpAfterError("(--help shows an example)")
  .parse();

const stop = new AbortController();
process.once("SIGINT", () => stop.abort()).once("SIGTERM", () => stop.abort());
const options = command.opts<Omit<ReplayOptions, "file">>();
process.exitCode = await runReplay({ ...options, file: command.args[0] ?? "", signal: stop.signal }).catch(
  (fault: unknown) => {
    if (!(fault instanceof CannotReplay || fault instanceof CannotStart)) throw fault;
    console.error(fault.publicMessage);
    return 1;
  },
);
