import * as z from "zod/mini";
import { Recipient, Text } from "../../lib/core/request.ts";

/** The body of `POST /v1/links`. */
export const LinksDocument = z.strictObject({
  to: Recipient,
  /** What the one-click link silences; left out, its channel. */
  topic: z.optional(Text),
});
