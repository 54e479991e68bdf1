import type { Contact } from "../../lib/core/contact.ts";
import { isErased } from "../../lib/core/erase.ts";
import { findContact } from "../../lib/store/contacts.ts";
import { readErasedEntries, readTimeline } from "../../lib/store/timeline.ts";
import { noContact } from "./change-state.ts";
import type { Answer, Call } from "./http.ts";
import { cursorOf, readPaging } from "./paging.ts";
import { type Refusal, refuseInput } from "./problem.ts";

/** A cursor is the position of the last entry that was shown, so that it cannot be mistaken for anything else. */
const CURSOR = /^\d{4}-\d{2}-\d{2}T[\d:.]{12}Z#[A-Za-z0-9_-]{1,40}$/;

/** Where a contact's history stands: what an address gathered before it was linked stays under its own key. */
export const historyKeysOf = ({ contactId, merged, identities }: Contact): readonly string[] => {
  const own = identities.filter(({ shared }) => !shared).map(({ key }) => key);
  return [...new Set([contactId, ...merged, ...own])];
};

/** Of an erased contact the timeline tells that it was erased, and nothing else, also while that is under way. */
const toldOfErased = async ({ store }: Call["deps"], { contactId }: Contact, read: typeof readTimeline) =>
  read === readTimeline ? readErasedEntries(store, contactId) : [];

/** One page of what was told of a contact, newest first, over everything that was linked to it. */
export async function historyPage(
  { deps, params, query }: Call,
  read: typeof readTimeline,
): Promise<Answer | Refusal> {
  const { cursor, limit, issues } = readPaging(query, CURSOR);
  if (issues.length > 0) return refuseInput(issues);
  const { contactId = "" } = params;
  const contact = await findContact({ store: deps.store }, contactId);
  if (contact === undefined) return noContact(contactId);
  if (isErased(contact))
    return { status: 200, body: { items: await toldOfErased(deps, contact, read), next: null } };
  const contactKeys = historyKeysOf(contact);
  const { entries, next } = await read(deps.store, { contactKeys, cursor, limit });
  return { status: 200, body: { items: entries, next: cursorOf(next) } };
}
