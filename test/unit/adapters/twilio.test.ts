import { validateRequest, validateRequestWithBody } from "twilio/lib/webhooks/webhooks.js";
import { describe, expect, it } from "vitest";
import type { HookRequest } from "../../../lib/adapters/hook.ts";
import { twilio } from "../../../lib/adapters/twilio/twilio.ts";
import { EVENTS, NOW, TOKEN, textOf, twilioForm, twilioJson } from "../../support/hook-samples.ts";

const PHONE = { type: "phone", value: "+14155550123" };
const read = (event: string, fields: object, query?: string) =>
  twilio.read(twilioForm(event, { ...EVENTS.twilio[event], ...fields }, query), event, NOW);
const verify = (request: HookRequest) =>
  twilio.verify(request, {
    secrets: { authTokens: [TOKEN] },
    event: "inbound",
    now: NOW,
    fetchBytes: async () => undefined,
  });

describe("Twilio's signature", () => {
  it("is judged as Twilio's own library does, over repeated and empty fields and with ports", async () => {
    const fields = { B: ["2", "1", "2"], a: "", "Body é": "1+1 = 2 & 退订", A: "x" };
    const request = twilioForm("inbound", fields);
    const signature = request.headers["x-twilio-signature"] as string;
    expect(validateRequest(TOKEN, signature, request.url, fields)).toBe(true);
    expect(await verify(request)).toBe("verified");
    for (const url of [
      request.url.replace(".example", ".example:443"),
      request.url.replace("https", "http"),
    ]) {
      const asTheirs = validateRequest(TOKEN, signature, url, fields);
      expect(await verify({ ...request, url }), url).toBe(asTheirs ? "verified" : "bad_signature");
    }
  });

  it("over an address with a port is taken where it comes without, and the other way about", async () => {
    const withPort = twilioForm("inbound", { A: "x" });
    const url = withPort.url.replace(".example", ".example:8443");
    expect(await verify({ ...withPort, url })).toBe("verified");
  });

  it("of JSON without the body's hash in the address says nothing of the body, and is refused", async () => {
    const request = twilioJson("inbound", EVENTS.twilio.inbound);
    const signature = request.headers["x-twilio-signature"] as string;
    expect(validateRequestWithBody(TOKEN, signature, request.url, textOf(request))).toBe(true);
    const bare = twilioForm("inbound", {}, "");
    const headers = { ...bare.headers, "content-type": "application/json" };
    expect(await verify({ ...bare, headers, body: request.body })).toBe("bad_signature");
  });
});

describe("a message of a customer", () => {
  it("that Twilio took for STOP is one, and was answered", () => {
    expect(read("inbound", { OptOutType: "STOP", Body: "Foo" }).messages).toEqual([
      {
        kind: "optOut",
        id: `${EVENTS.twilio.inbound.MessageSid}:in`,
        at: NOW,
        channel: "sms",
        address: PHONE,
        scope: "channel",
        isSure: true,
        words: "Foo",
        isAnswered: true,
      },
    ]);
  });

  it.each([
    [
      { OptOutType: "STOP", Body: "Stop all" },
      { kind: "optOut", scope: "all", isSure: true, isAnswered: true },
    ],
    [{ OptOutType: "START", Body: "YES" }, { kind: "optIn" }],
    [{ OptOutType: "HELP", Body: "x" }, { kind: "help" }],
    [
      { OptOutType: "", Body: "STOPALL" },
      { kind: "optOut", scope: "all", isSure: true, isAnswered: false },
    ],
    [
      { OptOutType: "", Body: "please stop texting me" },
      { kind: "optOut", isSure: false },
    ],
    [
      { OptOutType: "", Body: "N", FromCountry: "CN" },
      { kind: "optOut", isSure: true },
    ],
    [
      { OptOutType: "", Body: "N", FromCountry: "", From: "+8613800138000" },
      { kind: "optOut", isSure: true },
    ],
    [{ OptOutType: "", Body: "START" }, { kind: "optIn" }],
    [
      { OptOutType: "", Body: "I'll stop by" },
      { kind: "reply", channel: "sms" },
    ],
    [{ OptOutType: "", Body: "" }, { kind: "reply" }],
    [
      { OptOutType: "", Body: "stop", From: "whatsapp:+14155550123" },
      { kind: "optOut", channel: "whatsapp", address: PHONE },
    ],
    [{ OptOutType: "", Body: "stop", From: "messenger:123456" }, { kind: "ignored" }],
  ])("%j is read as %j", (fields, expected) => {
    expect(read("inbound", fields).messages).toMatchObject([expected]);
  });

  it("is read the same from JSON", () => {
    const form = read("inbound", {}).messages;
    expect(twilio.read(twilioJson("inbound", EVENTS.twilio.inbound), "inbound", NOW).messages).toEqual(form);
    expect(twilio.read(twilioJson("inbound", [1]), "inbound", NOW).issues).toEqual([
      { path: "", message: "must be JSON" },
    ]);
  });

  it("without a number or an id is told with what is missing", () => {
    expect(read("inbound", { From: "" }).issues.map(({ path }) => path)).toEqual(["From"]);
    expect(read("inbound", { MessageSid: "", SmsSid: "" }).issues.map(({ path }) => path)).toEqual([
      "MessageSid",
    ]);
  });
});

describe("what became of a message", () => {
  it("names its touch by the query, and says that a number does not exist", () => {
    expect(read("message-status", {}).messages).toEqual([
      {
        kind: "outcome",
        id: `${EVENTS.twilio["message-status"].MessageSid}:undelivered`,
        at: NOW,
        channel: "sms",
        outcome: "failed",
        touchId: "t_1.c_abc",
        reference: "sms-1",
        address: PHONE,
        detail: "Twilio 30005",
        isPermanent: true,
      },
    ]);
  });

  it.each([
    ["delivered", "delivered"],
    ["read", "opened"],
    ["failed", "failed"],
    ["canceled", "failed"],
  ])("%s is %s", (MessageStatus, outcome) => {
    expect(read("message-status", { MessageStatus, ErrorCode: "30003" }, "").messages).toMatchObject([
      {
        kind: "outcome",
        outcome,
        reference: EVENTS.twilio["message-status"].MessageSid,
        isPermanent: undefined,
      },
    ]);
  });

  it.each(["queued", "sent", "sending", "accepted", "constructor"])("%s is not its end", (MessageStatus) => {
    expect(read("message-status", { MessageStatus }).messages).toMatchObject([{ kind: "ignored" }]);
  });

  it("refused since the customer once wrote STOP is an opt-out as well", () => {
    expect(read("message-status", { MessageStatus: "failed", ErrorCode: "21610" }).messages).toMatchObject([
      { kind: "outcome", outcome: "failed" },
      { kind: "optOut", isSure: true, isAnswered: true, address: PHONE },
    ]);
  });
});

describe("what became of a call", () => {
  it.each([
    [{}, "answered"],
    [{ AnsweredBy: "machine_end_beep" }, "voicemail"],
    [{ CallStatus: "busy" }, "busy"],
    [{ CallStatus: "no-answer" }, "no_answer"],
    [{ CallStatus: "canceled" }, "no_answer"],
    [{ CallStatus: "failed" }, "failed"],
  ])("%j is %s", (fields, outcome) => {
    const at = Date.parse("2026-11-23T09:00:00Z");
    expect(read("call-status", fields).messages).toMatchObject([
      { outcome, channel: "call", at, touchId: "t_1.c_abc" },
    ]);
  });

  it.each([{ CallStatus: "ringing" }, { Direction: "inbound" }])(
    "%j says nothing of one of ours",
    (fields) => {
      expect(read("call-status", fields).messages).toMatchObject([{ kind: "ignored" }]);
    },
  );

  it("is told at the time of receipt when the vendor's time cannot be read", () => {
    expect(read("call-status", { Timestamp: "yesterday" }).messages).toMatchObject([{ at: NOW }]);
  });
});
