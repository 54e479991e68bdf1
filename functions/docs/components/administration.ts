import * as z from "zod/mini";
import { PolicyNote } from "../../../lib/core/policy-note.ts";
import { SimulationDocument } from "../../../lib/core/simulation-document.ts";
import { SCOPES } from "../../routes.ts";
import { PROBLEM_CODES } from "../../shared/problem.ts";
import { component } from "./component.ts";
import { PolicyVersion } from "./decision.ts";
import { listTexts, pageOf, UtcInstant } from "./words.ts";

const text = z.string();

export const Issue = z.strictObject({ path: text, message: text });
const ValidPolicy = z.strictObject({ valid: z.literal(true), warnings: z.array(Issue) });
const InvalidPolicy = z.strictObject({ valid: z.literal(false), issues: z.array(Issue) });

const PolicyEntry = z.strictObject({
  version: z.int().check(z.gte(1)),
  id: text,
  createdAt: UtcInstant,
  by: z.nullable(text),
  note: z.nullable(text),
  active: z.boolean(),
});

const PolicyChange = z.strictObject({
  path: text,
  rule: z.optional(text),
  kind: z.enum(["added", "removed", "changed"]),
  text,
});

const SimulationStarted = z.strictObject({ simulationId: text });
const counts = z.record(z.string(), z.unknown());
const Simulation = z.strictObject({
  simulationId: text,
  state: z.enum(["queued", "running", "done", "failed"]),
  reason: z.nullable(text),
  progress: z.number().check(z.gte(0), z.lte(1)),
  from: UtcInstant,
  to: UtcInstant,
  sample: z.int(),
  against: z.int(),
  touches: z.int(),
  wouldAllow: z.int(),
  wouldDefer: z.int(),
  wouldDeny: z.int(),
  byRule: counts,
  notJudged: z.optional(counts),
  waits: z.optional(z.array(z.int())),
  warned: z.optional(counts),
  shadow: z.optional(counts),
  by: z.optional(counts),
  contacts: z.optional(z.int()),
  stoppedContacts: z.optional(z.int()),
  hardest: z.optional(z.array(counts)),
  samples: z.optional(z.array(counts)),
  inbound: z.optional(z.int()),
  difference: z.optional(counts),
});

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
  PolicyEntry: component(PolicyEntry, {
    about: "A version of the policy as it is listed, without its document.",
    fields: {
      version: "Its number.",
      id: "As the document says.",
      createdAt: "When it was put.",
      by: "Id of the API key that put it; null for the gate's own set-up.",
      note: "What its author said of it.",
      active: "Whether it is in force.",
    },
  }),
  SimulationDocument: component(SimulationDocument, {
    about: "A policy that is tried on recorded history.",
    fields: {
      policy: "The policy that is tried, whole.",
      from: "First instant of the touches that are judged; default 30 days before `to`. What came before counts.",
      to: "Touches before this are judged; default now.",
      sample: "So many contacts with touches, drawn by chance; default 1 000, at most 10 000.",
    },
  }),
  SimulationStarted: component(SimulationStarted, {
    about: "It has begun.",
    fields: { simulationId: "Ask with it what has come of it." },
  }),
  Simulation: component(Simulation, {
    about: "What has come of it so far. Counts are of touches.",
    fields: {
      simulationId: "Its id.",
      state: "`queued`, `running`, `done` or `failed`.",
      reason: "Why it failed; else null.",
      progress: "From 0 to 1.",
      from: "First instant of the touches that are judged.",
      to: "First instant after them.",
      sample: "Contacts that were asked for.",
      against: "Version that was in force: the tried one is compared with it.",
      touches: "Outbound touches that were judged.",
      wouldAllow: "Those that the policy would have let pass.",
      wouldDefer: "Those that would have had to wait.",
      wouldDeny: "Those that waiting would not have helped.",
      byRule: "By rule, how many it would have stopped, and how many it alone.",
      notJudged: "Touches that could not be judged, by why.",
      waits: "Deferred touches by how long: up to 1, 4, 12, 24, 72, 168 and 720 hours, and longer.",
      warned: "By rule, touches that it would have warned of.",
      shadow: "By rule on trial, touches that it would have stopped.",
      by: "By department, channel, purpose, campaign, stage, tier, engagement and country.",
      contacts: "Contacts with judged touches.",
      stoppedContacts: "Those of them with a touch that would have been stopped.",
      hardest: "Those with most such touches.",
      samples: "Some of the decisions, with their reasons.",
      inbound: "Touches that contacts began.",
      difference: "Against the policy in force.",
    },
  }),
  PolicyList: component(pageOf(PolicyEntry), { about: "Versions of the policy.", fields: listTexts }),
  PolicyDifference: component(
    z.strictObject({
      from: PolicyEntry.shape.version,
      to: PolicyEntry.shape.version,
      changes: z.array(PolicyChange),
    }),
    {
      about: "What one version changes against another.",
      fields: {
        from: "Number of the version before.",
        to: "Number of the version after.",
        changes: "Rules first.",
      },
    },
  ),
  PolicyChange: component(PolicyChange, {
    about: "One thing in which two versions differ.",
    fields: {
      path: "Where, dotted; rules stand by their ids. Empty for the whole document.",
      rule: "Id of the rule that it is about; absent for the rest of the policy.",
      kind: "Whether only the later version has it, only the earlier, or both.",
      text: "One line for a person, in the language of `Accept-Language`; do not parse it.",
    },
  }),
  PolicyNote: component(PolicyNote, {
    about: "Why it is put in force.",
    fields: { note: "At most 500 characters; told by `touchgate changes`." },
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
