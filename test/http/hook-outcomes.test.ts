import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { HookRequest } from "../../lib/adapters/hook.ts";
import { freshEmail, freshPhone } from "../support/gate.ts";
import { type HookGate, startHookGate } from "../support/hook-gate.ts";
import {
  aliyunRequest,
  EVENTS,
  hubspotRequest,
  mailgunRequest,
  NOW,
  postmarkRequest,
  sendgridRequest,
  snsNotification,
  standardRequest,
  twilioForm,
} from "../support/hook-samples.ts";

let hooks: HookGate;
beforeAll(async () => {
  hooks = await startHookGate();
});
afterAll(() => hooks.stop());
beforeEach(() => hooks.setClock());

/** Vendors of e-mail: a bounce for good, and a complaint, of a touch that they were passed. */
const MAIL: Readonly<
  Record<string, Readonly<Record<"bounced" | "complained", (email: string, touchId: unknown) => HookRequest>>>
> = {
  sendgrid: {
    bounced: (email, touchId) => sendgridRequest([{ ...EVENTS.sendgrid[0], email, touchId }]),
    complained: (email, touchId) =>
      sendgridRequest([
        { email, touchId, event: "spamreport", timestamp: NOW / 1_000 - 30, sg_event_id: `spam-${email}` },
      ]),
  },
  ses: {
    bounced: (email, touchId) => snsNotification(bounceOf(email, touchId)),
    complained: (email, touchId) => {
      const { mail } = bounceOf(email, touchId);
      const complaint = { complainedRecipients: [{ emailAddress: email }], timestamp: mail.timestamp };
      return snsNotification({ eventType: "Complaint", mail, complaint });
    },
  },
  mailgun: {
    bounced: (recipient, touchId) => mailgunRequest(mailgunEvent(recipient, touchId)),
    complained: (recipient, touchId) =>
      mailgunRequest({ ...mailgunEvent(recipient, touchId), event: "complained", id: `spam-${recipient}` }),
  },
  postmark: {
    bounced: (Email, touchId) => postmarkRequest({ ...EVENTS.postmark, Email, Metadata: { touchId } }),
    complained: (Email, touchId) =>
      postmarkRequest({
        ...{ ...EVENTS.postmark, Email, Metadata: { touchId } },
        ...{ RecordType: "SpamComplaint", Type: "SpamComplaint", ID: 43 },
      }),
  },
  standard: {
    bounced: (email, touchId) =>
      standardRequest({
        ...{ type: "outcome", channel: "email", outcome: "bounced", permanent: true, touchId, to: { email } },
      }),
    complained: (email, touchId) =>
      standardRequest({ type: "outcome", channel: "email", outcome: "complained", touchId, to: { email } }),
  },
};

function bounceOf(email: string, touchId: unknown) {
  const { mail, bounce, eventType } = EVENTS.sesBounce;
  const headers = [{ name: "X-Touchgate-Touch-Id", value: touchId }];
  const bouncedRecipients = [{ ...bounce.bouncedRecipients[0], emailAddress: email }];
  return {
    eventType,
    mail: { ...mail, headers, destination: [email] },
    bounce: { ...bounce, bouncedRecipients },
  };
}

const mailgunEvent = (recipient: string, touchId: unknown) => ({
  ...EVENTS.mailgun,
  recipient,
  "user-variables": { touchId },
});

describe.each(Object.entries(MAIL))("what %s tells of a message", (vendor, { bounced, complained }) => {
  it("of a bounce gives the slot back, and a dead address is given up until somebody says otherwise", async () => {
    const email = freshEmail();
    const { touchId } = await hooks.touch({ email });
    expect(await hooks.codesOf({ email })).toBe("cap_reached");
    expect(await hooks.send(bounced(email, touchId))).toMatchObject({ status: 200 });
    expect(await hooks.codesOf({ email })).toBe("suppressed");
    const items = [{ type: "email", value: email, list: "bounces" }];
    expect((await hooks.gate.send("DELETE /v1/suppressions", { body: { items } })).status).toBe(200);
    expect(await hooks.codesOf({ email })).toBe("allow");
  });

  it("of a complaint silences the channel", async () => {
    const email = freshEmail();
    const { touchId } = await hooks.touch({ email });
    expect(await hooks.send(complained(email, touchId))).toMatchObject({ status: 200 });
    expect(await hooks.codesOf({ email })).toContain("opted_out");
    expect(await hooks.codesOf({ email }, { channel: "push" })).not.toContain("opted_out");
  });

  it("is done once, however often it comes", async () => {
    const email = freshEmail();
    const { touchId } = await hooks.touch({ email });
    const request = complained(email, touchId);
    await hooks.send(request);
    const before = await hooks.stored();
    for (const _ of [1, 2]) expect((await hooks.send(request)).status).toBe(200);
    expect(await hooks.changedSince(before)).toEqual([]);
  });

  it(`is kept for a person when there is no such touch, which ${vendor} need not send again`, async () => {
    const { status } = await hooks.send(complained(freshEmail(), "t_none.c_none"));
    expect(status).toBe(["mailgun", "postmark"].includes(vendor) ? 200 : 202);
  });
});

/** Vendors of messages and calls: what became of one to this number. */
const PHONE: Readonly<
  Record<string, readonly [channel: string, (phone: string, touchId: string) => HookRequest]>
> = {
  "twilio's message": [
    "sms",
    (To, touchId) =>
      twilioForm("message-status", { ...EVENTS.twilio["message-status"], To }, `?touchId=${touchId}`),
  ],
  "twilio's call": [
    "call",
    (To, touchId) =>
      twilioForm(
        "call-status",
        { ...EVENTS.twilio["call-status"], CallStatus: "failed", To },
        `?touchId=${touchId}`,
      ),
  ],
  "aliyun's receipt": [
    "sms",
    (phone, out_id) =>
      aliyunRequest("sms-report", [
        { ...EVENTS.aliyunReport[0], phone_number: phone.replace("+86", ""), out_id },
      ]),
  ],
};

it.each(Object.entries(PHONE))("%s that failed gives the slot back", async (_, [channel, failed]) => {
  const phone = freshPhone();
  const { touchId } = await hooks.touch({ phone }, channel);
  expect(await hooks.codesOf({ phone }, { channel })).toBe("cap_reached");
  expect((await hooks.send(failed(phone, String(touchId)))).status).toBe(200);
  expect(await hooks.codesOf({ phone }, { channel })).toBe("allow");
});

it("hubspot's opt-out silences e-mail to whoever has its id", async () => {
  const [hubspot] = EVENTS.hubspot;
  const email = freshEmail();
  const identities = [
    { type: "email", value: email },
    { type: "hubspot", value: String(hubspot.objectId) },
  ];
  await hooks.gate.send("PUT /v1/contacts/of-hubspot", { body: { identities } });
  expect((await hooks.send(hubspotRequest("contacts", [hubspot]))).status).toBe(200);
  expect(await hooks.codesOf({ email })).toBe("opted_out");
});
