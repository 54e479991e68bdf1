import {
  type ContactChange,
  type ContactChanged,
  changeContact,
} from "../../../functions/contacts/command.ts";
import { readPut } from "../../../functions/contacts/request.ts";
import { namedBy } from "../../../functions/contacts/saying.ts";
import { putOwner } from "../../../functions/owner/command.ts";
import type { ContactRow } from "../../import/contact-row.ts";
import { findContacts } from "../../store/contacts.ts";
import { cardKey, stateKey } from "../../store/keys.ts";
import { faultsOf, IMPORTER, type Importing, importedIdOf } from "./importing.ts";
import { type RowFault, type RowResult, type RowWork, rowFaultOf, rowRefused } from "./row-work.ts";

/** A contact as it is to be put, and the keys of its addresses. */
export interface ReadContactRow {
  readonly change: ContactChange;
  readonly hasId: boolean;
  readonly addressKeys: readonly string[];
  /**
   * Of a row without an id those of its addresses that tell whom it means: the ids of other systems if it has any,
   * for a mailbox or a phone may be several people's.
   */
  readonly knownAs: readonly string[];
  readonly owner: ContactRow["owner"];
  /** Cells that could not be read. */
  readonly leftOut: readonly RowFault[];
}

/** Reads a row as the API reads a body. Without an id of its own it is known by its first address. */
export async function readContactRow(
  { pepper, onDuplicate }: Importing,
  { contactId, body, owner, leftOut }: ContactRow,
): Promise<ReadContactRow | readonly RowFault[]> {
  const change = await readPut({
    body: { ...body, onDuplicate },
    params: { contactId: contactId ?? "unnamed" },
    headers: {},
    caller: IMPORTER,
  });
  if ("refused" in change) return faultsOf(change);
  const identities = namedBy(change.identities, pepper).map(({ identity }) => identity);
  const external = identities.filter(({ type }) => type !== "email" && type !== "phone");
  const knownAs = (external.length > 0 ? external : identities).map(({ key }) => key);
  const [first] = knownAs;
  if (contactId === undefined && first === undefined) {
    return [{ field: "", message: "has neither an id nor an address: nobody could be known by it" }];
  }
  const id = contactId ?? importedIdOf(first ?? "");
  return {
    change: { ...change, contactId: id, leavesErased: true },
    hasId: contactId !== undefined,
    addressKeys: identities.map(({ key }) => key),
    knownAs,
    owner,
    leftOut: leftOut.map(rowFaultOf),
  };
}

/** Puts the contact of a row; one without an id to the contact that has one of its addresses already. */
export function putContactRow(importing: Importing, row: ReadContactRow): RowWork {
  const { deps } = importing.table;
  const { contactId } = row.change;
  return {
    keys: [contactId, ...row.addressKeys],
    reads: row.hasId ? [cardKey(contactId), ...[contactId, ...row.addressKeys].map(stateKey)] : [],
    async run() {
      const known = row.hasId ? undefined : await knownBy(importing, row);
      const change = { ...row.change, contactId: known ?? contactId };
      const done = await changeContact({ deps, pepper: importing.pepper }, change);
      if ("refused" in done) return rowRefused([...faultsOf(done), ...row.leftOut]);
      const owned = await own(importing, row, done.body.contactId);
      const as = resultOf(done, { asked: change.contactId, wasKnown: known !== undefined });
      return { as, faults: [...row.leftOut, ...owned] };
    },
  };
}

async function own(importing: Importing, { owner }: ReadContactRow, contactId: string): Promise<RowFault[]> {
  if (owner === undefined) return [];
  const change = { contactId, said: owner, ifMatch: undefined, caller: IMPORTER };
  const done = await putOwner(importing.table.deps, change);
  return "refused" in done ? faultsOf(done) : [];
}

/** Id of the contact that the first of these addresses belongs to. */
async function knownBy(
  { table }: Importing,
  { knownAs, change }: ReadContactRow,
): Promise<string | undefined> {
  const found = await findContacts(table.deps, [change.contactId, ...knownAs]);
  if (found.has(change.contactId)) return undefined;
  return knownAs.map((key) => found.get(key)).find((contact) => contact?.put)?.contactId;
}

function resultOf(
  { created, written, body }: ContactChanged,
  { asked, wasKnown }: { readonly asked: string; readonly wasKnown: boolean },
): RowResult {
  if (!written) return "unchanged";
  const isDuplicate = body.contactId !== asked || body.identities.some(({ shared }) => shared);
  if (isDuplicate) return "duplicate";
  return created ? "new" : wasKnown ? "linked" : "updated";
}
