import * as z from "zod/mini";
import { CheckRequestSchema } from "./request.ts";
import { MOST_ITEMS } from "./touch-documents.ts";

const { to: _to, ...shareable } = CheckRequestSchema.shape;

/**
 * The body of `POST /v1/check/batch`. `defaults` are fields that an item does not give itself. Items are read one
 * by one: a fault in one keeps none of the others from being decided.
 */
export const BatchDocument = z.strictObject({
  defaults: z.optional(z.partial(z.strictObject(shareable))),
  items: z.array(z.unknown()).check(z.minLength(1), z.maxLength(MOST_ITEMS)),
});
export type BatchDocument = z.infer<typeof BatchDocument>;
