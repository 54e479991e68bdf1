import https from "node:https";
import { createRequire } from "node:module";
import { PassThrough } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { HookRequest, Verified } from "../../../lib/adapters/hook.ts";
import { isCertificateUrl, PUBLIC_ROOTS, trustedCertificate } from "../../../lib/adapters/ses/certificate.ts";
import { hostOf } from "../../../lib/adapters/ses/message.ts";
import { epochMs } from "../../../lib/core/time.ts";
import {
  CERTIFICATE_URL,
  EVENTS,
  fetchBytes,
  fixture,
  NOW,
  ses,
  snsNotification,
  snsRequest,
  TOPIC,
  textOf,
} from "../../support/hook-samples.ts";

type Fetch = (url: string) => Promise<Uint8Array | undefined>;
const bytesOf = (name: string): Uint8Array => new Uint8Array(Buffer.from(fixture(name)));
const HOST = "sns.eu-west-1.amazonaws.com";

const verify = (
  request: HookRequest,
  over: { fetch?: Fetch; now?: number; topicArns?: string[] } = {},
): Promise<Verified> =>
  ses.verify(request, {
    secrets: { topicArns: over.topicArns ?? [TOPIC] },
    event: "events",
    now: epochMs(over.now ?? NOW),
    fetchBytes: over.fetch ?? fetchBytes,
  });

const CONFIRM = {
  Type: "SubscriptionConfirmation",
  Token: "2336412f37",
  Message: "You have chosen to subscribe",
  SubscribeURL: `https://${HOST}/?Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=2336412f37`,
};

interface Validator {
  validate(message: string, done: (fault: Error | null) => void): void;
}
const MessageValidator: new () => Validator = createRequire(import.meta.url)("sns-validator");

describe("an envelope of SNS", () => {
  afterEach(() => vi.restoreAllMocks());

  /** AWS's own library, which fetches the certificate by itself. */
  const isValidForAws = (message: string): Promise<boolean> => {
    vi.spyOn(https, "get").mockImplementation(((_: string, answered: (response: unknown) => void) => {
      const response = Object.assign(new PassThrough(), { statusCode: 200 });
      answered(response);
      response.end(fixture("sns/leaf.pem"));
      return response;
    }) as never);
    return new Promise((resolve) => {
      new MessageValidator().validate(message, (fault) => resolve(fault === null));
    });
  };

  it.each([
    ["notification", "2", snsNotification(EVENTS.sesBounce)],
    ["notification without a subject", "2", snsRequest({ Message: "{}" })],
    ["notification", "1", snsRequest({ Message: "{}\n\u{1F600}", Subject: "é", SignatureVersion: "1" })],
    ["confirmation", "2", snsRequest(CONFIRM)],
    ["confirmation", "1", snsRequest({ ...CONFIRM, SignatureVersion: "1" })],
    ["farewell", "1", snsRequest({ ...CONFIRM, Type: "UnsubscribeConfirmation", SignatureVersion: "1" })],
  ])("with a %s of version %s is judged as AWS's own library does", async (_, __, request) => {
    expect(await verify(request)).toBe("verified");
    // That library leaves the token of a farewell out, which the documentation has in.
    if (!textOf(request).includes("UnsubscribeConfirmation"))
      expect(await isValidForAws(textOf(request))).toBe(true);
    const changed = textOf(request).replace(/"Message":"/, '"Message":"x');
    expect(await verify({ ...request, body: new Uint8Array(Buffer.from(changed)) })).toBe("bad_signature");
    expect(await isValidForAws(changed)).toBe(false);
  });

  it("of a topic that was not set up is refused before anything is fetched", async () => {
    const fetch = vi.fn(fetchBytes);
    expect(await verify(snsRequest({ Message: "{}", TopicArn: `${TOPIC}x` }), { fetch })).toBe(
      "unexpected_topic",
    );
    expect(await verify(snsRequest({ Message: "{}", TopicArn: "arn" }), { fetch, topicArns: ["arn"] })).toBe(
      "unexpected_topic",
    );
    expect(fetch).not.toHaveBeenCalled();
  });

  it.each([
    "http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a.pem",
    CERTIFICATE_URL.replace("eu-west-1", "us-east-1"),
    CERTIFICATE_URL.replace("amazonaws.com", "amazonaws.com.evil.example"),
    CERTIFICATE_URL.replace("sns.", "sns.evil.example/sns."),
    CERTIFICATE_URL.replace("://sns", "://evil@sns"),
    CERTIFICATE_URL.replace(".com/", ".com:8443/"),
    CERTIFICATE_URL.replace(".com/", ".com/bucket/"),
    CERTIFICATE_URL.replace(".com/", ".com/../"),
    `${CERTIFICATE_URL}?x=.pem`,
    `${CERTIFICATE_URL}\n`,
    `https://s3.amazonaws.com/SimpleNotificationService-${"0a".repeat(16)}.pem`,
    CERTIFICATE_URL.replace("https", "HTTPS"),
  ])("with its certificate at %j is refused, and nothing is fetched there", async (SigningCertURL) => {
    const fetch = vi.fn(fetchBytes);
    expect(await verify(snsRequest({ Message: "{}", SigningCertURL }), { fetch })).toBe("bad_certificate");
    expect(fetch).not.toHaveBeenCalled();
    expect(isCertificateUrl(CERTIFICATE_URL, HOST)).toBe(true);
  });

  it.each(["sns/stranger.pem", "sns/forged.pem", "sns/root.pem", "replies.json"])(
    "with the certificate %s is refused",
    async (name) => {
      const fetch: Fetch = async (url) => (url === CERTIFICATE_URL ? bytesOf(name) : fetchBytes(url));
      expect(await verify(snsRequest({ Message: "{}" }), { fetch })).toBe("bad_certificate");
    },
  );

  it("is refused when its certificate is not in force, cannot be found, or nobody issued it", async () => {
    const request = snsRequest({ Message: "{}" });
    expect(await verify(request, { now: Date.parse("2026-01-01T00:00:00Z") })).toBe("bad_certificate");
    expect(await verify(request, { now: Date.parse("2127-01-01T00:00:00Z") })).toBe("bad_certificate");
    expect(await verify(request, { fetch: async () => undefined })).toBe("bad_certificate");
    const alone: Fetch = async (url) => (url === CERTIFICATE_URL ? bytesOf("sns/leaf.pem") : undefined);
    expect(await verify(request, { fetch: alone })).toBe("bad_certificate");
  });

  it("is left for the vendor to send again when no answer comes with the certificate", async () => {
    const fetch: Fetch = async () => {
      throw new Error("no answer");
    };
    await expect(verify(snsRequest({ Message: "{}" }), { fetch })).rejects.toThrow("no answer");
  });

  it("delivered raw has no signature", async () => {
    const body = new Uint8Array(Buffer.from(JSON.stringify(EVENTS.sesBounce)));
    expect(await verify({ ...snsRequest({ Message: "{}" }), body })).toBe("no_signature");
  });
});

describe("a certificate that SNS signed with", () => {
  const URL_THERE =
    "https://sns.af-south-1.amazonaws.com/SimpleNotificationService-5416b31fae4efe3bce5b30212490f0b5.pem";
  const served: Readonly<Record<string, string>> = {
    [URL_THERE]: "sns/amazon-leaf-af-south-1.pem",
    "http://crt.r2m01.amazontrust.com/r2m01.cer": "sns/amazon-rsa-2048-m01.pem",
  };
  const fetch: Fetch = async (url) => (served[url] === undefined ? undefined : bytesOf(served[url]));
  const trusted = (over: object = {}) =>
    trustedCertificate(URL_THERE, {
      ...{ host: "sns.af-south-1.amazonaws.com", now: NOW, roots: PUBLIC_ROOTS, fetchBytes: fetch },
      ...over,
    });

  it("is trusted by what issued it and by Node's roots", async () => {
    expect((await trusted())?.subject).toBe("CN=sns-signing.af-south-1.amazonaws.com");
  });

  it("is not, past its end, without Amazon's root, or on the host of another region", async () => {
    expect(await trusted({ now: epochMs(Date.parse("2027-02-09T00:00:00Z")) })).toBeUndefined();
    expect(await trusted({ roots: [fixture("sns/root.pem")] })).toBeUndefined();
    const url = URL_THERE.replace("af-south", "eu-west");
    const there: Fetch = async (asked) => fetch(asked === url ? URL_THERE : asked);
    const judging = { host: "sns.eu-west-1.amazonaws.com", now: NOW, roots: PUBLIC_ROOTS, fetchBytes: there };
    expect(await trustedCertificate(url, judging)).toBeUndefined();
  });

  it("lies on the host of the topic's own region", () => {
    expect(hostOf("arn:aws-cn:sns:cn-north-1:123456789012:a")).toBe("sns.cn-north-1.amazonaws.com.cn");
    expect(hostOf("arn:aws:sns:eu-west-1:123456789012:a.fifo")).toBe(HOST);
    expect(hostOf("arn:aws:sns:evil.example/:123456789012:a")).toBeUndefined();
  });
});

describe("what SES tells", () => {
  const jane = { type: "email", value: "jane@example.com" };
  const timestamp = "2026-11-23T09:00:02.669Z";
  const { mail } = EVENTS.sesBounce;
  const read = (message: unknown) => ses.read(snsNotification(message), "events", NOW);

  it("of a bounce names its touch by a header, the reference by a tag", () => {
    expect(read(EVENTS.sesBounce)).toEqual({
      issues: [],
      messages: [
        {
          ...{ kind: "outcome", channel: "email", outcome: "bounced", isPermanent: true, address: jane },
          ...{ id: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324:0", at: Date.parse(timestamp) },
          ...{ touchId: "t_1.c_abc", reference: "mail-1" },
          detail: "Permanent · General · smtp; 550 5.1.1 user unknown",
        },
      ],
    });
  });

  const bounce = (bounceType: string) => ({ bounce: { ...EVENTS.sesBounce.bounce, bounceType } });
  const complaint = (emails: string[], more = {}) => ({
    complaint: { complainedRecipients: emails.map((emailAddress) => ({ emailAddress })), timestamp, ...more },
  });
  const subscription = (newTopicPreferences: object) => ({
    subscription: { timestamp, newTopicPreferences },
  });
  it.each([
    ["Bounce", bounce("Transient"), [{ outcome: "bounced", isPermanent: false }]],
    ["Bounce", bounce("Undetermined"), [{ outcome: "bounced", isPermanent: false }]],
    [
      "Complaint",
      complaint(["jane@example.com"]),
      [{ outcome: "complained" }, { kind: "optOut", isSure: true, address: jane }],
    ],
    [
      "Complaint",
      complaint(["a@example.com", "b@example.com"]),
      [{ outcome: "complained" }, { isSure: false }, { outcome: "complained" }, { isSure: false }],
    ],
    [
      "Complaint",
      complaint(["jane@example.com"], { complaintFeedbackType: "not-spam" }),
      [{ kind: "ignored" }],
    ],
    [
      "Complaint",
      complaint(["jane@example.com"], { complaintSubType: "OnAccountSuppressionList" }),
      [{ outcome: "failed" }, { kind: "optOut" }],
    ],
    [
      "Delivery",
      { delivery: { recipients: ["jane@example.com"], timestamp } },
      [{ outcome: "delivered", address: jane }],
    ],
    ["Open", { open: { timestamp } }, [{ outcome: "opened", address: jane }]],
    ["Click", { click: { timestamp } }, [{ outcome: "clicked" }]],
    ["Reject", {}, [{ outcome: "failed" }]],
    ["Rendering Failure", {}, [{ outcome: "failed" }]],
    ["Send", {}, [{ kind: "ignored" }]],
    ["DeliveryDelay", {}, [{ kind: "ignored" }]],
    ["Subscription", subscription({ unsubscribeAll: true }), [{ kind: "optOut", topic: undefined }]],
    [
      "Subscription",
      subscription({ topicSubscriptionStatus: [{ topicName: "news", subscriptionStatus: "OptOut" }] }),
      [{ kind: "optOut", topic: "news" }],
    ],
    ["Subscription", subscription({ unsubscribeAll: false }), [{ kind: "ignored" }]],
  ])("by %s %j is %j", (type, parts, expected) => {
    expect(read({ eventType: type, mail, ...parts }).messages).toMatchObject(expected);
    // Notifications of an identity have no tags and another name for the type.
    const { tags: _, ...untagged } = mail;
    expect(read({ notificationType: type, mail: untagged, ...parts }).messages).toMatchObject(expected);
  });

  it("to people, or in words that are no event's, is ignored or listed", () => {
    expect(read("Successfully validated SNS topic").messages).toMatchObject([{ kind: "ignored" }]);
    expect(read({ notificationType: "AmazonSnsSubscriptionSucceeded", message: "…" }).messages).toMatchObject(
      [{ kind: "ignored" }],
    );
    expect(
      read({ eventType: "Bounce", mail, bounce: { bounceType: 1 } }).issues.map(({ path }) => path),
    ).toEqual([
      ...["Message.bounce.bounceType", "Message.bounce.bouncedRecipients", "Message.bounce.timestamp"],
    ]);
  });

  it("first asks whether it may send, and is confirmed for its own topic and region only", () => {
    const readConfirm = (SubscribeURL: string) =>
      ses.read(snsRequest({ ...CONFIRM, SubscribeURL }), "events", NOW);
    expect(readConfirm(CONFIRM.SubscribeURL).messages).toEqual([
      { kind: "subscription", topic: TOPIC, confirmUrl: CONFIRM.SubscribeURL },
    ]);
    for (const url of [
      CONFIRM.SubscribeURL.replace(HOST, "evil.example"),
      CONFIRM.SubscribeURL.replace("https", "http"),
      CONFIRM.SubscribeURL.replace("ConfirmSubscription", "Unsubscribe"),
      CONFIRM.SubscribeURL.replace(TOPIC, `${TOPIC}2`),
      "x",
    ]) {
      expect(readConfirm(url), url).toMatchObject({ messages: [], issues: [{ path: "SubscribeURL" }] });
    }
    expect(
      ses.read(snsRequest({ ...CONFIRM, Type: "UnsubscribeConfirmation" }), "events", NOW).messages,
    ).toMatchObject([{ kind: "ignored" }]);
  });
});
