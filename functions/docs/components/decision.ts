import * as z from "zod/mini";
import { BUILT_INS, REASON_CODES } from "../../../lib/core/reasons.ts";
import { CONFIDENCES, STRENGTHS } from "../../../lib/core/regulations/regulation-document.ts";
import { RuleDocument } from "../../../lib/core/rule-document.ts";
import { CHANNELS, EFFECTS, MODES, OUTCOMES, RULE_KINDS } from "../../../lib/core/words.ts";
import { refTo } from "../json-schema.ts";
import { component } from "./component.ts";
import { detailsNameOf } from "./reasons.ts";
import { Standing, touchTags, touchTexts, UtcInstant } from "./words.ts";

const text = z.string();

export const PolicyVersion = z.strictObject({ id: text, version: z.int().check(z.gte(1)) });

const Regulation = z.strictObject({
  jurisdiction: text,
  source: text,
  sourceUrl: z.optional(text),
  verifiedOn: text,
  confidence: z.enum(CONFIDENCES),
  strength: z.enum(STRENGTHS),
  because: z.array(text),
});

const Reason = z.strictObject({
  rule: text,
  kind: z.enum([...RULE_KINDS, ...BUILT_INS]),
  code: z.enum(REASON_CODES),
  message: text,
  nextAllowedAt: z.nullable(UtcInstant),
  details: z.looseObject({}),
  regulation: z.optional(Regulation),
  overridden: z.optional(z.literal(true)),
});

const ReportedOutcome = z.strictObject({ outcome: z.enum(OUTCOMES), at: UtcInstant });

export const RecentTouch = z.strictObject({
  ...touchTags,
  state: Standing,
  direction: z.optional(z.literal("inbound")),
  expiresAt: z.optional(UtcInstant),
  outcomes: z.array(ReportedOutcome),
});

const outcome = z.enum(["allow", "defer", "deny"]);
const count = z.int().check(z.gte(0));
const [Cap] = RuleDocument.def.options;

const Alternative = z.strictObject({
  channel: z.enum(CHANNELS),
  decision: outcome,
  nextAllowedAt: z.nullable(UtcInstant),
});

const Remaining = z.strictObject({
  rule: text,
  effect: z.enum(EFFECTS),
  count,
  max: count,
  window: Cap.shape.window,
  remaining: count,
});

export const Decision = z.strictObject({
  decision: outcome,
  mode: z.enum(MODES),
  recorded: z.union([z.boolean(), z.literal("unknown")]),
  touchId: z.optional(text),
  expiresAt: z.optional(UtcInstant),
  contactId: text,
  reasons: z.array(Reason),
  warnings: z.array(Reason),
  shadow: z.array(Reason),
  nextAllowedAt: z.nullable(UtcInstant),
  policy: PolicyVersion,
  evaluatedAt: UtcInstant,
  replayed: z.boolean(),
  recent: z.optional(z.array(RecentTouch)),
  alternatives: z.optional(z.array(Alternative)),
  remaining: z.optional(z.array(Remaining)),
});

/** What `shape=flat` answers, see functions/check/shape.ts. */
const flatTexts = {
  decision: "`allow`, `defer` or `deny`.",
  touchId: "The touch that was recorded or reserved.",
  code: "Code of the first reason.",
  rule: "Rule of the first reason.",
  message: "Its sentence for a person.",
  nextAllowedAt: "Least instant at which the same request would pass.",
  waitSeconds: "Seconds from `evaluatedAt` until then.",
  codes: "Codes of all reasons, with commas.",
  warnings: "Codes of all warnings, with commas.",
  mode: "As it was asked.",
  recorded: "`true`, `false` or `unknown`.",
  replayed: "`true` or `false`.",
  expiresAt: "End of the lease of a reservation.",
  contactId: "The contact that was decided on.",
  policyVersion: "Version of the policy that decided.",
  evaluatedAt: "When it was decided.",
};
const FlatDecision = z.strictObject(
  Object.fromEntries(Object.keys(flatTexts).map((name) => [name, text])) as Record<
    keyof typeof flatTexts,
    typeof text
  >,
);

export const decisionTexts = {
  decision: "`allow`: send. `defer`: not now, but at `nextAllowedAt`. `deny`: waiting does not help.",
  mode: "As it was asked.",
  recorded:
    "Whether the touch was recorded or reserved; `unknown` when the store was asked and did not answer.",
  touchId: "The touch that was recorded or reserved; left out when none surely was.",
  expiresAt: "End of the lease of a reservation.",
  contactId: "The contact that was decided on; keep it to name them by.",
  reasons: "Every rule that stopped it, built-ins first, then in policy order.",
  warnings: "Rules with the effect `warn` that failed, and rules that were overridden. They never stop.",
  shadow: "Rules with the effect `shadow` that failed. They never stop.",
  nextAllowedAt: "Least instant at which the same request would pass; null on allow and on deny.",
  policy: "The policy that decided.",
  evaluatedAt: "When it was decided; of a replay, when it was first.",
  replayed:
    "Whether this is the answer that the same idempotency key was given before. Nothing was recorded anew.",
  recent: "With `include`: the last touches before this one, newest first, ten at most.",
  alternatives:
    "With `include`: the other channels for which the contact has an address, those that pass now first, then by when they pass.",
  remaining: "With `include`: every limit that counts for the request, before this touch.",
};

/** What `POST /v1/check` answers. */
export const DECISION = {
  Decision: component(Decision, {
    about: "May this contact be touched? Never an HTTP error: allow, defer and deny all answer 200.",
    fields: decisionTexts,
  }),
  FlatDecision: component(FlatDecision, {
    about: "A decision as texts by fixed names, with `shape=flat`. What there is nothing to say of is empty.",
    fields: flatTexts,
  }),
  PolicyVersion: component(PolicyVersion, {
    about: "Which policy, in which version.",
    fields: { id: "Name of the policy.", version: "Grows by one with each that is put." },
  }),
  Reason: component(Reason, {
    about: "Why one rule does not pass. `details` depend on `code`, see the reason codes.",
    fields: {
      rule: "Id of the rule in the policy, or the built-in's name.",
      kind: "Kind of the rule, or the built-in's name.",
      code: "What senders may switch on; codes are never renamed.",
      message: "One sentence for a person, in the language of `Accept-Language`; do not parse it.",
      nextAllowedAt: "Least instant at which this rule alone would pass; null when waiting does not help.",
      details: "The figures behind it.",
      regulation: "Where the law is written that it comes from; left out for the policy's own rules.",
      overridden: "True among the warnings for a rule that would have stopped it and was set aside.",
    },
    also: {
      allOf: REASON_CODES.map((code) => ({
        if: { properties: { code: { const: code } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
        then: { properties: { details: { $ref: refTo(detailsNameOf(code)) } } },
      })),
    },
  }),
  Regulation: component(Regulation, {
    about: "The source of a rule of a preset of regulations. Not legal advice.",
    fields: {
      jurisdiction: "ISO 3166-1, or ISO 3166-2 for a part of a country; `EU` for all its members.",
      source: "The law and its section.",
      sourceUrl: "Where it was read.",
      verifiedOn: "When: a date.",
      confidence: "`high`: its own text was seen; `medium`: an account of it; `low`: to be verified.",
      strength: "A `guideline` warns, the others deny.",
      because: "What tells where the contact may be, like `phone US/850` or `region US-FL`.",
    },
  }),
  Alternative: component(Alternative, {
    about: "How the same request would come out by another channel.",
    fields: {
      channel: "Which.",
      decision: "As for the request itself.",
      nextAllowedAt: "When it would pass; null when it passes now, or when waiting does not help.",
    },
  }),
  Remaining: component(Remaining, {
    about: "What is left under one limit.",
    fields: {
      rule: "Id of the rule in the policy, or the built-in's name.",
      effect: "What the rule does when the limit is reached.",
      count: "Counted touches in the fullest window that contains the instant.",
      max: "The limit that applies to this contact.",
      window: "The window as the policy writes it.",
      remaining: "Touches that still fit.",
    },
  }),
  RecentTouch: component(RecentTouch, {
    about: "A touch that the contact's state still holds.",
    fields: {
      ...touchTexts,
      state:
        "`recorded`, or where a reservation stands now; only `recorded`, `confirmed` and `reserved` count.",
      direction: "`inbound` for what the contact began; left out for every other.",
      expiresAt: "End of a reservation's lease.",
      outcomes: "What became of it, oldest first.",
    },
  }),
  ReportedOutcome: component(ReportedOutcome, {
    about: "What became of a touch.",
    fields: { outcome: "What.", at: "When." },
  }),
};
