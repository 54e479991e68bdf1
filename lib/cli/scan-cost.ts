import type { TableSize } from "../store/scanner.ts";

/** A scan pays for what it reads, consistently, by 4 KB of it. */
const BYTES_PER_READ_UNIT = 4_096;

/** What AWS asks for a million read request units on demand, in us-east-1, since November 2024. */
const DOLLARS_PER_MILLION_READ_UNITS = 0.125;

export interface ScanCost {
  readonly items: number;
  readonly readUnits: number;
  /** At the price in us-east-1; others differ. */
  readonly dollars: number;
}

/** What reading the whole table once costs, by its size as the table last counted. */
export function scanCost({ items, bytes }: TableSize): ScanCost {
  const readUnits = Math.ceil(bytes / BYTES_PER_READ_UNIT);
  return { items, readUnits, dollars: dollarsOf(readUnits) };
}

/** At the price in us-east-1. */
export const dollarsOf = (readUnits: number): number =>
  (readUnits / 1_000_000) * DOLLARS_PER_MILLION_READ_UNITS;

export const priceText = (dollars: number): string =>
  dollars < 0.01 ? "less than $0.01" : `about $${dollars.toFixed(2)}`;

/** The cost in a line, for the person who is about to pay it. */
export function costText(size: TableSize): string {
  const { items, readUnits, dollars } = scanCost(size);
  const [counted, units] = [items, readUnits].map((count) => count.toLocaleString("en"));
  return (
    `Reading ${counted} items takes about ${units} read units: ${priceText(dollars)} on demand ` +
    `(at $${DOLLARS_PER_MILLION_READ_UNITS} a million, us-east-1; the table counts itself every six hours).`
  );
}
