import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { aliyun } from "../../../lib/adapters/aliyun/aliyun.ts";
import { hubspot } from "../../../lib/adapters/hubspot/hubspot.ts";
import { standardWebhooks } from "../../../lib/adapters/standard-webhooks/standard-webhooks.ts";
import {
  ALIYUN_KEY,
  aliyunRequest,
  CLIENT_SECRET,
  EVENTS,
  hubspotRequest,
  NOW,
  standardRequest,
} from "../../support/hook-samples.ts";

const fetchBytes = async () => undefined;

describe("HubSpot", () => {
  const verify = (query: string, signed: string) =>
    hubspot.verify(hubspotRequest("contacts", EVENTS.hubspot, { query, signed }), {
      ...{ secrets: { clientSecrets: [CLIENT_SECRET] }, event: "contacts", now: NOW, fetchBytes },
    });

  it("signs some characters of the address as themselves, however they are sent", async () => {
    const sent = "?a=%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B&b=%20%25";
    expect(await verify(sent, "?a=:/?@!$'()*,;&b=%20%25")).toBe("verified");
    expect(await verify(sent, sent)).toBe("verified");
    expect(await verify(sent, "?a=:/?@!$'()*,;&b= %")).toBe("bad_signature");
  });

  const read = (...events: object[]) =>
    hubspot.read(
      hubspotRequest(
        "contacts",
        events.map((event) => ({ ...EVENTS.hubspot[0], ...event })),
      ),
      "contacts",
      NOW,
    );

  it("tells an opt-out of a contact by its id there", () => {
    expect(read({}).messages).toMatchObject([
      {
        kind: "optOut",
        channel: "email",
        address: { type: "hubspot", value: "65059681032" },
        at: 1_795_424_400_741,
      },
    ]);
  });

  it.each([
    [{ propertyValue: "false" }, { kind: "ignored" }],
    [{ propertyName: "firstname" }, { kind: "ignored" }],
    [{ subscriptionType: "contact.creation" }, { kind: "ignored" }],
    [{ subscriptionType: "contact.privacyDeletion" }, { kind: "ignored" }],
    [
      { propertyName: "hs_email_hard_bounce_reason_enum", propertyValue: "UNKNOWN_USER" },
      { outcome: "bounced", isPermanent: true },
    ],
  ])("%j is %j", (event, expected) => {
    expect(read(event).messages).toMatchObject([expected]);
  });

  it("reads a workflow's body in our words, under the same id when it is sent again", () => {
    const body = { type: "optOut", channel: "sms", from: { phone: "+14155550123" } };
    const once = hubspot.read(hubspotRequest("workflow", body), "workflow", NOW);
    expect(once.messages).toMatchObject([{ kind: "optOut", channel: "sms", at: NOW }]);
    expect(hubspot.read(hubspotRequest("workflow", body), "workflow", NOW)).toEqual(once);
  });

  it("lists what it cannot read", () => {
    expect(read({ occurredAt: "now" }, {}).issues.map(({ path }) => path)).toEqual(["0.occurredAt"]);
  });
});

describe("Aliyun", () => {
  const read = (event: string, list: unknown) => aliyun.read(aliyunRequest(event, list), event, NOW);
  const at = Date.parse("2026-11-23T09:00:05Z");

  it("tells what became of a message in Beijing's time", () => {
    expect(read("sms-report", EVENTS.aliyunReport).messages).toMatchObject([
      {
        ...{
          kind: "outcome",
          channel: "sms",
          outcome: "failed",
          at,
          touchId: "t_1.c_abc",
          detail: "UNDELIV: unreachable",
        },
        address: { type: "phone", value: "13800138000", region: "CN" },
      },
    ]);
    const [report] = EVENTS.aliyunReport;
    expect(read("sms-report", [{ ...report, success: true, out_id: "" }]).messages).toMatchObject([
      { outcome: "delivered", touchId: undefined, reference: "12345^0" },
    ]);
  });

  it("tells what became of a message abroad", () => {
    expect(read("sms-report", EVENTS.aliyunAbroad).messages).toMatchObject([
      { outcome: "delivered", at, reference: "mail-1", address: { type: "phone", value: "+85212345678" } },
    ]);
    for (const Status of ["2", "6"]) {
      const [report] = EVENTS.aliyunAbroad;
      expect(read("sms-report", [{ ...report, Status }]).messages).toMatchObject([{ outcome: "failed" }]);
    }
  });

  it.each([
    ["TD", { kind: "optOut", isSure: true }],
    ["退订", { kind: "optOut", isSure: true }],
    ["T", { kind: "optOut", isSure: true }],
    ["n", { kind: "optOut", isSure: true }],
    ["不要再发了", { kind: "optOut", isSure: false, words: "不要再发了" }],
    ["T恤到了吗", { kind: "reply" }],
    ["帮助", { kind: "help" }],
    ["恢复订阅", { kind: "optIn" }],
  ])("reads %s of a customer", (content, expected) => {
    const [up] = EVENTS.aliyunUp;
    const told = { channel: "sms", address: { type: "phone", value: "13800138000", region: "CN" } };
    expect(read("sms-up", [{ ...up, content, sequence_id: 1_234_567_890 }]).messages).toMatchObject([
      { ...told, ...expected, id: "1234567890:13800138000", at: at - 5_000 },
    ]);
  });

  it("takes the key once only, and lists receipts that it cannot read", async () => {
    const request = aliyunRequest("sms-up", EVENTS.aliyunUp);
    const verify = (url: string) =>
      aliyun.verify(
        { ...request, url },
        { secrets: { keys: [ALIYUN_KEY] }, event: "sms-up", now: NOW, fetchBytes },
      );
    expect(await verify(`${request.url}&key=${ALIYUN_KEY}`)).toBe("no_signature");
    expect(await verify(request.url.replace("key=", "Key="))).toBe("no_signature");
    const [up] = EVENTS.aliyunUp;
    expect(
      read("sms-up", [{ ...up, send_time: "2026-02-31 00:00:00" }, up]).issues.map(({ path }) => path),
    ).toEqual(["0.send_time"]);
    expect(read("sms-up", {}).issues).toHaveLength(1);
  });

  it("is answered with the number that it asks for", () => {
    expect(JSON.parse(aliyun.answer?.body ?? "")).toMatchObject({ code: 0 });
  });
});

describe("Standard Webhooks", () => {
  const read = (value: unknown) => standardWebhooks.read(standardRequest(value), "events", NOW);

  it("reads one event or several, under the delivery's id and time", () => {
    const [at, address] = [Math.floor(NOW / 1_000) * 1_000, { type: "email", value: "jane@example.com" }];
    expect(read(EVENTS.standard).messages).toMatchObject([
      { kind: "outcome", outcome: "delivered", touchId: "t_1.c_abc", id: "msg_1-0", at, address },
      { kind: "optOut", channel: "sms", scope: "channel", isSure: true, id: "msg_1-1" },
    ]);
    expect(read(EVENTS.standard.events[0]).messages).toMatchObject([{ outcome: "delivered", id: "msg_1-0" }]);
    expect(read({ type: "optIn", channel: "sms", from: { phone: "+1" } }).messages).toMatchObject([
      { kind: "optIn" },
    ]);
  });

  it.each([
    ["STOP", { kind: "optOut", scope: "channel", isSure: true, isAnswered: false, words: "STOP" }],
    ["stop all", { kind: "optOut", scope: "all", isSure: true }],
    ["please don't text me again", { kind: "optOut", isSure: false }],
    ["START", { kind: "optIn" }],
    ["help", { kind: "help" }],
    ["when do you open?", { kind: "reply" }],
  ])("reads what a customer wrote: %s", (text, meaning) => {
    const from = { phone: "+491721234567" };
    const { messages, issues } = read({ type: "message", id: "m1", channel: "sms", from, text });
    expect(issues).toEqual([]);
    const about = { id: "m1", channel: "sms", address: { type: "phone", value: from.phone } };
    expect(messages).toMatchObject([{ ...about, ...meaning }]);
  });

  it("reads letters that stop in China by the number's country", () => {
    const of = (phone: string) =>
      read({ type: "message", channel: "sms", from: { phone }, text: "R" }).messages[0]?.kind;
    expect([of("+8613800138000"), of("+491721234567")]).toEqual(["optOut", "reply"]);
  });

  it.each([{ events: 5 }, { events: null }, { events: "x" }, { events: Array(501).fill({}) }])(
    "refuses events that are no list, or too many",
    (value) => {
      expect(read(value)).toEqual({
        messages: [],
        issues: [{ path: "events", message: "must be a list of at most 500" }],
      });
    },
  );

  it("lists each fault with its place, and reads the others", () => {
    const { messages, issues } = read({ events: [{ type: "optIn" }, EVENTS.standard.events[0], 5] });
    expect(messages).toHaveLength(1);
    expect(issues.map(({ path }) => path)).toEqual(["events.0.channel", "events.0.from", "events.2"]);
  });

  it("takes Ed25519 signatures by a public key, among others in the header", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const key = `whpk_${publicKey.export({ format: "der", type: "spki" }).subarray(-32).toString("base64")}`;
    const request = standardRequest(EVENTS.standard);
    const { "webhook-timestamp": timestamp } = request.headers;
    const signed = Buffer.concat([Buffer.from(`msg_1.${timestamp}.`), request.body]);
    const good = `v1a,${sign(null, signed, privateKey).toString("base64")}`;
    const verify = (signature: string) =>
      standardWebhooks.verify(
        { ...request, headers: { ...request.headers, "webhook-signature": signature } },
        { secrets: { secrets: [key] }, event: "events", now: NOW, fetchBytes },
      );
    expect(await verify(`v1,abc ${good}`)).toBe("verified");
    expect(await verify(good.replace("v1a,", "v1,"))).toBe("bad_signature");
    expect(await verify(request.headers["webhook-signature"] ?? "")).toBe("bad_signature");
    expect(await verify("v1a,")).toBe("bad_signature");
  });
});
