import { createHash } from "node:crypto";
import type { Attributes } from "../../lib/core/contact.ts";
import { CARD_ATTRIBUTES, RULE_ATTRIBUTES } from "../../lib/core/contact-document.ts";
import { suggestEmail } from "../../lib/core/identity/suggest-email.ts";
import type { Card } from "../../lib/store/items.ts";
import type { Read } from "../shared/read-contact.ts";

/** A contact as the API shows it. */
export interface ContactBody {
  readonly contactId: string;
  readonly status: string;
  readonly identities: readonly {
    readonly type: string;
    /** Null for a stranger's address, which is kept as a keyed hash only. */
    readonly value: string | null;
    readonly valid: boolean;
    readonly flags: readonly string[];
    readonly shared: boolean;
    /** The address that was likely meant; left out when nothing looks mistyped. */
    readonly suggestion?: string;
  }[];
  /** Every attribute; null when unknown. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

export function contactBody({ contact, card }: Read): ContactBody {
  return {
    contactId: contact.contactId,
    status: contact.status,
    identities: contact.identities.map(({ key, type, valid, flags, shared }) => {
      const value = card.addresses[key] ?? null;
      return { type, value, valid, flags, shared, ...suggestionFor(type, value) };
    }),
    attributes: attributesBody(contact.attributes, card),
  };
}

const ATTRIBUTES = [...CARD_ATTRIBUTES, ...RULE_ATTRIBUTES];

/** Every attribute; null when unknown. */
export function attributesBody(attributes: Attributes, card: Card): ContactBody["attributes"] {
  const known: Readonly<Record<string, unknown>> = { ...card, ...attributes };
  return Object.fromEntries(ATTRIBUTES.map((name) => [name, known[name] ?? null]));
}

function suggestionFor(type: string, value: string | null): { readonly suggestion?: string } {
  const suggestion = type === "email" && value !== null ? suggestEmail(value) : undefined;
  return suggestion === undefined ? {} : { suggestion };
}

/** A strong ETag: it changes with what the body shows, and with nothing else. */
export const etagOf = (body: object): string =>
  `"${createHash("sha256").update(JSON.stringify(body)).digest("base64url").slice(0, 22)}"`;
