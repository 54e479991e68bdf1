import { Command, Option } from "commander";
import { type Counts, CSV_KINDS, type CsvKind, exportCsv, exportText } from "./exporting/export-text.ts";
import { FORMATS, type Format, fileFor } from "./exporting/file-name.ts";
import { openSpill } from "./exporting/spill.ts";
import { ExportBroken, writeWhole } from "./exporting/write-file.ts";
import { type OpenTable, openTable } from "./open-table.ts";
import { startRateProgress } from "./progress.ts";
import { requireData } from "./require-data.ts";
import { costText } from "./scan-cost.ts";

const HELP = `
Everything the gate holds, as JSON Lines: contacts with their addresses in clear, wishes, consents, suppressions,
owners, locks, merges, decided duplicates, the timeline, policies, counts. Never an API key, and the secret that
addresses are hashed with only on request. With --format csv the contacts or the suppressed addresses alone, for a
spreadsheet.

Examples:
  touchgate export                                            of the gate that npm start runs, or of its data
  touchgate export --out backups/                             into a folder
  touchgate export --format csv --out contacts.csv            contacts for a spreadsheet
  touchgate export --format csv --kind suppressions           suppressed addresses, to be imported again
  touchgate export --table touchgate-prod --estimate          what it would cost, and nothing else

The last line of a whole file has "kind":"end". One that broke off is called ….partial.
Exit codes: 0 whole, 1 broken off or not begun, 130 stopped by Ctrl-C.`;

interface Options {
  readonly out: string;
  readonly format: Format;
  readonly kind: CsvKind;
  readonly withPepper: boolean;
  readonly estimate: boolean;
  readonly table?: string;
  readonly data: string;
}

/** `touchgate export`. */
export function exportCommand(): Command {
  return new Command("export")
    .description("Write everything that the gate holds to a file.")
    .option("--out <path>", "the file, or the folder to make one in", "./")
    .addOption(new Option("--format <format>", "what to write").choices(FORMATS).default("jsonl"))
    .addOption(new Option("--kind <kind>", "what a CSV file holds").choices(CSV_KINDS).default("contacts"))
    .option("--with-pepper", "also secrets: of addresses' keys, of links, of vendors", false)
    .option("--estimate", "only say what it would cost", false)
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

async function run(table: OpenTable, options: Options): Promise<void> {
  const { format, out, estimate } = options;
  const size = await table.scanner.size();
  if (table.isDeployed) console.error(costText(size));
  else if (estimate) console.error(`${table.name} is not billed: reading it costs nothing.`);
  if (estimate) return;
  const path = fileFor(out, { format, now: table.deps.now() });
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  const progress = startRateProgress(Math.max(size.items, 1), "lines");
  try {
    const written = await write(table, { ...options, path, signal: stop.signal, progress });
    progress.stop();
    console.log(reportOf(written, { path, name: table.name }).join("\n"));
  } catch (fault) {
    progress.stop();
    if (!(stop.signal.aborted && fault instanceof ExportBroken)) throw fault;
    console.error(fault.publicMessage);
    process.exitCode = 130;
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

interface Writing extends Pick<Options, "format" | "kind" | "withPepper"> {
  readonly path: string;
  readonly signal: AbortSignal;
  readonly progress: ReturnType<typeof startRateProgress>;
}

interface Written {
  readonly counts: Counts;
  readonly bytes: number;
}

async function write({ deps, scanner, name }: OpenTable, writing: Writing): Promise<Written> {
  const { path, format, kind, withPepper, signal, progress } = writing;
  const spill = openSpill(`${path}.shared`);
  let counts: Counts = {};
  const onPage = ({ lines, items }: { lines: number; items: number }) =>
    progress.done({ rows: lines, done: items });
  const exporting = { deps, scanner, name, withPepper, spill, signal, onPage };
  async function* counting(text: AsyncGenerator<string, Counts>): AsyncGenerator<string> {
    counts = yield* text;
  }
  try {
    const text = format === "csv" ? exportCsv(exporting, kind) : exportText(exporting);
    const bytes = await writeWhole(path, counting(text), signal);
    return { counts, bytes };
  } finally {
    spill.remove();
  }
}

function reportOf(
  { counts, bytes }: Written,
  { path, name }: { readonly path: string; readonly name: string },
): readonly string[] {
  const parts = Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, count]) => `${count} ${kind}`);
  const unreadable = counts.unreadable ?? 0;
  return [
    `${path} (${bytes.toLocaleString("en")} bytes) holds ${name}: ${parts.join(", ") || "nothing"}.`,
    ...(unreadable > 0
      ? [
          `${unreadable} items could not be read; they stand in the file as they are, with "kind":"unreadable".`,
        ]
      : []),
  ];
}
