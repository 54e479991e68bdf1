import * as z from "zod/mini";
import { NOT_PRINTABLE, PRINTABLE } from "./request.ts";

/** What an author says of a policy that they put in force, or go back to. */
export const PolicyNote = z.strictObject({
  note: z.optional(
    z.nullable(z.string().check(z.maxLength(500), z.regex(PRINTABLE, { error: NOT_PRINTABLE }))),
  ),
});
