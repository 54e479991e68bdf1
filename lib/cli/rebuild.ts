import { setTimeout as wait } from "node:timers/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { MAX_RETENTION_MS } from "../core/retention.ts";
import { DAY_MS, type DurationMs, parseDuration } from "../core/time.ts";
import { findHeldHistory } from "../store/held-history.ts";
import { readActivePointer } from "../store/policies.ts";
import { type OpenTable, openTable, type TableOptions } from "./open-table.ts";
import { startProgress } from "./progress.ts";
import { type Rebuilt, runRebuild } from "./rebuilding/run-rebuild.ts";
import { requireData } from "./require-data.ts";
import { costText } from "./scan-cost.ts";

const HELP = `
A contact holds the touches that the policy retains, and lets older ones go; the timeline has them for good. A policy
that counts further back is refused until this command has put them back. Checks go on meanwhile, and count what a
contact holds. Stopped at any moment, the same command goes on where it was.

Before it begins it waits until every function keeps touches for so long: for the cache time of the functions and the
longest that a request can last. --wait says otherwise.

Examples:
  touchgate rebuild --retention P180D                        of the gate that npm start runs, or of its data
  touchgate rebuild --retention P180D --table touchgate-prod
  touchgate rebuild --retention P180D --table touchgate-prod --estimate

Then put the policy: PUT /v1/policies/active, or npm start -- --policy FILE.
Exit codes: 0 held, 1 not begun or broken off, 130 stopped by Ctrl-C.`;

interface Options extends TableOptions {
  readonly retention: DurationMs;
  readonly wait?: number;
  readonly estimate: boolean;
}

/** `touchgate rebuild`. */
export function rebuildCommand(): Command {
  return new Command("rebuild")
    .description("Refill contacts with touches of the timeline, so that a policy can count further back.")
    .requiredOption("--retention <duration>", "so far back, like P180D", parseRetention)
    .option("--wait <seconds>", "before it begins (default: 12 on this machine, else 120)", parseSeconds)
    .option("--estimate", "only say what reading the table would cost", false)
    .addOption(new Option("--table <name>", "a deployed table").env("TOUCHGATE_TABLE"))
    .option("--data <folder>", "where npm start keeps its data", ".touchgate")
    .addHelpText("after", HELP)
    .action(async (options: Options) => {
      requireData(options);
      const table = await openTable(options);
      try {
        await run(table, options);
      } finally {
        await table.close();
      }
    });
}

async function run(table: OpenTable, { retention, wait: seconds, estimate }: Options): Promise<void> {
  const { deps, scanner, name, isDeployed } = table;
  const size = await scanner.size();
  if (isDeployed) console.error(costText(size));
  else if (estimate) console.error(`${name} is not billed: reading it costs nothing.`);
  if (estimate) return;
  const held = await findHeldHistory(deps.store, await readActivePointer(deps.store));
  if (held !== undefined && held.heldMs >= retention) {
    console.log(`${name}: contacts hold the touches of ${daysText(held.heldMs)} already.`);
    return;
  }
  const waitMs = (seconds ?? (isDeployed ? DEPLOYED_WAIT_SECONDS : LOCAL_WAIT_SECONDS)) * 1_000;
  const segments = size.items > MANY_ITEMS ? 1_000 : 50;
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  const progress = startProgress(segments, "parts of the table");
  try {
    const rebuilt = await runRebuild({
      ...{ deps, scanner, retention, segments, waitMs, atOnce: KEYS_AT_ONCE, signal: stop.signal },
      wait: async (milliseconds) => {
        console.error(
          `Waiting ${Math.ceil(milliseconds / 1_000)} s, until every function keeps touches so long.`,
        );
        await wait(milliseconds, undefined, { signal: stop.signal }).catch(() => {});
      },
      onProgress: (done) => progress.done(done),
    });
    progress.stop();
    console.log(reportOf(rebuilt, name).join("\n"));
  } catch (fault) {
    progress.stop();
    if (stop.signal.aborted) process.exitCode = 130;
    throw fault;
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

/** The functions' cache time of 10 s, and what their longest request may last. */
const DEPLOYED_WAIT_SECONDS = 120;
const LOCAL_WAIT_SECONDS = 12;
const KEYS_AT_ONCE = 8;
const MANY_ITEMS = 100_000;
const MOST_NAMED = 10;

function reportOf({ keys, touches, full, keepMs, isResumed }: Rebuilt, name: string): readonly string[] {
  const others = full.length - MOST_NAMED;
  return [
    `${name}: contacts hold the touches of ${daysText(keepMs)}. ${count(touches, "touch", "touches")} put back, ` +
      `${count(keys, "key", "keys")} seen${isResumed ? " in this run" : ""}.`,
    ...(full.length === 0
      ? []
      : [
          `${count(full.length, "contact holds", "contacts hold")} more than checks may add to (history_full): ` +
            full.slice(0, MOST_NAMED).join(", ") +
            (others > 0 ? ` and ${others} more.` : "."),
        ]),
  ];
}

const count = (many: number, one: string, several: string): string =>
  `${many.toLocaleString("en")} ${many === 1 ? one : several}`;

const daysText = (lengthMs: number): string => count(Math.floor(lengthMs / DAY_MS), "day", "days");

/** @throws InvalidArgumentError */
function parseRetention(text: string): DurationMs {
  const parsed = parseDuration(text);
  if (typeof parsed !== "string" && parsed <= MAX_RETENTION_MS) return parsed;
  throw new InvalidArgumentError("It is not a duration of at most 400 days, like P180D.");
}

/** @throws InvalidArgumentError */
function parseSeconds(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is not a number of seconds.");
}
