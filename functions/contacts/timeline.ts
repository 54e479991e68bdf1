import { readTimeline } from "../../lib/store/timeline.ts";
import type { Answer, Call } from "../shared/http.ts";
import { type Refusal, refuse, refuseInput } from "../shared/problem.ts";
import { readContact } from "./command.ts";

/** Entries in one answer. */
export const LIMITS = { default: 50, most: 200 } as const;

/** A cursor is the position of the last entry that was shown, so that it cannot be mistaken for anything else. */
const CURSOR = /^\d{4}-\d{2}-\d{2}T[\d:.]{12}Z#[A-Za-z0-9_-]{1,40}$/;

/** `GET /v1/contacts/{id}/timeline?cursor&limit`: newest first, over everything that was linked to the contact. */
export async function timeline({ deps, params, query }: Call): Promise<Answer | Refusal> {
  const limit = /^\d{1,3}$/.test(query.limit ?? `${LIMITS.default}`)
    ? Number(query.limit ?? LIMITS.default)
    : 0;
  const cursor =
    query.cursor === undefined ? undefined : Buffer.from(query.cursor, "base64url").toString("utf8");
  const issues = [
    ...(limit >= 1 && limit <= LIMITS.most
      ? []
      : [{ path: "limit", message: `must be a whole number from 1 to ${LIMITS.most}` }]),
    ...(cursor === undefined || CURSOR.test(cursor)
      ? []
      : [{ path: "cursor", message: "must be the next of an earlier answer" }]),
  ];
  if (issues.length > 0) return refuseInput(issues);

  const { contactId = "" } = params;
  const read = await readContact(deps, contactId);
  if (read === undefined) return refuse("contact_not_found", `There is no contact ${contactId}.`);
  const { contact } = read;
  const own = contact.identities.filter(({ shared }) => !shared).map(({ key }) => key);
  const contactKeys = [...new Set([contact.contactId, ...own])];
  const { entries, next } = await readTimeline(deps.store, { contactKeys, cursor, limit });
  const nextCursor = next === undefined ? null : Buffer.from(next).toString("base64url");
  return { status: 200, body: { items: entries, next: nextCursor } };
}
