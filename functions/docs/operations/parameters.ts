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
