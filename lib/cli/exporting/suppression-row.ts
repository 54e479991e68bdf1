import { type EpochMs, formatInstant } from "../../core/time.ts";
import { writeCsvRow } from "../../import/csv-writer.ts";
import type { ListedSuppression } from "../../store/suppressions.ts";

const COLUMNS = ["type", "value", "list", "reason", "expiresAt"] as const;

export const SUPPRESSION_HEADER = writeCsvRow(COLUMNS);

/** A suppressed address as a row that `touchgate import --kind suppressions` reads; undefined for one that has ended. */
export function suppressionCsvRow(listed: ListedSuppression, now: EpochMs): string | undefined {
  const { type, value, list, reason = "", expiresAt } = listed;
  if (expiresAt !== undefined && expiresAt <= now) return undefined;
  return writeCsvRow([type, value, list, reason, expiresAt === undefined ? "" : formatInstant(expiresAt)]);
}
