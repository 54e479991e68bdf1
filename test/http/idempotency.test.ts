import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { apiEvent, NO_CONTEXT } from "../../bench/support/api-event.ts";
import { createHandler } from "../../functions/check/handler.ts";
import { createDeps } from "../../functions/shared/deps.ts";
import { availableEngines } from "../support/engines.ts";
import {
  type Decision,
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  pathsOf,
  problemOf,
  type Reply,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";
import { DAY, HOUR, later, refusalOf, SECOND, type Sender, senderOver } from "../support/writing.ts";

const POLICY = {
  id: "keys",
  purposes: { sales: {}, notice: { obeys: "hard", counts: false } },
  departments: ["sales", "service"],
  rules: [
    { id: "one-a-day", kind: "cap", max: 1, window: { rolling: "P1D" } },
    { id: "notice-pace", kind: "gap", effect: "warn", min: "PT1H", hard: true },
  ],
};
const TEN = "2026-11-23T10:00:00.000Z";

const call = (to: Fields, more: Fields = {}): Fields => ({
  to,
  channel: "call",
  department: "sales",
  purpose: "sales",
  ...more,
});

let made = 0;
const freshKey = () => `order-${++made}`;

/** A check with an Idempotency-Key. */
const keyed = (
  gate: TestGate,
  key: string,
  body: Fields,
  apiKey = "tg_dev_admin",
): Promise<Reply<Decision>> =>
  gate.send<Decision>("POST /v1/check", { body, key: apiKey, headers: { "idempotency-key": key } });

/** The touches that a contact has. */
const touchesOf = async (gate: TestGate, to: Fields) => {
  const { recent = [] } = await gate.check(call(to, { mode: "dryRun", include: ["recent"] }));
  return recent.map(({ touchId }) => touchId);
};

const DENIED = { decision: "defer", recorded: false, replayed: false };

describe("an Idempotency-Key", () => {
  let gate: TestGate;
  let sender: Sender;
  beforeAll(async () => {
    gate = await startTestGate({ policy: POLICY });
    sender = senderOver(gate);
  });
  afterAll(() => gate.stop());
  beforeEach(() => gate.setClock(TEN));

  const moveTo = (milliseconds: number) => gate.setClock(later(TEN, milliseconds));
  const link = (id: string, identities: readonly Fields[]) =>
    gate.send(`PUT /v1/contacts/${id}`, { body: { identities } });
  const phoneOf = (value: string) => ({ type: "phone", value });

  describe("is refused", () => {
    it.each([
      ["empty", ""],
      ["longer than 128 characters", "k".repeat(129)],
      ["with a tab", "a\tb"],
      ["beyond ASCII", "caf\u00e9"],
    ])("when it is %s", async (_, key) => {
      const refused = problemOf(await keyed(gate, key, call({ phone: freshPhone() })));
      expect([refused.status, pathsOf(refused)]).toEqual([400, ["Idempotency-Key"]]);
    });

    it("together with every other fault of the request", async () => {
      const body = call({ phone: "12" }, { purpose: "spam" });
      expect(pathsOf(problemOf(await keyed(gate, "k".repeat(129), body)))).toEqual([
        "Idempotency-Key",
        "purpose",
        "to.phone",
      ]);
    });
  });

  it.each(["~", "k".repeat(128), "order 4711/reminder #2"])("may be %j", async (key) => {
    const body = call({ phone: freshPhone() });
    const first = await keyed(gate, key, body);
    expect(await keyed(gate, key, body)).toMatchObject({ body: { ...first.body, replayed: true } });
  });

  it("gives the same answer again, but for replayed, however the state and the policy have moved on", async () => {
    const phone = freshPhone();
    const key = freshKey();
    const first = await keyed(gate, key, call({ phone }));
    expect(first.body).toMatchObject({
      decision: "allow",
      recorded: true,
      replayed: false,
      evaluatedAt: TEN,
    });
    moveTo(HOUR);
    const { contactId } = first.body;
    await gate.send(`PUT /v1/contacts/${contactId}`, { body: { attributes: { stage: "lead" } } });
    await gate.send(`PUT /v1/contacts/${contactId}/preferences`, { body: { optOutAll: true } });
    const put = await gate.send("PUT /v1/policies/active", { body: POLICY, headers: { "if-match": "*" } });
    expect(put.status).toBe(200);
    const again = await keyed(gate, key, call({ phone }));
    expect(again.status).toBe(200);
    expect(again.body).toStrictEqual({ ...first.body, replayed: true });
    expect(await touchesOf(gate, { phone })).toEqual([first.body.touchId]);
  });

  it("gives the warnings of the first answer again", async () => {
    const [phone, key] = [freshPhone(), freshKey()];
    await gate.check(call({ phone }));
    moveTo(60 * SECOND);
    const notice = call({ phone }, { purpose: "notice" });
    const first = await keyed(gate, key, notice);
    expect(first.body).toMatchObject({ decision: "allow", warnings: [{ rule: "notice-pace" }] });
    moveTo(3 * HOUR);
    expect((await keyed(gate, key, notice)).body).toStrictEqual({ ...first.body, replayed: true });
  });

  it("with another request is a conflict while its touch stands, and changes nothing", async () => {
    const [phone, key] = [freshPhone(), freshKey()];
    const first = await keyed(gate, key, call({ phone }));
    const version = await sender.versionOf(first.body.contactId);
    const others = [
      { campaign: "spring" },
      { department: "service" },
      { purpose: "notice" },
      { channel: "sms" },
      { agent: "u17" },
      { reference: "m-1" },
      { mode: "reserve" },
      { mode: "dryRun" },
    ];
    for (const other of others) {
      const refused = await keyed(gate, key, call({ phone }, other));
      expect(refusalOf(refused), JSON.stringify(other)).toEqual([409, "idempotency_conflict"]);
    }
    expect(await sender.versionOf(first.body.contactId)).toBe(version);
    expect((await keyed(gate, key, call({ phone }))).body.replayed).toBe(true);
  });

  it("stands for who is asked about, in whatever spelling and order of fields", async () => {
    const [phone, key] = [freshPhone(), freshKey()];
    const first = await keyed(gate, key, call({ phone }));
    const spelled = { purpose: "sales", mode: "record", department: "sales", channel: "call" };
    const to = { region: "cn", phone: phone.slice(3) };
    expect((await keyed(gate, key, { ...spelled, to })).body).toEqual({ ...first.body, replayed: true });
  });

  it("does not stand for include or reserveSeconds", async () => {
    const [phone, key] = [freshPhone(), freshKey()];
    const first = await keyed(gate, key, call({ phone }, { mode: "reserve", reserveSeconds: 60 }));
    moveTo(SECOND);
    const more = { mode: "reserve", reserveSeconds: 600, include: ["recent"] };
    const again = await keyed(gate, key, call({ phone }, more));
    const { recent, ...rest } = again.body;
    expect(rest).toStrictEqual({ ...first.body, replayed: true });
    expect(rest.expiresAt).toBe(later(TEN, 60 * SECOND));
    expect(recent).toEqual(expect.any(Array));
  });

  it("of a denial is not kept: the same request is decided anew, and another is no conflict", async () => {
    const [phone, key] = [freshPhone(), freshKey()];
    await gate.check(call({ phone }));
    for (let i = 0; i < 2; i += 1) {
      expect((await keyed(gate, key, call({ phone }))).body).toMatchObject(DENIED);
    }
    expect((await keyed(gate, key, call({ phone }, { agent: "u17" }))).body).toMatchObject(DENIED);
    moveTo(DAY);
    expect((await keyed(gate, key, call({ phone }))).body).toMatchObject({
      decision: "allow",
      replayed: false,
      evaluatedAt: later(TEN, DAY),
    });
  });

  it("of a dry run is not kept", async () => {
    const [phone, key] = [freshPhone(), freshKey()];
    for (let i = 0; i < 2; i += 1) {
      const dry = await keyed(gate, key, call({ phone }, { mode: "dryRun" }));
      expect(dry.body).toMatchObject({ decision: "allow", recorded: false, replayed: false });
    }
    expect((await keyed(gate, key, call({ phone }))).body).toMatchObject({ recorded: true, replayed: false });
  });

  it("finds a planned reservation again once its instant has passed, and plans nothing for the past", async () => {
    const [phone, key, at] = [freshPhone(), freshKey(), later(TEN, 2_000)];
    const planned = call({ phone }, { mode: "reserve", reserveSeconds: 600, at });
    const first = await keyed(gate, key, planned);
    await gate.setClock(later(TEN, 5_000));
    expect((await keyed(gate, key, planned)).body).toMatchObject({
      touchId: first.body.touchId,
      replayed: true,
    });
    expect(await keyed(gate, freshKey(), planned)).toMatchObject({
      status: 400,
      body: { issues: [{ path: "at", message: "must not lie in the past" }] },
    });
  });

  it("is free again once its reservation is released", async () => {
    const [phone, key] = [freshPhone(), freshKey()];
    const reserve = () => keyed(gate, key, call({ phone }, { mode: "reserve" }));
    const first = await reserve();
    expect((await reserve()).body).toMatchObject({ touchId: first.body.touchId, replayed: true });
    await sender.release(String(first.body.touchId));
    const second = await reserve();
    expect(second.body).toMatchObject({ decision: "allow", replayed: false });
    expect(second.body.touchId).not.toBe(first.body.touchId);
    expect((await reserve()).body).toMatchObject({ touchId: second.body.touchId, replayed: true });
    await sender.release(String(second.body.touchId));
    expect((await keyed(gate, key, call({ phone }))).body).toMatchObject({ mode: "record", replayed: false });
  });

  it("is free again once its reservation has expired, to the millisecond", async () => {
    const [phone, key] = [freshPhone(), freshKey()];
    const reserve = () => keyed(gate, key, call({ phone }, { mode: "reserve", reserveSeconds: 60 }));
    const first = await reserve();
    moveTo(60 * SECOND - 1);
    expect((await reserve()).body).toMatchObject({ touchId: first.body.touchId, replayed: true });
    moveTo(60 * SECOND);
    const second = await reserve();
    expect(second.body).toMatchObject({ decision: "allow", replayed: false });
    // The place is the second's now.
    expect(refusalOf(await sender.confirm(String(first.body.touchId)))).toEqual([409, "lease_expired"]);
  });

  it("of a reservation that was confirmed gives the same touch again", async () => {
    const [phone, key] = [freshPhone(), freshKey()];
    const body = call({ phone }, { mode: "reserve", reserveSeconds: 60 });
    const first = await keyed(gate, key, body);
    await sender.confirm(String(first.body.touchId));
    moveTo(HOUR);
    expect((await keyed(gate, key, body)).body).toMatchObject({
      decision: "allow",
      recorded: true,
      touchId: first.body.touchId,
      replayed: true,
    });
  });

  it("of a touch that does not count, and is kept for its key alone, gives the same touch again", async () => {
    const [phone, key] = [freshPhone(), freshKey()];
    const notice = call({ phone }, { purpose: "notice" });
    const first = await keyed(gate, key, notice);
    await gate.check(call({ phone }));
    moveTo(DAY - 1);
    expect((await keyed(gate, key, notice)).body).toStrictEqual({ ...first.body, replayed: true });
  });

  it("is good for a day, to the millisecond", async () => {
    const key = freshKey();
    const [phone, other] = [freshPhone(), freshPhone()];
    const first = await keyed(gate, key, call({ phone }));
    await keyed(gate, key, call({ phone: other }));
    moveTo(DAY - 1);
    expect((await keyed(gate, key, call({ phone }))).body.touchId).toBe(first.body.touchId);
    expect(refusalOf(await keyed(gate, key, call({ phone: other }, { agent: "x" })))).toEqual([
      409,
      "idempotency_conflict",
    ]);
    moveTo(DAY);
    const anew = await keyed(gate, key, call({ phone }));
    expect(anew.body).toMatchObject({ decision: "allow", replayed: false });
    expect((await keyed(gate, key, call({ phone: other }, { agent: "x" }))).body.replayed).toBe(false);
  });

  it("belongs to its API key and to one contact", async () => {
    const key = freshKey();
    const [phone, other] = [freshPhone(), freshPhone()];
    const first = await keyed(gate, key, call({ phone }));
    expect((await keyed(gate, key, call({ phone: other }))).body).toMatchObject({
      decision: "allow",
      replayed: false,
    });
    expect((await keyed(gate, key, call({ phone }), "tg_dev_sales")).body).toMatchObject(DENIED);
    expect((await keyed(gate, key, call({ phone }))).body.touchId).toBe(first.body.touchId);
  });

  it("goes along when its address is linked: the same touch, by its old id", async () => {
    const [id, phone, key] = [freshId(), freshPhone(), freshKey()];
    const first = await keyed(gate, key, call({ phone }));
    await link(id, [phoneOf(phone)]);
    const again = await keyed(gate, key, call({ phone }));
    expect(again.body).toStrictEqual({ ...first.body, contactId: id, replayed: true });
    expect(await touchesOf(gate, { contactId: id })).toEqual([first.body.touchId]);
  });

  it("that was used for two addresses gives each its own touch once they are one contact", async () => {
    const [id, phone, email, key] = [freshId(), freshPhone(), freshEmail(), freshKey()];
    const recipients = [{ phone }, { email }];
    const first = [];
    for (const to of recipients) first.push((await keyed(gate, key, call(to))).body.touchId);
    await link(id, [phoneOf(phone), { type: "email", value: email }]);
    const again = [];
    for (const to of recipients) again.push(await keyed(gate, key, call(to)));
    expect(again.map(({ status }) => status)).toEqual([200, 200]);
    expect(again.map(({ body }) => body.touchId)).toEqual(first);
    expect(refusalOf(await keyed(gate, key, call({ phone }, { agent: "x" })))).toEqual([
      409,
      "idempotency_conflict",
    ]);
  });

  it("finds the touch of an answer that never arrived", async () => {
    const [phone, key] = [freshPhone(), freshKey()];
    const stopped = new AbortController();
    const sent = fetch(`${gate.url}/v1/check`, {
      method: "POST",
      headers: {
        authorization: "Bearer tg_dev_admin",
        "content-type": "application/json",
        "idempotency-key": key,
      },
      body: JSON.stringify(call({ phone })),
      signal: stopped.signal,
    });
    // The sender hangs up once the touch is there, as its own time is over: it reads no answer.
    const lost = sent.then(
      (response) => response.body?.cancel(),
      () => undefined,
    );
    for (let i = 0; (await touchesOf(gate, { phone })).length === 0 && i < 500; i += 1);
    stopped.abort();
    await lost;
    const [touchId] = await touchesOf(gate, { phone });
    expect((await keyed(gate, key, call({ phone }))).body).toMatchObject({
      decision: "allow",
      touchId,
      replayed: true,
    });
    expect(await touchesOf(gate, { phone })).toEqual([touchId]);
  });
});

for (const found of await availableEngines()) {
  const missing = "missing" in found ? found.missing : undefined;
  const name = missing === undefined ? found.kind : `${found.kind} (skipped: ${missing})`;

  describe.skipIf(missing !== undefined)(`one key, sent by many at once, on ${name}`, () => {
    const CROWD = 40;
    let gate: TestGate;
    beforeAll(async () => {
      if ("missing" in found) return;
      // The clock runs: equal instants in the answers come from the first of them.
      gate = await startTestGate({ engine: found.engine, policy: POLICY });
    });
    afterAll(() => gate?.stop());

    const expectOneTouch = async (replies: readonly Reply<Decision>[], to: Fields) => {
      expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
      const [first] = replies.filter(({ body }) => !body.replayed);
      expect(first?.body).toMatchObject({ decision: "allow", recorded: true });
      expect(replies.filter(({ body }) => body.replayed)).toHaveLength(replies.length - 1);
      for (const { body } of replies) expect({ ...body, replayed: false }).toStrictEqual(first?.body);
      expect(await touchesOf(gate, to)).toEqual([first?.body.touchId]);
    };

    it.each(["record", "reserve"])(`in mode %s: one touch and ${CROWD} equal answers`, async (mode) => {
      for (let round = 0; round < 3; round += 1) {
        const [to, key] = [{ phone: freshPhone() }, freshKey()];
        const replies = await Promise.all(
          Array.from({ length: CROWD }, () => keyed(gate, key, call(to, { mode }))),
        );
        await expectOneTouch(replies, to);
      }
    });

    it("for a purpose that does not count: one touch as well", async () => {
      const [to, key] = [{ phone: freshPhone() }, freshKey()];
      const body = call(to, { purpose: "notice" });
      const replies = await Promise.all(Array.from({ length: CROWD }, () => keyed(gate, key, body)));
      await expectOneTouch(replies, to);
    });

    it("while the address is being linked: one touch, by one id", async () => {
      for (let round = 0; round < 3; round += 1) {
        const [id, phone, key] = [freshId(), freshPhone(), freshKey()];
        const checks = Array.from({ length: 20 }, () => keyed(gate, key, call({ phone })));
        const linked = gate.send(`PUT /v1/contacts/${id}`, {
          body: { identities: [{ type: "phone", value: phone }] },
        });
        checks.push(...Array.from({ length: 20 }, () => keyed(gate, key, call({ phone }))));
        const replies = await Promise.all(checks);
        expect((await linked).status).toBe(201);
        expect(new Set(replies.map(({ body }) => body.touchId)).size).toBe(1);
        expect(replies.filter(({ body }) => !body.replayed)).toHaveLength(1);
        expect(await touchesOf(gate, { contactId: id })).toEqual([replies[0]?.body.touchId]);
      }
    });

    it("over ten instances, none of which knows what the others do: one touch and equal answers", async () => {
      for (let round = 0; round < 3; round += 1) {
        const [to, key] = [{ phone: freshPhone() }, freshKey()];
        const instances = Array.from({ length: 10 }, () =>
          createHandler(createDeps({ store: gate.store, log: () => {}, deadlineMs: 10_000 })),
        );
        const sent = { method: "POST", path: "/v1/check", key: "tg_dev_admin", body: call(to) };
        const event = apiEvent(sent);
        const answers = await Promise.all(
          Array.from({ length: CROWD }, (_, i) =>
            (instances[i % instances.length] as (typeof instances)[0])(
              { ...event, headers: { ...event.headers, "idempotency-key": key } },
              NO_CONTEXT,
            ),
          ),
        );
        const replies = answers.map(({ statusCode, body }) => ({
          status: statusCode as number,
          headers: new Headers(),
          body: JSON.parse(body ?? "") as Decision,
        }));
        await expectOneTouch(replies, to);
      }
    });

    it("with different requests: one is let through, its like are replayed, the others conflict", async () => {
      const [to, key] = [{ phone: freshPhone() }, freshKey()];
      const replies = await Promise.all(
        Array.from({ length: CROWD }, (_, i) => keyed(gate, key, call(to, { agent: `u${i % 2}` }))),
      );
      const statuses = replies.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(CROWD / 2);
      expect(statuses.filter((status) => status === 409)).toHaveLength(CROWD / 2);
      expect(await touchesOf(gate, to)).toHaveLength(1);
    });
  });
}
