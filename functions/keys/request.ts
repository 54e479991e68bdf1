import * as z from "zod/mini";
import { Text } from "../../lib/core/request.ts";
import { SCOPES } from "../routes.ts";

/** The body of `POST /v1/keys`. */
export const KeyRequestSchema = z.strictObject({
  scopes: z.array(z.enum(SCOPES)).check(z.minLength(1), z.maxLength(SCOPES.length)),
  department: z.optional(z.nullable(Text)),
  note: z.optional(z.nullable(Text)),
});
