import { createInterface } from "node:readline/promises";
import { Command, Option } from "commander";
import { type AuditReport, runAudit } from "../../functions/audit/command.ts";
import { readLastAudit } from "../../functions/audit/stored-audit.ts";
import { verifierOf } from "../../functions/shared/http-verifier.ts";
import { readAgents } from "./auditing/agents-file.ts";
import { auditCostText } from "./auditing/audit-cost.ts";
import { openReportFiles } from "./auditing/report-files.ts";
import { reportText } from "./auditing/report-text.ts";
import { type OpenTable, openTable } from "./open-table.ts";
import { startRateProgress } from "./progress.ts";
import { requireData } from "./require-data.ts";

const EXAMPLES = `
Examples:
  touchgate audit                                            what would be found on the gate on this machine
  touchgate audit --csv findings.csv --agents agents.txt     every finding, for a spreadsheet
  touchgate audit --apply                                    and mark ghosts and junk
  touchgate audit --table touchgate-prod --last              what the scheduled audit found last

A table is reached with the AWS credentials and region of the environment, or at DYNAMODB_ENDPOINT.`;

interface Options {
  readonly table?: string;
  readonly data: string;
  readonly agents?: string;
  readonly json?: string;
  readonly csv?: string;
  readonly apply: boolean;
  readonly yes: boolean;
  readonly last: boolean;
}

/** `touchgate audit`. */
export function auditCommand(): Command {
  const audit = new Command("audit")
    .description("Tell the truth about the contacts there are: ghosts, junk, stale records and what to mend.")
    .addHelpText("after", EXAMPLES)
    .addOption(new Option("--table <name>", "a deployed table").env("TOUCHGATE_TABLE"))
    .option("--data <folder>", "the data of the gate on this machine", ".touchgate")
    .option("--agents <file>", "the agents there are, one a line: owners who are not among them are told")
    .option("--json <file>", "write every finding as JSON")
    .option("--csv <file>", "write every finding as CSV")
    .addOption(new Option("--dry-run", "only tell (default)").conflicts("apply"))
    .option(
      "--apply",
      "set the status of ghosts and junk, and of those that are neither any more; ask the service that verifies addresses",
      false,
    )
    .option("--yes", "do not ask before a deployed table is read", false)
    .option("--last", "print what the scheduled audit found last, and read nothing else", false);
  return audit.action(async (options: Options) => {
    requireData(options);
    const agents = options.agents === undefined ? undefined : readAgents(options.agents);
    const table = await openTable(options);
    try {
      if (options.last) return console.log(await lastText(table));
      if (!(await isAgreed(table, options))) {
        return audit.error("Nothing was read. Say --yes to go on without being asked.");
      }
      console.log(await auditText(table, options, agents));
    } finally {
      await table.close();
    }
  });
}

/** Tells what reading a deployed table costs, and asks; on this machine it costs nothing. */
async function isAgreed({ scanner, isDeployed, name }: OpenTable, { yes }: Options): Promise<boolean> {
  if (!isDeployed) return true;
  console.error(`${name}: ${auditCostText(await scanner.size())}`);
  if (yes) return true;
  if (process.stdin.isTTY !== true) return false;
  const question = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await question.question("Go on? [y/N] ");
  question.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** How far an audit is, is shown in so many parts. */
const PARTS = 1_000;

async function auditText(
  table: OpenTable,
  { json, csv, apply: applies }: Options,
  agents: ReadonlySet<string> | undefined,
): Promise<string> {
  const { scanner } = table;
  // An answer of the service is written, and costs: without --apply nothing is changed.
  const deps = { ...table.deps, verifier: applies ? verifierOf(process.env) : undefined };
  const files = await openReportFiles({ json, csv, applies });
  const progress = startRateProgress(PARTS, "contacts");
  try {
    const report = await runAudit({
      ...{ deps, scanner, at: deps.now(), agents, applies },
      onFinding: files.finding,
      onStatus: files.status,
      onProgress: (contacts, part) => progress.done({ rows: contacts, done: part * PARTS }),
    });
    await files.finish(report);
    const all = json === undefined && csv === undefined ? "\nEvery finding: --json FILE or --csv FILE." : "";
    return `${await textOf(table, report)}${all}`;
  } finally {
    progress.stop();
    files.discard();
  }
}

async function lastText(table: OpenTable): Promise<string> {
  const last = await readLastAudit(table.deps.store);
  return last === undefined
    ? "No scheduled audit has been completed yet: run touchgate audit, or see docs/deploy.md."
    : textOf(table, last);
}

async function textOf({ deps, name }: OpenTable, report: AuditReport): Promise<string> {
  const { document } = await deps.policy.get();
  return reportText(report, { name, excludesThem: excludesThem(document) });
}

/** Whether a rule of the policy denies ghosts or junk. */
function excludesThem(document: unknown): boolean {
  const { rules } = document as {
    readonly rules: readonly { readonly kind: string; readonly contact?: object }[];
  };
  return rules.some(({ kind, contact = {} }) => {
    const { status = [] } = contact as { readonly status?: readonly string[] };
    return kind === "exclude" && (status.includes("ghost") || status.includes("junk"));
  });
}
