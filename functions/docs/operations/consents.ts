import type { OperationText } from "./operation.ts";
import { contactIdInPath, ifMatch } from "./parameters.ts";

const consents = {
  consents: [
    {
      channel: "sms",
      purpose: "marketing",
      level: "express",
      source: "web form",
      at: "2026-11-01T09:30:00.000Z",
      expiresAt: null,
      evidence: "form 12, box ticked",
    },
  ],
};

export const CONSENTS = {
  "GET /v1/contacts/{contactId}/consents": {
    id: "getConsents",
    summary: "Read what the customer has agreed to",
    about: "Also consents that have ended or have not begun.",
    parameters: [contactIdInPath],
    answers: { "200": { about: "The consents.", schema: "Consents", etag: true, example: consents } },
    problems: ["contact_not_found"],
  },
  "PUT /v1/contacts/{contactId}/consents": {
    id: "putConsents",
    summary: "Replace what the customer has agreed to",
    about:
      "Replaces the whole document: a consent that is left out is withdrawn. At most 100, of 8 KB together. Once this has answered, no touch that needs a withdrawn one can be recorded.",
    parameters: [contactIdInPath, ifMatch("ETag of the consents as you last saw them, or `*`.")],
    body: { schema: "ConsentsDocument", example: consents },
    answers: {
      "200": { about: "The consents as they are now.", schema: "Consents", etag: true, example: consents },
    },
    problems: ["contact_not_found", "precondition_failed", "contended"],
  },
} as const satisfies Readonly<Record<string, OperationText>>;
