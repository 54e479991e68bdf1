import { EventWebhook } from "@sendgrid/eventwebhook";
import { describe, expect, it } from "vitest";
import { mailgun } from "../../../lib/adapters/mailgun/mailgun.ts";
import { postmark } from "../../../lib/adapters/postmark/postmark.ts";
import { sendgrid } from "../../../lib/adapters/sendgrid/sendgrid.ts";
import { epochMs } from "../../../lib/core/time.ts";
import {
  EVENTS,
  fixture,
  mailgunRequest,
  NOW,
  postmarkRequest,
  SENDGRID_KEY,
  SIGNING_KEY,
  sendgridRequest,
  textOf,
} from "../../support/hook-samples.ts";

const JANE = { type: "email", value: "jane@example.com" };
const fetchBytes = async () => undefined;
const AT = Date.parse("2026-11-23T09:00:00Z");
const BOUNCED = {
  kind: "outcome",
  channel: "email",
  outcome: "bounced",
  address: JANE,
  touchId: "t_1.c_abc",
  reference: "mail-1",
  isPermanent: true,
};

describe("SendGrid", () => {
  const vectors: { publicKey: string; signature: string; timestamp: string; body: string }[] = JSON.parse(
    fixture("sendgrid-vectors.json"),
  );

  it.each(vectors)(
    "takes what it signed itself at $timestamp",
    async ({ publicKey, signature, timestamp, body }) => {
      const request = {
        url: "https://gate.example/v1/hooks/sendgrid/events",
        headers: {
          "content-type": "application/json",
          "x-twilio-email-event-webhook-signature": signature,
          "x-twilio-email-event-webhook-timestamp": timestamp,
        },
        body: new Uint8Array(Buffer.from(body)),
      };
      const now = epochMs(Number(timestamp) * 1_000);
      const verify = (over: object, key = publicKey) =>
        sendgrid.verify(
          { ...request, ...over },
          { secrets: { publicKeys: [key] }, event: "events", now, fetchBytes },
        );
      expect(await verify({})).toBe("verified");
      expect(await verify({}, SENDGRID_KEY)).toBe("bad_signature");
      expect(await verify({ body: new Uint8Array(Buffer.from(body.trim())) })).toBe("bad_signature");
      expect(sendgrid.read(request, "events", NOW).issues).toEqual([]);
    },
  );

  it("is signed in these tests as its own library verifies", () => {
    const request = sendgridRequest(EVENTS.sendgrid);
    const webhook = new EventWebhook();
    const { headers } = request;
    const isGood = webhook.verifySignature(
      webhook.convertPublicKeyToECDSA(SENDGRID_KEY),
      textOf(request),
      headers["x-twilio-email-event-webhook-signature"] ?? "",
      headers["x-twilio-email-event-webhook-timestamp"] ?? "",
    );
    expect(isGood).toBe(true);
  });

  const read = (...events: object[]) =>
    sendgrid.read(
      sendgridRequest(events.map((event) => ({ ...EVENTS.sendgrid[0], ...event }))),
      "events",
      NOW,
    );

  it("tells a bounce with the touch of the custom arguments", () => {
    expect(read({}).messages).toMatchObject([{ ...BOUNCED, id: "evt-bounce-1", at: AT }]);
  });

  it.each([
    [{ type: "blocked" }, [{ outcome: "bounced", isPermanent: false }]],
    [{ event: "delivered" }, [{ outcome: "delivered" }]],
    [{ event: "open" }, [{ outcome: "opened" }]],
    [{ event: "open", sg_machine_open: true }, [{ kind: "ignored" }]],
    [{ event: "click" }, [{ outcome: "clicked" }]],
    [{ event: "spamreport" }, [{ outcome: "complained" }, { kind: "optOut", isSure: true, address: JANE }]],
    [{ event: "unsubscribe" }, [{ outcome: "unsubscribed" }, { kind: "optOut", topic: undefined }]],
    [
      { event: "group_unsubscribe", topic: "news" },
      [{ outcome: "unsubscribed" }, { kind: "optOut", topic: "news", isSure: true }],
    ],
    [
      { event: "group_unsubscribe" },
      [{ outcome: "unsubscribed" }, { kind: "optOut", topic: undefined, isSure: false }],
    ],
    [{ event: "dropped", reason: "Bounced Address" }, [{ outcome: "failed", isPermanent: true }]],
    [{ event: "dropped", reason: "Unsubscribed Address" }, [{ outcome: "failed" }, { kind: "optOut" }]],
    [{ event: "dropped", reason: "Spam Content" }, [{ outcome: "failed", isPermanent: undefined }]],
    [{ event: "deferred" }, [{ kind: "ignored" }]],
    [{ event: "processed" }, [{ kind: "ignored" }]],
    [{ event: "group_resubscribe" }, [{ kind: "ignored" }]],
  ])("%j is %j", (event, expected) => {
    expect(read(event).messages).toMatchObject(expected);
  });

  it("reads the others of a batch when some cannot be read, and a bad argument costs no event", () => {
    const { messages, issues } = read(
      { timestamp: "x" },
      { touchId: "a".repeat(200), reference: { a: 1 } },
      { email: 5 },
    );
    expect(messages).toMatchObject([{ outcome: "bounced", touchId: undefined, reference: undefined }]);
    expect(issues.map(({ path }) => path)).toEqual(["0.timestamp", "2.email"]);
    expect(sendgrid.read(sendgridRequest({}), "events", NOW).issues).toHaveLength(1);
  });
});

describe("Mailgun", () => {
  const read = (event: object) =>
    mailgun.read(mailgunRequest({ ...EVENTS.mailgun, ...event }), "events", NOW);

  it("tells a bounce with the touch of the user variables", () => {
    expect(read({}).messages).toMatchObject([{ ...BOUNCED, id: "mailgun-event-1", at: AT + 512 }]);
  });

  it.each([
    [{ severity: "temporary" }, [{ kind: "ignored" }]],
    [{ reason: "suppress-bounce" }, [{ outcome: "failed", isPermanent: true }]],
    [{ reason: "suppress-complaint" }, [{ outcome: "failed" }, { kind: "optOut" }]],
    [{ reason: "suppress-unsubscribe" }, [{ outcome: "failed" }, { kind: "optOut" }]],
    [{ event: "delivered" }, [{ outcome: "delivered" }]],
    [{ event: "rejected" }, [{ outcome: "failed" }]],
    [{ event: "opened" }, [{ outcome: "opened" }]],
    [{ event: "clicked" }, [{ outcome: "clicked" }]],
    [{ event: "complained" }, [{ outcome: "complained" }, { kind: "optOut", address: JANE }]],
    [{ event: "unsubscribed" }, [{ outcome: "unsubscribed" }, { kind: "optOut", topic: undefined }]],
    [{ event: "accepted" }, [{ kind: "ignored" }]],
    [{ "user-variables": null, "delivery-status": 5 }, [{ outcome: "bounced", touchId: undefined }]],
  ])("%j is %j", (event, expected) => {
    expect(read(event).messages).toMatchObject(expected);
  });

  it("takes what the main account signed for a subaccount", async () => {
    const request = mailgunRequest(EVENTS.mailgun, NOW, true);
    const secrets = { signingKeys: [SIGNING_KEY] };
    expect(await mailgun.verify(request, { secrets, event: "events", now: NOW, fetchBytes })).toBe(
      "verified",
    );
  });

  it("lists what it cannot read", () => {
    expect(mailgun.read(mailgunRequest({ event: 1 }), "events", NOW).issues.map(({ path }) => path)).toEqual([
      ...["event-data.event", "event-data.id", "event-data.timestamp", "event-data.recipient"],
    ]);
  });
});

describe("Postmark", () => {
  const read = (event: object) =>
    postmark.read(postmarkRequest({ ...EVENTS.postmark, ...event }), "events", NOW);
  const MessageID = "00000000-0000-0000-0000-000000000001";
  const about = { MessageID, Recipient: "jane@example.com", Metadata: { touchId: "t_1.c_abc" } };
  const change = {
    ...about,
    RecordType: "SubscriptionChange",
    ChangedAt: "2026-11-23T09:00:00Z",
    SuppressSending: true,
  };

  it("tells a bounce with the touch of the metadata", () => {
    expect(read({}).messages).toMatchObject([{ ...BOUNCED, id: "Bounce:42", at: AT + 273 }]);
  });

  it.each([
    [{ Type: "SoftBounce" }, [{ outcome: "bounced", isPermanent: false }]],
    [{ Type: "Blocked" }, [{ outcome: "bounced", isPermanent: false }]],
    [{ Type: "BadEmailAddress" }, [{ outcome: "bounced", isPermanent: true }]],
    [{ Type: "Transient" }, [{ kind: "ignored" }]],
    [{ Type: "AutoResponder" }, [{ kind: "ignored" }]],
    [{ Type: "SpamComplaint" }, [{ outcome: "complained" }, { kind: "optOut" }]],
    [{ Type: "Unsubscribe" }, [{ outcome: "unsubscribed" }, { kind: "optOut" }]],
    [{ RecordType: "SpamComplaint" }, [{ outcome: "complained" }, { kind: "optOut", address: JANE }]],
    [
      { ...about, RecordType: "Delivery", DeliveredAt: "2026-11-23T09:00:00Z" },
      [{ outcome: "delivered", at: AT, reference: MessageID }],
    ],
    [{ ...about, RecordType: "Open", ReceivedAt: "2026-11-23T09:00:00Z" }, [{ outcome: "opened" }]],
    [{ ...about, RecordType: "Click", ReceivedAt: "2026-11-23T09:00:00Z" }, [{ outcome: "clicked" }]],
    [
      { ...change, SuppressionReason: "ManualSuppression", Origin: "Recipient" },
      [{ kind: "optOut", address: JANE }],
    ],
    [{ ...change, SuppressionReason: "HardBounce" }, [{ kind: "ignored" }]],
    [{ ...change, SuppressSending: false, Origin: "Recipient" }, [{ kind: "optIn" }]],
    [{ ...change, SuppressSending: false, Origin: "Customer" }, [{ kind: "ignored" }]],
    [{ RecordType: "Inbound" }, [{ kind: "ignored" }]],
  ])("%j is %j", (event, expected) => {
    expect(read(event).messages).toMatchObject(expected);
  });

  it("lists what it cannot read", () => {
    expect(read({ BouncedAt: "yesterday", Email: "" }).issues.map(({ path }) => path)).toEqual([
      "Email",
      "BouncedAt",
    ]);
    expect(postmark.read(postmarkRequest(null), "events", NOW).issues).toHaveLength(1);
  });
});
