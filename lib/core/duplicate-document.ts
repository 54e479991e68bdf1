import * as z from "zod/mini";
import { ContactId } from "./request.ts";

/** Bodies of the steward's queue. */

/** The body of `POST /v1/duplicates/{duplicateId}/merge`. */
export const MergeDocument = z.strictObject({ into: z.optional(ContactId) });

/** The body of `POST /v1/contacts/{contactId}/unmerge`: who is to stand by itself again. */
export const UnmergeDocument = z.strictObject({ contactId: ContactId });
