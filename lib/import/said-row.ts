import { ConsentDocument } from "../core/consent-document.ts";
import { PreferencesDocument } from "../core/contact-document.ts";
import { parse } from "../core/issues.ts";
import { Recipient } from "../core/request.ts";
import { readBoolean, readChannel, readInstant, readLevel, readNumber } from "./cell-values.ts";
import type { Reading } from "./map-columns.ts";
import { lostIssues, type RowCells, type RowIssue } from "./row-cells.ts";
import {
  asText,
  type Body,
  faultsIn,
  type ReadCell,
  type RefusedRow,
  readFields,
  schemaIssues,
} from "./row-fields.ts";
import { readTo, type To } from "./row-recipient.ts";

/** A customer's wishes, or one consent, as a record tells them. */
export interface SaidRow {
  readonly kind: "preferences" | "consents";
  readonly to: To;
  /** Other addresses of the row, by which the person may be known too; left out for none. */
  readonly also?: readonly To[];
  /** `PUT …/preferences`, or an entry of `PUT …/consents`. */
  readonly body: Body;
}

const WISHES: readonly (readonly [RegExp, ReadCell])[] = [
  [
    /^channels\.[^.]+\.optOut$/,
    (cell) => (cell.text.toLowerCase() === "hard" ? { value: "hard" } : readBoolean(cell)),
  ],
  [/\.optOut$|^optOutAll$/, readBoolean],
  [/(^|\.)maxPerWeek$/, readNumber],
  // A pause that names a day lasts to its end.
  [/^pausedUntil$/, (cell, reading) => readInstant(cell, reading, "end")],
];

export function readPreferencesRow(cells: RowCells, reading: Reading): SaidRow | RefusedRow {
  const said = cells.fields.flatMap((field) => {
    const cell = cells.first(field);
    const read = WISHES.find(([pattern]) => pattern.test(field))?.[1];
    return cell === undefined || read === undefined ? [] : [{ cell, value: read(cell, reading) }];
  });
  const body: Record<string, unknown> = {};
  for (const { cell, value } of said) if ("value" in value) place(body, cell.field.split("."), value.value);
  const issues = faultsIn(said);
  if (said.length === 0) issues.push({ column: "", field: "", message: "holds no wish" });
  return withRecipient(cells, reading, { kind: "preferences", schema: PreferencesDocument, body, issues });
}

/** Puts a value where a path like `channels`, `email`, `optOut` leads. */
function place(body: Record<string, unknown>, [name = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    body[name] = value;
    return;
  }
  const inner = { ...(body[name] as Record<string, unknown> | undefined) };
  place(inner, rest, value);
  body[name] = inner;
}

const CONSENT: Readonly<Record<string, ReadCell>> = {
  channel: readChannel,
  purpose: asText,
  level: readLevel,
  at: (cell, reading) => readInstant(cell, reading, "noon"),
  // Of a day on which a consent ends, no hour is sure.
  expiresAt: (cell, reading) => readInstant(cell, reading, "start"),
  source: asText,
  evidence: asText,
};

export function readConsentRow(cells: RowCells, reading: Reading): SaidRow | RefusedRow {
  const { body, issues } = readFields(CONSENT, cells, reading);
  return withRecipient(cells, reading, { kind: "consents", schema: ConsentDocument, body, issues });
}

function withRecipient(
  cells: RowCells,
  reading: Reading,
  of: {
    readonly kind: SaidRow["kind"];
    readonly schema: typeof PreferencesDocument | typeof ConsentDocument;
    readonly body: Body;
    readonly issues: readonly RowIssue[];
  },
): SaidRow | RefusedRow {
  const recipient = readTo(cells, reading, undefined);
  const faults = [...lostIssues(cells), ...of.issues, ...recipient.issues];
  faults.push(...schemaIssues(parse(of.schema, of.body, ""), cells, faults));
  if (recipient.issues.length === 0)
    faults.push(...schemaIssues(parse(Recipient, recipient.to, ""), cells, faults));
  if (faults.length > 0) return { issues: faults };
  const { to, also } = recipient;
  return { kind: of.kind, to, ...(also.length > 0 && { also }), body: of.body };
}
