import type { EpochMs } from "../../core/time.ts";
import { epochMs } from "../../core/time.ts";
import type { Channel, Outcome } from "../../core/words.ts";
import type { HookAddress, HookMessage, HookReading, HookRequest } from "../hook.ts";
import { detailIn, ignored, jsonIn, NO_JSON, textIn, told } from "../read-json.ts";
import { readReply, type Said } from "../read-reply.ts";
import { contentTypeOf, queryOf } from "../signed.ts";
import { formIn } from "./verify.ts";

/** A field by its name; undefined when it is absent or empty. */
export type Fields = (name: string) => string | undefined;

/** What the parts of a callback are read with. */
export interface Callback {
  readonly fields: Fields;
  /** From the address that was given to Twilio with the message: `?touchId=…&reference=…`. */
  readonly touchId: string | undefined;
  readonly reference: string | undefined;
  readonly receivedAt: EpochMs;
}

/** The fields of a request, of a form or of a JSON object; undefined for other JSON. */
export function callbackIn(request: HookRequest, receivedAt: EpochMs): Callback | undefined {
  const fields = contentTypeOf(request) === "application/json" ? jsonFields(request) : formFields(request);
  if (fields === undefined) return undefined;
  const query = queryOf(request.url);
  return {
    fields,
    touchId: textIn(query.get("touchId")),
    reference: textIn(query.get("reference")),
    receivedAt,
  };
}

function formFields(request: HookRequest): Fields {
  const form = formIn(request);
  return (name) => form.get(name) || undefined;
}

function jsonFields({ body }: HookRequest): Fields | undefined {
  const value = jsonIn(body)?.value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const fields = new Map(Object.entries(value));
  return (name) => {
    const field: unknown = fields.get(name);
    return typeof field === "string" || typeof field === "number" ? String(field) || undefined : undefined;
  };
}

export const NO_OBJECT = NO_JSON;

const CHANNEL_OF_PREFIX: Readonly<Record<string, Channel>> = { whatsapp: "whatsapp", rcs: "sms", sms: "sms" };

/** `whatsapp:+14155550123` and the like; undefined where it is no phone number. */
function addressIn(
  text: string | undefined,
): { readonly channel: Channel; readonly address: HookAddress } | undefined {
  const [, prefix = "sms", value] = /^(?:([a-z]+):)?(\+?\d{3,15})$/.exec(text ?? "") ?? [];
  const channel = CHANNEL_OF_PREFIX[prefix];
  return value === undefined || channel === undefined
    ? undefined
    : { channel, address: { type: "phone", value } };
}

/**
 * Twilio signs names and values without what parts them, so a repeated request can be cut anew and still be signed:
 * only what is of an id's own length and letters is one, and no longer text with the next field in it.
 */
function sidIn(text: string | undefined): string | undefined {
  return text !== undefined && /^[A-Z]{2}[0-9a-fA-F]{32}$/.test(text) ? text : undefined;
}

const missing = (...paths: readonly string[]): HookReading => ({
  messages: [],
  issues: paths.map((path) => ({ path, message: "is missing, or not as Twilio writes it" })),
});

/** A message that a customer wrote. */
export function readInbound({ fields, receivedAt }: Callback): HookReading {
  const [sid, from] = [sidIn(fields("MessageSid") ?? fields("SmsSid")), addressIn(fields("From"))];
  if (sid === undefined) return missing("MessageSid");
  if (from === undefined) {
    return /^[a-z]+:/.test(fields("From") ?? "") ? ignored("it came from no phone number") : missing("From");
  }
  const about = { id: `${sid}:in`, at: receivedAt, ...from };
  const words = fields("Body") ?? "";
  const said = sayingOf(fields("OptOutType"), words) ?? readReply(words, regionOf(fields, from.address));
  switch (said.kind) {
    case "stop": {
      const isAnswered = fields("OptOutType") !== undefined;
      const { scope, isSure } = said;
      return told({ kind: "optOut", ...about, scope, isSure, words: detailIn(words), isAnswered });
    }
    case "start":
      return told({ kind: "optIn", ...about });
    case "help":
      return told({ kind: "help", ...about });
    case "other":
      return told({ kind: "reply", ...about });
  }
}

/** What Twilio itself has taken the message for, by the words that its customer set up. */
function sayingOf(optOutType: string | undefined, words: string): Said | undefined {
  switch (optOutType) {
    case "STOP": {
      // It does not tell STOPALL from STOP.
      const said = readReply(words);
      return { kind: "stop", scope: said.kind === "stop" ? said.scope : "channel", isSure: true };
    }
    case "START":
      return { kind: "start" };
    case "HELP":
      return { kind: "help" };
    default:
      return undefined;
  }
}

const regionOf = (fields: Fields, { value }: HookAddress): string | undefined =>
  fields("FromCountry") ?? (value.startsWith("+86") ? "CN" : undefined);

const OUTCOME_OF_STATUS: Readonly<Record<string, Outcome>> = {
  delivered: "delivered",
  read: "opened",
  undelivered: "failed",
  failed: "failed",
  canceled: "failed",
};

/** Twilio's codes of numbers that take no messages: unknown, landline, invalid, not a mobile one. */
const PERMANENT = new Set(["30005", "30006", "21211", "21614"]);
/** It was not sent because the customer once wrote STOP. */
const STOPPED = "21610";

/** What became of a message. */
export function readMessageStatus({ fields, touchId, reference, receivedAt }: Callback): HookReading {
  const sid = sidIn(fields("MessageSid") ?? fields("SmsSid"));
  const status = fields("MessageStatus") ?? fields("SmsStatus");
  if (sid === undefined || status === undefined) return missing("MessageSid", "MessageStatus");
  const outcome = Object.hasOwn(OUTCOME_OF_STATUS, status) ? OUTCOME_OF_STATUS[status] : undefined;
  if (outcome === undefined) return ignored(`the message is ${detailIn(status)}, which is not its end`);
  const to = addressIn(fields("To"));
  const code = fields("ErrorCode");
  const about = { id: `${sid}:${status}`, at: receivedAt, channel: to?.channel ?? "sms" } as const;
  const messages: HookMessage[] = [
    {
      kind: "outcome",
      ...about,
      outcome,
      touchId,
      reference: reference ?? sid,
      address: to?.address,
      detail: code === undefined ? undefined : detailIn(`Twilio ${code} ${fields("ErrorMessage") ?? ""}`),
      isPermanent: code !== undefined && PERMANENT.has(code) ? true : undefined,
    },
  ];
  if (code === STOPPED && to !== undefined) {
    const { address } = to;
    messages.push({ kind: "optOut", ...about, scope: "channel", address, isSure: true, isAnswered: true });
  }
  return told(...messages);
}

/** `canceled`: the sender hung up before anybody answered; it may have rung. */
const OUTCOME_OF_CALL: Readonly<Record<string, Outcome>> = {
  completed: "answered",
  busy: "busy",
  "no-answer": "no_answer",
  canceled: "no_answer",
  failed: "failed",
};

/** What became of a call. */
export function readCallStatus({ fields, touchId, reference, receivedAt }: Callback): HookReading {
  const [sid, status] = [sidIn(fields("CallSid")), fields("CallStatus")];
  if (sid === undefined || status === undefined) return missing("CallSid", "CallStatus");
  if (fields("Direction") === "inbound")
    return ignored("the customer called, and nobody called the customer");
  const ended = Object.hasOwn(OUTCOME_OF_CALL, status) ? OUTCOME_OF_CALL[status] : undefined;
  if (ended === undefined) return ignored(`the call is ${detailIn(status)}, which is not its end`);
  const isMachine = /^(machine|fax)/.test(fields("AnsweredBy") ?? "");
  return told({
    kind: "outcome",
    id: `${sid}:${status}`,
    at: instantIn(fields("Timestamp")) ?? receivedAt,
    outcome: ended === "answered" && isMachine ? "voicemail" : ended,
    channel: "call",
    touchId,
    reference: reference ?? sid,
    address: addressIn(fields("To"))?.address,
    detail: detailIn(fields("SipResponseCode") && `SIP ${fields("SipResponseCode")}`),
  });
}

/** Of RFC 2822, e.g. `Sun, 24 Aug 2025 13:49:54 +0000`. */
function instantIn(text: string | undefined): EpochMs | undefined {
  if (text === undefined || !/^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} [\d:]{8} [+-]\d{4}$/.test(text)) {
    return undefined;
  }
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : epochMs(at);
}
