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

export const ifMatch = (about: string, example?: string): ParameterText => ({
  name: "If-Match",
  in: "header",
  about,
  schema: { type: "string" },
  ...(example !== undefined && { example }),
});
