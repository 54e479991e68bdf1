import type { RowIssue } from "../../import/row-cells.ts";
import type { ItemKey } from "../../store/store.ts";

/** What became of a row; in the order in which they are reported. */
export const ROW_RESULTS = ["new", "linked", "duplicate", "updated", "unchanged", "told", "refused"] as const;
export type RowResult = (typeof ROW_RESULTS)[number];

/** What is wrong with a row, and where. */
export interface RowFault {
  /** Column or field; empty for the row as a whole. */
  readonly field: string;
  readonly message: string;
}

/** A fault that reading the row has found, told by its column. */
export const rowFaultOf = ({ column, field, message }: RowIssue): RowFault => ({
  field: column || field,
  message,
});

export interface RowOutcome {
  readonly as: RowResult;
  /** Why it was refused; of a row that was taken in, the cells that were left out. */
  readonly faults: readonly RowFault[];
}

export const rowRefused = (faults: readonly RowFault[]): RowOutcome => ({ as: "refused", faults });
export const rowIs = (as: RowResult): RowOutcome => ({ as, faults: [] });

/** A row that can be carried out. */
export interface RowWork {
  /** Contacts and addresses that it touches: rows that share one follow one another, in their order. */
  readonly keys: readonly string[];
  /** Items that it will read, to be read beforehand with those of other rows. */
  readonly reads: readonly ItemKey[];
  run(): Promise<RowOutcome>;
}

/** A row that can also tell what running it would come to, without writing. */
export interface ForetellingWork extends RowWork {
  foretell(): Promise<RowOutcome>;
}
