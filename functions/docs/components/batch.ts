import * as z from "zod/mini";
import { BatchDocument } from "../../../lib/core/batch-document.ts";
import { CheckRequestSchema } from "../../../lib/core/request.ts";
import { PRINTABLE } from "../../shared/idempotency.ts";
import { refTo } from "../json-schema.ts";
import { component } from "./component.ts";
import { Decision, decisionTexts } from "./decision.ts";
import { checkTexts } from "./requests.ts";
import { ItemProblem } from "./standing.ts";

const text = z.string();
const count = z.int().check(z.gte(0));

const Defaults = BatchDocument.shape.defaults.def.innerType;
const { to: _to, ...sharedTexts } = checkTexts;

const Ref = z.string().check(z.maxLength(128));

const BatchItem = z.strictObject({
  ref: z.optional(Ref),
  to: CheckRequestSchema.shape.to,
  ...Defaults.shape,
  idempotencyKey: z.optional(text.check(z.regex(PRINTABLE))),
});

const BatchDecision = z.strictObject({
  ref: z.optional(text),
  status: z.literal(200),
  ...Decision.shape,
});
const BatchProblem = z.strictObject({
  ref: z.optional(text),
  status: z.int().check(z.gte(400)),
  problem: ItemProblem,
});
const BatchSummary = z.strictObject({ allow: count, defer: count, deny: count, problem: count });
const BatchAnswer = z.strictObject({
  items: z.array(z.union([BatchDecision, BatchProblem])),
  summary: BatchSummary,
});

const refText = "As the item has it.";

/** What `POST /v1/check/batch` takes and answers. */
export const BATCH = {
  BatchDocument: component(BatchDocument, {
    about: "Checks of many recipients. Each item is decided by itself.",
    fields: { defaults: "Fields for every item that does not give its own.", items: "1–500 items." },
    also: { properties: { items: { items: { $ref: refTo("BatchItem") } } } },
  }),
  BatchDefaults: component(Defaults, {
    about: "Fields that an item does not give itself; anything of a check but the recipient.",
    fields: sharedTexts,
  }),
  BatchItem: component(BatchItem, {
    about: "One check. What it leaves out comes from the defaults.",
    fields: {
      ref: "Your name for the item; comes back with its answer.",
      ...checkTexts,
      idempotencyKey: "As the header `Idempotency-Key` of a single check.",
    },
  }),
  BatchAnswer: component(BatchAnswer, {
    about: "How each item came out.",
    fields: { items: "In the order of the request.", summary: "How many came out how." },
  }),
  BatchDecision: component(BatchDecision, {
    about: "The decision about one item.",
    fields: { ref: refText, status: "200.", ...decisionTexts },
  }),
  BatchProblem: component(BatchProblem, {
    about: "An item that was not decided.",
    fields: { ref: refText, status: "As in the problem.", problem: "Why not." },
  }),
  BatchSummary: component(BatchSummary, {
    about: "Items by how they came out.",
    fields: {
      allow: "May be sent.",
      defer: "Not now.",
      deny: "Not at all.",
      problem: "Not decided.",
    },
  }),
};
