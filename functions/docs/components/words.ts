import * as z from "zod/mini";
import { TOUCH_STATES } from "../../../lib/core/touches.ts";
import { CHANNELS } from "../../../lib/core/words.ts";
import { component } from "./component.ts";

/** What several answers are made of. */

/** An instant as every answer writes it. */
export const UtcInstant = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/));

const text = z.string();

/** Tags of a touch, wherever one is shown. */
export const touchTags = {
  touchId: text,
  at: UtcInstant,
  channel: z.enum(CHANNELS),
  department: text,
  purpose: text,
  campaign: z.optional(text),
  topic: z.optional(text),
  product: z.optional(text),
  subject: z.optional(text),
  agent: z.optional(text),
  state: z.enum(TOUCH_STATES),
};
export const touchTexts = {
  touchId: "Id of the touch.",
  at: "When it happened.",
  channel: "How.",
  department: "Which department.",
  purpose: "Why.",
  campaign: "The campaign it belonged to.",
  topic: "What it was about.",
  product: "The product it was about.",
  subject: "The matter it was about.",
  agent: "Who in the department.",
  state: "`recorded`, or what a reservation was when this was written.",
};

/** Where a touch stands at the instant of the answer. */
export const Standing = z.enum([...TOUCH_STATES, "expired"]);

/** A list as every answer writes it, with the cursor of what comes after. */
export const pageOf = <S extends z.core.$ZodType>(item: S) =>
  z.strictObject({ items: z.array(item), next: z.nullable(text) });

export const listTexts = {
  items: "The entries.",
  next: "Pass as `cursor` for what comes after; null at the end.",
};

export const WORDS = {
  UtcInstant: component(UtcInstant, {
    about: "ISO 8601 in UTC with milliseconds.",
    also: { format: "date-time" },
  }),
};
