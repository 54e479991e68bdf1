import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS } from "../../lib/core/time.ts";
import { freshEmail, freshPhone } from "../support/gate.ts";
import { type HookGate, startHookGate } from "../support/hook-gate.ts";
import { EVENTS, hubspotRequest, NOW, standardRequest, textOf, twilioForm } from "../support/hook-samples.ts";

let hooks: HookGate;
beforeAll(async () => {
  hooks = await startHookGate();
});
afterAll(() => hooks.stop());
beforeEach(() => hooks.setClock());

const isoAt = (afterMs: number): string => new Date(NOW + afterMs).toISOString();

it("a hubspot workflow's stop counts again after a go on, though its body is the same", async () => {
  const phone = freshPhone();
  const tell = async (type: string, afterMs: number) => {
    hooks.setClock(afterMs);
    const at = (NOW + afterMs) as typeof NOW;
    const request = hubspotRequest("workflow", { type, channel: "sms", from: { phone } }, { at });
    expect((await hooks.send(request)).status).toBe(200);
    return request;
  };
  const first = await tell("optOut", 0);
  await tell("optIn", 60_000);
  await hooks.send(first);
  expect(await hooks.codesOf({ phone }, { channel: "sms" })).toBe("allow");
  await tell("optOut", 5 * DAY_MS);
  expect(await hooks.codesOf({ phone }, { channel: "sms" })).toBe("opted_out");
});

it("a go on that is dated ahead does not outdate a stop that comes after it", async () => {
  const phone = freshPhone();
  const said = { channel: "sms", from: { phone } };
  await hooks.send(standardRequest({ type: "optIn", id: "ahead", ...said, at: isoAt(DAY_MS) }));
  hooks.setClock(60_000);
  await hooks.send(standardRequest({ type: "optOut", id: "stop", ...said, at: isoAt(60_000) }));
  expect(await hooks.codesOf({ phone }, { channel: "sms" })).toBe("opted_out");
});

describe.each([
  ["to everything", { scope: "all" }, { channel: "call" }],
  ["to a topic", { topic: "offers" }, { channel: "sms", topic: "offers" }],
])("a no %s, and a go on after it", (name, no, asked) => {
  it.each([[["optOut", "optIn"]], [["optIn", "optOut"]]])(
    "leave the no in force, told in the order %j",
    async (order) => {
      const phone = freshPhone();
      const said = { channel: "sms", from: { phone } };
      const told: Readonly<Record<string, unknown>> = {
        optOut: { type: "optOut", id: `no ${name}`, ...said, ...no, at: isoAt(-60_000) },
        optIn: { type: "optIn", id: `go on ${name}`, ...said, at: isoAt(-30_000) },
      };
      for (const type of order) expect((await hooks.send(standardRequest(told[type]))).status).toBe(200);
      expect(await hooks.codesOf({ phone }, asked)).toBe("opted_out");
    },
  );
});

it("a go on of Twilio's that is sent again, its fields cut otherwise, takes no stop back", async () => {
  const From = freshPhone();
  const { OptOutType: _, MessagingServiceSid, ...inbound } = EVENTS.twilio.inbound;
  const told = (Body: string, sid: string) =>
    twilioForm("inbound", {
      ...inbound,
      MessagingServiceSid,
      From,
      Body,
      MessageSid: sid.repeat(32).padStart(34, "SM"),
    });
  const goOn = told("START", "a");
  for (const [afterMs, request] of [told("STOP", "b"), goOn, told("STOP", "c")].entries()) {
    hooks.setClock(afterMs);
    expect((await hooks.send(request)).status).toBe(200);
  }
  hooks.setClock(DAY_MS);
  const form = new URLSearchParams(textOf(goOn));
  form.set("MessageSid", `${form.get("MessageSid")}MessagingServiceSid${MessagingServiceSid}`);
  form.delete("MessagingServiceSid");
  for (const again of [goOn, { ...goOn, body: new Uint8Array(Buffer.from(form.toString())) }]) {
    await hooks.send(again);
    expect(await hooks.codesOf({ phone: From }, { channel: "sms" })).toBe("opted_out");
  }
});

describe("a go on that comes days late", () => {
  const late = (from: object, channel: string) =>
    standardRequest({
      type: "optIn",
      id: `late ${JSON.stringify(from)}`,
      channel,
      from,
      at: isoAt(-3 * DAY_MS),
    });
  const listed = (numbers: readonly string[]) =>
    hooks.gate.send(`PUT /v1/contacts/p${numbers[0]?.slice(1)}`, {
      body: { identities: numbers.map((value) => ({ type: "phone", value })) },
    });

  it("takes back no no that a caller has told since, and waits for a person to look", async () => {
    const phone = freshPhone();
    await listed([phone]);
    const body = { channels: { sms: { optOut: "hard" } } };
    expect((await hooks.gate.send(`PUT /v1/contacts/p${phone.slice(1)}/preferences`, { body })).status).toBe(
      200,
    );
    await hooks.gate.drain();
    const { status, text } = await hooks.send(late({ phone }, "sms"));
    expect([status, text]).toEqual([202, expect.stringContaining('"review":1')]);
    expect(await hooks.codesOf({ phone }, { channel: "sms" })).toBe("opted_out");
  });

  it("takes back no stop of the person's other number", async () => {
    const [one, other] = [freshPhone(), freshPhone()];
    await listed([one, other]);
    await hooks.send(
      standardRequest({
        type: "optOut",
        id: `no ${one}`,
        channel: "sms",
        from: { phone: one },
        at: isoAt(-DAY_MS),
      }),
    );
    await hooks.send(late({ phone: other }, "sms"));
    expect(await hooks.codesOf({ phone: one }, { channel: "sms" })).toBe("opted_out");
  });

  it("takes back no complaint", async () => {
    const email = freshEmail();
    const { touchId } = await hooks.touch({ email });
    await hooks.send(
      standardRequest({ type: "outcome", channel: "email", outcome: "complained", touchId, to: { email } }),
    );
    await hooks.gate.drain();
    await hooks.send(late({ email }, "email"));
    expect(await hooks.codesOf({ email })).toContain("opted_out");
  });

  it("takes back the stop of its own number that came before it", async () => {
    const phone = freshPhone();
    const said = { channel: "sms", from: { phone } };
    await hooks.send(standardRequest({ type: "optOut", id: `no ${phone}`, ...said, at: isoAt(-4 * DAY_MS) }));
    await hooks.gate.drain();
    await hooks.send(late({ phone }, "sms"));
    expect(await hooks.codesOf({ phone }, { channel: "sms" })).toBe("allow");
  });
});
