import type { OperationText } from "./operation.ts";
import { contactIdInPath, ifMatch, pageParameters } from "./parameters.ts";

const owner = { agent: "u17", department: "sales" };

export const OWNER = {
  "PUT /v1/contacts/{contactId}/owner": {
    id: "putOwner",
    summary: "Hand a contact over",
    about:
      "A field left out stays as it is, `null` clears it; without both nobody owns the contact. A key bound to a department neither takes a contact from another department nor gives it to one.",
    parameters: [contactIdInPath, ifMatch("ETag of the owner as this call last answered it, or `*`.")],
    body: { schema: "OwnerDocument", example: owner },
    answers: { "200": { about: "The owner as it is now.", schema: "Owner", etag: true, example: owner } },
    problems: [
      "foreign_department",
      "contact_not_found",
      "precondition_failed",
      "contended",
      "no_policy",
      "unreadable_policy",
    ],
  },
  "GET /v1/contacts/{contactId}/owner/history": {
    id: "getOwnerHistory",
    summary: "Read who owned a contact",
    about:
      "Newest first; the first entry is who owns it now. Told from the table's stream, seconds after it happened.",
    parameters: [contactIdInPath, ...pageParameters()],
    answers: {
      "200": {
        about: "One page.",
        schema: "OwnerHistory",
        example: { items: [{ at: "2026-11-22T06:00:00.000Z", ...owner, by: "dev_admin" }], next: null },
      },
    },
    problems: ["invalid_request", "contact_not_found"],
  },
} as const satisfies Readonly<Record<string, OperationText>>;
