import * as z from "zod/mini";
import { Instant } from "../../core/request.ts";

/** What SES tells inside SNS's envelope, of event publishing (`eventType`) and of notifications (`notificationType`). */

const Email = z.string().check(z.minLength(1), z.maxLength(998));
const Emails = z.array(Email).check(z.maxLength(100));
const Recipients = z.array(z.looseObject({ emailAddress: Email })).check(z.maxLength(100));
const Word = z.string().check(z.maxLength(64));
export const Mail = z.looseObject({
  timestamp: Instant,
  messageId: z.string().check(z.maxLength(256)),
  destination: Emails,
  /** With event publishing only. */
  tags: z.optional(z.record(z.string(), z.array(z.string()))),
  headers: z.optional(z.array(z.looseObject({ name: z.string(), value: z.string() }))),
});
export type Mail = z.infer<typeof Mail>;

export const Event = z.discriminatedUnion("type", [
  z.looseObject({
    type: z.literal("Bounce"),
    bounce: z.looseObject({
      bounceType: Word,
      bounceSubType: z.optional(Word),
      bouncedRecipients: z.array(
        z.looseObject({ emailAddress: Email, diagnosticCode: z.optional(z.nullable(z.string())) }),
      ),
      timestamp: Instant,
    }),
  }),
  z.looseObject({
    type: z.literal("Complaint"),
    complaint: z.looseObject({
      complainedRecipients: Recipients,
      complaintFeedbackType: z.optional(z.nullable(Word)),
      complaintSubType: z.optional(z.nullable(Word)),
      timestamp: Instant,
    }),
  }),
  z.looseObject({
    type: z.literal("Delivery"),
    delivery: z.looseObject({ recipients: Emails, timestamp: Instant }),
  }),
  z.looseObject({ type: z.literal("Open"), open: z.looseObject({ timestamp: Instant }) }),
  z.looseObject({ type: z.literal("Click"), click: z.looseObject({ timestamp: Instant }) }),
  z.looseObject({
    type: z.literal("Subscription"),
    subscription: z.looseObject({
      timestamp: Instant,
      newTopicPreferences: z.looseObject({
        unsubscribeAll: z.optional(z.boolean()),
        topicSubscriptionStatus: z.optional(
          z.array(z.looseObject({ topicName: z.string(), subscriptionStatus: Word })),
        ),
      }),
    }),
  }),
  z.looseObject({ type: z.enum(["Reject", "Rendering Failure"]) }),
  z.looseObject({ type: z.enum(["Send", "DeliveryDelay"]) }),
]);
export type Event = z.infer<typeof Event>;

export type Bounce = Extract<Event, { type: "Bounce" }>["bounce"];
export type Complaint = Extract<Event, { type: "Complaint" }>["complaint"];
export type Subscription = Extract<Event, { type: "Subscription" }>["subscription"];
