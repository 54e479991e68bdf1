import * as z from "zod/mini";
import { Duration, RuleDocument } from "../../../lib/core/rule-document.ts";
import { CHANNELS, CONSENT_LEVELS, CONSENT_SAYINGS, OUTCOMES } from "../../../lib/core/words.ts";
import { component } from "./component.ts";
import type { ReasonText } from "./reason-text.ts";
import { UtcInstant } from "./words.ts";

const text = z.string();
const count = z.int().check(z.gte(0));
const channel = z.enum(CHANNELS);
const zones = z.array(text);
const [Cap] = RuleDocument.def.options;

/** Codes that the policy's rules give. */
export const RULE_REASONS = {
  cap_reached: {
    given:
      "when a window of a `cap` rule that contains the touch already holds as many counted touches as the rule allows. Planned touches and open reservations count too.",
    next: "Defer to `nextAllowedAt`. With `max` 0 there is none: the rule closes this way of contact for the segment.",
    details: component(
      z.strictObject({
        count,
        max: count,
        window: Cap.shape.window,
        oldestAt: z.optional(UtcInstant),
      }),
      {
        about: "Details of `cap_reached`.",
        fields: {
          count: "Counted touches in the fullest such window; 0 when `max` is 0.",
          max: "The limit that applied to this contact.",
          window: "The window as the policy writes it.",
          oldestAt: "The touch whose leaving makes room; left out when `max` is 0.",
        },
      },
    ),
  },
  too_soon: {
    given: "when a counted touch lies nearer than the minimum distance of a `gap` rule, before or after.",
    next: "Defer to `nextAllowedAt`. If the other touch is a planned one of your own, move either.",
    details: component(
      z.strictObject({
        touchedAt: UtcInstant,
        channel,
        department: text,
        campaign: z.optional(text),
        min: Duration,
      }),
      {
        about: "Details of `too_soon`.",
        fields: {
          touchedAt: "Instant of the latest touch that is too near.",
          channel: "Of that touch.",
          department: "Of that touch.",
          campaign: "Of that touch.",
          min: "The distance the rule asks for.",
        },
      },
    ),
  },
  department_locked: {
    given: "when another department's counted touch lies within the period of a `lock` rule.",
    next: 'Read the recent touches (`include: ["recent"]`) and talk to that department; or defer.',
    details: component(
      z.strictObject({
        department: text,
        agent: z.optional(text),
        channel,
        touchedAt: UtcInstant,
        period: Duration,
        until: UtcInstant,
      }),
      {
        about: "Details of `department_locked`.",
        fields: {
          department: "Who touched the contact.",
          agent: "Which of its people.",
          channel: "How.",
          touchedAt: "Instant of that touch.",
          period: "Duration of the lock.",
          until: "Instant at which this lock ends.",
        },
      },
    ),
  },
  cooling_down: {
    given: "when an outcome that asks for quiet, such as a refusal or a complaint, is not long enough ago.",
    next: "Defer to `nextAllowedAt`; without one, leave the contact alone on this channel.",
    details: component(
      z.strictObject({
        outcome: z.enum(OUTCOMES),
        outcomeAt: UtcInstant,
        channel,
        department: text,
        for: z.union([z.literal("forever"), Duration]),
        until: z.nullable(UtcInstant),
      }),
      {
        about: "Details of `cooling_down`.",
        fields: {
          outcome: "What was reported.",
          outcomeAt: "When it happened.",
          channel: "Of the touch that it was reported of.",
          department: "Of that touch.",
          for: "How long the rule asks for quiet.",
          until: "When the quiet ends; null for never.",
        },
      },
    ),
  },
  outside_hours: {
    given:
      "when it is outside the permitted hours of an `hours` rule in at least one zone the contact may be in.",
    next: "Defer to `nextAllowedAt`, the next opening common to all zones. If the list is long, record the contact's `timezone`: it replaces the guess.",
    details: component(z.strictObject({ zones, because: z.optional(z.array(text)) }), {
      about: "Details of `outside_hours`.",
      fields: {
        zones: "The zones that were asked; all must be open at once.",
        because: "What says that the contact may be there, when it is their clock that counts.",
      },
    }),
  },
  zone_unknown: {
    given:
      'when an `hours` rule needs the contact\'s clock, nothing tells where the contact is, and the rule has no zone for that case (`unknownZone: "deny"`).',
    next: "Record `timezone` or `country` on the contact, or a phone number in international form. Time alone does not help.",
    details: component(z.strictObject({ zones }), {
      about: "Details of `zone_unknown`.",
      fields: { zones: "Empty." },
    }),
  },
  other_campaign_active: {
    given: "when another campaign of the same group has touched the contact within the rule's window.",
    next: "Defer, or keep the contact in the campaign that has them.",
    details: component(
      z.strictObject({
        campaign: text,
        group: text,
        touchedAt: UtcInstant,
        window: Duration,
        until: UtcInstant,
      }),
      {
        about: "Details of `other_campaign_active`.",
        fields: {
          campaign: "The campaign that has the contact.",
          group: "The group that both belong to.",
          touchedAt: "Instant of its latest touch that is too near.",
          window: "The distance the rule asks for.",
          until: "When the contact is free again.",
        },
      },
    ),
  },
  not_the_owner: {
    given: "when the contact has an owner and the request comes from somebody else.",
    next: "Hand the matter to the owner, or change the owner.",
    details: component(
      z.strictObject({
        by: z.enum(["agent", "department"]),
        agent: z.optional(text),
        department: z.optional(text),
      }),
      {
        about: "Details of `not_the_owner`.",
        fields: {
          by: "What the rule compares.",
          agent: "The owner.",
          department: "The owner's department.",
        },
      },
    ),
  },
  no_consent: {
    given:
      "when no consent of the level asked for, for this channel and purpose, is in force at the instant.",
    next: "Ask for consent by a way that needs none, and record it. Time alone does not help.",
    details: component(
      z.strictObject({
        channel,
        purpose: text,
        level: z.enum(CONSENT_LEVELS),
        given: z.optional(z.enum(CONSENT_SAYINGS)),
        expiresAt: z.optional(UtcInstant),
      }),
      {
        about: "Details of `no_consent`.",
        fields: {
          channel: "For which channel.",
          purpose: "For which purpose.",
          level: "The level the rule asks for.",
          given: "The firmest that was given; left out when none was.",
          expiresAt: "When that one ends or ended; left out when it does not end.",
        },
      },
    ),
  },
  excluded: {
    given:
      "when the contact's attributes match the rule: the product already bought, a status such as `junk`.",
    next: "Take the contact off this send.",
    details: component(z.strictObject({ contact: z.record(text, text) }), {
      about: "Details of `excluded`.",
      fields: { contact: "Each attribute that the rule names, with the value that matched." },
    }),
  },
  held_out: {
    given: "when the contact belongs to the share that is kept untouched for comparison.",
    next: "Nothing: not contacting this person is the experiment.",
    details: component(z.strictObject({ basisPoints: z.int().check(z.gte(0), z.lte(10_000)) }), {
      about: "Details of `held_out`.",
      fields: { basisPoints: "The share, of 10 000." },
    }),
  },
} as const satisfies Readonly<Record<string, ReasonText>>;
