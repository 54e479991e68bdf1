import * as z from "zod/mini";
import type { Owner } from "./contact.ts";
import { Text } from "./request.ts";

/** The body of `PUT /v1/contacts/{contactId}/owner`: a field left out stays as it is, null clears it. */
export const OwnerDocument = z
  .strictObject({ agent: z.optional(z.nullable(Text)), department: z.optional(z.nullable(Text)) })
  .check(
    z.refine(({ agent, department }) => agent !== undefined || department !== undefined, {
      error: "must name agent or department; null clears a field, both null clear the owner",
    }),
  );
export type OwnerDocument = z.infer<typeof OwnerDocument>;

/** Who owns the contact after `said`; undefined when nobody does. */
export function ownerAfter(owner: Owner | undefined, said: OwnerDocument): Owner | undefined {
  const agent = said.agent === undefined ? owner?.agent : (said.agent ?? undefined);
  const department = said.department === undefined ? owner?.department : (said.department ?? undefined);
  return agent === undefined && department === undefined ? undefined : { agent, department };
}
