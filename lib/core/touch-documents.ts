import * as z from "zod/mini";
import { Instant, Recipient, Text } from "./request.ts";
import { CHANNELS, OUTCOMES } from "./words.ts";

/** Bodies of the touches API: what callers say has happened. */

/** The body of `POST /v1/touches/{touchId}/outcomes`. */
export const OutcomeDocument = z.strictObject({
  outcome: z.enum(OUTCOMES),
  at: z.optional(Instant),
});
export type OutcomeDocument = z.infer<typeof OutcomeDocument>;

/** The body of `…/confirm` and `…/release`: nothing yet. */
export const NothingDocument = z.strictObject({});

/** One touch that happened without a check, or that somebody else began. */
export const ToldTouch = z.strictObject({
  to: Recipient,
  channel: z.enum(CHANNELS),
  department: z.optional(Text),
  purpose: Text,
  campaign: z.optional(Text),
  topic: z.optional(Text),
  product: z.optional(Text),
  subject: z.optional(Text),
  agent: z.optional(Text),
  reference: z.optional(Text),
  at: z.optional(Instant),
  outcome: z.optional(z.enum(OUTCOMES)),
  direction: z._default(z.enum(["outbound", "inbound"]), "outbound"),
  idempotencyKey: z.optional(z.string()),
});
export type ToldTouch = z.infer<typeof ToldTouch>;

/** Most items of one request. */
export const MOST_ITEMS = 500;

/** A list of items, each of which is read by itself: a fault in one keeps none of the others from being done. */
export const ItemsDocument = z.strictObject({
  items: z.array(z.unknown()).check(z.minLength(1), z.maxLength(MOST_ITEMS)),
});
