import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Fields,
  freshId,
  freshPhone,
  pathsOf,
  problemOf,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const POLICY = {
  id: "owners",
  timezone: "UTC",
  purposes: { sales: {} },
  departments: ["sales", "marketing"],
  rules: [
    { id: "account-owner", kind: "owner", effect: "warn" },
    { id: "own-department", kind: "owner", by: "department" },
  ],
};
const TEN = "2026-11-23T10:00:00.000Z";

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(TEN));

const put = (id: string, body: unknown, sent: { key?: string; headers?: Record<string, string> } = {}) =>
  gate.send(`PUT /v1/contacts/${id}/owner`, { body, ...sent });
const historyOf = async (id: string, query = "") => {
  await gate.send("POST /_local/drain");
  const reply = await gate.send(`GET /v1/contacts/${id}/owner/history${query}`);
  expect(reply.status).toBe(200);
  return reply.body as unknown as { items: Fields[]; next: string | null };
};
const contactWith = async (phone: string, id = freshId()) => {
  await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [{ type: "phone", value: phone }] } });
  return id;
};
const newContact = () => contactWith(freshPhone());
const check = (to: Fields, more: Fields = {}) =>
  gate.check({ to, channel: "visit", department: "sales", purpose: "sales", mode: "dryRun", ...more });

describe("the owner of a contact", () => {
  it("is put field by field: what is left out stays, null clears, and both null is nobody", async () => {
    const id = await newContact();
    for (const [said, owner] of [
      [
        { agent: "u17", department: "sales" },
        { agent: "u17", department: "sales" },
      ],
      [{ agent: "u18" }, { agent: "u18", department: "sales" }],
      [{ department: null }, { agent: "u18", department: null }],
      [
        { agent: null, department: null },
        { agent: null, department: null },
      ],
    ]) {
      const reply = await put(id, said);
      expect([reply.status, reply.body]).toEqual([200, owner]);
      expect(reply.headers.get("etag")).toMatch(/^"[\w-]+"$/);
    }
  });

  it("warns whoever else touches the contact, and stops another department", async () => {
    const id = await newContact();
    expect(await check({ contactId: id })).toMatchObject({ decision: "allow", warnings: [] });
    await put(id, { agent: "u17", department: "sales" });
    expect(await check({ contactId: id }, { agent: "u17" })).toMatchObject({ warnings: [] });
    expect(await check({ contactId: id }, { agent: "u9" })).toMatchObject({
      decision: "allow",
      warnings: [
        { rule: "account-owner", code: "not_the_owner", details: { agent: "u17", department: "sales" } },
      ],
    });
    expect(await check({ contactId: id }, { department: "marketing" })).toMatchObject({
      decision: "deny",
      nextAllowedAt: null,
      reasons: [{ rule: "own-department", code: "not_the_owner" }],
    });
    await put(id, { agent: null, department: null });
    expect(await check({ contactId: id })).toMatchObject({ decision: "allow", warnings: [] });
  });

  it("is changed only over the one that was seen, with If-Match", async () => {
    const id = await newContact();
    const seen = (await put(id, { agent: "u17" })).headers.get("etag") ?? "";
    expect((await put(id, { agent: "u18" }, { headers: { "if-match": seen } })).status).toBe(200);
    const stale = problemOf(await put(id, { agent: "u19" }, { headers: { "if-match": seen } }));
    expect([stale.status, stale.code]).toEqual([412, "precondition_failed"]);
  });

  it.each<[string, unknown, string[]]>([
    ["nothing said", {}, [""]],
    ["a department that is not declared", { department: "legal" }, ["department"]],
    ["every fault at once", { agent: "", department: 5, since: "now" }, ["agent", "department", "since"]],
    [
      "a faulty agent beside an undeclared department",
      { agent: 1, department: "legal" },
      ["agent", "department"],
    ],
    ["a text", "u17", [""]],
    ["null", null, [""]],
  ])("is refused: %s", async (_what, body, paths) => {
    const id = await newContact();
    const problem = problemOf(await put(id, body));
    expect([problem.status, pathsOf(problem)]).toEqual([400, paths]);
  });

  it("is neither taken from another department nor given to one, by a key bound to a department", async () => {
    const id = await newContact();
    const sales = { key: "tg_dev_sales" };
    expect((await put(id, { agent: "u17", department: "sales" }, sales)).status).toBe(200);
    const refusals = [
      await put(id, { department: "marketing" }, sales),
      await put(id, { agent: "u1" }, { key: "tg_dev_marketing" }),
      await put(id, { agent: null, department: null }, { key: "tg_dev_marketing" }),
    ];
    for (const reply of refusals) {
      expect([problemOf(reply).status, problemOf(reply).code]).toEqual([403, "foreign_department"]);
    }
    expect((await put(id, { agent: null, department: null }, sales)).status).toBe(200);
    expect((await put(id, { agent: "u1" }, { key: "tg_dev_marketing" })).status).toBe(200);
  });

  it("of nobody is not found", async () => {
    for (const reply of [
      await put(freshId(), { agent: "u17" }),
      await gate.send(`GET /v1/contacts/${freshId()}/owner/history`),
    ]) {
      expect([problemOf(reply).status, problemOf(reply).code]).toEqual([404, "contact_not_found"]);
    }
  });
});

describe("the history of owners", () => {
  const at = (minute: number): string => `2026-11-23T10:0${minute}:00.000Z`;

  it("says who owned from when on and who changed it, newest first, page by page", async () => {
    const id = await newContact();
    expect(await historyOf(id)).toEqual({ items: [], next: null });
    const said = [{ agent: "u1", department: "sales" }, { agent: "u2" }, { agent: null, department: null }];
    for (const [minute, body] of said.entries()) {
      gate.setClock(at(minute));
      // The second time changes nothing, and is not told.
      for (let again = 0; again < 2; again++) await put(id, body, { key: "tg_dev_sales" });
    }
    const expected = [
      { at: at(2), agent: null, department: null, by: "dev_sales" },
      { at: at(1), agent: "u2", department: "sales", by: "dev_sales" },
      { at: at(0), agent: "u1", department: "sales", by: "dev_sales" },
    ];
    expect(await historyOf(id)).toEqual({ items: expected, next: null });
    const first = await historyOf(id, "?limit=2");
    expect(first.items).toEqual(expected.slice(0, 2));
    expect(await historyOf(id, `?limit=2&cursor=${first.next}`)).toEqual({
      items: expected.slice(2),
      next: null,
    });
    const { body } = await gate.send(`GET /v1/contacts/${id}/timeline`);
    const told = (body.items as Fields[]).filter(({ type }) => type === "owner");
    expect(told).toHaveLength(3);
    expect(told[1]).toEqual({
      at: at(1),
      type: "owner",
      by: "dev_sales",
      changes: [{ path: "agent", from: "u1", to: "u2" }],
    });
  });

  it.each(["?limit=0", "?limit=201", "?cursor=x", "?since=x"])("refuses %s", async (query) => {
    const id = await newContact();
    const problem = problemOf(await gate.send(`GET /v1/contacts/${id}/owner/history${query}`));
    expect(problem.status).toBe(400);
  });

  it("of a linked address is the person's, and says whose the address is from then on", async () => {
    const phone = freshPhone();
    const stranger = await gate.check({
      to: { phone },
      channel: "call",
      department: "sales",
      purpose: "sales",
    });
    await put(stranger.contactId, { agent: "u5" });
    gate.setClock(at(1));
    const alone = await contactWith(phone);
    expect((await historyOf(alone)).items).toEqual([
      { at: at(1), agent: "u5", department: null, by: "dev_admin" },
      { at: at(0), agent: "u5", department: null, by: "dev_admin" },
    ]);
    expect(await check({ contactId: alone })).toMatchObject({ warnings: [{ details: { agent: "u5" } }] });

    const [other, owned] = [freshPhone(), await newContact()];
    await put(owned, { agent: "u1" });
    const second = await gate.check({
      to: { phone: other },
      channel: "call",
      department: "sales",
      purpose: "sales",
    });
    gate.setClock(at(2));
    await put(second.contactId, { agent: "u6" });
    gate.setClock(at(3));
    await contactWith(other, owned);
    const { items } = await historyOf(owned);
    expect(items.map(({ at: since, agent }) => [since, agent])).toEqual([
      [at(3), "u1"],
      [at(2), "u6"],
      [at(1), "u1"],
    ]);
  });
});
