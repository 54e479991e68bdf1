import { createHash, createHmac, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";
import { getExpectedBodyHash, getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks.js";
import { aliyun } from "../../lib/adapters/aliyun/aliyun.ts";
import type { HookAdapter, HookRequest, Verified } from "../../lib/adapters/hook.ts";
import { hubspot } from "../../lib/adapters/hubspot/hubspot.ts";
import { mailgun } from "../../lib/adapters/mailgun/mailgun.ts";
import { postmark } from "../../lib/adapters/postmark/postmark.ts";
import { sendgrid } from "../../lib/adapters/sendgrid/sendgrid.ts";
import { signedText } from "../../lib/adapters/ses/message.ts";
import { sesTrusting } from "../../lib/adapters/ses/ses.ts";
import { standardWebhooks } from "../../lib/adapters/standard-webhooks/standard-webhooks.ts";
import { twilio } from "../../lib/adapters/twilio/twilio.ts";
import { type EpochMs, epochMs } from "../../lib/core/time.ts";

/** Requests of every vendor, signed as the vendor signs: by its own library where there is one. */

const FIXTURES = new URL("../fixtures/hooks/", import.meta.url);
export const fixture = (name: string): string => readFileSync(new URL(name, FIXTURES), "utf8");
export const EVENTS = JSON.parse(fixture("events.json"));

export const NOW = epochMs(Date.parse("2026-11-23T09:00:30.000Z"));
const BASE = "https://gate.example/v1/hooks";
const JSON_TYPE = "application/json; charset=utf-8";

export interface Sample {
  readonly name: string;
  readonly adapter: HookAdapter<never>;
  readonly event: string;
  /** Field of the secrets that takes several, and two of its values. */
  readonly field: string;
  readonly good: unknown;
  readonly other: unknown;
  readonly request: (at: EpochMs) => HookRequest;
  /** Headers that a forger would have to get right. */
  readonly proofs: readonly string[];
  /** What the proof speaks for: two requests of the same meaning are both genuine. */
  readonly meaning: (request: HookRequest) => string;
  /** How old a request may be, in milliseconds; undefined where the vendor signs no time. */
  readonly oldest?: number;
}

const encode = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
export const textOf = ({ body }: HookRequest): string => Buffer.from(body).toString("utf8");
const asNever = <Secrets>(adapter: HookAdapter<Secrets>): HookAdapter<never> =>
  adapter as unknown as HookAdapter<never>;

export const TOKEN = "0123456789abcdef0123456789abcdef";
const OTHER_TOKEN = "fedcba9876543210fedcba9876543210";

export function twilioForm(
  event: string,
  fields: Readonly<Record<string, string | readonly string[]>>,
  query = "?touchId=t_1.c_abc&reference=sms-1",
): HookRequest {
  const url = `${BASE}/twilio/${event}${query}`;
  const body = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, one] as [string, string]),
    ),
  );
  return {
    url,
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
      "x-twilio-signature": getExpectedTwilioSignature(TOKEN, url, fields),
    },
    body: encode(body.toString()),
  };
}

export function twilioJson(event: string, fields: unknown): HookRequest {
  const body = JSON.stringify(fields);
  const url = `${BASE}/twilio/${event}?bodySHA256=${getExpectedBodyHash(body)}`;
  const signature = getExpectedTwilioSignature(TOKEN, url, {});
  return {
    url,
    headers: { "content-type": "application/json", "x-twilio-signature": signature },
    body: encode(body),
  };
}

const [sendgridKey, otherSendgridKey] = [0, 1].map(() => generateKeyPairSync("ec", { namedCurve: "P-256" }));
const publicKeyOf = (pair: typeof sendgridKey): string =>
  pair?.publicKey.export({ format: "der", type: "spki" }).toString("base64") ?? "";
export const SENDGRID_KEY = publicKeyOf(sendgridKey);

export function sendgridRequest(events: unknown, at: EpochMs = NOW): HookRequest {
  const body = `${JSON.stringify(events)}\r\n`;
  const timestamp = String(Math.floor(at / 1_000));
  const key = sendgridKey?.privateKey;
  if (key === undefined) throw new Error("no key");
  return {
    url: `${BASE}/sendgrid/events`,
    headers: {
      "content-type": JSON_TYPE,
      "x-twilio-email-event-webhook-timestamp": timestamp,
      "x-twilio-email-event-webhook-signature": sign("sha256", encode(timestamp + body), key).toString(
        "base64",
      ),
    },
    body: encode(body),
  };
}

export const TOPIC = "arn:aws:sns:eu-west-1:123456789012:ses-events";
export const CERTIFICATE_URL = `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${"0a".repeat(16)}.pem`;
export const ses = sesTrusting([fixture("sns/root.pem")]);

/** What the addresses of certificates answer. */
export const SERVED: Readonly<Record<string, string>> = {
  [CERTIFICATE_URL]: "sns/leaf.pem",
  "http://crt.test1.amazontrust.com/test1.cer": "sns/mid.cer",
};
export const fetchBytes = async (url: string): Promise<Uint8Array | undefined> => {
  const name = SERVED[url];
  return name === undefined ? undefined : readFileSync(new URL(name, FIXTURES));
};

export function snsRequest(fields: Readonly<Record<string, unknown>>, at: EpochMs = NOW): HookRequest {
  const envelope = {
    Type: "Notification",
    MessageId: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
    TopicArn: TOPIC,
    Timestamp: new Date(at).toISOString(),
    SignatureVersion: "2",
    SigningCertURL: CERTIFICATE_URL,
    UnsubscribeURL: "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe",
    ...fields,
  };
  const version = envelope.SignatureVersion;
  const signature = sign(
    version === "1" ? "sha1" : "sha256",
    encode(signedText(envelope as never)),
    fixture("sns/leaf-key.pem"),
  );
  return {
    url: `${BASE}/ses/events`,
    headers: { "content-type": "text/plain; charset=UTF-8", "x-amz-sns-message-type": envelope.Type },
    body: encode(JSON.stringify({ ...envelope, Signature: signature.toString("base64") })),
  };
}

export const snsNotification = (message: unknown, at: EpochMs = NOW): HookRequest =>
  snsRequest({ Message: JSON.stringify(message), Subject: "Amazon SES Email Event Notification" }, at);

export const SIGNING_KEY = "key-0123456789abcdef0123456789abcdef";

export function mailgunRequest(eventData: unknown, at: EpochMs = NOW, parent = false): HookRequest {
  const timestamp = String(Math.floor(at / 1_000));
  const token = sha256(JSON.stringify(eventData)).slice(0, 50);
  const signature = createHmac("sha256", SIGNING_KEY)
    .update(timestamp + token)
    .digest("hex");
  const good = { timestamp, token, signature };
  const signatures = parent
    ? { signature: { ...good, signature: "0".repeat(64) }, "parent-signature": good }
    : { signature: good };
  return {
    url: `${BASE}/mailgun/events`,
    headers: { "content-type": "application/json" },
    body: encode(JSON.stringify({ ...signatures, "event-data": eventData })),
  };
}

export const CREDENTIALS = { username: "postmark", password: "correct-horse-battery" };

export const postmarkRequest = (event: unknown): HookRequest => ({
  url: `${BASE}/postmark/events`,
  headers: {
    "content-type": "application/json",
    authorization: `Basic ${Buffer.from("postmark:correct-horse-battery").toString("base64")}`,
  },
  body: encode(JSON.stringify(event)),
});

export const CLIENT_SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";

export function hubspotRequest(
  event: string,
  value: unknown,
  { at = NOW, query = "", signed = query }: { at?: EpochMs; query?: string; signed?: string } = {},
): HookRequest {
  const url = `${BASE}/hubspot/${event}`;
  const body = JSON.stringify(value);
  const signature = createHmac("sha256", CLIENT_SECRET)
    .update(`POST${url}${signed}${body}${at}`)
    .digest("base64");
  return {
    url: url + query,
    headers: {
      "content-type": JSON_TYPE,
      "x-hubspot-signature-v3": signature,
      "x-hubspot-request-timestamp": String(at),
    },
    body: encode(body),
  };
}

export const ALIYUN_KEY = "k_0123456789abcdefghijklmn";

export const aliyunRequest = (event: string, value: unknown): HookRequest => ({
  url: `${BASE}/aliyun/${event}?key=${ALIYUN_KEY}`,
  headers: { "content-type": "application/json;charset=UTF-8" },
  body: encode(JSON.stringify(value)),
});

export const WHSEC = `whsec_${Buffer.from("0123456789abcdef01234567").toString("base64")}`;
const OTHER_WHSEC = `whsec_${Buffer.from("76543210fedcba9876543210").toString("base64")}`;

export function standardRequest(value: unknown, at: EpochMs = NOW): HookRequest {
  const body = JSON.stringify(value);
  const seconds = Math.floor(at / 1_000);
  return {
    url: `${BASE}/standard/events`,
    headers: {
      "content-type": "application/json",
      "webhook-id": "msg_1",
      "webhook-timestamp": String(seconds),
      "webhook-signature": new Webhook(WHSEC).sign("msg_1", new Date(seconds * 1_000), body),
    },
    body: encode(body),
  };
}

const whole =
  (...headers: readonly string[]) =>
  ({ url, headers: given, body }: HookRequest): string =>
    JSON.stringify([url, Buffer.from(body).toString("base64"), headers.map((name) => given[name])]);
const withoutUrl = (...headers: readonly string[]) => {
  const meaning = whole(...headers);
  return (request: HookRequest): string => meaning({ ...request, url: "" });
};
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const [MINUTE, HOUR] = [60_000, 3_600_000];

export const SAMPLES: readonly Sample[] = [
  ...(["inbound", "message-status", "call-status"] as const).map((event) => ({
    name: `twilio ${event}`,
    adapter: asNever(twilio),
    event,
    ...{ field: "authTokens", good: TOKEN, other: OTHER_TOKEN, proofs: ["x-twilio-signature"] },
    request: () => twilioForm(event, EVENTS.twilio[event]),
    meaning: (request: HookRequest) =>
      JSON.stringify([
        request.url,
        request.headers["x-twilio-signature"],
        [...new URLSearchParams(textOf(request))].sort(),
      ]),
  })),
  {
    name: "twilio in JSON",
    adapter: asNever(twilio),
    event: "inbound",
    ...{ field: "authTokens", good: TOKEN, other: OTHER_TOKEN, proofs: ["x-twilio-signature"] },
    request: () => twilioJson("inbound", EVENTS.twilio.inbound),
    meaning: whole("x-twilio-signature"),
  },
  {
    name: "sendgrid",
    adapter: asNever(sendgrid),
    event: "events",
    ...{ field: "publicKeys", good: SENDGRID_KEY, other: publicKeyOf(otherSendgridKey) },
    proofs: ["x-twilio-email-event-webhook-signature", "x-twilio-email-event-webhook-timestamp"],
    request: (at) => sendgridRequest(EVENTS.sendgrid, at),
    meaning: withoutUrl("x-twilio-email-event-webhook-signature", "x-twilio-email-event-webhook-timestamp"),
    oldest: 25 * HOUR,
  },
  {
    name: "ses",
    adapter: asNever(ses),
    event: "events",
    ...{ field: "topicArns", good: TOPIC, other: `${TOPIC}-2`, proofs: [] },
    request: (at) => snsNotification(EVENTS.sesBounce, at),
    meaning: (request) => {
      try {
        const { UnsubscribeURL: _, ...signed } = JSON.parse(textOf(request));
        const { SigningCertURL, Signature, SignatureVersion } = signed;
        const { Message, MessageId, Subject, Timestamp, TopicArn, Type } = signed;
        return JSON.stringify([
          ...[
            SigningCertURL,
            Signature,
            SignatureVersion,
            Message,
            MessageId,
            Subject,
            Timestamp,
            TopicArn,
            Type,
          ],
        ]);
      } catch {
        return sha256(textOf(request));
      }
    },
    oldest: 65 * MINUTE,
  },
  {
    name: "mailgun",
    adapter: asNever(mailgun),
    event: "events",
    ...{ field: "signingKeys", good: SIGNING_KEY, other: OTHER_TOKEN, proofs: [] },
    request: (at) => mailgunRequest(EVENTS.mailgun, at),
    // The rest of the body is not signed.
    meaning: (request) => {
      try {
        const { signature } = JSON.parse(textOf(request));
        return JSON.stringify([String(signature.timestamp), signature.token, signature.signature]);
      } catch {
        return sha256(textOf(request));
      }
    },
    oldest: 8.5 * HOUR,
  },
  {
    name: "postmark",
    adapter: asNever(postmark),
    event: "events",
    field: "credentials",
    good: CREDENTIALS,
    other: { ...CREDENTIALS, password: OTHER_TOKEN },
    proofs: ["authorization"],
    request: () => postmarkRequest(EVENTS.postmark),
    // The scheme's name may be in any case; the body is not signed.
    meaning: ({ headers }) => (headers.authorization ?? "").replace(/^basic /i, ""),
  },
  {
    name: "hubspot",
    adapter: asNever(hubspot),
    event: "contacts",
    ...{ field: "clientSecrets", good: CLIENT_SECRET, other: OTHER_TOKEN },
    proofs: ["x-hubspot-signature-v3", "x-hubspot-request-timestamp"],
    request: (at) => hubspotRequest("contacts", EVENTS.hubspot, { at }),
    meaning: whole("x-hubspot-signature-v3", "x-hubspot-request-timestamp"),
    oldest: 5 * MINUTE,
  },
  ...(["sms-report", "sms-up"] as const).map((event) => ({
    name: `aliyun ${event}`,
    adapter: asNever(aliyun),
    event,
    ...{ field: "keys", good: ALIYUN_KEY, other: OTHER_TOKEN, proofs: [] },
    request: () => aliyunRequest(event, event === "sms-up" ? EVENTS.aliyunUp : EVENTS.aliyunReport),
    // Nothing but the key in the address speaks for it.
    meaning: ({ url }: HookRequest) => new URLSearchParams(url.slice(url.indexOf("?") + 1)).get("key") ?? "",
  })),
  {
    name: "standard",
    adapter: asNever(standardWebhooks),
    event: "events",
    ...{ field: "secrets", good: WHSEC, other: OTHER_WHSEC },
    proofs: ["webhook-id", "webhook-timestamp", "webhook-signature"],
    request: (at) => standardRequest(EVENTS.standard, at),
    meaning: withoutUrl("webhook-id", "webhook-timestamp", "webhook-signature"),
    oldest: 5 * MINUTE,
  },
];

/** How a request is judged at an instant, with some of a sample's secrets. */
export async function judged(
  { adapter, event, field, good }: Sample,
  request: HookRequest,
  { secrets = [good], now = NOW }: { secrets?: readonly unknown[]; now?: EpochMs } = {},
): Promise<Verified> {
  return adapter.verify(request, { secrets: { [field]: secrets } as never, event, now, fetchBytes });
}
