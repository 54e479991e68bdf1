import type { TableSize } from "../../store/scanner.ts";

/** What reading a table may cost, before it begins. */
export interface Estimate {
  readonly size: TableSize;
  /** Read request units at least, for the scan alone, and at most, with every timeline. */
  readonly leastUnits: number;
  readonly mostUnits: number;
}

/** A strongly consistent read takes one unit for each 4 KB (DynamoDB's documentation). */
const BYTES_A_UNIT = 4_096;
/** A query takes one unit at least, and a contact's key takes two: for its touches and for what was changed. */
const QUERIES_A_KEY = 2;

/** The scan reads every byte; the timelines are read again by queries, of no more keys than there are items. */
export function estimateOf(size: TableSize): Estimate {
  const leastUnits = Math.ceil(size.bytes / BYTES_A_UNIT);
  return { size, leastUnits, mostUnits: 2 * leastUnits + QUERIES_A_KEY * size.items };
}

/** On demand, standard class, us-east-1, since November 2024; an assumption that the text names. */
const DOLLARS_A_MILLION_UNITS = 0.125;

const dollars = (units: number): string => ((units * DOLLARS_A_MILLION_UNITS) / 1_000_000).toFixed(2);
const figure = (value: number): string => value.toLocaleString("en-US");

export const estimateText = ({ size, leastUnits, mostUnits }: Estimate): string =>
  [
    `About ${figure(size.items)} items, ${(size.bytes / 1e6).toFixed(1)} MB, as DynamoDB last counted (every six hours).`,
    `Reading them takes ${figure(leastUnits)} to ${figure(mostUnits)} read units:`,
    `${dollars(leastUnits)} to ${dollars(mostUnits)} USD, at ${DOLLARS_A_MILLION_UNITS} USD a million (on demand,`,
    "us-east-1; other regions and provisioned tables differ).",
  ].join(" ");
