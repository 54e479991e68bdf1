import { auditContact, type ContactVerdict } from "../../lib/core/audit/audit-contact.ts";
import { type Facts, factsOf } from "../../lib/core/audit/facts.ts";
import type { Contact } from "../../lib/core/contact.ts";
import { readTimeline } from "../../lib/store/timeline.ts";
import type { AuditContext } from "./context.ts";

/** Of a contact's timeline so many entries are read, the newest. */
const MOST_ENTRIES = 2_000;
const PAGE = 1_000;

/** What was judged of a contact, and from what. */
export interface Judged {
  readonly facts: Facts;
  readonly verdict: ContactVerdict;
}

/**
 * Judges a contact by its state and, where that alone cannot tell, by its timeline.
 *
 * Known limitation: what the stream has not told yet (moments) and what lies before the newest 2,000 entries is not
 * seen; it is by a later audit, or never.
 */
export async function judge(context: AuditContext, contact: Contact): Promise<Judged> {
  const entries = needsPast(context, contact) ? await readEntries(context, contact) : [];
  const facts = factsOf(contact, entries, context.at);
  const verdict = auditContact(context.audit, { contact, facts, agents: context.agents }, context.at);
  return { facts, verdict };
}

/**
 * A contact that was put once, with nothing that came along, was never touched: each touch is another write. Its past
 * matters only where it may have been listed so long ago that it is stale.
 */
function needsPast({ mayBeStaleUntouched }: AuditContext, contact: Contact): boolean {
  const { status, put, version, originKey, merged } = contact;
  if (status === "erased") return false;
  const isUntouched = put && version === 1 && originKey === undefined && merged.length === 0;
  return !isUntouched || mayBeStaleUntouched;
}

async function readEntries({ deps: { store } }: AuditContext, contact: Contact): Promise<unknown[]> {
  const own = contact.identities.filter(({ shared }) => !shared).map(({ key }) => key);
  const contactKeys = [...new Set([contact.contactId, ...contact.merged, ...own])];
  const entries: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await readTimeline(store, { contactKeys, cursor, limit: PAGE });
    entries.push(...page.entries);
    cursor = page.next;
  } while (cursor !== undefined && entries.length < MOST_ENTRIES);
  return entries;
}
