import type { ContactChange } from "../../../functions/contacts/command.ts";
import type { Caller } from "../../../functions/shared/authenticate.ts";
import type { Refusal } from "../../../functions/shared/problem.ts";
import { hashOf } from "../../store/keys.ts";
import type { OpenTable } from "../open-table.ts";
import type { RowFault } from "./row-work.ts";

/** What rows are imported into, and how. */
export interface Importing {
  readonly table: Pick<OpenTable, "deps">;
  readonly pepper: string;
  /** Known by every byte of the file: told again, however its columns are read, its touches are the same. */
  readonly fileId: string;
  readonly onDuplicate: ContactChange["onDuplicate"];
  /** Whether an id that nobody is known by makes a contact where a row only says something of it. */
  readonly createsContacts: boolean;
  /** Names of the suppression lists that rows put addresses on. */
  readonly lists: Set<string>;
}

/** Who is named on the timeline. */
export const IMPORTER: Caller = { keyId: "import", department: null, scopes: [], outage: undefined };

export const faultsOf = ({ detail, issues = [] }: Refusal): RowFault[] =>
  issues.length === 0
    ? [{ field: "", message: detail }]
    : issues.map(({ path, message }) => ({ field: path, message }));

/** The id of a contact that came without one: of its first address, so that it is the same whenever it comes. */
export const importedIdOf = (addressKey: string): string => `i_${addressKey.slice("c_".length)}`;

/** The id of the touch of a line. */
export const touchIdOfLine = (fileId: string, line: number): string =>
  Buffer.from(hashOf(`${fileId} ${line}`), "hex")
    .toString("base64url")
    .slice(0, 16);
