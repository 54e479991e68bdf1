import { createHash } from "node:crypto";
import { CARD_ATTRIBUTES, RULE_ATTRIBUTES } from "../../lib/core/contact-document.ts";
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
  }[];
  /** Every attribute; null when unknown. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

export function contactBody({ contact, card }: Read): ContactBody {
  const known: Readonly<Record<string, unknown>> = { ...card, ...contact.attributes };
  const names = [...CARD_ATTRIBUTES, ...RULE_ATTRIBUTES];
  return {
    contactId: contact.contactId,
    status: contact.status,
    identities: contact.identities.map(({ key, type, valid, flags, shared }) => ({
      type,
      value: card.addresses[key] ?? null,
      valid,
      flags,
      shared,
    })),
    attributes: Object.fromEntries(names.map((name) => [name, known[name] ?? null])),
  };
}

/** A strong ETag: it changes with what the body shows, and with nothing else. */
export const etagOf = (body: object): string =>
  `"${createHash("sha256").update(JSON.stringify(body)).digest("base64url").slice(0, 22)}"`;
