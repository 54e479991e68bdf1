import * as z from "zod/mini";
import { Instant } from "../../core/request.ts";
import { complaintOf, type EmailEvent, goOnOf, outcomeOf, stopOf } from "../email-events.ts";
import type { HookReading } from "../hook.ts";
import { detailIn, ignored, readAs, textIn, told } from "../read-json.ts";

const Email = z.string().check(z.minLength(1), z.maxLength(320));
const Word = z.string().check(z.maxLength(64));
const common = {
  MessageID: z.optional(z.nullable(z.string().check(z.maxLength(128)))),
  Metadata: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
};
const Bounce = {
  ID: z.number(),
  Type: Word,
  Email,
  BouncedAt: Instant,
  Description: z.optional(z.nullable(z.string())),
};

/** By `RecordType`; custom data of the message stands in `Metadata`. */
const Event = z.discriminatedUnion("RecordType", [
  z.looseObject({ RecordType: z.literal("Delivery"), ...common, Recipient: Email, DeliveredAt: Instant }),
  z.looseObject({ RecordType: z.literal("Bounce"), ...common, ...Bounce }),
  z.looseObject({ RecordType: z.literal("SpamComplaint"), ...common, ...Bounce }),
  z.looseObject({ RecordType: z.literal("Open"), ...common, Recipient: Email, ReceivedAt: Instant }),
  z.looseObject({ RecordType: z.literal("Click"), ...common, Recipient: Email, ReceivedAt: Instant }),
  z.looseObject({
    RecordType: z.literal("SubscriptionChange"),
    ...common,
    Recipient: Email,
    ChangedAt: Instant,
    SuppressSending: z.boolean(),
    SuppressionReason: z.optional(z.nullable(Word)),
    Origin: z.optional(z.nullable(Word)),
  }),
]);
type Event = z.infer<typeof Event>;
type Of<Type extends Event["RecordType"]> = Extract<Event, { RecordType: Type }>;

const TYPES = ["Delivery", "Bounce", "SpamComplaint", "Open", "Click", "SubscriptionChange"];

export function readEvent(value: unknown): HookReading {
  const type =
    typeof value === "object" && value !== null && "RecordType" in value ? value.RecordType : undefined;
  return typeof type === "string" && !TYPES.includes(type)
    ? ignored(`${detailIn(type)} is not the end of a message`)
    : readAs(Event, value, read);
}

function read(raw: Event): HookReading {
  switch (raw.RecordType) {
    case "Delivery":
      return told(outcomeOf(eventOf(raw, raw.Recipient, raw.DeliveredAt), "delivered"));
    case "Open":
      return told(outcomeOf(eventOf(raw, raw.Recipient, raw.ReceivedAt), "opened"));
    case "Click":
      return told(outcomeOf(eventOf(raw, raw.Recipient, raw.ReceivedAt), "clicked"));
    case "SpamComplaint":
      return told(...complaintOf(bounceOf(raw)));
    case "Bounce":
      return readBounce(raw);
    case "SubscriptionChange":
      return readChange(raw);
  }
}

function eventOf(raw: Event, email: string, at: EmailEvent["at"]): EmailEvent {
  return {
    id: [raw.RecordType, raw.MessageID ?? "", email, at].join(":"),
    at,
    email,
    touchId: textIn(raw.Metadata?.touchId),
    reference: textIn(raw.Metadata?.reference) ?? textIn(raw.MessageID),
  };
}

function bounceOf(raw: Of<"Bounce"> | Of<"SpamComplaint">): EmailEvent {
  const detail = detailIn([raw.Type, raw.Description].filter(Boolean).join(": "));
  return { ...eventOf(raw, raw.Email, raw.BouncedAt), id: `${raw.RecordType}:${raw.ID}`, detail };
}

const PERMANENT = ["HardBounce", "BadEmailAddress", "ManuallyDeactivated"];
/** Still under way, or delivered and answered by a machine. */
const NO_BOUNCES = ["Transient", "AutoResponder", "AddressChange", "Subscribe", "ChallengeVerification"];

function readBounce(raw: Of<"Bounce">): HookReading {
  const event = bounceOf(raw);
  if (NO_BOUNCES.includes(raw.Type)) return ignored(`${raw.Type} is not the end of a message`);
  switch (raw.Type) {
    case "SpamComplaint":
      return told(...complaintOf(event));
    case "Unsubscribe":
      return told(outcomeOf(event, "unsubscribed"), stopOf(event));
    default:
      return told(outcomeOf(event, "bounced", PERMANENT.includes(raw.Type)));
  }
}

/** A list of Postmark's took an address on or off. */
function readChange(raw: Of<"SubscriptionChange">): HookReading {
  const event = eventOf(raw, raw.Recipient, raw.ChangedAt);
  if (!raw.SuppressSending) {
    return raw.Origin === "Recipient"
      ? told(goOnOf(event))
      : ignored("an operator took the address off the list, and the customer has not asked for it");
  }
  if (raw.SuppressionReason === "HardBounce") return ignored("the bounce is told by itself");
  return told(stopOf(event, { topic: textIn(raw.Metadata?.topic) }));
}
