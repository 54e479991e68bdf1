import { contactBody } from "../../../functions/contacts/representation.ts";
import type { Read } from "../../../functions/shared/read-contact.ts";
import { CARD_ATTRIBUTES, RULE_ATTRIBUTES } from "../../core/contact-document.ts";
import { writeCsvRow } from "../../import/csv-writer.ts";

const ATTRIBUTES = [...CARD_ATTRIBUTES, ...RULE_ATTRIBUTES];
const BETWEEN = " | ";

export const CSV_HEADER = writeCsvRow([
  ...["contactId", "status", "email", "phone", "otherAddresses"],
  ...ATTRIBUTES,
]);

/**
 * A contact as a row of CSV: its first address of each type in a column of its own, the others together, each with
 * its type before it.
 */
export function contactRow(read: Read): string {
  const { contactId, status, identities, attributes } = contactBody(read);
  const known = identities.filter(({ value }) => value !== null);
  const email = known.find(({ type }) => type === "email");
  const phone = known.find(({ type }) => type === "phone");
  const others = known.filter((identity) => identity !== email && identity !== phone);
  return writeCsvRow([
    contactId,
    status,
    email?.value ?? "",
    phone?.value ?? "",
    others.map(({ type, value }) => `${type}:${value}`).join(BETWEEN),
    ...ATTRIBUTES.map((name) => cellOf(attributes[name])),
  ]);
}

const cellOf = (value: unknown): string =>
  Array.isArray(value) ? value.join(BETWEEN) : value === null || value === undefined ? "" : String(value);
