import * as z from "zod/mini";
import {
  ItemsDocument,
  NothingDocument,
  OutcomeDocument,
  ToldTouch,
} from "../../../lib/core/touch-documents.ts";
import { OUTCOMES } from "../../../lib/core/words.ts";
import { PRINTABLE } from "../../shared/idempotency.ts";
import { refTo } from "../json-schema.ts";
import { component } from "./component.ts";
import { checkTexts } from "./requests.ts";
import { ItemProblem } from "./standing.ts";

const text = z.string();

const ToldDone = z.strictObject({ status: z.literal(200), touchId: text, broke: z.array(text) });
const ToldNotDone = z.strictObject({ status: z.int().check(z.gte(400)), problem: ItemProblem });
const ToldAnswers = z.strictObject({ items: z.array(z.union([ToldDone, ToldNotDone])) });
const EndedReservation = z.strictObject({
  touchId: text,
  state: z.enum(["recorded", "confirmed", "released", "expired"]),
});
const OutcomeAnswer = z.strictObject({ touchId: text, outcome: z.enum(OUTCOMES) });

const { to, channel, department, purpose, campaign, topic, product, subject, agent, reference } = checkTexts;
const tagTexts = { to, channel, department, purpose, campaign, topic, product, subject, agent, reference };

/** What the touches API takes and answers. */
export const TOUCHES = {
  ToldTouches: component(ItemsDocument, {
    about: "What has happened. Each item is told by itself.",
    fields: { items: "1–500 items." },
    also: { properties: { items: { items: { $ref: refTo("ToldTouch") } } } },
  }),
  ToldTouch: component(ToldTouch, {
    about: "A touch that happened without a check, or something that the contact began.",
    fields: {
      ...tagTexts,
      at: "When it happened, not ahead. Left out, now.",
      outcome: "What became of it.",
      direction: "`inbound`: the contact began it. It counts as no touch; its outcome starts cooldowns.",
      idempotencyKey:
        "Your id of it, 1–128 printable characters: the same item told again with it within 24 hours is told once.",
    },
    also: { properties: { idempotencyKey: { pattern: PRINTABLE.source } } },
  }),
  ToldAnswers: component(ToldAnswers, {
    about: "How each item came out.",
    fields: { items: "In the order of the request." },
  }),
  ToldDone: component(ToldDone, {
    about: "It is told.",
    fields: {
      status: "200.",
      touchId: "Id of the touch.",
      broke: "Ids of the rules that would have stopped it, built-ins by name.",
    },
  }),
  ToldNotDone: component(ToldNotDone, {
    about: "Nothing was told by this item.",
    fields: { status: "As in the problem.", problem: "Why not." },
  }),
  NothingDocument: component(NothingDocument, { about: "An object without fields.", fields: {} }),
  EndedReservation: component(EndedReservation, {
    about: "Where the touch stands now.",
    fields: {
      touchId: "The touch.",
      state:
        "`confirmed` or `released` as was asked; `recorded` for a touch that was no reservation, `expired` for one whose lease was over.",
    },
  }),
  OutcomeDocument: component(OutcomeDocument, {
    about: "What became of a touch.",
    fields: { outcome: "What.", at: "When, not ahead. Left out, now." },
  }),
  OutcomeAnswer: component(OutcomeAnswer, {
    about: "The outcome is known.",
    fields: { touchId: "The touch.", outcome: "As it was told." },
  }),
};
