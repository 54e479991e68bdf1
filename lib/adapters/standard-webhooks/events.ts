import * as z from "zod/mini";
import { Instant, Text } from "../../core/request.ts";
import type { EpochMs } from "../../core/time.ts";
import { CHANNELS, OUTCOMES } from "../../core/words.ts";
import type { HookAddress, HookMessage, HookReading } from "../hook.ts";
import { detailIn, jsonIn, NO_JSON, readAs, readEach, told } from "../read-json.ts";
import { readReply } from "../read-reply.ts";
import { messageOfSaid } from "../said.ts";

/** Events in our own words, for senders of one's own making and tools that let one write the body. */

const Address = z.union([
  z.strictObject({ email: z.string().check(z.minLength(1), z.maxLength(320)) }),
  z.strictObject({
    phone: z.string().check(z.minLength(1), z.maxLength(64)),
    // Of a national number.
    region: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/, { error: "must be two capital letters" }))),
  }),
]);
const common = { id: z.optional(Text), at: z.optional(Instant), channel: z.enum(CHANNELS) };
const Event = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("outcome"),
    ...common,
    outcome: z.enum(OUTCOMES),
    touchId: z.optional(Text),
    reference: z.optional(Text),
    to: z.optional(Address),
    detail: z.optional(Text),
    permanent: z.optional(z.boolean()),
  }),
  z.strictObject({
    type: z.literal("optOut"),
    ...common,
    scope: z._default(z.enum(["channel", "all"]), "channel"),
    from: Address,
    topic: z.optional(Text),
    answered: z.optional(z.boolean()),
  }),
  z.strictObject({ type: z.literal("optIn"), ...common, from: Address }),
  // What a customer wrote, for senders that leave it to us what it means.
  z.strictObject({
    type: z.literal("message"),
    ...common,
    from: Address,
    text: z.string().check(z.maxLength(10_000)),
  }),
]);

const MOST_EVENTS = 500;

/** What stands in for an event's own id and time. */
export interface Delivery {
  readonly id: string;
  readonly at: EpochMs;
}

/** A body: one event, or `events` with up to 500 of them. */
export function readEvents(body: Uint8Array, delivery: Delivery): HookReading {
  const json = jsonIn(body);
  if (json === undefined) return NO_JSON;
  const events = eventsIn(json.value);
  if (events === undefined) return readEvent(json.value, { ...delivery, id: `${delivery.id}-0` });
  const isList = Array.isArray(events) && events.length <= MOST_EVENTS;
  if (!isList)
    return {
      messages: [],
      issues: [{ path: "events", message: `must be a list of at most ${MOST_EVENTS}` }],
    };
  return readEach(events, "events", (event, index) =>
    readEvent(event, { ...delivery, id: `${delivery.id}-${index}` }),
  );
}

const eventsIn = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "events" in value ? value.events : undefined;

const readEvent = (value: unknown, delivery: Delivery): HookReading =>
  readAs(Event, value, (event) =>
    told(
      messageOf(event, { id: event.id ?? delivery.id, at: event.at ?? delivery.at, channel: event.channel }),
    ),
  );

function messageOf(
  value: z.infer<typeof Event>,
  about: Pick<HookMessage & { kind: "optIn" }, "id" | "at" | "channel">,
): HookMessage {
  switch (value.type) {
    case "outcome": {
      const { type: kind, to, permanent: isPermanent, outcome, touchId, reference, detail } = value;
      const address = to && addressOf(to);
      return { kind, ...about, outcome, touchId, reference, detail, address, isPermanent };
    }
    case "optOut": {
      const { type: kind, scope, from, topic, answered: isAnswered } = value;
      return { kind, ...about, scope, topic, address: addressOf(from), isSure: true, isAnswered };
    }
    case "optIn":
      return { kind: "optIn", ...about, address: addressOf(value.from) };
    case "message": {
      const address = addressOf(value.from);
      const region = address.value.startsWith("+86") ? "CN" : address.region;
      return messageOfSaid(readReply(value.text, region), { ...about, address }, detailIn(value.text));
    }
  }
}

const addressOf = (address: z.infer<typeof Address>): HookAddress =>
  "email" in address
    ? { type: "email", value: address.email }
    : {
        type: "phone",
        value: address.phone,
        ...(address.region !== undefined && { region: address.region }),
      };
