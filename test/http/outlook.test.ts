import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const POLICY = {
  id: "outlook",
  timezone: "UTC",
  purposes: { sales: {} },
  departments: ["sales"],
  rules: [
    { id: "two-a-day", kind: "cap", max: 2, window: { rolling: "P1D" }, per: ["channel"] },
    { id: "many", kind: "cap", max: 9, window: { rolling: "P7D" }, effect: "shadow" },
    {
      id: "calling-hours",
      kind: "hours",
      when: { channel: ["call"] },
      zone: "UTC",
      allow: [{ days: ["mon", "tue"], ranges: [["09:00", "10:00"]] }],
    },
    { id: "no-texts", kind: "cap", max: 0, window: { rolling: "P1D" }, when: { channel: ["sms"] } },
  ],
};
/** A Monday. */
const TEN = "2026-11-23T10:00:00.000Z";

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(TEN));

async function newContact() {
  const [contactId, email, phone] = [freshId(), freshEmail(), freshPhone()];
  const identities = [
    { type: "email", value: email },
    { type: "phone", value: phone },
  ];
  await gate.send(`PUT /v1/contacts/${contactId}`, { body: { identities } });
  return (more: Fields = {}) =>
    gate.check({ to: { contactId }, channel: "email", department: "sales", purpose: "sales", ...more });
}

describe("include", () => {
  it("alternatives names the other channels with an address, those that pass first, then by when", async () => {
    const check = await newContact();
    expect(await check({ include: ["alternatives"] })).toMatchObject({
      decision: "allow",
      alternatives: [
        { channel: "whatsapp", decision: "allow", nextAllowedAt: null },
        { channel: "call", decision: "defer", nextAllowedAt: "2026-11-24T09:00:00.000Z" },
        { channel: "sms", decision: "deny", nextAllowedAt: null },
      ],
    });
    const texts = await check({ channel: "sms", include: ["alternatives"] });
    expect(texts).toMatchObject({ decision: "deny", alternatives: [{}, {}, {}] });
    expect(texts.alternatives).toContainEqual({ channel: "email", decision: "allow", nextAllowedAt: null });
  });

  it("of a stranger by e-mail knows no other way", async () => {
    const to = { email: freshEmail() };
    const body = { to, channel: "email", department: "sales", purpose: "sales", include: ["alternatives"] };
    expect(await gate.check(body)).toMatchObject({ alternatives: [] });
  });

  it("remaining tells what is left of every limit before this touch, also of one that only watches", async () => {
    const check = await newContact();
    await check();
    const { remaining } = await check({ include: ["remaining"] });
    expect(remaining).toEqual([
      { rule: "two-a-day", effect: "deny", count: 1, max: 2, window: { rolling: "P1D" }, remaining: 1 },
      { rule: "many", effect: "shadow", count: 1, max: 9, window: { rolling: "P7D" }, remaining: 8 },
    ]);
    const full = await check({ include: ["remaining"] });
    expect(full.decision).toBe("defer");
    expect(full.remaining).toMatchObject([{ rule: "two-a-day", count: 2, remaining: 0 }, { remaining: 7 }]);
  });

  it("gives all three at once, and nothing that was not asked for", async () => {
    const check = await newContact();
    const all = await check({ include: ["recent", "alternatives", "remaining"] });
    for (const field of ["recent", "alternatives", "remaining"]) expect(all).toHaveProperty(field);
    const none = await check();
    for (const field of ["recent", "alternatives", "remaining"]) expect(none).not.toHaveProperty(field);
    expect(await check({ include: ["recent"] })).not.toHaveProperty("remaining");
  });
});

describe("Accept-Language", () => {
  const messageFor = async (accepted: string | undefined) => {
    const to = { phone: freshPhone() };
    const reply = await gate.send("POST /v1/check", {
      body: { to, channel: "sms", department: "sales", purpose: "sales" },
      headers: accepted === undefined ? {} : { "accept-language": accepted },
    });
    expect(reply.status).toBe(200);
    const [reason] = reply.body.reasons as { message: string }[];
    return reason?.message ?? "";
  };
  const HAN = /\p{Script=Han}/u;

  it.each(["zh", "zh-CN", "ZH-hans", "fr, zh-CN;q=0.9, en;q=0.8", "en;q=0.1,zh;q=0.2"])(
    "%s is answered in Chinese",
    async (accepted) => expect(await messageFor(accepted)).toMatch(HAN),
  );

  it.each([
    undefined,
    "",
    "en",
    "en-GB, zh;q=0.5",
    "fr",
    "zh;q=0",
    "zh;q=nonsense",
    "*",
    ";;,,q=1",
    "z".repeat(4_000),
  ])("%s is answered in English", async (accepted) => expect(await messageFor(accepted)).not.toMatch(HAN));
});
