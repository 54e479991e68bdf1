import { Command, Option } from "commander";
import { type Case, KIT_VERSION } from "../conform/case.ts";
import { conform, type Outcome } from "../conform/conform.ts";
import { loadCases } from "../conform/load-cases.ts";
import { openGate } from "../conform/open-gate.ts";
import { startProgress } from "./progress.ts";

const HELP = `
Each case is a policy, a contact with its history, an instant and a request, and the decision that must come of it
(test/cases/*.json). The gate is brought there over HTTP: its clock is moved, its policy replaced, contacts are added.
So it must be a local one, best an empty one; its policy and clock are put back at the end.

Examples:
  npm start -- --memory --port 8790                          in a first terminal
  touchgate conform --url http://127.0.0.1:8790              the whole kit
  touchgate conform --only 'cooldown-*'                      the cases whose names fit
  touchgate conform --only leap-day --only new-year          those of either

What a gate has no call for is skipped with the reason. A failure is one line: the case, then what was expected and
what came. The last line reads "N passed, N failed, N skipped".
Exit codes: 0 none failed and at least one passed, 1 otherwise or the kit could not be run, 130 stopped by Ctrl-C.`;

interface Options {
  readonly url: string;
  readonly key: string;
  readonly only?: readonly string[];
}

/** `touchgate conform`. */
export function conformCommand(): Command {
  const command = new Command("conform");
  return command
    .description(`Run the conformance kit, version ${KIT_VERSION}, against a gate that has a test clock.`)
    .addOption(new Option("--url <url>", "the gate").env("TOUCHGATE_URL").default("http://127.0.0.1:8787"))
    .addOption(
      new Option("--key <key>", "a key of it that may everything")
        .env("TOUCHGATE_KEY")
        .default("tg_dev_admin"),
    )
    .option(
      "--only <pattern>",
      "only cases with this in their names, * for any text; may be repeated",
      (pattern: string, others: readonly string[] = []) => [...others, pattern],
    )
    .addHelpText("after", HELP)
    .action(async ({ url, key, only = [] }: Options) => {
      const cases = loadCases().filter(
        ({ name }) => only.length === 0 || only.some((one) => fits(name, one)),
      );
      if (cases.length === 0) {
        return command.error(`No case has ${only.join(" or ")} in its name: see test/cases for the names.`);
      }
      process.exitCode = await run({ url, key }, cases);
    });
}

/** Whether a name has the pattern in it, `*` standing for any text. */
function fits(name: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[^a-z0-9-]/gi, "\\$&"));
  return new RegExp(parts.join(".*"), "i").test(name);
}

/** Runs, prints, and tells the exit code. */
async function run({ url, key }: { url: string; key: string }, cases: readonly Case[]): Promise<number> {
  const gate = await openGate(url, key);
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  const bar = startProgress(cases.length, "cases");
  const outcomes = await conform(gate, cases, { onDone: bar.done, signal: stop.signal }).finally(() => {
    bar.stop();
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  });
  console.log(reportOf(outcomes).join("\n"));
  if (stop.signal.aborted) return 130;
  const count = (kind: string) => outcomes.filter(({ result }) => result.kind === kind).length;
  return count("failed") === 0 && count("passed") > 0 ? 0 : 1;
}

/** A line for each reason to skip, a line for each failure, and the closing line. */
export function reportOf(outcomes: readonly Outcome[]): readonly string[] {
  const skips = new Map<string, string[]>();
  const failures: string[] = [];
  let passed = 0;
  for (const { of, result } of outcomes) {
    if (result.kind === "passed") passed++;
    if (result.kind === "failed") failures.push(`failed   ${of.name}: ${result.faults.join("; ")}`);
    if (result.kind === "skipped") skips.set(result.reason, [...(skips.get(result.reason) ?? []), of.name]);
  }
  const skipped = outcomes.length - passed - failures.length;
  return [
    ...[...skips].map(([reason, names]) => `skipped  ${names.length}, ${reason}: ${listText(names)}`),
    ...failures,
    `${passed} passed, ${failures.length} failed, ${skipped} skipped`,
  ];
}

const MOST_NAMED = 3;

const listText = (names: readonly string[]): string => {
  const others = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(", ") + (others > 0 ? ` and ${others} more` : "");
};
