import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Fields,
  freshEmail,
  freshId,
  pathsOf,
  problemOf,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const POLICY = {
  id: "wishes",
  timezone: "UTC",
  purposes: { marketing: {}, transactional: { obeys: "hard", counts: false } },
  departments: ["marketing", "sales"],
  rules: [],
};
const NOTHING = {
  optOutAll: false,
  channels: {},
  topics: {},
  departments: {},
  pausedUntil: null,
  maxPerWeek: null,
};
/** A Monday, ten o'clock. */
const NOW = "2026-11-23T10:00:00.000Z";

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(NOW));

const put = (id: string, body: unknown, headers = {}) =>
  gate.send(`PUT /v1/contacts/${id}/preferences`, { body, headers });
const get = (id: string) => gate.send(`GET /v1/contacts/${id}/preferences`);

async function newContact() {
  const [id, email] = [freshId(), freshEmail()];
  const body = { identities: [{ type: "email", value: email }] };
  await gate.send(`PUT /v1/contacts/${id}`, { body });
  const check = (more: Fields = {}) =>
    gate.check({
      to: { email },
      channel: "email",
      department: "marketing",
      purpose: "marketing",
      ...more,
    });
  return { id, check };
}

describe("the preference document", () => {
  it("is empty at first, and shows every field", async () => {
    const { id } = await newContact();
    const reply = await get(id);
    expect([reply.status, reply.body]).toEqual([200, NOTHING]);
    expect(reply.headers.get("etag")).toMatch(/^"[\w-]+"$/);
  });

  it("is kept whole, its instants in UTC with milliseconds", async () => {
    const { id } = await newContact();
    const wishes = {
      optOutAll: false,
      channels: {
        email: { optOut: true },
        sms: { optOut: "hard", maxPerWeek: 1, hours: [["10:00", "18:00"]] },
      },
      topics: { promotions: { optOut: true } },
      departments: { sales: { optOut: true } },
      pausedUntil: "2026-12-01T08:00+08:00",
      maxPerWeek: 2,
    };
    const stored = await put(id, wishes);
    const expected = { ...wishes, pausedUntil: "2026-12-01T00:00:00.000Z" };
    expect([stored.status, stored.body]).toEqual([200, expected]);
    const read = await get(id);
    expect([read.body, read.headers.get("etag")]).toEqual([expected, stored.headers.get("etag")]);
  });

  it("is replaced as a whole: what the new one leaves out is gone", async () => {
    const { id } = await newContact();
    await put(id, { optOutAll: true, topics: { news: { optOut: true } }, maxPerWeek: 1 });
    expect((await put(id, { departments: { sales: { optOut: true } } })).body).toEqual({
      ...NOTHING,
      departments: { sales: { optOut: true } },
    });
    expect((await put(id, {})).body).toEqual(NOTHING);
  });

  it("is changed only over the one that was seen, with If-Match", async () => {
    const { id } = await newContact();
    const seen = (await get(id)).headers.get("etag") ?? "none";
    expect((await put(id, { optOutAll: true }, { "if-match": seen })).status).toBe(200);
    const stale = problemOf(await put(id, {}, { "if-match": seen }));
    expect([stale.status, stale.code]).toEqual([412, "precondition_failed"]);
    expect((await get(id)).body.optOutAll).toBe(true);
  });

  it("is a problem of the client for a contact that is not there, or an id too long for any", async () => {
    const unknown = freshId();
    for (const reply of [await put(unknown, {}), await get(unknown)]) {
      expect([problemOf(reply).status, problemOf(reply).code]).toEqual([404, "contact_not_found"]);
    }
    const long = "a".repeat(3_000);
    for (const reply of [await put(long, {}), await get(long)]) {
      expect(problemOf(reply).status).toBeLessThan(500);
    }
  });

  it("is refused with every fault at once", async () => {
    const { id } = await newContact();
    await put(id, { optOutAll: true });
    const problem = problemOf(
      await put(id, {
        optOutAll: "yes",
        channels: {
          fax: {},
          sms: {
            optOut: "maybe",
            maxPerWeek: -1,
            hours: [
              ["18:00", "10:00"],
              ["25:00", "26:00"],
            ],
          },
        },
        topics: { news: true },
        departments: { sales: { optOut: 1, because: "" } },
        pausedUntil: "tomorrow",
        maxPerWeek: 1.5,
        mood: "bad",
      }),
    );
    expect([problem.status, problem.code]).toEqual([400, "invalid_request"]);
    expect(pathsOf(problem)).toEqual([
      "channels.fax",
      "channels.sms.hours.0",
      "channels.sms.hours.1.0",
      "channels.sms.hours.1.1",
      "channels.sms.maxPerWeek",
      "channels.sms.optOut",
      "departments.sales.because",
      "departments.sales.optOut",
      "maxPerWeek",
      "mood",
      "optOutAll",
      "pausedUntil",
      "topics.news",
    ]);
    expect((await get(id)).body.optOutAll).toBe(true);
  });

  it.each(["constructor", "toString", "__proto__"])(
    "never loses a wish for a topic named %s",
    async (name) => {
      const { id, check } = await newContact();
      const raw = Buffer.from(`{"topics":{"${name}":{"optOut":true}}}`);
      const headers = { "content-type": "application/json" };
      const put = await gate.send(`PUT /v1/contacts/${id}/preferences`, { raw, headers });
      const refusedOrObeyed = put.status === 400 || (await check({ topic: name })).decision === "deny";
      expect(refusedOrObeyed).toBe(true);
    },
  );
});

describe("a wish", () => {
  const DENIED = { decision: "deny", nextAllowedAt: null };
  it.each([
    ["optOutAll", { optOutAll: true }, { ...DENIED, reasons: [{ details: { scope: "all" } }] }],
    [
      "a channel's optOut",
      { channels: { email: { optOut: true } } },
      { ...DENIED, reasons: [{ code: "opted_out", details: { scope: "channel", channel: "email" } }] },
    ],
    [
      "a topic's optOut",
      { topics: { news: { optOut: true } } },
      { ...DENIED, reasons: [{ code: "opted_out", details: { scope: "topic", topic: "news" } }] },
    ],
    [
      "a department's optOut",
      { departments: { marketing: { optOut: true } } },
      { ...DENIED, reasons: [{ code: "opted_out", details: { scope: "department" } }] },
    ],
    [
      "pausedUntil",
      { pausedUntil: "2026-11-25T00:00:00.000Z" },
      { decision: "defer", nextAllowedAt: "2026-11-25T00:00:00.000Z", reasons: [{ code: "paused" }] },
    ],
    ["maxPerWeek of nothing", { maxPerWeek: 0 }, { ...DENIED, reasons: [{ code: "own_limit_reached" }] }],
    [
      "hours of a channel",
      { channels: { email: { hours: [["11:00", "12:00"]] } } },
      {
        decision: "defer",
        nextAllowedAt: "2026-11-23T11:00:00.000Z",
        reasons: [{ code: "outside_own_hours" }],
      },
    ],
  ])("%s stops the next check, and no longer once it is taken back", async (_name, wish, stopped) => {
    const { id, check } = await newContact();
    await put(id, wish);
    expect(await check({ topic: "news" })).toMatchObject({ recorded: false, ...stopped });
    await put(id, {});
    expect(await check({ topic: "news" })).toMatchObject({ decision: "allow" });
  });

  it("for so many a week counts the touches there were before it", async () => {
    const { id, check } = await newContact();
    await check();
    await put(id, { maxPerWeek: 1 });
    expect(await check()).toMatchObject({
      decision: "defer",
      nextAllowedAt: "2026-11-30T10:00:00.000Z",
      reasons: [{ rule: "preference", code: "own_limit_reached", details: { count: 1, max: 1 } }],
    });
  });

  it("binds purposes that obey only what is hard when it is hard itself", async () => {
    const { id, check } = await newContact();
    const soft = {
      channels: { email: { optOut: true } },
      maxPerWeek: 0,
      pausedUntil: "2027-01-01T00:00:00Z",
    };
    await put(id, soft);
    expect(await check({ purpose: "transactional" })).toMatchObject({ decision: "allow" });
    for (const hard of [{ optOutAll: true }, { channels: { email: { optOut: "hard" } } }]) {
      await put(id, hard);
      expect(await check({ purpose: "transactional" })).toMatchObject({ decision: "deny" });
    }
  });

  it("for other channels, topics and departments stops nothing here", async () => {
    const { id, check } = await newContact();
    await put(id, {
      channels: { sms: { optOut: "hard" } },
      topics: { offers: { optOut: true }, news: { optOut: false } },
      departments: { sales: { optOut: true } },
      pausedUntil: NOW,
    });
    expect(await check({ topic: "news" })).toMatchObject({ decision: "allow" });
  });
});
