import { Command, InvalidArgumentError, Option } from "commander";
import { formatInstant } from "../core/time.ts";
import { type Change, readChanges } from "../store/changes.ts";
import { openTable, type TableOptions } from "./open-table.ts";
import { requireData } from "./require-data.ts";

const HELP = `
Changes of policies, keys and the ages of suppression lists, newest first. What was changed of a contact stands on
its timeline: GET /v1/contacts/{contactId}/timeline. All of them are in touchgate export.

Examples:
  touchgate changes                             of the gate that npm start runs, or of its data
  touchgate changes --table touchgate-prod --most 20`;

/** `touchgate changes`. */
export function changesCommand(): Command {
  return new Command("changes")
    .description("Who changed policies, keys and lists, when, from what to what.")
    .option("--most <number>", "how many to show", parseMost, 100)
    .addOption(new Option("--table <name>", "a deployed table").env("TOUCHGATE_TABLE"))
    .option("--data <folder>", "where npm start keeps its data", ".touchgate")
    .addHelpText("after", HELP)
    .action(async (options: TableOptions & { readonly most: number }) => {
      requireData(options);
      const table = await openTable(options);
      try {
        let left = options.most;
        for await (const change of readChanges(table.deps.store)) {
          if (left-- <= 0) break;
          console.log(lineOf(change));
        }
      } finally {
        await table.close();
      }
    });
}

/** `2026-11-23T10:00:00.000Z  dev_admin  policy acme  2 → 3`. */
const lineOf = ({ at, by, what, id, from, to }: Change): string =>
  [
    formatInstant(at),
    by ?? "nobody",
    `${what} ${id}`,
    `${JSON.stringify(from)} → ${JSON.stringify(to)}`,
  ].join("  ");

function parseMost(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is not a number from 1 to 999999.");
}
