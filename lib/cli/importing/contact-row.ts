import {
  type ContactChange,
  type ContactChanged,
  changeContact,
} from "../../../functions/contacts/command.ts";
import { readPut } from "../../../functions/contacts/request.ts";
import { namedBy } from "../../../functions/contacts/saying.ts";
import { findContacts } from "../../store/contacts.ts";
import { cardKey, stateKey } from "../../store/keys.ts";
import { faultsOf, IMPORTER, type Importing, importedIdOf } from "./importing.ts";
import { type RowFault, type RowResult, type RowWork, rowIs, rowRefused } from "./row-work.ts";

/** A row that puts a contact. */
export interface ContactRow {
  /** Undefined when the file has no ids. */
  readonly contactId: string | undefined;
  /** As `PUT /v1/contacts/{contactId}` takes it. */
  readonly body: object;
}

/** A contact as it is to be put, and the keys of its addresses. */
export interface ReadContactRow {
  readonly change: ContactChange;
  readonly hasId: boolean;
  readonly addressKeys: readonly string[];
}

/** Reads a row as the API reads a body. Without an id of its own it is known by its first address. */
export async function readContactRow(
  { pepper, onDuplicate }: Importing,
  { contactId, body }: ContactRow,
): Promise<ReadContactRow | readonly RowFault[]> {
  const change = await readPut({
    body: { ...body, onDuplicate },
    params: { contactId: contactId ?? "unnamed" },
    headers: {},
    caller: IMPORTER,
  });
  if ("refused" in change) return faultsOf(change);
  const addressKeys = namedBy(change.identities, pepper).map(({ identity }) => identity.key);
  const [first] = addressKeys;
  if (contactId === undefined && first === undefined) {
    return [{ field: "", message: "has neither an id nor an address: nobody could be known by it" }];
  }
  const id = contactId ?? importedIdOf(first ?? "");
  return { change: { ...change, contactId: id }, hasId: contactId !== undefined, addressKeys };
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
      if ("refused" in done) return rowRefused(faultsOf(done));
      return rowIs(resultOf(done, { asked: change.contactId, wasKnown: known !== undefined }));
    },
  };
}

/** Id of the contact that the first of these addresses belongs to. */
async function knownBy(
  { table }: Importing,
  { addressKeys, change }: ReadContactRow,
): Promise<string | undefined> {
  const found = await findContacts(table.deps, [change.contactId, ...addressKeys]);
  if (found.has(change.contactId)) return undefined;
  return addressKeys.map((key) => found.get(key)).find((contact) => contact?.put)?.contactId;
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
