import { existsSync } from "node:fs";
import { TouchgateError } from "../core/errors.ts";
import type { TableOptions } from "./open-table.ts";

/** A command that reads what there is makes no new data where a folder was mistyped. @throws TouchgateError */
export function requireData({ table, data }: TableOptions): void {
  if (table !== undefined || existsSync(data)) return;
  throw new TouchgateError({
    code: "no_data",
    publicMessage: `There is no data in ${data}: name the folder with --data, or a table with --table.`,
  });
}
