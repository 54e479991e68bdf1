import * as z from "zod/mini";
import { ClockRange, RuleDocument } from "../../../lib/core/rule-document.ts";
import { CHANNELS } from "../../../lib/core/words.ts";
import { component } from "./component.ts";
import type { ReasonText } from "./reason-text.ts";
import { UtcInstant } from "./words.ts";

const text = z.string();
const count = z.int().check(z.gte(0));
const channel = z.enum(CHANNELS);
const zones = z.array(text);
const [Cap] = RuleDocument.def.options;

/** Codes that are given without any rule of the policy. */
export const BUILT_IN_REASONS = {
  suppressed: {
    given:
      "when the contact, or the address the touch would go to, is on a suppression list in force, or is known to be invalid or erased; also when a suppression list that the policy wants fresh is older than `maxAgeDays`, or was never told whole. While it is not known which address would be used, one suppressed address of the fitting type is enough. Binds every purpose; cannot be overridden.",
    next: "With `list_outdated`, import the list again. With `invalid_address`, correct the address or use another. With a list and an `until`, defer. Otherwise stop.",
    details: component(
      z.strictObject({
        because: z.enum(["list", "list_outdated", "invalid", "erased", "invalid_address"]),
        list: z.optional(text),
        reason: z.optional(text),
        until: z.optional(z.nullable(UtcInstant)),
        asOf: z.optional(z.nullable(UtcInstant)),
        maxAgeDays: z.optional(z.int()),
      }),
      {
        about: "Details of `suppressed`.",
        fields: {
          because:
            "On a list, a list that is out of date, the contact's status, or an address that is known not to work.",
          list: "Name of the list; only with `list` and `list_outdated`.",
          reason: "Why it was put there; only with `list`.",
          until: "When the suppression ends, or null when it does not; only with `list`.",
          asOf: "As of when the list is known whole, or null when it never was; only with `list_outdated`.",
          maxAgeDays: "How old it may be; only with `list_outdated`.",
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
  locked: {
    given: "when a department holds the contact by a manual lock and the request comes from another one.",
    next: "Talk to that department.",
    details: component(z.strictObject({ department: text, reason: z.optional(text), until: UtcInstant }), {
      about: "Details of `locked`.",
      fields: {
        department: "Who holds the contact.",
        reason: "Why.",
        until: "When the lock ends.",
      },
    }),
  },
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
} as const satisfies Readonly<Record<string, ReasonText>>;
