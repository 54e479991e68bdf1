import * as z from "zod/mini";
import { epochMs, SECOND_MS } from "../../core/time.ts";
import { complaintOf, type EmailEvent, outcomeOf, stopOf } from "../email-events.ts";
import type { HookReading } from "../hook.ts";
import { detailIn, ignored, textIn, told } from "../read-json.ts";

const Data = z.looseObject({
  event: z.string().check(z.maxLength(64)),
  id: z.string().check(z.minLength(1), z.maxLength(256)),
  /** Seconds, with a fraction. */
  timestamp: z.number().check(z.gte(0), z.lte(4e9)),
  recipient: z.string().check(z.minLength(1), z.maxLength(320)),
});
export const Event = z.looseObject({ "event-data": Data });

/** Mailgun's own lists that kept it from sending. */
const SUPPRESSED: Readonly<Record<string, "bounced" | "stopped">> = {
  "suppress-bounce": "bounced",
  "suppress-complaint": "stopped",
  "suppress-unsubscribe": "stopped",
};

export function readEvent({ "event-data": raw }: z.infer<typeof Event>): HookReading {
  const variables = fieldsOf(raw["user-variables"]);
  const status = fieldsOf(raw["delivery-status"]);
  const event: EmailEvent = {
    id: raw.id,
    at: epochMs(Math.round(raw.timestamp * SECOND_MS)),
    email: raw.recipient,
    touchId: textIn(variables("touchId")),
    reference: textIn(variables("reference")),
    detail: detailIn(status("message") || status("description") || raw.reason),
  };
  switch (raw.event) {
    case "delivered":
      return told(outcomeOf(event, "delivered"));
    case "rejected":
      return told(outcomeOf(event, "failed"));
    case "failed":
      return readFailed(event, raw);
    case "opened":
      return told(outcomeOf(event, "opened"));
    case "clicked":
      return told(outcomeOf(event, "clicked"));
    case "complained":
      return told(...complaintOf(event));
    case "unsubscribed":
      return told(outcomeOf(event, "unsubscribed"), stopOf(event, { topic: textIn(variables("topic")) }));
    default:
      return ignored(`${detailIn(raw.event)} is not the end of a message`);
  }
}

function readFailed(event: EmailEvent, { severity, reason }: z.infer<typeof Data>): HookReading {
  if (severity === "temporary") return ignored("it is tried again");
  const list =
    typeof reason === "string" && Object.hasOwn(SUPPRESSED, reason) ? SUPPRESSED[reason] : undefined;
  if (list === "stopped") return told(outcomeOf(event, "failed"), stopOf(event));
  return told(outcomeOf(event, list === undefined ? "bounced" : "failed", true));
}

/** The fields of what may be an object. */
function fieldsOf(value: unknown): (name: string) => unknown {
  const fields = new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
  return (name) => fields.get(name);
}
