import { createHmac } from "node:crypto";
import * as z from "zod/mini";
import { parse } from "../../core/issues.ts";
import { Instant, Text } from "../../core/request.ts";
import { epochMs, MINUTE_MS, SECOND_MS } from "../../core/time.ts";
import { CHANNELS, OUTCOMES } from "../../core/words.ts";
import type { HookAdapter, HookMessage, HookReading, HookRequest } from "../hook.ts";
import { isSameText } from "../same-text.ts";

/**
 * Any sender of its own making, signed as the specification Standard Webhooks says (standardwebhooks.com): HMAC-SHA-256
 * over `<webhook-id>.<webhook-timestamp>.<body>`, base64, in `webhook-signature` as `v1,…`, several apart by spaces.
 */

const Secrets = z.strictObject({
  secrets: z
    .array(
      z.string().check(
        z.regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, {
          error: "must be whsec_ and at least 24 bytes in base64",
        }),
      ),
    )
    .check(z.minLength(1), z.maxLength(5)),
});

/** Older or newer than this it is no request of now, or our clocks differ too much. */
const TOLERANCE_MS = 5 * MINUTE_MS;

const Address = z.union([
  z.strictObject({ email: z.string().check(z.minLength(1), z.maxLength(320)) }),
  z.strictObject({ phone: z.string().check(z.minLength(1), z.maxLength(64)) }),
]);
const told = { id: z.optional(Text), at: z.optional(Instant), channel: z.enum(CHANNELS) };
const Event = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("outcome"),
    ...told,
    outcome: z.enum(OUTCOMES),
    touchId: z.optional(Text),
    reference: z.optional(Text),
    to: z.optional(Address),
    detail: z.optional(Text),
  }),
  z.strictObject({
    type: z.literal("optOut"),
    ...told,
    scope: z._default(z.enum(["channel", "all"]), "channel"),
    from: Address,
    topic: z.optional(Text),
  }),
  z.strictObject({ type: z.literal("optIn"), ...told, from: Address }),
]);

/** The body: one event, or up to 500 of them. */
const Body = z.union([
  z.strictObject({ events: z.array(z.unknown()).check(z.maxLength(500)) }),
  z.looseObject({}),
]);

export const standardWebhooks: HookAdapter<z.infer<typeof Secrets>> = {
  vendor: "standard",
  events: ["events"],
  Secrets,
  async verify({ headers, body }, { secrets, now }) {
    const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures } = headers;
    if (id === undefined || timestamp === undefined || signatures === undefined) return "no_signature";
    if (!/^\d{1,12}$/.test(timestamp)) return "stale";
    const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
    const expected = secrets.secrets.map((secret) => {
      const key = Buffer.from(secret.slice("whsec_".length), "base64");
      return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
    });
    const given = signatures.split(" ");
    if (!expected.some((one) => given.some((other) => isSameText(one, other)))) return "bad_signature";
    return Math.abs(Number(timestamp) * SECOND_MS - now) > TOLERANCE_MS ? "stale" : "verified";
  },
  read: ({ body, headers }) => readEvents(body, headers),
};

function readEvents(body: Uint8Array, headers: HookRequest["headers"]): HookReading {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return { messages: [], issues: [{ path: "", message: "must be JSON" }] };
  }
  const parsed = parse(Body, value, "the body");
  if ("issues" in parsed) return { messages: [], issues: parsed.issues };
  const { events } = parsed.value as { readonly events?: readonly unknown[] };
  const read = (events ?? [value]).map((event, index) => {
    const prefix = events === undefined ? "" : `events.${index}`;
    return readEvent(event, {
      prefix,
      id: `${headers["webhook-id"]}-${index}`,
      timestamp: headers["webhook-timestamp"],
    });
  });
  return { messages: read.flatMap(({ messages }) => messages), issues: read.flatMap(({ issues }) => issues) };
}

function readEvent(
  event: unknown,
  {
    prefix,
    id,
    timestamp,
  }: { readonly prefix: string; readonly id: string; readonly timestamp: string | undefined },
): HookReading {
  const parsed = parse(Event, event, "the event");
  if ("issues" in parsed) {
    const issues = parsed.issues.map(({ path, message }) => ({
      path: [prefix, path].filter(Boolean).join("."),
      message,
    }));
    return { messages: [], issues };
  }
  const { value } = parsed;
  const about = {
    id: value.id ?? id,
    at: value.at ?? epochMs(Number(timestamp) * SECOND_MS),
    channel: value.channel,
  };
  return { messages: [messageOf(value, about)], issues: [] };
}

function messageOf(
  value: z.infer<typeof Event>,
  about: Pick<HookMessage & { kind: "optIn" }, "id" | "at" | "channel">,
): HookMessage {
  switch (value.type) {
    case "outcome": {
      const { outcome, touchId, reference, to, detail } = value;
      return { kind: "outcome", ...about, outcome, touchId, reference, detail, address: to && addressOf(to) };
    }
    case "optOut": {
      const { scope, from, topic } = value;
      return { kind: "optOut", ...about, scope, topic, address: addressOf(from), isSure: true };
    }
    case "optIn":
      return { kind: "optIn", ...about, address: addressOf(value.from) };
  }
}

const addressOf = (address: z.infer<typeof Address>) =>
  "email" in address
    ? ({ type: "email", value: address.email } as const)
    : ({ type: "phone", value: address.phone } as const);
