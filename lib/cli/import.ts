import { createInterface } from "node:readline/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import { BadFile } from "../import/bad-file.ts";
import { IMPORT_KINDS, type ImportKind } from "../import/import-kinds.ts";
import { type ColumnMapping, mapColumns } from "../import/map-columns.ts";
import { openSource, type Source } from "../import/source.ts";
import { surveyFile, withSurvey } from "../import/survey.ts";
import { readAhead } from "../store/read-ahead.ts";
import { fileIdOf, importIdOf } from "./importing/checkpoint.ts";
import { openSeenKeys } from "./importing/dry-run.ts";
import { filesOf, type ImportFiles } from "./importing/import-files.ts";
import type { Importing } from "./importing/importing.ts";
import { foretellRow, prepareRow } from "./importing/prepare-row.ts";
import { formatText, previewOf } from "./importing/preview.ts";
import { type ImportDone, type ImportRun, runImport } from "./importing/run-import.ts";
import { asOfFor, type ListAsOf, parseListAsOf, stampImported } from "./importing/stamp-imported.ts";
import { keepHeapSteady } from "./importing/steady-heap.ts";
import { summaryOf } from "./importing/summary.ts";
import { type OpenTable, openTable } from "./open-table.ts";
import { startRateProgress } from "./progress.ts";

const EXAMPLES = `
The file is CSV or JSON Lines, plain or gzip, in any encoding; its columns are known by their names in English or
Chinese (email 邮箱, phone 手机, company 公司, name 姓名, …) or by --map. It is read once first, shown as it will be
read, and then imported; what stopped half-way goes on where it was when the same command is given again.
Rows that are refused, and cells that are left out, are listed in FILE.rejects.csv with line, field and reason.

Examples:
  touchgate import crm.csv --dry-run                             what would become of each row; writes nothing
  touchgate import crm.csv --map "Handy=phone" --region DE       a column by hand, national numbers are German
  touchgate import optouts.csv --kind preferences --set optOutAll=true
  touchgate import dnc.csv --kind suppressions --set list=us-dnc --list-as-of 2026-11-20T00:00:00Z
  touchgate import calls.csv --kind touches --set channel=call --set department=sales --set purpose=sales
  touchgate import crm.csv --table touchgate-prod --on-duplicate merge --yes`;

interface Options {
  readonly kind: ImportKind;
  readonly map: Readonly<Record<string, string>>;
  readonly set: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
  readonly onDuplicate: Importing["onDuplicate"];
  readonly region?: string;
  readonly timezone?: string;
  readonly dates?: "dmy" | "mdy";
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly createContacts: boolean;
  readonly listAsOf?: ListAsOf;
  readonly restart: boolean;
  readonly rejects?: string;
  readonly concurrency: number;
  readonly yes: boolean;
  readonly table?: string;
  readonly data: string;
}

/** `touchgate import FILE`. */
export function importCommand(): Command {
  return new Command("import")
    .description("Bring contacts, wishes, consents, suppressions or past touches in from a file.")
    .argument("<file>", "CSV or JSON Lines, plain or gzip")
    .addOption(new Option("--kind <kind>", "what the rows are").choices(IMPORT_KINDS).default("contacts"))
    .option("--map <column=field>", "what a column holds; COLUMN= leaves it out (repeatable)", pair, {})
    .option("--set <field=value>", "a value for rows that have none (repeatable)", pair, {})
    .option("--dry-run", "tell what would become of each row, and write nothing", false)
    .addOption(
      new Option("--on-duplicate <act>", "for a contact with an address of another")
        .choices(["allow", "merge", "reject"])
        .default("allow"),
    )
    .option("--region <code>", "country of national phone numbers where a row has none, like CN")
    .option("--timezone <zone>", "of instants without an offset (default: the policy's)")
    .addOption(new Option("--dates <order>", "how dates like 3/4/2026 are meant").choices(["dmy", "mdy"]))
    .option("--encoding <name>", "like gb18030 (default: detected)")
    .option("--delimiter <character>", "one character, or tab (default: detected)")
    .option("--create-contacts", "make a contact for an id that nobody is known by", false)
    .option(
      "--list-as-of <instant>",
      "when the suppression list was whole as it is in the file; none for additions (default: now for CSV)",
      parseListAsOf,
    )
    .option("--rejects <file>", "where refused rows are listed (default: FILE.rejects.csv)")
    .option("--restart", "begin with the first row, however far an earlier run came", false)
    .option("--concurrency <number>", "rows at a time", parseCount, 16)
    .option("--yes", "do not ask", false)
    .addOption(new Option("--table <name>", "a deployed table").env("TOUCHGATE_TABLE"))
    .option("--data <folder>", "of the gate on this machine", ".touchgate")
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, options: Options) => {
      keepHeapSteady();
      const source = await openSource(file, options);
      const files = filesOf({ ...options, file });
      const table = await openTable(options);
      try {
        await importFile({ file, source, files, table, options });
      } finally {
        await table.close();
      }
    });
}

interface FileImport {
  readonly file: string;
  readonly source: Source;
  readonly files: ImportFiles;
  readonly table: OpenTable;
  readonly options: Options;
}

async function importFile({ file, source, files, table, options }: FileImport): Promise<void> {
  const policy = await table.deps.policy.get();
  const mapping = await mappingOf(source, options, policy.compiled.timezone);
  const survey = await surveyFile(source, mapping);
  const surveyed = withSurvey(mapping, survey);
  console.log(`${file}: ${(await previewOf(source, surveyed, survey)).join("\n")}\n`);

  const { dryRun } = options;
  const into = dryRun ? `Dry run against ${table.name}: nothing is written.` : `Into ${table.name}.`;
  console.log(into);
  if (!dryRun && !(await isWanted(options))) return;

  const asOf = asOfFor(options, { format: source.format, now: table.deps.now() });
  const fileId = await fileIdOf(file);
  const ahead = readAhead(table.deps.store);
  const importing: Importing = {
    table: { deps: { ...table.deps, store: ahead.store } },
    pepper: policy.pepper,
    fileId,
    onDuplicate: options.onDuplicate,
    createsContacts: options.createContacts,
    lists: new Set(),
  };
  const seen = dryRun ? openSeenKeys() : undefined;
  const progress = startRateProgress(survey.records);
  const startedAtMs = performance.now();
  try {
    const done = await runImport({
      ...{ source, atOnce: options.concurrency, restart: options.restart },
      importId: importIdOf({ ...options, fileId, pepper: policy.pepper }),
      ...files,
      lists: importing.lists,
      ahead: ahead.ahead,
      prepare: (record) =>
        seen === undefined
          ? prepareRow(importing, surveyed, record)
          : foretellRow(importing, { mapping: surveyed, seen }, record),
      onProgress: (rows) => progress.done({ rows, done: rows }),
    } satisfies ImportRun);
    progress.stop();
    console.log(
      reportOf(done, { options, rejects: files.rejectsFile, tookMs: performance.now() - startedAtMs }).join(
        "\n",
      ),
    );
    const lines = await stampImported(table.deps, { done, lists: importing.lists, asOf, dryRun });
    if (lines.length > 0) console.log(lines.join("\n"));
    if (done.counts.refused !== undefined) process.exitCode = EXIT_SOME_REFUSED;
  } catch (fault) {
    progress.stop();
    if (!dryRun) console.error("Stopped: give the same command again to go on.");
    throw fault;
  } finally {
    seen?.close();
  }
}

/** Some rows were refused; 1 is for an import that did not come to its end. */
const EXIT_SOME_REFUSED = 2;

async function mappingOf(source: Source, options: Options, policyZone: string): Promise<ColumnMapping> {
  const { kind, timezone = policyZone, map, set, region, dates } = options;
  const { format } = source;
  const given = {
    format,
    map,
    set,
    region,
    timezone,
    dates,
    now: Date.now() as ColumnMapping["reading"]["now"],
  };
  const mapping = mapColumns(source.headers, kind, given);
  if (!("issues" in mapping)) return mapping;
  const lines = mapping.issues.map(({ path, message }) => `\n  ${path}: ${message}`);
  const readAs = `The file is read as ${formatText(source)}, with ${source.headers.length} columns.`;
  throw new BadFile(`The columns do not say all that is needed.${lines.join("")}\n${readAs}`);
}

function reportOf(
  { rows, counts, resumedAfter, withCellsLeftOut }: ImportDone,
  of: { readonly options: Options; readonly rejects: string; readonly tookMs: number },
): string[] {
  const { dryRun } = of.options;
  const seconds = of.tookMs / 1_000;
  const rate = Math.round((rows - resumedAfter) / seconds).toLocaleString("en");
  return [
    ...(resumedAfter > 0 ? [`${resumedAfter.toLocaleString("en")} rows were done by an earlier run.`] : []),
    `${dryRun ? "Would import" : "Imported"} ${rows.toLocaleString("en")} rows in ${seconds.toFixed(1)} s (${rate} a second):`,
    ...summaryOf(counts, { rejectsFile: of.rejects, dryRun }),
    ...(withCellsLeftOut > 0
      ? [
          `  Of ${withCellsLeftOut.toLocaleString("en")} rows taken in, cells were left out: see ${of.rejects}`,
        ]
      : []),
  ];
}

/** Asked at a keyboard only: a script has said what it wants. */
async function isWanted({ yes }: Options): Promise<boolean> {
  if (yes || process.stdin.isTTY !== true) return true;
  const keyboard = createInterface({ input: process.stdin, output: process.stdout });
  const said = await keyboard.question("Import it? [y/N] ");
  keyboard.close();
  return /^y(es)?$/i.test(said.trim());
}

function pair(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("It must be written NAME=VALUE.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function parseCount(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is not a number from 1 to 999.");
}
