import type { TableSize } from "../../store/scanner.ts";
import { costText, dollarsOf, priceText, scanCost } from "../scan-cost.ts";

/** A query takes one unit at least, and a contact's key two of them: for its touches and for what was changed. */
const QUERIES_PER_KEY = 2;

/** Read units of an audit at most: the scan, and every timeline again by queries, of no more keys than items. */
export const mostReadUnits = (size: TableSize): number =>
  2 * scanCost(size).readUnits + QUERIES_PER_KEY * size.items;

/** What an audit costs, for the person who is about to pay it. */
export function auditCostText(size: TableSize): string {
  const most = mostReadUnits(size);
  const timelines = `at most ${most.toLocaleString("en")} read units, ${priceText(dollarsOf(most))}`;
  return `${costText(size)} With the timelines of all contacts it is ${timelines}.`;
}
