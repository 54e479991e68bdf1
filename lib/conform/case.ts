import * as z from "zod/mini";
import { REASON_CODES } from "../core/reasons.ts";
import { TOUCH_STATES } from "../core/touches.ts";
import { CHANNELS, CONSENT_SAYINGS, EFFECTS, OUTCOMES } from "../core/words.ts";

/**
 * The form of a case: one question put to a gate, with what must come of it. `test/cases/case.schema.json` is made
 * of this; editors and other languages read it.
 */

/** Of the whole kit. It grows with every change of the form, and of what a case expects. */
export const KIT_VERSION = 4;

const Instant = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, {
    error: "must be an instant, like 2026-06-10T09:00:00.000Z",
  }),
);
const Name = z.string().check(z.minLength(1));
const Count = z.int().check(z.gte(0));
const Decided = z.enum(["allow", "defer", "deny"]);
const Fields = z.record(z.string(), z.unknown());
const Address = z.strictObject({ email: z.optional(Name), phone: z.optional(Name) });

const asked = {
  channel: z.enum(CHANNELS),
  department: Name,
  purpose: Name,
  campaign: z.optional(Name),
  topic: z.optional(Name),
  product: z.optional(Name),
  subject: z.optional(Name),
  agent: z.optional(Name),
  /** One of the contact's addresses; left out, the contact is named by its id. */
  to: z.optional(Address),
};

const HistoryTouch = z.strictObject({
  at: Instant,
  ...asked,
  state: z.optional(z.enum(TOUCH_STATES)),
  /** End of the lease of a reservation, 5 s to a day after `at`. */
  expiresAt: z.optional(Instant),
  outcomes: z.optional(z.array(z.strictObject({ outcome: z.enum(OUTCOMES), at: Instant }))),
});
export type HistoryTouch = z.infer<typeof HistoryTouch>;

const CaseContact = z.strictObject({
  /** The contact's id, for cases in which it decides; left out, one is made of the case's name. */
  id: z.optional(Name),
  /** Key under which the person was first kept, when that is not the contact's id. */
  originKey: z.optional(Name),
  attributes: z.optional(Fields),
  identities: z.optional(z.array(z.strictObject({ type: Name, value: Name }))),
  preferences: z.optional(Fields),
  /** Of one address, or without `address` of the whole contact. */
  suppressions: z.optional(
    z.array(
      z.strictObject({
        list: Name,
        address: z.optional(Name),
        reason: z.optional(Name),
        expiresAt: z.optional(Instant),
      }),
    ),
  ),
  consents: z.optional(
    z.array(
      z.strictObject({
        channel: z.enum(CHANNELS),
        purpose: Name,
        level: z.enum(CONSENT_SAYINGS),
        at: Instant,
        expiresAt: z.optional(Instant),
      }),
    ),
  ),
  owner: z.optional(z.strictObject({ agent: z.optional(Name), department: z.optional(Name) })),
  locks: z.optional(z.array(z.strictObject({ department: Name, until: Instant, reason: z.optional(Name) }))),
});

const ExpectedReason = z.strictObject({
  rule: Name,
  code: z.enum(REASON_CODES),
  nextAllowedAt: z.optional(z.nullable(Instant)),
  /** Those of the reason's details that matter here. */
  details: z.optional(Fields),
  /** Only among the warnings. */
  overridden: z.optional(z.literal(true)),
});

const Expected = z.strictObject({
  decision: Decided,
  reasons: z.array(ExpectedReason),
  /** Left out: none. */
  warnings: z.optional(z.array(ExpectedReason)),
  shadow: z.optional(z.array(ExpectedReason)),
  nextAllowedAt: z.nullable(Instant),
  /** Left out: not asked for. */
  alternatives: z.optional(
    z.array(
      z.strictObject({ channel: z.enum(CHANNELS), decision: Decided, nextAllowedAt: z.nullable(Instant) }),
    ),
  ),
  remaining: z.optional(
    z.array(
      z.strictObject({
        rule: Name,
        effect: z.enum(EFFECTS),
        count: Count,
        max: Count,
        remaining: Count,
        window: Fields,
      }),
    ),
  ),
});
export type Expected = z.infer<typeof Expected>;

/** One file of `test/cases/`. */
export const CaseSchema = z.strictObject({
  $schema: z.literal("./case.schema.json"),
  /** What the case shows, in a sentence. */
  shows: Name,
  /** The arithmetic behind what is expected. */
  why: Name,
  policy: Fields,
  contact: CaseContact,
  /** Suppression lists that are known whole, by name, each as of an instant. */
  lists: z.optional(z.record(Name, Instant)),
  /** Touches that were admitted before the policy came, in the order told; those after `now` are planned ones. */
  history: z.array(HistoryTouch),
  now: Instant,
  /** The body of `POST /v1/check`; `at` asks for a planned touch. */
  request: z.strictObject({
    ...asked,
    at: z.optional(Instant),
    override: z.optional(z.strictObject({ rules: z.array(Name), reason: Name })),
  }),
  expect: Expected,
});

/** A case with the name of its file, which says what it shows. */
export type Case = z.infer<typeof CaseSchema> & { readonly name: string };

/** What `case.schema.json` holds. */
export const publishedSchema = (): object => ({
  $id: `urn:touchgate:cases:${KIT_VERSION}`,
  title: `A case of the Touchgate conformance kit, version ${KIT_VERSION}`,
  ...z.toJSONSchema(CaseSchema),
});

/** Contact id of a case. */
export const contactIdOf = ({ name, contact }: Case): string => contact.id ?? `case:${name}`.slice(0, 112);
