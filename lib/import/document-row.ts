import { ConsentDocument } from "../core/consent-document.ts";
import { AttributesDocument, IdentityDocument, PreferencesDocument } from "../core/contact-document.ts";
import type { Issue } from "../core/errors.ts";
import { parse } from "../core/issues.ts";
import { ContactId, Recipient } from "../core/request.ts";
import { ToldTouch } from "../core/touch-documents.ts";
import { type ContactRow, NOBODY } from "./contact-row.ts";
import type { RowAddress } from "./row-addresses.ts";
import type { RefusedRow } from "./row-fields.ts";
import type { To } from "./row-recipient.ts";
import type { SaidRow } from "./said-row.ts";
import type { TouchRow } from "./touch-row.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Reads a contact as the API shows it, and as an export writes it. */
export function readContactDocument(fields: Fields): ContactRow | RefusedRow {
  const { contactId, identities = [], attributes = {} } = fields;
  const listed: readonly unknown[] = Array.isArray(identities) ? identities : [identities];
  const addresses = listed.map(withoutFindings).filter((identity) => identity !== undefined);
  const issues = [
    ...(contactId === undefined ? [] : issuesIn("contactId", parse(ContactId, contactId, ""))),
    ...addresses.flatMap((identity, index) =>
      issuesIn(`identities.${index}`, parse(IdentityDocument, identity, "")),
    ),
    ...issuesIn("attributes", parse(AttributesDocument, attributes, "")),
  ];
  if (issues.length > 0) return { issues };
  // An id that the gate made is no id to put a contact under: its addresses say who it is.
  const given = typeof contactId === "string" && !contactId.startsWith("c_") ? contactId : undefined;
  if (given === undefined && addresses.length === 0) return { issues: [NOBODY] };
  const body = { identities: addresses as RowAddress[], attributes: attributes as Fields };
  return { kind: "contacts", contactId: given, body, owner: undefined, leftOut: [] };
}

function issuesIn(field: string, parsed: ReturnType<typeof parse>) {
  if ("value" in parsed) return [];
  return parsed.issues.map(({ path, message }) => rowIssue([field, path].filter(Boolean).join("."), message));
}

/** What is said of a value as a whole comes without a name for it. */
const rowIssue = (path: string, message: string) => ({ column: path, field: path, message: message.trim() });

/** An address without what the gate has found out of it; undefined for one that it knows as a hash only. */
function withoutFindings(identity: unknown): unknown {
  if (typeof identity !== "object" || identity === null) return identity;
  const { type, value, region } = identity as Fields;
  if (value === null) return undefined;
  return { type, value, ...(region !== undefined && { region }) };
}

/** Reads a record that is a body of the API already, with `to` or a `contactId` beside it. */
export function readSaidDocument(
  kind: SaidRow["kind"] | "touches",
  fields: Fields,
): SaidRow | TouchRow | RefusedRow {
  const { to = { contactId: fields.contactId }, contactId: _, ...body } = fields;
  const schema = { preferences: PreferencesDocument, consents: ConsentDocument, touches: ToldTouch }[kind];
  const document = kind === "touches" ? { to, ...body } : body;
  const parsed = [parse(schema, document, ""), ...(kind === "touches" ? [] : [parse(Recipient, to, "")])];
  const issues = parsed.flatMap((one) => ("issues" in one ? one.issues : []));
  if (issues.length > 0) {
    return { issues: issues.map(({ path, message }: Issue) => rowIssue(path, message)) };
  }
  return kind === "touches" ? { kind, body: { to: to as To, ...body } } : { kind, to: to as To, body };
}
