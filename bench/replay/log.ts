import { type EpochMs, formatInstant, parseInstant } from "../../lib/core/time.ts";
import { CHANNELS, type Channel } from "../../lib/core/words.ts";
import { CannotReplay } from "./cannot-replay.ts";
import { linesOf } from "./lines.ts";

/** One outbound contact of a log. */
export interface LogRow {
  /** Line of the file, the header being 1. */
  readonly line: number;
  readonly at: EpochMs;
  /** The log's own id. */
  readonly contact: string;
  /** Undefined when the log does not say. */
  readonly employee: string | undefined;
  readonly channel: Channel;
  readonly purpose: string;
}

/** A log as far as it is replayed. */
export interface ContactLog {
  /** Outbound rows, in time order. */
  readonly rows: readonly LogRow[];
  readonly inboundCount: number;
  /** Rows that cannot be read are left out; the first ones are kept, for show. */
  readonly badCount: number;
  readonly firstBad: readonly { readonly line: number; readonly why: string }[];
}

const COLUMNS = ["time", "contact", "employee", "channel", "purpose", "dir"] as const;
type Fields = Readonly<Record<(typeof COLUMNS)[number], string>>;

const MOST_BAD_SHOWN = 5;
/** A contact id of the gate, less the prefix that the replay adds. */
const CONTACT = /^[A-Za-z0-9_.:-]{1,124}$/;
const MOST_TEXT = 128;

/**
 * Reads a log: every row, or those up to the `limit`-th outbound one. All of it is held, which costs little
 * beside the time of replaying it.
 * @throws CannotReplay when the file cannot be read, is no contact log, has no outbound row, or is not in time
 * order: the clock of a replay never goes back, because in the log's own time no row knew of a later one.
 */
export async function readLog(file: string, limit = Number.POSITIVE_INFINITY): Promise<ContactLog> {
  const rows: LogRow[] = [];
  const firstBad: { line: number; why: string }[] = [];
  let inboundCount = 0;
  let badCount = 0;
  let line = 0;
  let header: readonly string[] | undefined;
  for await (const text of linesOf(file)) {
    line += 1;
    if (text === "") continue;
    const values = splitFields(text);
    if (header === undefined) {
      header = readHeader(values ?? [], file);
      continue;
    }
    const row = readRow(values, header, line);
    if (row === "inbound") inboundCount += 1;
    else if (typeof row !== "string") rows.push(inOrder(row, rows.at(-1), file));
    else {
      badCount += 1;
      if (firstBad.length < MOST_BAD_SHOWN) firstBad.push({ line, why: row });
    }
    if (rows.length >= limit) break;
  }
  if (header === undefined) throw new CannotReplay(`${file} is empty.`);
  if (rows.length === 0) throw new CannotReplay(noRows(file, firstBad));
  return { rows, inboundCount, badCount, firstBad };
}

function readHeader(values: readonly string[], file: string): readonly string[] {
  const names = values.map((name) => name.trim().toLowerCase());
  const missing = COLUMNS.filter((name) => !names.includes(name));
  if (missing.length === 0) return names;
  throw new CannotReplay(
    `${file} is not a contact log: its first line lacks ${missing.join(", ")} (it needs ${COLUMNS.join(",")}).`,
  );
}

/** The row, `inbound`, or in other words what is wrong with it. */
function readRow(values: readonly string[] | undefined, header: readonly string[], line: number) {
  if (values === undefined) return "its quotes do not match";
  if (values.length !== header.length) return `it has ${values.length} fields, not ${header.length}`;
  const { time, contact, employee, channel, purpose, dir } = Object.fromEntries(
    header.map((name, index) => [name, values[index]?.trim()]),
  ) as Fields;
  if (dir === "in") return "inbound";
  const at = parseInstant(time);
  if (dir !== "out") return `dir is ${shown(dir)}, neither out nor in`;
  if (at === undefined) return `time is ${shown(time)}, not an ISO 8601 instant with Z or an offset`;
  if (!CONTACT.test(contact)) return `contact is ${shown(contact)}, not 1–124 characters of A-Za-z0-9_.:-`;
  if (!isChannel(channel)) return `channel is ${shown(channel)}, none of ${CHANNELS.join(", ")}`;
  if (purpose === "" || purpose.length > MOST_TEXT) return `purpose is ${shown(purpose)}`;
  if (employee.length > MOST_TEXT) return `employee is longer than ${MOST_TEXT} characters`;
  return { line, at, contact, employee: employee || undefined, channel, purpose } satisfies LogRow;
}

function inOrder(row: LogRow, previous: LogRow | undefined, file: string): LogRow {
  if (previous === undefined || row.at >= previous.at) return row;
  const [from, to] = [formatInstant(previous.at), formatInstant(row.at)];
  throw new CannotReplay(
    `${file} is not in time order: line ${row.line} goes back from ${from} to ${to}. Sort it by time first.`,
  );
}

/** The fields of a CSV line; quoted ones may hold commas and doubled quotes. Undefined when quotes do not match. */
function splitFields(line: string): readonly string[] | undefined {
  if (!line.includes('"')) return line.split(",");
  if (!/^(?:"(?:[^"]|"")*"|[^",]*)(?:,(?:"(?:[^"]|"")*"|[^",]*))*$/.test(line)) return undefined;
  const fields = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)];
  return fields.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "");
}

const isChannel = (word: string): word is Channel => (CHANNELS as readonly string[]).includes(word);
const shown = (text: string): string => (text === "" ? "empty" : JSON.stringify(text.slice(0, 40)));

function noRows(file: string, bad: readonly { line: number; why: string }[]): string {
  const because = bad[0] === undefined ? "" : ` (line ${bad[0].line}: ${bad[0].why})`;
  return `${file} has no outbound row that can be replayed${because}.`;
}
