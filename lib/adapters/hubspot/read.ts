import * as z from "zod/mini";
import { epochMs } from "../../core/time.ts";
import type { HookReading } from "../hook.ts";
import { detailIn, ignored, readAs, told } from "../read-json.ts";

/** An event of a subscription: it names a contact of HubSpot's by id, and no address. */
const Event = z.looseObject({
  eventId: z.union([z.int(), z.string().check(z.minLength(1), z.maxLength(64))]),
  subscriptionType: z.string().check(z.maxLength(64)),
  objectId: z.union([z.int(), z.string().check(z.minLength(1), z.maxLength(64))]),
  /** Milliseconds. */
  occurredAt: z.int().check(z.gte(0), z.lte(4e12)),
  propertyName: z.optional(z.nullable(z.string())),
  propertyValue: z.optional(z.nullable(z.unknown())),
});
type Event = z.infer<typeof Event>;

export const readSubscription = (value: unknown): HookReading => readAs(Event, value, read);

const CHANGES = ["contact.propertyChange", "object.propertyChange"];

function read(event: Event): HookReading {
  const { subscriptionType, propertyName, propertyValue } = event;
  if (subscriptionType === "contact.privacyDeletion") {
    return ignored("a contact is to be forgotten: erase it with DELETE /v1/contacts/{contactId}");
  }
  if (!CHANGES.includes(subscriptionType))
    return ignored(`${detailIn(subscriptionType)} is no wish of a customer`);
  const about = {
    // Retries keep it; other events of the same contact may not differ in it.
    id: [event.eventId, event.objectId, propertyName, event.occurredAt].join(":"),
    at: epochMs(event.occurredAt),
    channel: "email",
    address: { type: "hubspot", value: String(event.objectId) },
  } as const;
  if (propertyName === "hs_email_optout") return readOptOut(about, propertyValue);
  if (propertyName === "hs_email_hard_bounce_reason_enum" && propertyValue) {
    const detail = detailIn(propertyValue);
    return told({ kind: "outcome", ...about, outcome: "bounced", detail, isPermanent: true });
  }
  return ignored(`${detailIn(propertyName)} is no wish of a customer`);
}

/** Cleared by an operator as well as by the customer: going on needs the customer's own word. */
function readOptOut(
  about: { readonly id: string; readonly at: ReturnType<typeof epochMs>; readonly channel: "email" } & {
    readonly address: { readonly type: "hubspot"; readonly value: string };
  },
  value: unknown,
): HookReading {
  return String(value) === "true"
    ? told({ kind: "optOut", ...about, scope: "channel", isSure: true })
    : ignored("an opt-out was taken back in HubSpot, and nobody knows by whom");
}
