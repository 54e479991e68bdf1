import type { Contact, Identity } from "../../lib/core/contact.ts";
import type { Issue } from "../../lib/core/errors.ts";
import {
  type NormalisedIdentity,
  type NormaliseResult,
  normaliseExternalId,
  normaliseIdentity,
} from "../../lib/core/identity/normalise.ts";
import { findByAddress, findContact, type Lookup } from "../../lib/store/contacts.ts";
import { contactKeyOf } from "../../lib/store/keys.ts";

/** The person a request names: by a contact id, or by an address. */
export type Recipient = { readonly contactId: string } | { readonly address: Identity };

/** The identity that decisions see of an address in its canonical form. */
export const identityOf = (
  pepper: string,
  { type, value, regions, flags }: NormalisedIdentity,
): Identity => ({
  key: contactKeyOf(pepper, { type, value }),
  type,
  regions,
  valid: true,
  flags,
  shared: false,
});

/** An address that has to be brought to its canonical spelling. */
interface Named {
  readonly path: string;
  readonly result: Promise<NormaliseResult>;
}

/**
 * Reads `to` in whatever state it is, so that malformed addresses are reported beside faults elsewhere.
 * Undefined when it names nobody or is of no known form: its schema says so.
 */
export async function readRecipient(
  to: unknown,
  pepper: string,
): Promise<Recipient | { readonly issues: readonly Issue[] } | undefined> {
  if (typeof to !== "object" || to === null) return undefined;
  const fields = to as Readonly<Record<string, unknown>>;
  const issues: Issue[] = [];
  let recipient: Recipient | undefined;
  if (typeof fields.contactId === "string") recipient = { contactId: fields.contactId };
  for (const { path, result } of namedAddresses(fields)) {
    const normalised = await result;
    if (normalised.ok) recipient = { address: identityOf(pepper, normalised.identity) };
    else issues.push({ path, message: normalised.fault });
  }
  return issues.length > 0 ? { issues } : recipient;
}

function namedAddresses({ email, phone, region, externalId }: Readonly<Record<string, unknown>>): Named[] {
  const named: Named[] = [];
  if (typeof email === "string") {
    named.push({ path: "to.email", result: normaliseIdentity({ type: "email", value: email }) });
  }
  if (typeof phone === "string") {
    const of = typeof region === "string" ? region : undefined;
    named.push({ path: "to.phone", result: normaliseIdentity({ type: "phone", value: phone, region: of }) });
  }
  const { system, id } = (externalId ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof system === "string" && typeof id === "string") {
    named.push({ path: "to.externalId", result: Promise.resolve(normaliseExternalId(system, id)) });
  }
  return named;
}

/** The contact that a recipient is; undefined for an id that names nobody. An unknown address is a stranger. */
export const contactOf = (lookup: Lookup, recipient: Recipient): Promise<Contact | undefined> =>
  "contactId" in recipient
    ? findContact(lookup, recipient.contactId)
    : findByAddress(lookup, recipient.address);
