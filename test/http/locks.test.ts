import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MOST_LOCKS } from "../../lib/core/lock-document.ts";
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
  id: "locks",
  timezone: "UTC",
  purposes: { sales: {}, notice: { obeys: "hard", counts: false } },
  departments: ["sales", "marketing", "legal"],
  rules: [],
};
const TEN = "2026-11-23T10:00:00.000Z";
const NOON = "2026-11-23T12:00:00.000Z";

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(TEN));

const add = (id: string, body: unknown, key = "tg_dev_admin") =>
  gate.send(`POST /v1/contacts/${id}/locks`, { body, key });
const remove = (id: string, lockId: unknown, key = "tg_dev_admin") =>
  gate.send(`DELETE /v1/contacts/${id}/locks/${lockId}`, { key });
const newContact = async () => {
  const id = freshId();
  await gate.send(`PUT /v1/contacts/${id}`, { body: {} });
  return id;
};
const visit = (contactId: string, more: Fields = {}) =>
  gate.check({ to: { contactId }, channel: "visit", department: "sales", purpose: "sales", ...more });
const LOCK = { department: "legal", until: NOON, reason: "dispute" };

describe("a manual lock", () => {
  it("holds every other department off until it ends, and not its own", async () => {
    const id = await newContact();
    const reply = await add(id, { ...LOCK, until: "2026-11-23T20:00+08:00" });
    expect([reply.status, reply.body]).toEqual([
      201,
      { lockId: expect.stringMatching(/^[\w-]{12}$/), ...LOCK },
    ]);
    expect(await visit(id)).toMatchObject({
      decision: "defer",
      recorded: false,
      nextAllowedAt: NOON,
      reasons: [
        {
          rule: "manual-lock",
          kind: "manual-lock",
          code: "locked",
          details: { department: "legal", reason: "dispute", until: NOON },
        },
      ],
    });
    expect(await visit(id, { department: "legal" })).toMatchObject({ decision: "allow" });
    expect(await visit(id, { purpose: "notice" })).toMatchObject({ decision: "allow" });
    gate.setClock("2026-11-23T11:59:59.999Z");
    expect(await visit(id)).toMatchObject({ decision: "defer" });
    gate.setClock(NOON);
    expect(await visit(id)).toMatchObject({ decision: "allow" });
  });

  it("is off once it is removed, and cannot be removed again", async () => {
    const id = await newContact();
    const { body } = await add(id, LOCK);
    const other = await add(id, { ...LOCK, department: "marketing", reason: null });
    expect(other.body).toMatchObject({ reason: null });
    expect((await remove(id, body.lockId)).status).toBe(204);
    expect(await visit(id)).toMatchObject({ reasons: [{ details: { department: "marketing" } }] });
    expect((await remove(id, other.body.lockId)).status).toBe(204);
    expect(await visit(id)).toMatchObject({ decision: "allow" });
    for (const lockId of [body.lockId, "none"]) {
      const problem = problemOf(await remove(id, lockId));
      expect([problem.status, problem.code]).toEqual([404, "lock_not_found"]);
    }
  });

  it("that has ended is not there any more, and makes room", async () => {
    const id = await newContact();
    const made: unknown[] = [];
    for (let n = 0; n < MOST_LOCKS; n++) made.push((await add(id, LOCK)).body.lockId);
    const full = problemOf(await add(id, LOCK));
    expect([full.status, full.code]).toEqual([409, "limit_reached"]);
    gate.setClock(NOON);
    expect(problemOf(await remove(id, made[0])).code).toBe("lock_not_found");
    expect((await add(id, { ...LOCK, until: "2026-11-24T00:00:00.000Z" })).status).toBe(201);
  });

  it("is told on the timeline when it is made and when it is removed", async () => {
    const id = await newContact();
    const { body: lock } = await add(id, LOCK);
    gate.setClock("2026-11-23T10:30:00.000Z");
    await remove(id, lock.lockId);
    await gate.send("POST /_local/drain");
    const { body } = await gate.send(`GET /v1/contacts/${id}/timeline`);
    const told = { type: "lock", by: "dev_admin", lock };
    expect(body.items).toEqual([
      { at: "2026-11-23T10:30:00.000Z", change: "removed", ...told },
      { at: TEN, change: "added", ...told },
    ]);
  });

  it("of a stranger comes along when its address is linked", async () => {
    const [id, phone] = [freshId(), freshPhone()];
    const call = { to: { phone }, channel: "call", department: "sales", purpose: "sales" };
    const { contactId } = await gate.check(call);
    expect((await add(contactId, LOCK)).status).toBe(201);
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [{ type: "phone", value: phone }] } });
    expect(await gate.check(call)).toMatchObject({ contactId: id, reasons: [{ code: "locked" }] });
  });

  it.each<[string, unknown, string[]]>([
    ["an end that has passed", { ...LOCK, until: TEN }, ["until"]],
    ["an end 400 days and a millisecond ahead", { ...LOCK, until: "2027-12-28T10:00:00.001Z" }, ["until"]],
    ["a department that is not declared", { ...LOCK, department: "pr" }, ["department"]],
    ["no department", { until: NOON }, ["department"]],
    [
      "every fault at once",
      { department: "pr", until: "soon", reason: "", lockId: "mine" },
      ["department", "lockId", "reason", "until"],
    ],
    ["a list", [], [""]],
  ])("is refused: %s", async (_what, body, paths) => {
    const id = await newContact();
    const problem = problemOf(await add(id, body));
    expect([problem.status, problem.code]).toEqual([400, "invalid_request"]);
    expect(pathsOf(problem)).toEqual(expect.arrayContaining(paths));
    expect(await visit(id)).toMatchObject({ decision: "allow" });
  });

  it("may end 400 days ahead", async () => {
    const id = await newContact();
    expect((await add(id, { ...LOCK, until: "2027-12-28T10:00:00.000Z" })).status).toBe(201);
  });

  it("is made and removed for its own department only, by a key that is bound to one", async () => {
    const id = await newContact();
    const own = await add(id, { until: NOON }, "tg_dev_sales");
    expect(own.body).toMatchObject({ department: "sales" });
    const refusals = [
      await add(id, LOCK, "tg_dev_sales"),
      await remove(id, own.body.lockId, "tg_dev_marketing"),
    ];
    for (const reply of refusals) {
      expect([problemOf(reply).status, problemOf(reply).code]).toEqual([403, "foreign_department"]);
    }
    expect(await visit(id, { department: "marketing" })).toMatchObject({ reasons: [{ code: "locked" }] });
    expect((await remove(id, own.body.lockId, "tg_dev_sales")).status).toBe(204);
  });

  it("of nobody is not found", async () => {
    for (const reply of [await add(freshId(), LOCK), await remove(freshId(), "none")]) {
      expect([problemOf(reply).status, problemOf(reply).code]).toEqual([404, "contact_not_found"]);
    }
  });
});
