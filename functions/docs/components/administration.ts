import * as z from "zod/mini";
import { SCOPES } from "../../routes.ts";
import { PROBLEM_CODES } from "../../shared/problem.ts";
import { component } from "./component.ts";
import { PolicyVersion } from "./decision.ts";
import { listTexts, pageOf, UtcInstant } from "./words.ts";

const text = z.string();

export const Issue = z.strictObject({ path: text, message: text });
const ValidPolicy = z.strictObject({ valid: z.literal(true), warnings: z.array(Issue) });
const InvalidPolicy = z.strictObject({ valid: z.literal(false), issues: z.array(Issue) });

const keyFields = {
  id: text,
  department: z.nullable(text),
  scopes: z.array(z.enum(SCOPES)),
  note: z.nullable(text),
  createdAt: UtcInstant,
};
const keyTexts = {
  id: "Id of the key, which is no secret.",
  department: "The only department it may speak for; null for any.",
  scopes: "What it may call.",
  note: "What it is for.",
  createdAt: "When it was made.",
};
const Key = z.strictObject(keyFields);

/** What every problem says, of a whole request or of one entry. */
export const problemFields = {
  type: text,
  title: text,
  status: z.int(),
  detail: text,
  code: z.enum(PROBLEM_CODES as readonly [string, ...string[]]),
};
export const problemTexts = {
  type: "Anchor of the code on this page.",
  title: "The code in words.",
  status: "The HTTP status.",
  detail: "What is wrong with this request and what to do.",
  code: "What callers may switch on; codes are never renamed.",
  issues: "Every fault, never only the first.",
};

/** Verdicts on policies, keys, liveness and problems, as they are answered. */
export const ADMINISTRATION = {
  PolicyVerdict: component(z.union([ValidPolicy, InvalidPolicy]), { about: "What is wrong with a policy." }),
  ValidPolicy: component(ValidPolicy, {
    about: "It could be put in force.",
    fields: { valid: "True.", warnings: "What in it does nothing." },
  }),
  InvalidPolicy: component(InvalidPolicy, {
    about: "It would be refused.",
    fields: { valid: "False.", issues: "Every fault." },
  }),
  Issue: component(Issue, {
    about: "One fault.",
    fields: { path: "Where, dotted; empty for the whole body.", message: "What is wrong." },
  }),
  Key: component(Key, {
    about: "An API key as it is listed: nothing that opens anything.",
    fields: keyTexts,
  }),
  KeyList: component(pageOf(Key), { about: "All API keys.", fields: listTexts }),
  NewKey: component(z.strictObject({ ...keyFields, key: text }), {
    about: "A new API key.",
    fields: { ...keyTexts, key: "Its text, shown here and never again: only a hash is kept." },
  }),
  Health: component(
    z.strictObject({ status: z.literal("ok"), version: text, policy: z.nullable(PolicyVersion) }),
    {
      about: "The gate answers.",
      fields: {
        status: "`ok`.",
        version: "Version of the gate.",
        policy: "The policy in force; null before the first.",
      },
    },
  ),
  Problem: component(z.strictObject({ ...problemFields, requestId: text, issues: z.array(Issue) }), {
    about: "Why a request was refused, as RFC 9457 has it.",
    fields: {
      ...problemTexts,
      requestId: "As in the header `x-request-id`; name it when you ask for help.",
    },
  }),
};
