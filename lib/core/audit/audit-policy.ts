import * as z from "zod/mini";
import { Text } from "../request.ts";
import { Duration, Name } from "../rule-document.ts";
import { CHANNELS, OUTCOMES } from "../words.ts";

/**
 * What an audit looks for: the audit policy as a steward writes it. What one field alone cannot tell is checked in
 * `validate-audit.ts`.
 */

const Channels = z.array(z.enum(CHANNELS)).check(z.minLength(1), z.maxLength(CHANNELS.length));
const Outcomes = z.array(z.enum(OUTCOMES)).check(z.minLength(1), z.maxLength(OUTCOMES.length));
const Times = z.int().check(z.gte(1), z.lte(100));

/** On each of these channels by itself: the last so many touches of which anything is known came to one of these. */
export const GhostRule = z.strictObject({
  id: Name,
  channel: Channels,
  outcomes: Outcomes,
  times: Times,
  note: z.optional(Text),
});
export type GhostRule = z.infer<typeof GhostRule>;

/** So many touches came to one of these outcomes, within a length of time or ever. */
const OutcomeRule = z.strictObject({
  id: Name,
  kind: z.literal("outcome"),
  outcomes: Outcomes,
  times: Times,
  within: z.optional(Duration),
  channel: z.optional(Channels),
  note: z.optional(Text),
});

/** So many touches within a length of time, and no response in it. */
const UnansweredRule = z.strictObject({
  id: Name,
  kind: z.literal("unanswered"),
  touches: Times,
  within: Duration,
  channel: z.optional(Channels),
  note: z.optional(Text),
});

/** The contact has one of these tags. */
const TagRule = z.strictObject({
  id: Name,
  kind: z.literal("tag"),
  tags: z.array(Text).check(z.minLength(1), z.maxLength(100)),
  note: z.optional(Text),
});

export const JunkRule = z.discriminatedUnion("kind", [OutcomeRule, UnansweredRule, TagRule]);
export type JunkRule = z.infer<typeof JunkRule>;
export type OutcomeRule = z.infer<typeof OutcomeRule>;
export type UnansweredRule = z.infer<typeof UnansweredRule>;
export type TagRule = z.infer<typeof TagRule>;

/** The whole document. A length of time that is left out looks for nothing of its kind. */
export const AuditPolicy = z.strictObject({
  $schema: z.optional(z.string()),
  ghosts: z._default(z.array(GhostRule).check(z.maxLength(50)), []),
  junk: z._default(z.array(JunkRule).check(z.maxLength(50)), []),
  /** A contact is stale of whom nothing was heard and with whom nothing was done for so long. */
  staleAfter: z.optional(Duration),
  /** Consents that end within so long are told. */
  consentsEndingWithin: z.optional(Duration),
  /** An owner is silent who has touched nobody for so long. */
  ownerSilentAfter: z.optional(Duration),
  /** Of an address of which the service that verifies addresses has said nothing for so long it is asked again. */
  verifyAgainAfter: z.optional(Duration),
  /** So many addresses one audit asks of at most; default 1,000. */
  verifyAtMost: z.optional(z.int().check(z.gte(0), z.lte(1_000_000))),
});
export type AuditPolicy = z.infer<typeof AuditPolicy>;
