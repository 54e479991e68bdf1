import type { Calendar } from "../../core/calendar.ts";
import type { Attributes } from "../../core/contact.ts";
import type { PastTouch } from "../../core/simulation/past-touch.ts";
import { type EpochMs, parseInstant } from "../../core/time.ts";
import { CHANNELS, type Channel, OUTCOMES, type Outcome } from "../../core/words.ts";
import { BadFile } from "../../import/bad-file.ts";
import { openSource, type Source, type SourceRecord } from "../../import/source.ts";

/** A touch of a log, in the log's own words for purposes. */
export interface LoggedTouch extends Omit<PastTouch, "department"> {
  /** Where its row begins; the first of the file is 1. */
  readonly line: number;
  readonly contact: string;
  /** Undefined where the log does not say who spoke. */
  readonly department: string | undefined;
}

/** A row that cannot be judged, and why. */
export interface UnreadRow {
  readonly line: number;
  readonly why: string;
}

/** Columns by field, as logs usually call them; `--map column=field` says others. */
const NAMES: Readonly<Record<Field, readonly string[]>> = {
  at: ["at", "time", "timestamp", "date", "datetime", "sent_at", "sentat"],
  contact: ["contact", "contactid", "contact_id", "customer", "customer_id", "to", "email", "phone"],
  channel: ["channel", "medium"],
  purpose: ["purpose", "type"],
  department: ["department", "team"],
  agent: ["agent", "employee", "user"],
  campaign: ["campaign", "campaign_id"],
  topic: ["topic"],
  product: ["product"],
  subject: ["subject", "case", "debt"],
  direction: ["direction", "dir"],
  outcome: ["outcome", "result"],
  country: ["country"],
  region: ["region", "state"],
  timezone: ["timezone", "time_zone"],
  stage: ["stage"],
  tier: ["tier"],
};
export const FIELDS = [
  ...([
    "at",
    "contact",
    "channel",
    "purpose",
    "department",
    "agent",
    "campaign",
    "topic",
    "product",
  ] as const),
  ...(["subject", "direction", "outcome", "country", "region", "timezone", "stage", "tier"] as const),
] as const;
export type Field = (typeof FIELDS)[number];

const NEEDED: readonly Field[] = ["at", "contact", "channel", "purpose"];

/** Values for what a log does not say of any touch. */
export type Given = Readonly<Partial<Record<Field, string>>>;

/** A log, opened. */
export interface History {
  /** Which column each field is read from. */
  readonly columns: ReadonlyMap<Field, string>;
  /** Rows in the order of the file, many at once. @throws BadFile for what ends the reading. */
  touches(): AsyncIterable<readonly (LoggedTouch | UnreadRow)[]>;
}

/** How a log is read. */
export interface HistoryOptions {
  readonly map: ReadonlyMap<string, string>;
  readonly given: Given;
  readonly isZone: Calendar["isZone"];
  /** One character, or `tab`; detected when left out. */
  readonly delimiter?: string | undefined;
}

/**
 * Opens a log: CSV or JSON Lines, plain or gzip.
 * @throws BadFile when it cannot be read, or lacks a column that is needed.
 */
export async function openHistory(file: string, options: HistoryOptions): Promise<History> {
  const { map, given, isZone, delimiter } = options;
  const source = await openSource(file, { delimiter });
  const columns = columnsOf(source, map);
  const missing = NEEDED.filter((field) => !columns.has(field) && given[field] === undefined);
  if (missing.length > 0) {
    const have = source.headers.join(", ");
    const parted = source.headers.length === 1 ? ", what parts its columns with --delimiter" : "";
    throw new BadFile(
      `The log has no column for ${missing.join(", ")} (it has ${have}): say which with --map COLUMN=FIELD${parted}, or give one value for all with --set FIELD=VALUE.`,
    );
  }
  return { columns, touches: () => touchesOf(source, readerOf(columns, given, isZone)) };
}

function columnsOf(source: Source, map: ReadonlyMap<string, string>): ReadonlyMap<Field, string> {
  const columns = new Map<Field, string>();
  for (const [column, field] of map) {
    if (!source.headers.includes(column)) {
      throw new BadFile(
        `--map names ${column}, which is no column (there are ${source.headers.join(", ")}).`,
      );
    }
    if (!(FIELDS as readonly string[]).includes(field)) {
      throw new BadFile(`--map names ${field}, which is no field (there are ${FIELDS.join(", ")}).`);
    }
    columns.set(field as Field, column);
  }
  const byName = new Map(source.headers.map((header) => [header.trim().toLowerCase(), header]));
  for (const field of FIELDS) {
    if (columns.has(field)) continue;
    const column = NAMES[field].map((name) => byName.get(name)).find((name) => name !== undefined);
    if (column !== undefined && !map.has(column)) columns.set(field, column);
  }
  return columns;
}

async function* touchesOf(
  source: Source,
  read: (record: SourceRecord) => LoggedTouch | UnreadRow,
): AsyncGenerator<readonly (LoggedTouch | UnreadRow)[]> {
  for await (const records of source.batches()) yield records.map(read);
}

type Read = (name: Field) => string | undefined;

function readerOf(columns: ReadonlyMap<Field, string>, given: Given, isZone: Calendar["isZone"]) {
  const columnOf: Partial<Record<Field, string>> = Object.fromEntries(columns);
  return (record: SourceRecord): LoggedTouch | UnreadRow => {
    const { line, fields, fault } = record;
    if (fault !== undefined) return { line, why: fault };
    const read: Read = (name) => {
      const column = columnOf[name];
      const value = column === undefined ? undefined : fields[column];
      const text =
        typeof value === "string" ? value.trim() : value === undefined || value === null ? "" : String(value);
      return text === "" ? given[name] : text;
    };
    const touch = touchIn(read, isZone);
    return typeof touch === "string" ? { line, why: touch } : { line, ...touch };
  };
}

/** The touch, or why it is none. */
function touchIn(read: Read, isZone: Calendar["isZone"]): Omit<LoggedTouch, "line"> | string {
  const [time, contact, channel, purpose] = [read("at"), read("contact"), read("channel"), read("purpose")];
  const at = time === undefined ? undefined : instantIn(time);
  if (at === undefined) return "the time is no ISO 8601 instant";
  if (contact === undefined) return "there is no contact";
  if (!isChannel(channel)) return `there is no channel ${channel ?? ""}`.trim();
  if (purpose === undefined) return "there is no purpose";
  const outcome = read("outcome");
  const attributes = attributesIn(read, isZone);
  if (typeof attributes === "string") return attributes;
  return {
    at,
    contact,
    channel,
    purpose,
    department: read("department"),
    agent: read("agent"),
    campaign: read("campaign"),
    topic: read("topic"),
    product: read("product"),
    subject: read("subject"),
    isInbound: /^in/i.test(read("direction") ?? ""),
    // What came of a touch is known from the touch on.
    outcomes: isOutcome(outcome) ? [{ outcome, at }] : undefined,
    ...(attributes !== undefined && { attributes }),
  };
}

const MIDDAY = "T12:00:00Z";
const DAY_CHARS = "2026-11-24".length;
/** A day without a time is taken at noon, in UTC. */
const instantIn = (text: string): EpochMs | undefined =>
  parseInstant(text.length === DAY_CHARS && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text + MIDDAY : text);

const isChannel = (word: string | undefined): word is Channel =>
  (CHANNELS as readonly unknown[]).includes(word);
const isOutcome = (word: string | undefined): word is Outcome =>
  (OUTCOMES as readonly unknown[]).includes(word);

const ATTRIBUTES = ["country", "region", "timezone", "stage", "tier"] as const;

/** One object for equal attributes, so that a long log holds few. */
const known = new Map<string, Attributes>();

/** What the row says of the contact, or why it cannot be used. */
function attributesIn(read: Read, isZone: Calendar["isZone"]): Attributes | string | undefined {
  const values = ATTRIBUTES.map(read);
  if (values.every((value) => value === undefined)) return undefined;
  const key = values.join("\u0000");
  const before = known.get(key);
  if (before !== undefined) return before;
  const timezone = read("timezone");
  if (timezone !== undefined && !isZone(timezone)) {
    return `${timezone} is no IANA zone, like Europe/Berlin`;
  }
  const made = Object.fromEntries(
    ATTRIBUTES.flatMap((name, index) => (values[index] === undefined ? [] : [[name, values[index]]])),
  );
  known.set(key, made);
  return made;
}
