import { createHmac } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { epochMs } from "../../lib/core/time.ts";
import { deleteHook, putHook, readReviews } from "../../lib/store/hooks.ts";
import {
  type Fields,
  freshEmail,
  freshPhone,
  problemOf,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const NOW = "2026-11-23T10:00:00.000Z";
const SECRET = `whsec_${Buffer.from("a secret of thirty-two bytes ...").toString("base64")}`;

let gate: TestGate;
beforeAll(async () => {
  const cap = { id: "daily", kind: "cap", max: 1, window: { rolling: "P1D" } };
  gate = await startTestGate({
    policy: { id: "hooks", timezone: "UTC", purposes: { marketing: {} }, rules: [cap] },
  });
  await putHook(gate.store, { vendor: "standard", secrets: { secrets: [SECRET] }, createdAt: epochMs(0) });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(NOW));

let sent = 0;
/** A request of a sender of one's own, signed as Standard Webhooks says. */
function signed(body: unknown, { secret = SECRET, at = NOW } = {}) {
  const id = `msg_${++sent}`;
  const timestamp = `${Math.floor(Date.parse(at) / 1_000)}`;
  const raw = Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const mac = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(raw).digest("base64");
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${mac}`,
  };
  return { raw, headers, key: null };
}
type Signed = ReturnType<typeof signed>;
const send = (request: Signed) => gate.send("POST /v1/hooks/standard/events", request);
const tell = (body: unknown) => send(signed(body));

const MAIL = { channel: "email", department: "marketing", purpose: "marketing" };
const decisionOn = async (to: Fields, more: Fields = {}) => {
  const { decision, reasons } = await gate.check({ to, ...MAIL, mode: "dryRun", ...more });
  return decision === "allow" ? decision : reasons.map(({ code }) => code).join();
};
const reviews = async () => (await readReviews(gate.store, { limit: 100 })).reviews;

describe("an outcome that a vendor tells", () => {
  it("finds its touch by the touch id, and a bounce gives the slot back at the next check", async () => {
    const to = { email: freshEmail() };
    const { touchId } = await gate.check({ to, ...MAIL });
    expect(await decisionOn(to)).toBe("cap_reached");
    const reply = await tell({ type: "outcome", channel: "email", outcome: "bounced", touchId });
    expect([reply.status, reply.body]).toEqual([200, { taken: 1, review: 0 }]);
    expect(await decisionOn(to)).toBe("allow");
  });

  it("finds it by the sender's own reference", async () => {
    const to = { email: freshEmail() };
    await gate.check({ to, ...MAIL, reference: `mail-${sent}-47` });
    await gate.drain();
    const reply = await tell({
      type: "outcome",
      channel: "email",
      outcome: "bounced",
      reference: `mail-${sent}-47`,
    });
    expect(reply.body).toEqual({ taken: 1, review: 0 });
    expect(await decisionOn(to)).toBe("allow");
  });

  it("finds it by address and time, and not when the message is too long ago or on another channel", async () => {
    const phone = freshPhone();
    const to = { phone };
    await gate.check({ to, ...MAIL, channel: "sms" });
    const bounced = (channel: string, at: string) => ({
      type: "outcome",
      channel,
      outcome: "failed",
      at,
      to: { phone },
    });
    const before = (await reviews()).length;
    expect((await tell(bounced("call", NOW))).status).toBe(202);
    expect((await tell(bounced("sms", "2026-11-20T09:00:00.000Z"))).status).toBe(202);
    expect((await reviews()).length).toBe(before + 2);
    expect(await decisionOn(to, { channel: "sms" })).toBe("cap_reached");
    expect((await tell(bounced("sms", NOW))).status).toBe(200);
    expect(await decisionOn(to, { channel: "sms" })).toBe("allow");
  });

  it("is told once, however often and in whatever order it comes", async () => {
    const to = { email: freshEmail() };
    const { touchId, contactId } = await gate.check({ to, ...MAIL });
    const [opened, delivered] = ["opened", "delivered"].map((outcome, index) =>
      signed({
        type: "outcome",
        channel: "email",
        outcome,
        touchId,
        at: `2026-11-23T09:5${9 - index}:00.000Z`,
      }),
    ) as [Signed, Signed];
    for (const request of [opened, delivered, opened, delivered])
      expect((await send(request)).status).toBe(200);
    await gate.drain();
    const { body } = await gate.send<{ items: Fields[] }>(`GET /v1/contacts/${contactId}/timeline`);
    const told = body.items.filter(({ type }) => type === "outcome");
    expect(told.map(({ outcome }) => outcome)).toEqual(["opened", "delivered"]);
    expect(told[0]?.by).toBe("hook:standard");
  });

  it("of a complaint silences the channel", async () => {
    const to = { email: freshEmail() };
    const { touchId } = await gate.check({ to, ...MAIL });
    await tell({ type: "outcome", channel: "email", outcome: "complained", touchId });
    gate.setClock("2026-11-26T10:00:00.000Z");
    expect(await decisionOn(to)).toBe("opted_out");
  });

  it("is kept for a person when there is no touch: the vendor need not send it again", async () => {
    const reply = await tell({
      type: "outcome",
      channel: "email",
      outcome: "bounced",
      to: { email: freshEmail() },
    });
    expect([reply.status, reply.body]).toEqual([202, { taken: 0, review: 1 }]);
    expect(await reviews()).toContainEqual(
      expect.objectContaining({ vendor: "standard", because: "touch_not_found", detail: "bounced · email" }),
    );
  });
});

describe("stop and go on", () => {
  const word = (type: "optOut" | "optIn", phone: string, at: string) => ({
    ...{ type, channel: "sms", at, from: { phone } },
  });

  it("hold from the answer on, and of two the later counts in whatever order they come", async () => {
    const [early, late] = ["2026-11-23T09:00:00.000Z", "2026-11-23T09:30:00.000Z"];
    for (const [first, second, expected] of [
      [word("optOut", freshPhone(), early), "optIn", "allow"],
      [word("optIn", freshPhone(), early), "optOut", "opted_out"],
    ] as const) {
      const other = word(second, first.from.phone, late);
      for (const order of [
        [first, other],
        [other, first],
        [first, other, first, other, first],
      ]) {
        for (const one of order) expect((await tell(one)).status).toBe(200);
        expect(await decisionOn({ phone: first.from.phone }, { channel: "sms" })).toBe(expected);
      }
    }
  });

  it("silence one channel, or all when the customer says so", async () => {
    const phone = freshPhone();
    await tell(word("optOut", phone, NOW));
    expect(await decisionOn({ phone }, { channel: "sms" })).toBe("opted_out");
    expect(await decisionOn({ phone }, { channel: "call" })).toBe("allow");
    await tell({ ...word("optOut", phone, NOW), scope: "all" });
    expect(await decisionOn({ phone }, { channel: "call" })).toBe("opted_out");
  });
});

describe("what is told of an erased person", () => {
  it("is taken and leaves nothing", async () => {
    const phone = freshPhone();
    const { touchId, contactId } = await gate.check({ to: { phone }, ...MAIL, channel: "sms" });
    expect([202, 204]).toContain((await gate.send(`DELETE /v1/contacts/${contactId}`)).status);
    await gate.drain();
    const before = await reviews();
    for (const event of [
      { type: "outcome", channel: "sms", outcome: "delivered", touchId },
      { type: "outcome", channel: "sms", outcome: "complained", to: { phone } },
      { type: "optOut", channel: "sms", from: { phone } },
      { type: "optIn", channel: "sms", from: { phone } },
    ]) {
      expect((await tell(event)).status).toBe(200);
    }
    expect(await reviews()).toEqual(before);
    expect(await decisionOn({ phone }, { channel: "sms" })).toBe("suppressed");
  });
});

describe("a request that is not the vendor's", () => {
  it.each<[string, (good: Signed) => Partial<Signed>]>([
    ["another body", ({ raw }) => ({ raw: Buffer.concat([raw, Buffer.from(" ")]) })],
    [
      "no signature",
      ({ headers: { "webhook-signature": _, ...headers } }) => ({ headers: headers as Signed["headers"] }),
    ],
    ["another id", ({ headers }) => ({ headers: { ...headers, "webhook-id": "msg_x" } })],
    ["another time", ({ headers }) => ({ headers: { ...headers, "webhook-timestamp": "1795428001" } })],
  ])("is refused with 401 and has no effect: %s", async (_, change) => {
    const to = { email: freshEmail() };
    const good = signed({ type: "optOut", channel: "email", from: to });
    const reply = await send({ ...good, ...change(good) });
    expect([reply.status, problemOf(reply).code]).toEqual([401, "hook_unverified"]);
    expect(await decisionOn(to)).toBe("allow");
  });

  it("is refused when it is stale, or signed with another secret", async () => {
    const to = { email: freshEmail() };
    const event = { type: "optOut", channel: "email", from: to };
    for (const at of ["2026-11-23T09:54:59.000Z", "2026-11-23T10:05:01.000Z"]) {
      expect((await send(signed(event, { at }))).status).toBe(401);
    }
    const secret = `whsec_${Buffer.from("another secret of thirty-two byt").toString("base64")}`;
    expect((await send(signed(event, { secret }))).status).toBe(401);
    expect(await decisionOn(to)).toBe("allow");
    expect((await send(signed(event, { at: "2026-11-23T09:55:01.000Z" }))).status).toBe(200);
  });

  it("is refused of a vendor that was not set up, and of one that there is not", async () => {
    const other = await startTestGate();
    const reply = await other.send("POST /v1/hooks/standard/events", signed({}));
    expect([reply.status, problemOf(reply).code]).toEqual([401, "hook_unverified"]);
    await deleteHook(other.store, "standard");
    await other.stop();
    expect((await gate.send("POST /v1/hooks/nobody/events", signed({}))).status).toBe(404);
    expect((await gate.send("POST /v1/hooks/standard/nothing", signed({}))).status).toBe(404);
  });

  it("never makes the gate fail, whatever a good signature stands on", async () => {
    const body = fc.oneof(fc.json(), fc.string({ unit: "binary" }), fc.constant(""));
    const event = fc.record(
      {
        type: fc.constantFrom("outcome", "optOut", "optIn", "x", 1),
        channel: fc.constantFrom("email", "sms", "fax", null),
        outcome: fc.constantFrom("bounced", "opened", "x"),
        touchId: fc.oneof(fc.constant("t_x.c_none"), fc.string()),
        reference: fc.string(),
        to: fc.anything(),
        from: fc.constantFrom({ email: "x" }, { phone: "12" }, {}, null),
        at: fc.constantFrom("2026-01-01T00:00:00.000Z", "2026-13-01", 5),
      },
      { requiredKeys: ["type"] },
    );
    const events = fc
      .record({ events: fc.array(event, { maxLength: 5 }) })
      .map((value) => JSON.stringify(value));
    await fc.assert(
      fc.asyncProperty(fc.oneof(body, events), async (text) => {
        expect([200, 202]).toContain((await send(signed(text))).status);
      }),
      { numRuns: 300 },
    );
  });
});
