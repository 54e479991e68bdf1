import { Command, InvalidArgumentError, Option } from "commander";
import { type EpochMs, formatInstant, NEVER, parseInstant } from "../../core/time.ts";
import { readChanges } from "../../store/changes.ts";
import { readActivePointer, readPolicy } from "../../store/policies.ts";
import { itemsOf } from "../../store/scanner.ts";
import type { Item, Store } from "../../store/store.ts";
import { type OpenTable, openTable } from "../open-table.ts";
import { startCounting } from "../progress.ts";
import { requireData } from "../require-data.ts";
import { trialsText } from "./trials/report.ts";
import { addTimeline, newTrial, type Trial } from "./trials/tally.ts";

const HELP = `
A rule with "effect": "shadow" stops nobody; each touch that is sent remembers which of them would have stopped it. The
report compares those with the others: does the rule meet the messages that people complain of? It reads the whole table
once. A touch that was told afterwards (POST /v1/touches) was judged when it was told.

Examples:
  touchgate policy shadow-report                             the gate on this machine
  touchgate policy shadow-report --from 2026-11-01 --json
  touchgate policy shadow-report --table touchgate-prod

Exit codes: 0 read, 1 it could not be.`;

interface Options {
  readonly table?: string;
  readonly data: string;
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly json?: true;
}

/** `touchgate policy shadow-report`. */
export const shadowReportCommand = (): Command =>
  new Command("shadow-report")
    .description("Say what rules on trial would have done to what was sent, and what came of it.")
    .addOption(new Option("--table <name>", "a deployed table").env("TOUCHGATE_TABLE"))
    .option("--data <folder>", "data of the gate on this machine", ".touchgate")
    .option(
      "--from <instant>",
      "touches from this instant on (default: since each rule is on trial)",
      instant,
    )
    .option("--to <instant>", "touches before this instant", instant)
    .option("--json", "print the result as JSON")
    .addHelpText("after", HELP)
    .action(async (options: Options) => {
      requireData(options);
      const table = await openTable(options);
      try {
        const trials = await trialsOf(table, options);
        console.log(options.json === true ? JSON.stringify(trials, undefined, 2) : trialsText(trials));
      } finally {
        await table.close();
      }
    });

async function trialsOf({ deps, scanner }: OpenTable, { from, to }: Options): Promise<readonly Trial[]> {
  const trials = await rulesOnTrial(deps.store);
  if (trials.length === 0) return trials;
  const span = { from: from ?? 0, to: to ?? NEVER };
  const progress = startCounting("items");
  let key = "";
  let timeline: Item[] = [];
  // What stands under one key comes together.
  for await (const item of itemsOf(scanner, { segment: 0, segments: 1 })) {
    progress.one();
    if (!/^[TA]#/.test(item.sk)) continue;
    if (item.pk !== key) {
      addTimeline(trials, timeline, span);
      [key, timeline] = [item.pk, []];
    }
    timeline.push(item);
  }
  addTimeline(trials, timeline, span);
  progress.stop();
  return trials;
}

/** The rules on trial in the policy in force, each since it last came on trial, as it is written now, without a break. */
async function rulesOnTrial(store: Store): Promise<readonly Trial[]> {
  const active = await readActivePointer(store);
  if (active === undefined) return [];
  const { document, createdAt } = await readPolicy(store, active.version);
  const wanted = shadowRulesIn(document);
  const since = new Map([...wanted.keys()].map((id) => [id, createdAt]));
  const open = new Set(wanted.keys());
  for await (const { what, at, to } of readChanges(store)) {
    if (open.size === 0) break;
    if (what !== "policy" || typeof to !== "number") continue;
    const inForce = shadowRulesIn((await readPolicy(store, to)).document);
    for (const id of open) {
      if (inForce.get(id) === wanted.get(id)) since.set(id, formatInstant(at));
      else open.delete(id);
    }
  }
  return [...since].map(([id, instant]) => newTrial(id, instant));
}

/** The rules on trial, by their ids, each as it is written. */
function shadowRulesIn(document: unknown): ReadonlyMap<string, string> {
  const { rules } = document as {
    readonly rules: readonly { readonly id: string; readonly effect?: string }[];
  };
  const onTrial = rules.filter(({ effect }) => effect === "shadow");
  return new Map(onTrial.map((rule) => [rule.id, JSON.stringify(rule)]));
}

function instant(text: string): EpochMs {
  const at = parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);
  if (at === undefined) throw new InvalidArgumentError("Write it like 2026-11-24 or 2026-11-24T09:00:00Z.");
  return at;
}
