import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { HookRequest } from "../../lib/adapters/hook.ts";
import { DAY_MS } from "../../lib/core/time.ts";
import { type Fields, freshPhone } from "../support/gate.ts";
import { type HookGate, startHookGate } from "../support/hook-gate.ts";
import { aliyunRequest, EVENTS, standardRequest, twilioForm } from "../support/hook-samples.ts";

let hooks: HookGate;
beforeAll(async () => {
  hooks = await startHookGate();
});
afterAll(() => hooks.stop());
beforeEach(() => hooks.setClock());

/** An id as Twilio makes them, of a text. */
const sidOf = (text: string): string => `SM${createHash("md5").update(text).digest("hex")}`;

/** What a customer writes back. */
const WRITTEN: Readonly<Record<string, (phone: string, words: string, id: string) => HookRequest>> = {
  twilio: (From, Body, id) => {
    const { OptOutType: _, ...inbound } = EVENTS.twilio.inbound;
    return twilioForm("inbound", { ...inbound, From, Body, MessageSid: sidOf(id) });
  },
  aliyun: (phone, content, sequence_id) =>
    aliyunRequest("sms-up", [
      { ...EVENTS.aliyunUp[0], phone_number: phone.replace("+86", ""), content, sequence_id },
    ]),
  "a sender of one's own": (phone, text, id) =>
    standardRequest({ type: "message", id, channel: "sms", from: { phone }, text }),
};

describe.each(Object.entries(WRITTEN))("what a customer writes to %s", (_, written) => {
  it.each(["STOP", "TD", "退订", "t", "拒收请回复R，退订"])(
    "%s stops texts of every purpose",
    async (words) => {
      const phone = freshPhone();
      expect((await hooks.send(written(phone, words, `M${phone}`))).status).toBeLessThan(203);
      for (const purpose of ["marketing", "confirmation"]) {
        hooks.setClock(6 * 60_000);
        expect(await hooks.codesOf({ phone }, { channel: "sms", purpose })).toBe("opted_out");
      }
      expect(await hooks.codesOf({ phone }, { channel: "call" })).toBe("allow");
    },
  );
});

describe("the confirmation of a stop", () => {
  const { twilio } = WRITTEN as { twilio: (typeof WRITTEN)[string] };
  const confirm = { channel: "sms", department: "marketing", purpose: "confirmation" };
  const stopped = async (phone: string, more: Fields = {}) => {
    const { OptOutType: _, ...inbound } = EVENTS.twilio.inbound;
    const fields = { ...inbound, From: phone, Body: "STOP", MessageSid: sidOf(`M${phone}`), ...more };
    expect((await hooks.send(twilioForm("inbound", fields))).status).toBe(200);
  };
  const laterBy = (ms: number) => hooks.setClock(ms);

  it("is let through exactly once, however many ask at once, and nothing else is", async () => {
    const phone = freshPhone();
    await stopped(phone);
    expect(await hooks.codesOf({ phone }, { channel: "sms" })).toBe("opted_out");
    const asked = await Promise.all(
      Array.from({ length: 20 }, () => hooks.gate.check({ to: { phone }, ...confirm })),
    );
    expect(asked.filter(({ decision }) => decision === "allow")).toHaveLength(1);
    await stopped(phone);
    await stopped(phone, { MessageSid: sidOf(`N${phone}`) });
    expect(await hooks.codesOf({ phone }, confirm)).toBe("opted_out");
  });

  it("comes within five minutes or not at all", async () => {
    const phone = freshPhone();
    await stopped(phone);
    laterBy(5 * 60_000 - 1);
    expect(await hooks.codesOf({ phone }, confirm)).toBe("allow");
    laterBy(5 * 60_000);
    expect(await hooks.codesOf({ phone }, confirm)).toBe("opted_out");
  });

  it("is not for a purpose that the policy does not name, another channel, or a stop that Twilio has answered", async () => {
    const [phone, answered] = [freshPhone(), freshPhone()];
    await stopped(phone);
    expect(await hooks.codesOf({ phone }, { ...confirm, purpose: "marketing" })).toBe("opted_out");
    await stopped(answered, { OptOutType: "STOP" });
    expect(await hooks.codesOf({ phone: answered }, confirm)).toBe("opted_out");
  });

  it("is owed anew for the next stop, once the customer has come back", async () => {
    const phone = freshPhone();
    await stopped(phone);
    await hooks.gate.check({ to: { phone }, ...confirm });
    laterBy(60_000);
    await hooks.send(twilio(phone, "START", `S${phone}`));
    expect(await hooks.codesOf({ phone }, { channel: "sms" })).toBe("allow");
    laterBy(120_000);
    // Twilio tells no time: the first message again is known by its id, and stops nothing.
    await stopped(phone);
    expect(await hooks.codesOf({ phone }, { channel: "sms" })).toBe("allow");
    await stopped(phone, { MessageSid: sidOf(`O${phone}`) });
    expect(await hooks.codesOf({ phone }, confirm)).toBe("allow");
  });

  it("is let through once on every channel of texts", async () => {
    const phone = freshPhone();
    const ask = { to: { phone }, ...confirm, channel: "whatsapp" };
    await stopped(`whatsapp:${phone}`);
    const decisions = [];
    for (const _ of [1, 2, 3]) decisions.push((await hooks.gate.check(ask)).decision);
    expect(decisions).toEqual(["allow", "deny", "deny"]);
    laterBy(DAY_MS);
    expect(await hooks.codesOf({ phone }, { ...confirm, channel: "whatsapp" })).toBe("opted_out");
  });

  it("is not owed again for what was heard already, also of one who was merged", async () => {
    const [phone, other] = [freshPhone(), freshPhone()];
    const [one, two] = [`merged-${phone.slice(1)}`, `merged-${other.slice(1)}`];
    const put = (id: string, phones: readonly string[]) =>
      hooks.gate.send(`PUT /v1/contacts/${id}`, {
        body: { identities: phones.map((value) => ({ type: "phone", value })), onDuplicate: "merge" },
      });
    await put(one, [phone]);
    await put(two, [other]);
    expect((await put(two, [other, phone])).status).toBe(200);
    const ask = { to: { phone }, ...confirm, channel: "whatsapp" };
    await stopped(`whatsapp:${phone}`);
    expect((await hooks.gate.check(ask)).decision).toBe("allow");
    await stopped(`whatsapp:${phone}`, { MessageSid: sidOf(`N${phone}`) });
    expect((await hooks.gate.check(ask)).decision).toBe("deny");
  });
});
