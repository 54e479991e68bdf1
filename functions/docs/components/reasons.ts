import * as z from "zod/mini";
import { PolicyDocument } from "../../../lib/core/policy.ts";
import type { ReasonCode } from "../../../lib/core/reasons.ts";
import { ClockRange, RuleDocument } from "../../../lib/core/rule-document.ts";
import { CHANNELS } from "../../../lib/core/words.ts";
import { type Component, component } from "./component.ts";
import { UtcInstant } from "./words.ts";

/** What a sender is told of a reason code, in the words of docs/reasons.md. */
export interface ReasonText {
  /** Completes "Given …". */
  readonly given: string;
  /** What to do next. */
  readonly next: string;
  /** The reason's `details`; null while no decision of this version gives the code. */
  readonly details: Component | null;
}

const text = z.string();
const count = z.int().check(z.gte(0));
const channel = z.enum(CHANNELS);
const zones = z.array(text);
const duration = PolicyDocument.shape.retention.def.innerType;
const [Cap] = RuleDocument.def.options;

const planned = (given: string, next: string): ReasonText => ({ given, next, details: null });

export const REASONS: Readonly<Record<ReasonCode, ReasonText>> = {
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
        min: duration,
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
        period: duration,
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
  cooling_down: planned(
    "when an outcome that asks for quiet, such as a refusal or a complaint, is not long enough ago.",
    "Defer to `nextAllowedAt`; without one, leave the contact alone on this channel.",
  ),
  outside_hours: {
    given:
      "when it is outside the permitted hours of an `hours` rule in at least one zone the contact may be in.",
    next: "Defer to `nextAllowedAt`, the next opening common to all zones. If the list is long, record the contact's `timezone`: it replaces the guess.",
    details: component(z.strictObject({ zones }), {
      about: "Details of `outside_hours`.",
      fields: { zones: "The zones that were asked; all must be open at once." },
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
  other_campaign_active: planned(
    "when another campaign of the same group has touched the contact within the rule's window.",
    "Defer, or keep the contact in the campaign that has them.",
  ),
  not_the_owner: planned(
    "when the contact has an owner and the request comes from somebody else.",
    "Hand the matter to the owner, or change the owner.",
  ),
  no_consent: planned(
    "when no consent of the level asked for, for this channel and purpose, is in force at the instant.",
    "Ask for consent by a way that needs none, and record it. Time alone does not help.",
  ),
  excluded: planned(
    "when the contact's attributes match the rule: the product already bought, a status such as `junk`.",
    "Take the contact off this send.",
  ),
  held_out: planned(
    "when the contact belongs to the share that is kept untouched for comparison.",
    "Nothing: not contacting this person is the experiment.",
  ),
  suppressed: {
    given:
      "when the contact, or the address the touch would go to, is on a suppression list in force, or is known to be invalid or erased. While it is not known which address would be used, one suppressed address of the fitting type is enough. Binds every purpose; cannot be overridden.",
    next: "With `invalid_address`, correct the address or use another. With a list and an `until`, defer. Otherwise stop.",
    details: component(
      z.strictObject({
        because: z.enum(["list", "invalid", "erased", "invalid_address"]),
        list: z.optional(text),
        reason: z.optional(text),
        until: z.optional(z.nullable(UtcInstant)),
      }),
      {
        about: "Details of `suppressed`.",
        fields: {
          because: "On a list, the contact's status, or an address that is known not to work.",
          list: "Name of the list; only with `list`, like the two below.",
          reason: "Why it was put there.",
          until: "When the suppression ends, or null when it does not.",
        },
      },
    ),
  },
  opted_out: {
    given:
      "when the customer has said no: to everything, to the channel, the topic or the department. One reason for each wish. A no to everything and a hard one to a channel (STOP) bind every purpose. Cannot be overridden.",
    next: "Stop, on this wish for good. Only the customer takes it back.",
    details: component(
      z.strictObject({
        scope: z.enum(["all", "channel", "topic", "department"]),
        channel: z.optional(channel),
        topic: z.optional(text),
        department: z.optional(text),
      }),
      {
        about: "Details of `opted_out`.",
        fields: {
          scope: "What the customer refused.",
          channel: "Which channel.",
          topic: "Which topic.",
          department: "Which department.",
        },
      },
    ),
  },
  paused: {
    given: "when the customer asked for quiet until a date that lies ahead.",
    next: "Defer to `nextAllowedAt`.",
    details: component(z.strictObject({ until: UtcInstant }), {
      about: "Details of `paused`.",
      fields: { until: "When the pause ends." },
    }),
  },
  own_limit_reached: {
    given:
      "when the customer's own weekly limit is reached, counting touches of the last seven times 24 hours.",
    next: "Defer to `nextAllowedAt`. A limit of 0 has none: treat it as an opt-out.",
    details: component(
      z.strictObject({
        scope: z.enum(["all", "channel"]),
        channel: z.optional(channel),
        count,
        max: count,
        window: Cap.shape.window,
        oldestAt: z.optional(UtcInstant),
      }),
      {
        about: "Details of `own_limit_reached`.",
        fields: {
          scope: "Which of the customer's limits.",
          channel: "The channel the limit is for.",
          count: "Counted touches in the fullest window; 0 when `max` is 0.",
          max: "The customer's limit.",
          window: 'Always `{"rolling":"P7D"}`.',
          oldestAt: "The touch whose leaving makes room; left out when `max` is 0.",
        },
      },
    ),
  },
  outside_own_hours: {
    given: "when it is outside the hours the customer set for this channel.",
    next: "Defer to `nextAllowedAt`.",
    details: component(z.strictObject({ hours: z.array(ClockRange), zones }), {
      about: "Details of `outside_own_hours`.",
      fields: {
        hours: "The hours the customer set for this channel.",
        zones: "The zones that were asked; all must be open at once.",
      },
    }),
  },
  locked: planned(
    "when a department holds the contact by a manual lock and the request comes from another one.",
    "Talk to that department.",
  ),
  history_full: {
    given:
      "when the touches that the contact's state keeps take more than 32 KB. Nothing is forgotten to make room, because a forgotten touch is one that no rule counts.",
    next: "Defer to `nextAllowedAt`, and find out who sends so much: no sensible policy fills a state. A shorter `retention` makes room sooner.",
    details: component(z.strictObject({ historyBytes: count, maxBytes: count, until: UtcInstant }), {
      about: "Details of `history_full`.",
      fields: {
        historyBytes: "What the kept touches take.",
        maxBytes: "The most it may have.",
        until: "When the oldest touch leaves; several may have to, see `nextAllowedAt`.",
      },
    }),
  },
  outage: {
    given:
      'with an `allow`, when the store did not answer in time and the policy says that this purpose goes through anyway (`onOutage: "allow"`). Every other purpose gets HTTP 503 instead.',
    next: 'Send. If `recorded` is `false`, tell the touch later, so that it counts; if it is `"unknown"`, the same request under the same `Idempotency-Key` finds out.',
    details: component(z.strictObject({ deadlineMs: count }), {
      about: "Details of `outage`.",
      fields: { deadlineMs: "Milliseconds that were waited." },
    }),
  },
};

const pascal = (code: string): string => code.replaceAll(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase());

/** `cap_reached` → `CapReachedDetails`: the name of the code's details in the document. */
export const detailsNameOf = (code: string): string => `${pascal(code)}Details`;
