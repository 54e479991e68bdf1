import type { Calendar } from "../core/calendar.ts";
import type { Issue } from "../core/errors.ts";
import { createCalendar } from "../core/temporal-calendar.ts";
import type { EpochMs } from "../core/time.ts";
import { readCountry } from "./countries.ts";
import { guessField } from "./header-words.ts";
import { fieldsText, type ImportKind, isField, NEEDED, SYSTEM_FIELD } from "./import-kinds.ts";
import type { Source } from "./source.ts";
import type { DayOrder } from "./written-date.ts";

export interface MappedColumn {
  readonly column: string;
  readonly field: string;
}

/** A column that nothing is taken from. */
export interface UnmappedColumn {
  readonly column: string;
  /** What could be done about it. */
  readonly hint: string | undefined;
}

/** How the records of a file become documents. */
export interface ColumnMapping {
  readonly kind: ImportKind;
  /** In the order of the file. Empty when each record is a body of the API already. */
  readonly columns: readonly MappedColumn[];
  /** Values of fields where a record has none. */
  readonly set: Readonly<Record<string, string>>;
  /** Columns that were to be left out. */
  readonly ignored: readonly string[];
  readonly unmapped: readonly UnmappedColumn[];
  /** Whether records are bodies of the API, as an export writes them. */
  readonly isDocuments: boolean;
  readonly reading: Reading;
}

/** What cells are read by. */
export interface Reading {
  /** Whose national phone numbers these are where a record has no country; ISO 3166-1 alpha-2. */
  readonly region: string | undefined;
  /** IANA zone of instants without an offset. */
  readonly timezone: string;
  /** Order of day and month in dates like 3/4/2026, for all columns or by column. */
  readonly dates: DayOrder | undefined;
  readonly dateOrders: Readonly<Record<string, DayOrder>>;
  readonly now: EpochMs;
  readonly calendar: Calendar;
}

/** What a person says of the columns, and what is known of the file. */
export interface GivenMapping {
  /** Cells of a CSV file are no bodies of the API, whatever its columns are called. */
  readonly format?: Source["format"];
  /** Field by column; empty leaves the column out. */
  readonly map?: Readonly<Record<string, string>>;
  /** Value by field. */
  readonly set?: Readonly<Record<string, string>>;
  readonly region?: string | undefined;
  /** The policy's zone, unless another is named. */
  readonly timezone: string;
  readonly dates?: DayOrder | undefined;
  readonly now: EpochMs;
}

/**
 * Finds out what the columns of a file hold: as `given` says, else by their names. Issues name the option that mends
 * them as their path.
 */
export function mapColumns(
  headers: readonly string[],
  kind: ImportKind,
  given: GivenMapping,
): ColumnMapping | { readonly issues: readonly Issue[] } {
  const { map = {}, set = {} } = given;
  const named = Object.entries(map).map(([column, field]): [string, string] => [
    properName(headers, column),
    field,
  ]);
  const isDocuments =
    given.format !== "csv" &&
    named.length === 0 &&
    headers.some((header) => DOCUMENT_FIELDS[kind].includes(header));
  const fieldByColumn = new Map(named);
  const guesses = isDocuments
    ? []
    : headers
        .filter((header) => !fieldByColumn.has(header))
        .map((column) => ({ column, guess: guessField(column, kind) }));
  for (const { column, guess } of guesses)
    if (guess.field !== undefined) fieldByColumn.set(column, guess.field);
  const order = [
    ...headers,
    ...named.map(([column]) => column).filter((column) => !headers.includes(column)),
  ];
  const columns = order.flatMap((column) => {
    const field = fieldByColumn.get(column);
    return field === undefined || field === "" ? [] : [{ column, field }];
  });
  const issues = [
    ...givenIssues(headers, kind, given),
    ...(isDocuments ? [] : [...neededIssues(kind, columns, set), ...systemIssues(columns, set)]),
  ];
  if (issues.length > 0) return { issues };
  return {
    kind,
    columns,
    set,
    ignored: named.filter(([, field]) => field === "").map(([column]) => column),
    unmapped: guesses.flatMap(({ column, guess }) =>
      guess.field === undefined ? [{ column, hint: guess.hint }] : [],
    ),
    isDocuments,
    reading: {
      region: given.region?.toUpperCase(),
      timezone: given.timezone,
      dates: given.dates,
      dateOrders: {},
      now: given.now,
      calendar,
    },
  };
}

const calendar = createCalendar();

/** Fields by which a record shows that it is a body of the API. */
const DOCUMENT_FIELDS: Readonly<Record<ImportKind, readonly string[]>> = {
  contacts: ["identities", "attributes"],
  preferences: ["to", "channels", "topics", "departments"],
  consents: ["to"],
  suppressions: [],
  touches: ["to"],
};

/** A column as the file spells it. */
const properName = (headers: readonly string[], column: string): string =>
  headers.includes(column)
    ? column
    : (headers.find((header) => header.toLowerCase() === column.trim().toLowerCase()) ?? column);

function givenIssues(headers: readonly string[], kind: ImportKind, given: GivenMapping): Issue[] {
  const { map = {}, set = {}, region, timezone } = given;
  const fields = `a row of ${kind} has the fields ${fieldsText(kind)}`;
  return [
    ...Object.entries(map).flatMap(([column, field]) => {
      const path = `--map ${column}=${field}`;
      const missing = !headers.includes(properName(headers, column));
      return [
        ...(missing
          ? [{ path, message: `there is no such column: the file has ${headers.join(", ")}` }]
          : []),
        ...(field !== "" && !isField(kind, field)
          ? [{ path, message: `there is no such field: ${fields}` }]
          : []),
      ];
    }),
    ...Object.entries(set).flatMap(([field, value]) => [
      ...(isField(kind, field)
        ? []
        : [{ path: `--set ${field}=${value}`, message: `there is no such field: ${fields}` }]),
      ...(value === "" ? [{ path: `--set ${field}=`, message: "needs a value" }] : []),
    ]),
    ...(calendar.isZone(timezone)
      ? []
      : [{ path: `--timezone ${timezone}`, message: "must be an IANA zone, like Asia/Shanghai" }]),
    ...(region === undefined || readCountry(region) === region.toUpperCase()
      ? []
      : [{ path: `--region ${region}`, message: "must be an ISO 3166-1 code of two letters, like CN" }]),
  ];
}

const isOf = (field: string, name: string): boolean =>
  field === name || (name === "id" && SYSTEM_FIELD.test(field));

function neededIssues(
  kind: ImportKind,
  columns: readonly MappedColumn[],
  set: Readonly<Record<string, string>>,
): Issue[] {
  const fields = [...columns.map(({ field }) => field), ...Object.keys(set)];
  const issues = NEEDED[kind]
    .filter((names) => !fields.some((field) => names.some((name) => isOf(field, name))))
    .map((names): Issue => {
      const [name = ""] = names;
      if (names.length > 1)
        return { path: `--map COLUMN=${name}`, message: `no column holds ${orText(names)}` };
      return {
        path: `--map COLUMN=${name} or --set ${name}=…`,
        message: `no column holds ${name}: name one, or give a value for all rows`,
      };
    });
  const says = fields.some((field) => /^(optOutAll|pausedUntil|maxPerWeek)$|\./.test(field));
  if (kind !== "preferences" || says) return issues;
  return [...issues, { path: "--map COLUMN=optOutAll", message: "no column holds a wish, like optOutAll" }];
}

const orText = (names: readonly string[]): string => `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;

/** Ids of two systems may be the same and mean two people, so it must be said whose they are. */
function systemIssues(columns: readonly MappedColumn[], set: Readonly<Record<string, string>>): Issue[] {
  const id = columns.find(({ field }) => field === "id");
  if (id === undefined || set.system !== undefined || columns.some(({ field }) => field === "system"))
    return [];
  const message =
    `ids in ${id.column} tell people apart in one system only: name the system, ` +
    `or use --map ${id.column}=contactId when they are to be the contacts' own ids here, or --map ${id.column}= to leave them out`;
  return [{ path: "--set system=NAME", message }];
}
