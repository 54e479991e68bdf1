import { parse } from "../core/issues.ts";
import { ToldTouch } from "../core/touch-documents.ts";
import { ADDRESS_TYPE_OF_CHANNEL, type Channel } from "../core/words.ts";
import { readChannel, readDirection, readInstant, readOutcome } from "./cell-values.ts";
import type { Reading } from "./map-columns.ts";
import { lostIssues, type RowCells } from "./row-cells.ts";
import { asText, type Body, type ReadCell, type RefusedRow, readFields, schemaIssues } from "./row-fields.ts";
import { readTo, type To } from "./row-recipient.ts";

/** A touch of the past: an item of `POST /v1/touches`. */
export interface TouchRow {
  readonly kind: "touches";
  readonly body: Body & { readonly to: To };
}

const TOUCH: Readonly<Record<string, ReadCell>> = {
  channel: readChannel,
  department: asText,
  purpose: asText,
  campaign: asText,
  topic: asText,
  product: asText,
  subject: asText,
  agent: asText,
  reference: asText,
  // A bare date has no hour: noon is on that day in most zones.
  at: (cell, reading) => readInstant(cell, reading, "noon"),
  outcome: readOutcome,
  direction: readDirection,
};

export function readTouchRow(cells: RowCells, reading: Reading): TouchRow | RefusedRow {
  const { body, issues } = readFields(TOUCH, cells, reading);
  const recipient = readTo(cells, reading, ADDRESS_TYPE_OF_CHANNEL[body.channel as Channel]);
  const faults = [...lostIssues(cells), ...issues, ...recipient.issues];
  const item = { to: recipient.to, ...body };
  faults.push(...schemaIssues(parse(ToldTouch, item, ""), cells, faults));
  return faults.length > 0 ? { issues: faults } : { kind: "touches", body: item };
}
