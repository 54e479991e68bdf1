import { ROW_RESULTS, type RowResult } from "./row-work.ts";
import type { ImportCounts } from "./run-import.ts";

const MEANINGS: Readonly<Record<RowResult, string>> = {
  new: "made a contact",
  linked: "put to the contact that has one of the addresses already",
  duplicate: "list an address of another contact: GET /v1/duplicates shows the pairs",
  updated: "changed a contact that is known",
  unchanged: "say what is known already",
  told: "taken in",
  refused: "refused",
};

/** A dry run does not compare what is known with what a row says. */
const FORETOLD: Readonly<Record<RowResult, string>> = {
  ...MEANINGS,
  updated: "say something of a contact that is known: changed by it, or known already",
};

/** What became of the rows, or would, a line each. */
export function summaryOf(
  counts: ImportCounts,
  { rejectsFile, dryRun }: { readonly rejectsFile: string; readonly dryRun: boolean },
): readonly string[] {
  const meanings = dryRun ? FORETOLD : MEANINGS;
  const width = Math.max(...ROW_RESULTS.map((result) => (counts[result] ?? 0).toLocaleString("en").length));
  return ROW_RESULTS.filter((result) => (counts[result] ?? 0) > 0).map((result) => {
    const count = (counts[result] ?? 0).toLocaleString("en").padStart(width);
    const where = result === "refused" ? `; why, line by line: ${rejectsFile}` : "";
    return `  ${count}  ${result}: ${meanings[result]}${where}`;
  });
}
