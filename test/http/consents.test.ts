import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  pathsOf,
  problemOf,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const POLICY = {
  id: "consents",
  timezone: "UTC",
  purposes: { marketing: {}, service: {} },
  departments: ["marketing"],
  rules: [
    {
      id: "sms-consent",
      kind: "consent",
      level: "express",
      when: { channel: ["sms", "visit"], purpose: ["marketing"] },
    },
  ],
};
const NOW = "2026-11-23T10:00:00.000Z";

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(NOW));

const lineOf = (id: string) => `/v1/contacts/${id}/consents`;
const put = (id: string, consents: unknown, headers = {}) =>
  gate.send(`PUT ${lineOf(id)}`, { body: { consents }, headers });
const get = (id: string) => gate.send(`GET ${lineOf(id)}`);
const consent = (more: Fields = {}): Fields => ({
  channel: "sms",
  purpose: "marketing",
  level: "express",
  at: "2026-11-01T00:00:00.000Z",
  ...more,
});
const shown = (more: Fields = {}): Fields => ({
  source: null,
  expiresAt: null,
  evidence: null,
  ...consent(more),
});

async function newContact() {
  const [id, phone] = [freshId(), freshPhone()];
  await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [{ type: "phone", value: phone }] } });
  const check = () =>
    gate.check({ to: { phone }, channel: "sms", department: "marketing", purpose: "marketing" });
  return { id, phone, check };
}

describe("the consents of a contact", () => {
  it("are none at first, then the whole document as it was put, instants in UTC", async () => {
    const { id } = await newContact();
    expect((await get(id)).body).toEqual({ consents: [] });
    const given = [
      consent({ at: "2026-11-01T08:00+08:00", source: "web form", evidence: "box ticked" }),
      consent({ channel: "email", level: "implied", expiresAt: "2027-01-01T00:00:00Z" }),
    ];
    const expected = {
      consents: [
        shown({ source: "web form", evidence: "box ticked" }),
        shown({ channel: "email", level: "implied", expiresAt: "2027-01-01T00:00:00.000Z" }),
      ],
    };
    const stored = await put(id, given);
    expect([stored.status, stored.body]).toEqual([200, expected]);
    const read = await get(id);
    expect([read.body, read.headers.get("etag")]).toEqual([expected, stored.headers.get("etag")]);
    // What was read can be put back.
    expect((await put(id, expected.consents)).headers.get("etag")).toBe(read.headers.get("etag"));
    expect((await put(id, [])).body).toEqual({ consents: [] });
  });

  it("are changed only over those that were seen, with If-Match", async () => {
    const { id } = await newContact();
    const seen = (await get(id)).headers.get("etag") ?? "none";
    expect((await put(id, [consent()], { "if-match": seen })).status).toBe(200);
    const stale = problemOf(await put(id, [], { "if-match": seen }));
    expect([stale.status, stale.code]).toEqual([412, "precondition_failed"]);
    expect((await get(id)).body).toEqual({ consents: [shown()] });
  });

  it("let the next check pass, to the instant at which they end, and no longer once withdrawn", async () => {
    const { id, check } = await newContact();
    const denied = { decision: "deny", recorded: false, nextAllowedAt: null };
    expect(await check()).toMatchObject({
      ...denied,
      reasons: [{ rule: "sms-consent", code: "no_consent", details: { level: "express" } }],
    });
    await put(id, [consent({ level: "implied" }), consent({ purpose: "service" })]);
    expect(await check()).toMatchObject({ ...denied, reasons: [{ details: { given: "implied" } }] });
    await put(id, [consent({ expiresAt: "2026-11-23T10:00:00.001Z" })]);
    expect(await check()).toMatchObject({ decision: "allow", recorded: true });
    gate.setClock("2026-11-23T10:00:00.001Z");
    expect(await check()).toMatchObject(denied);
    await put(id, [consent({ at: "2026-11-24T00:00:00.000Z" })]);
    expect(await check()).toMatchObject({ decision: "defer", nextAllowedAt: "2026-11-24T00:00:00.000Z" });
    await put(id, [consent()]);
    expect(await check()).toMatchObject({ decision: "allow" });
    await put(id, []);
    expect(await check()).toMatchObject(denied);
  });

  it("are told on the timeline, each that changed with what it was and is, and nothing for no change", async () => {
    const { id } = await newContact();
    await put(id, [consent(), consent({ channel: "email" })]);
    gate.setClock("2026-11-23T11:00:00.000Z");
    for (let again = 0; again < 2; again++) await put(id, [consent({ level: "expressWritten" })]);
    await gate.send("POST /_local/drain");
    const { body } = await gate.send(`GET /v1/contacts/${id}/timeline`);
    const entries = (body.items as Fields[]).filter(({ type }) => type === "consent");
    expect(entries).toHaveLength(2);
    expect(entries[0]).toEqual({
      at: "2026-11-23T11:00:00.000Z",
      type: "consent",
      by: "dev_admin",
      changes: [
        { path: "email.marketing", from: shown({ channel: "email" }), to: null },
        { path: "sms.marketing", from: shown(), to: shown({ level: "expressWritten" }) },
      ],
    });
  });

  it("of a stranger are kept under its key and come along when its address is linked", async () => {
    const [id, phone] = [freshId(), freshPhone()];
    const service = { to: { phone }, channel: "sms", department: "marketing", purpose: "service" };
    const { contactId } = await gate.check(service);
    expect((await put(contactId, [consent()])).status).toBe(200);
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [{ type: "phone", value: phone }] } });
    expect((await get(id)).body).toEqual({ consents: [shown()] });
    expect(await gate.check({ ...service, purpose: "marketing" })).toMatchObject({
      decision: "allow",
      contactId: id,
    });
  });

  it("taken back at a stranger's address hold for the person, on channels without an address too", async () => {
    const [id, phone] = [freshId(), freshPhone()];
    const visit = { to: { contactId: id }, channel: "visit", department: "marketing", purpose: "marketing" };
    await gate.send(`PUT /v1/contacts/${id}`, {
      body: { identities: [{ type: "email", value: freshEmail() }] },
    });
    await put(id, [consent({ channel: "visit" }), consent({ channel: "email" })]);
    expect(await gate.check({ ...visit, mode: "dryRun" })).toMatchObject({ decision: "allow" });
    const { contactId } = await gate.check({
      ...{ to: { phone }, channel: "sms", department: "marketing", purpose: "service" },
    });
    await put(contactId, [consent({ channel: "visit" })]);
    await put(contactId, []);
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [{ type: "phone", value: phone }] } });
    // The e-mail address is another: who has the telephone said nothing of it.
    expect((await get(id)).body).toEqual({ consents: [shown({ channel: "email" })] });
    expect(await gate.check(visit)).toMatchObject({ decision: "deny", reasons: [{ code: "no_consent" }] });
  });

  it("are taken back with a time, a source and evidence of their own, which stay and are told", async () => {
    const { id, phone } = await newContact();
    await put(id, [consent()]);
    const back = consent({
      level: "withdrawn",
      at: "2026-11-22T08:00:00.000Z",
      source: "call centre",
      evidence: "call 77",
    });
    expect((await put(id, [back])).status).toBe(200);
    expect((await get(id)).body).toEqual({ consents: [shown(back)] });
    const asked = { to: { phone }, channel: "sms", department: "marketing", purpose: "marketing" };
    expect(await gate.check(asked)).toMatchObject({
      decision: "deny",
      reasons: [
        {
          code: "no_consent",
          details: { given: "withdrawn" },
          message: expect.stringContaining("the customer withdrew the consent"),
          nextAllowedAt: null,
        },
      ],
    });
    await gate.send("POST /_local/drain");
    const { body } = await gate.send(`GET /v1/contacts/${id}/timeline`);
    const [entry] = (body.items as Fields[]).filter(({ type }) => type === "consent");
    expect(entry?.changes).toEqual([{ path: "sms.marketing", from: shown(), to: shown(back) }]);
    const ended = await put(id, [consent({ level: "withdrawn", expiresAt: "2099-01-01T00:00:00.000Z" })]);
    expect(problemOf(ended).issues).toMatchObject([
      { path: "consents.0.expiresAt", message: expect.stringContaining("must be null") },
    ]);
  });

  it("are refused with every fault at once, and stay as they were", async () => {
    const { id } = await newContact();
    await put(id, [consent()]);
    const problem = problemOf(
      await put(id, [
        consent({ channel: "fax", level: "verbal", at: "yesterday" }),
        consent({ expiresAt: "2026-11-01T00:00:00.000Z" }),
        consent({ purpose: "" }),
        consent({ source: 1, mood: "good" }),
        "yes",
      ]),
    );
    expect([problem.status, problem.code]).toEqual([400, "invalid_request"]);
    expect(pathsOf(problem)).toEqual([
      "consents.0.at",
      "consents.0.channel",
      "consents.0.level",
      "consents.1.expiresAt",
      "consents.2.purpose",
      "consents.3",
      "consents.3.mood",
      "consents.3.source",
      "consents.4",
    ]);
    expect(problem.issues).toContainEqual({
      path: "consents.3",
      message: "is for the same channel and purpose as consents.1: keep one of them",
    });
    expect((await get(id)).body).toEqual({ consents: [shown()] });
  });

  it.each<[string, unknown, string[]]>([
    ["no list", {}, ["consents"]],
    ["a list of its own", [], [""]],
    [
      "more than 100",
      { consents: Array.from({ length: 101 }, (_, n) => consent({ purpose: `p${n}` })) },
      ["consents"],
    ],
    [
      "more than 8 KB",
      {
        consents: Array.from({ length: 50 }, (_, n) =>
          consent({ purpose: `p${n}`, evidence: "x".repeat(128) }),
        ),
      },
      [""],
    ],
  ])("are refused: %s", async (_what, body, paths) => {
    const { id } = await newContact();
    const problem = problemOf(await gate.send(`PUT ${lineOf(id)}`, { body }));
    expect([problem.status, pathsOf(problem)]).toEqual([400, paths]);
  });

  it("of nobody are not found", async () => {
    const unknown = freshId();
    for (const reply of [await put(unknown, []), await get(unknown)]) {
      expect([problemOf(reply).status, problemOf(reply).code]).toEqual([404, "contact_not_found"]);
    }
  });
});
