import type { Deps } from "../../../functions/shared/deps.ts";
import packageJson from "../../../package.json" with { type: "json" };
import { type EpochMs, formatInstant } from "../../core/time.ts";
import type { Scanner } from "../../store/scanner.ts";
import { contactLines } from "./contact-lines.ts";
import { CSV_HEADER, contactRow } from "./contact-row.ts";
import { itemLines } from "./item-lines.ts";
import type { Line } from "./line.ts";
import { type Found, readTable } from "./read-table.ts";
import type { Spill } from "./spill.ts";
import { SUPPRESSION_HEADER, suppressionCsvRow } from "./suppression-row.ts";

/** Of the file; it grows when a reader of an older one would misread a newer. */
const FORMAT = 1;

export interface Exporting {
  readonly deps: Pick<Deps, "store" | "now">;
  readonly scanner: Pick<Scanner, "scan">;
  /** Where it comes from, for the first line. */
  readonly name: string;
  readonly withPepper: boolean;
  /** Holds what is to come last. */
  readonly spill: Spill;
  readonly signal?: AbortSignal | undefined;
  /** Told after each page. */
  readonly onPage?: (so: { readonly lines: number; readonly items: number }) => void;
}

/** What an export held: how many lines of each kind, contacts counted once. */
export type Counts = Readonly<Record<string, number>>;

/**
 * The text of a JSONL export, a page of the table at a time: a line that says what it is, everything in no order, then
 * the addresses that contacts share, and at the end how much it was. Without the line of kind `end` it broke off.
 */
export async function* exportText(exporting: Exporting): AsyncGenerator<string, Counts> {
  const { deps, name, withPepper, spill, signal, onPage } = exporting;
  const now = deps.now();
  const { version } = packageJson;
  yield textOf([{ kind: "export", format: FORMAT, version, at: formatInstant(now), from: name }]);
  const counts: Record<string, number> = {};
  let [lines, items] = [0, 0];
  for await (const page of readTable({ store: deps.store, scanner: exporting.scanner }, signal)) {
    const parts = page.found.map((found) => linesOf(found, { now, withPepper }));
    const written = parts.flatMap((part) => part.lines);
    for (const { kind } of written) counts[kind] = (counts[kind] ?? 0) + 1;
    spill.add(textOf(parts.flatMap((part) => part.shared)));
    items += page.items;
    lines += written.length;
    onPage?.({ lines, items });
    if (written.length > 0) yield textOf(written);
  }
  yield* spill.read();
  yield textOf([{ kind: "end", at: formatInstant(deps.now()), items, counts }]);
  return counts;
}

const textOf = (lines: readonly Line[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join("");

function linesOf(
  found: Found,
  { now, withPepper }: { readonly now: EpochMs; readonly withPepper: boolean },
): { readonly lines: readonly Line[]; readonly shared: readonly Line[] } {
  if (found.kind === "contact") return contactLines(found.read, now);
  if (found.kind === "link" || found.kind === "unreadable") return { lines: [found], shared: [] };
  return { lines: itemLines(found, { now, withPepper }), shared: [] };
}

/** What a CSV export may hold. */
export const CSV_KINDS = ["contacts", "suppressions"] as const;
export type CsvKind = (typeof CSV_KINDS)[number];

interface Table {
  readonly header: string;
  /** What its rows are called in counts. */
  readonly counted: string;
  /** The row of what was found; undefined when it is of another kind. */
  readonly row: (found: Found, now: EpochMs) => string | undefined;
}

const TABLES: Readonly<Record<CsvKind, Table>> = {
  // Strangers are left out: nobody knows who they are.
  contacts: {
    ...{ header: CSV_HEADER, counted: "contact" },
    row: (found) => (found.kind === "contact" && found.read.contact.put ? contactRow(found.read) : undefined),
  },
  suppressions: {
    ...{ header: SUPPRESSION_HEADER, counted: "suppression" },
    row: (found, now) => (found.kind === "suppression" ? suppressionCsvRow(found.listed, now) : undefined),
  },
};

/** The text of a CSV export: a table, a row for each of its kind. */
export async function* exportCsv(
  { deps, scanner, signal, onPage }: Omit<Exporting, "spill" | "withPepper">,
  kind: CsvKind = "contacts",
): AsyncGenerator<string, Counts> {
  const { header, counted, row } = TABLES[kind];
  const now = deps.now();
  yield header;
  let [lines, items] = [0, 0];
  for await (const page of readTable({ store: deps.store, scanner }, signal)) {
    const rows = page.found.flatMap((found) => row(found, now) ?? []);
    items += page.items;
    lines += rows.length;
    onPage?.({ lines, items });
    if (rows.length > 0) yield rows.join("");
  }
  return { [counted]: lines };
}
