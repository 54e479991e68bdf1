import { PRINTABLE } from "../../shared/idempotency.ts";
import { LIMITS } from "../../shared/paging.ts";
import { refTo } from "../json-schema.ts";
import type { ParameterText } from "./operation.ts";

/** The contact that the examples speak of. */
export const EXAMPLE_CONTACT = "crm-4711";

export const contactIdInPath: ParameterText = {
  name: "contactId",
  in: "path",
  about: "The contact. An id that was merged or linked away leads to the survivor.",
  schema: { $ref: refTo("ContactId") },
  example: EXAMPLE_CONTACT,
};

export const EXAMPLE_TOUCH = "t_UXavV4J2Zm6y.c_Pc6WXNbu4kQuR8DVl1p2HA";

export const touchIdInPath: ParameterText = {
  name: "touchId",
  in: "path",
  about: "The touch, as the answer that made it names it; also after its contact was linked to another.",
  schema: { type: "string" },
  example: EXAMPLE_TOUCH,
};

export const acceptLanguage: ParameterText = {
  name: "Accept-Language",
  in: "header",
  about: "Language of the messages: `en` (default) or `zh`, Simplified Chinese.",
  schema: { type: "string" },
};

export const idempotencyKey: ParameterText = {
  name: "Idempotency-Key",
  in: "header",
  about:
    "Your id of the message or job, 1–128 printable characters. While the touch of an earlier answer stands, for 24 hours, the same request with the same key is given that answer again.",
  schema: { type: "string", pattern: PRINTABLE.source },
};

/** Query parameters of a list that comes in pages. */
export const pageParameters = (example?: string): ParameterText[] => [
  {
    name: "limit",
    in: "query",
    about: `Entries in the answer, 1–${LIMITS.most}; default ${LIMITS.default}.`,
    schema: { type: "integer", minimum: 1, maximum: LIMITS.most, default: LIMITS.default },
    ...(example !== undefined && { example }),
  },
  { name: "cursor", in: "query", about: "The `next` of an earlier answer.", schema: { type: "string" } },
];

export const ifMatch = (about: string, example?: string): ParameterText => ({
  name: "If-Match",
  in: "header",
  about,
  schema: { type: "string" },
  ...(example !== undefined && { example }),
});
