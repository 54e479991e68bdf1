import * as z from "zod/mini";
import { epochMs, SECOND_MS } from "../../core/time.ts";
import { complaintOf, type EmailEvent, outcomeOf, stopOf } from "../email-events.ts";
import type { HookReading } from "../hook.ts";
import { detailIn, ignored, readAs, textIn, told } from "../read-json.ts";

/** Custom arguments of the message (`touchId`, `reference`, `topic`) stand among the event's own fields. */
const Event = z.looseObject({
  event: z.string().check(z.maxLength(64)),
  email: z.string().check(z.minLength(1), z.maxLength(320)),
  timestamp: z.int().check(z.gte(0), z.lte(4e9)),
  sg_event_id: z.string().check(z.minLength(1), z.maxLength(256)),
});
type Event = z.infer<typeof Event>;

/** Account events carry neither an address nor a message. */
export const readEvent = (value: unknown): HookReading =>
  isAccountEvent(value)
    ? ignored("it is about the account, and about no message")
    : readAs(Event, value, read);

const isAccountEvent = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "event" in value && value.event === "account_status_change";

function read(raw: Event): HookReading {
  const event: EmailEvent = {
    id: raw.sg_event_id,
    at: epochMs(raw.timestamp * SECOND_MS),
    email: raw.email,
    touchId: textIn(raw.touchId),
    reference: textIn(raw.reference),
    detail: detailIn(raw.reason ?? raw.response),
  };
  switch (raw.event) {
    case "delivered":
      return told(outcomeOf(event, "delivered"));
    case "bounce":
      // Blocked: refused this once, for the sender's sake or for now; the address works.
      return told(outcomeOf(event, "bounced", raw.type !== "blocked" && raw.type !== "expired"));
    case "dropped":
      return readDropped(event);
    case "open":
      return raw.sg_machine_open === true
        ? ignored("a machine opened it, and perhaps nobody read it")
        : told(outcomeOf(event, "opened"));
    case "click":
      return told(outcomeOf(event, "clicked"));
    case "spamreport":
      return told(...complaintOf(event));
    case "unsubscribe":
      return told(outcomeOf(event, "unsubscribed"), stopOf(event));
    case "group_unsubscribe": {
      // The group is SendGrid's own; only the sender can say which topic it is. Without that it counts for all.
      const topic = textIn(raw.topic);
      return told(outcomeOf(event, "unsubscribed"), stopOf(event, { topic, isSure: topic !== undefined }));
    }
    default:
      return ignored(`${detailIn(raw.event)} is not the end of a message`);
  }
}

/** SendGrid did not send it, and says by which of its lists. */
function readDropped(event: EmailEvent): HookReading {
  const reason = event.detail ?? "";
  const isRefused = /unsubscribed address|spam reporting address/i.test(reason);
  const isPermanent = /bounced address|^invalid/i.test(reason);
  const outcome = outcomeOf(event, "failed", isPermanent || undefined);
  return isRefused ? told(outcome, stopOf(event)) : told(outcome);
}
