import { DatabaseSync } from "node:sqlite";
import { wasErased } from "../../../functions/contacts/command.ts";
import type { Contact } from "../../core/contact.ts";
import { isErased, isListedErased } from "../../core/erase.ts";
import { findContacts } from "../../store/contacts.ts";
import { stateKey } from "../../store/keys.ts";
import type { ReadContactRow } from "./contact-row.ts";
import { faultsOf, type Importing } from "./importing.ts";
import { type RowResult, type RowWork, rowRefused } from "./row-work.ts";

/**
 * Which contact earlier rows of a file put an address or an id to. On a temporary disk file, not in memory: a file
 * may have any number of rows.
 */
export interface SeenKeys {
  contactOf(key: string): string | undefined;
  see(key: string, contactId: string): void;
  close(): void;
}

/** SQLite's own name for a temporary file that goes with the connection. */
const TEMPORARY = "";
const CACHE_KIB = 2_048;

export function openSeenKeys(): SeenKeys {
  const database = new DatabaseSync(TEMPORARY);
  database.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF`);
  database.exec("CREATE TABLE seen (key TEXT PRIMARY KEY, contact TEXT NOT NULL) WITHOUT ROWID; BEGIN");
  const find = database.prepare("SELECT contact FROM seen WHERE key = ?");
  const insert = database.prepare("INSERT OR IGNORE INTO seen VALUES (?, ?)");
  return {
    contactOf: (key) => (find.get(key) as { contact: string } | undefined)?.contact,
    see: (key, contactId) => void insert.run(key, contactId),
    close: () => database.close(),
  };
}

/** Tells what putting the contact of a row would come to, after all rows before it; writes nothing. */
export function foretellContactRow(importing: Importing, seen: SeenKeys, row: ReadContactRow): RowWork {
  const asked = row.change.contactId;
  return {
    keys: [asked, ...row.addressKeys],
    reads: [asked, ...row.addressKeys].map(stateKey),
    async run() {
      const stored = await findContacts(importing.table.deps, [asked, ...row.addressKeys]);
      const isAnErased = (key: string, contact: Contact | undefined) =>
        contact !== undefined && (isErased(contact) || isListedErased(contact, key));
      if ([asked, ...row.addressKeys].some((key) => isAnErased(key, stored.get(key)))) {
        return rowRefused(faultsOf(wasErased()));
      }
      const ownerOfKey = (key: string) => ownerOf(stored.get(key)) ?? seen.contactOf(key);
      const owners = row.addressKeys.map(ownerOfKey);
      const known = stored.get(asked)?.contactId ?? seen.contactOf(asked);
      const linked =
        row.hasId || known !== undefined
          ? undefined
          : row.knownAs.map(ownerOfKey).find((one) => one !== undefined);
      const contactId = linked ?? known ?? asked;
      const others = owners.filter((one) => one !== undefined && one !== contactId);
      const listed = [asked, ...row.addressKeys].map((key) => stored.get(key));
      const keysListed = listed.find((one) => one?.contactId === contactId)?.identities.map(({ key }) => key);
      const isNews = (key: string) => keysListed === undefined || !keysListed.includes(key);
      const isDuplicate = row.addressKeys.some(
        (key, index) => owners[index] !== undefined && owners[index] !== contactId && isNews(key),
      );
      if (importing.onDuplicate === "reject" && others.length > 0) {
        return rowRefused([
          { field: "", message: `An address belongs to the contact ${others[0]} already.` },
        ]);
      }
      // A row that is another's by its address leaves nobody under its own id.
      if (linked === undefined) seen.see(asked, contactId);
      for (const key of row.addressKeys) seen.see(key, contactId);
      const as = resultOf({ isDuplicate, linked, known });
      return { as, faults: row.leftOut };
    },
  };
}

/** A stranger is nobody's contact yet. */
const ownerOf = (contact: Contact | undefined): string | undefined =>
  contact?.put ? contact.contactId : undefined;

function resultOf(of: {
  readonly isDuplicate: boolean;
  readonly linked: string | undefined;
  readonly known: string | undefined;
}): RowResult {
  if (of.isDuplicate) return "duplicate";
  if (of.linked !== undefined) return "linked";
  return of.known === undefined ? "new" : "updated";
}
