import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { availableEngines } from "../support/engines.ts";
import {
  type Decision,
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  pathsOf,
  problemOf,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";
import { DAY, HOUR, later } from "../support/writing.ts";

const POLICY = {
  id: "batches",
  purposes: { marketing: {}, sales: { requires: ["topic"] }, notice: { obeys: "hard", counts: false } },
  departments: ["marketing", "sales"],
  rules: [
    { id: "two-a-day", kind: "cap", max: 2, window: { rolling: "P1D" } },
    { id: "closed", kind: "cap", max: 0, window: { rolling: "P1D" }, when: { stage: ["lost"] } },
  ],
};
const TEN = "2026-11-23T10:00:00.000Z";
const defaults = { channel: "email", department: "marketing", purpose: "marketing" };

/** An item's answer, as far as tests look into it. */
interface Answer extends Partial<Decision> {
  readonly ref?: string;
  readonly status: number;
  readonly problem?: { readonly code: string; readonly issues: readonly { readonly path: string }[] };
}
interface Answered {
  readonly items: readonly Answer[];
  readonly summary: Readonly<Record<"allow" | "defer" | "deny" | "problem", number>>;
}

async function askOf(gate: TestGate, body: Fields, key = "tg_dev_admin"): Promise<Answered> {
  const reply = await gate.send<Answered>("POST /v1/check/batch", { body, key });
  expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "application/json"]);
  return reply.body;
}

const decisionsOf = ({ items }: Answered) => items.map(({ decision, problem }) => decision ?? problem?.code);

describe("POST /v1/check/batch", () => {
  let gate: TestGate;
  beforeAll(async () => {
    gate = await startTestGate({ policy: POLICY });
  });
  afterAll(() => gate.stop());
  beforeEach(() => gate.setClock(TEN));

  const ask = (items: readonly unknown[], more: Fields = { defaults }, key?: string) =>
    askOf(gate, { ...more, items }, key);
  const mail = (more: Fields = {}): Fields => ({ to: { email: freshEmail() }, ...more });
  const refused = async (body: unknown, headers = {}) =>
    problemOf(await gate.send("POST /v1/check/batch", { body, headers }));

  it("answers each item as a check of its own would, in order, by its ref", async () => {
    const email = freshEmail();
    const { items, summary } = await ask([{ ref: "b", to: { email } }, { ref: "a", ...mail() }, mail()]);
    const single = await gate.check({ ...mail(), ...defaults });
    const { touchId: _touch, contactId: _contact, ...same } = single;
    for (const item of items) expect(item).toMatchObject({ status: 200, ...same });
    expect(items.map(({ ref }) => ref)).toEqual(["b", "a", undefined]);
    expect(items[2]).not.toHaveProperty("ref");
    expect(new Set(items.map(({ touchId }) => touchId)).size).toBe(3);
    expect(summary).toEqual({ allow: 3, defer: 0, deny: 0, problem: 0 });
    const { recent } = await gate.check({
      ...defaults,
      to: { email },
      mode: "dryRun",
      include: ["recent"],
    });
    expect(recent).toMatchObject([{ touchId: items[0]?.touchId }]);
  });

  it("sums up what came out", async () => {
    const [id, email] = [freshId(), freshEmail()];
    await gate.send(`PUT /v1/contacts/${id}`, { body: { attributes: { stage: "lost" } } });
    const answered = await ask([
      mail({ to: { email } }),
      mail({ to: { email } }),
      { to: { email } },
      { to: { contactId: id } },
      {},
    ]);
    expect(decisionsOf(answered)).toEqual(["allow", "allow", "defer", "deny", "invalid_request"]);
    expect(answered.summary).toEqual({ allow: 2, defer: 1, deny: 1, problem: 1 });
  });

  it("takes from defaults what an item does not say itself", async () => {
    const [phone, email] = [freshPhone(), freshEmail()];
    const { items } = await ask(
      [
        { to: { email }, campaign: "own" },
        { to: { phone }, channel: "sms", mode: "record" },
        { to: { email }, mode: "dryRun" },
      ],
      {
        defaults: {
          ...defaults,
          campaign: "common",
          mode: "reserve",
          reserveSeconds: 600,
          include: ["recent"],
        },
      },
    );
    expect(items).toMatchObject([
      { mode: "reserve", expiresAt: later(TEN, 600_000), recent: [] },
      { status: 400, problem: { issues: [{ path: "reserveSeconds" }] } },
      { status: 400, problem: { issues: [{ path: "reserveSeconds" }] } },
    ]);
    const seen = await gate.check({ ...defaults, to: { email }, mode: "dryRun", include: ["recent"] });
    expect(seen.recent).toMatchObject([{ campaign: "own", state: "reserved" }]);
  });

  it("needs no defaults", async () => {
    expect(decisionsOf(await ask([mail(defaults)], {}))).toEqual(["allow"]);
  });

  it("lets the items of one person see one another, in order, between those of others", async () => {
    const email = freshEmail();
    const other = { to: { email }, include: ["recent"] };
    const answered = await ask([other, mail(), other, mail(), other, { ...other, mode: "dryRun" }]);
    expect(decisionsOf(answered)).toEqual(["allow", "allow", "allow", "allow", "defer", "defer"]);
    const [first, , third, , fifth] = answered.items;
    expect(first?.recent).toEqual([]);
    expect(third?.recent).toMatchObject([{ touchId: first?.touchId }]);
    expect(fifth?.recent).toMatchObject([{ touchId: third?.touchId }, { touchId: first?.touchId }]);
  });

  it("knows one person by two linked addresses and by id", async () => {
    const [id, email, phone] = [freshId(), freshEmail(), freshPhone()];
    const identities = [
      { type: "email", value: email },
      { type: "phone", value: phone },
    ];
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities } });
    const answered = await ask([
      { to: { phone } },
      { to: { email } },
      { to: { contactId: id } },
      { to: { phone } },
    ]);
    expect(decisionsOf(answered)).toEqual(["allow", "allow", "defer", "defer"]);
    expect(new Set(answered.items.map(({ contactId }) => contactId))).toEqual(new Set([id]));
  });

  it("answers an item with faults by a problem of its own, with all of them, and decides the others", async () => {
    const answered = await ask([
      mail({ ref: "good" }),
      { ref: "faulty", to: { email: "nobody" }, purpose: "spam", mode: "now", reserveSeconds: 1 },
      { ref: "topic", ...mail({ purpose: "sales" }) },
      { ref: "nobody", to: { contactId: freshId() } },
      mail({ ref: 7 }),
      mail({ ref: "r".repeat(129), idempotencyKey: "" }),
      mail({ ref: "odd", denyStatus: 403 }),
      mail({ ref: "last" }),
    ]);
    expect(answered.items.map(({ status }) => status)).toEqual([200, 400, 400, 404, 400, 400, 400, 200]);
    expect(answered.items.map(({ problem }) => problem?.issues.map(({ path }) => path).sort())).toEqual([
      undefined,
      ["mode", "purpose", "reserveSeconds", "to.email"],
      ["topic"],
      [],
      ["ref"],
      ["idempotencyKey", "ref"],
      ["denyStatus"],
      undefined,
    ]);
    expect(answered.items.slice(0, 4).map(({ ref }) => ref)).toEqual(["good", "faulty", "topic", "nobody"]);
    expect(answered.items[3]?.problem).toEqual({
      type: "/docs#contact_not_found",
      title: expect.any(String),
      status: 404,
      detail: expect.any(String),
      code: "contact_not_found",
      issues: [],
    });
    expect(answered.summary).toEqual({ allow: 2, defer: 0, deny: 0, problem: 6 });
  });

  it.each([["a text"], [5], [null], [true], [[]]])("takes %j for an item with faults", async (item) => {
    const answered = await ask([item, mail()]);
    expect(answered.items.map(({ status }) => status)).toEqual([400, 200]);
  });

  it("refuses another department's items to a key that is bound to one, and only these", async () => {
    const items = [mail(), mail({ department: "sales" }), mail({ department: undefined })];
    const bound = { defaults: { channel: "email", purpose: "marketing" } };
    expect(decisionsOf(await ask(items, bound, "tg_dev_marketing"))).toEqual([
      "allow",
      "foreign_department",
      "allow",
    ]);
  });

  it.each([
    ["no items", { items: [] }, ["items"]],
    ["501 items", { items: Array.from({ length: 501 }, () => ({})) }, ["items"]],
    ["no list", {}, ["items"]],
    ["a field it does not know", { items: [{}], dryRun: true }, ["dryRun"]],
    [
      "defaults that name a recipient",
      { items: [{}], defaults: { to: { email: "a@example.com" } } },
      ["defaults.to"],
    ],
    [
      "defaults with faults",
      { items: [{}], defaults: { channel: "fax", mode: 1 } },
      ["defaults.channel", "defaults.mode"],
    ],
  ])("is refused with %s", async (_, body, paths) => {
    const problem = await refused(body);
    expect([problem.status, pathsOf(problem)]).toEqual([400, paths]);
  });

  it("is refused with an Idempotency-Key in its header, and nothing is decided", async () => {
    const item = mail();
    const problem = await refused({ defaults, items: [item] }, { "idempotency-key": "k" });
    expect([problem.status, pathsOf(problem)]).toEqual([400, ["Idempotency-Key"]]);
    const seen = await gate.check({ ...defaults, ...item, mode: "dryRun", include: ["recent"] });
    expect(seen.recent).toEqual([]);
  });

  it("takes a body of 1 MB, and none that is larger by a byte", async () => {
    const body = JSON.stringify({ defaults, items: [mail()] });
    const padded = (bytes: number) => Buffer.from(body + " ".repeat(bytes - Buffer.byteLength(body)));
    const send = (bytes: number) =>
      gate.send("POST /v1/check/batch", {
        raw: padded(bytes),
        headers: { "content-type": "application/json" },
      });
    expect((await send(1024 * 1024)).status).toBe(200);
    const problem = problemOf(await send(1024 * 1024 + 1));
    expect([problem.status, problem.code]).toEqual([413, "too_large"]);
  });

  describe("with an idempotencyKey of an item", () => {
    it("gives the same answers again, and decides what was denied anew", async () => {
      const email = freshEmail();
      const items = ["k1", "k2", "k3"].map((idempotencyKey) => ({ to: { email }, idempotencyKey }));
      const first = await ask(items);
      expect(decisionsOf(first)).toEqual(["allow", "allow", "defer"]);
      gate.setClock(later(TEN, HOUR));
      const again = await ask(items);
      expect(again.items.slice(0, 2)).toEqual(
        first.items.slice(0, 2).map((item) => ({ ...item, replayed: true })),
      );
      expect(again.items[2]).toMatchObject({
        decision: "defer",
        replayed: false,
        evaluatedAt: later(TEN, HOUR),
      });
      gate.setClock(later(TEN, DAY));
      expect((await ask([...items].reverse())).items[0]).toMatchObject({
        decision: "allow",
        replayed: false,
      });
    });

    it("is the same key as in the header of a check, and conflicts with another request", async () => {
      const [to, idempotencyKey] = [{ email: freshEmail() }, "shared-key"];
      const single = await gate.send<Decision>("POST /v1/check", {
        body: { ...defaults, to },
        headers: { "idempotency-key": idempotencyKey },
      });
      const answered = await ask([{ to, idempotencyKey }, { to, idempotencyKey, campaign: "other" }, { to }]);
      expect(answered.items[0]).toEqual({ ...single.body, status: 200, replayed: true });
      expect(answered.items[1]).toMatchObject({ status: 409, problem: { code: "idempotency_conflict" } });
      expect(answered.items[2]).toMatchObject({ decision: "allow", replayed: false });
    });

    it("twice in one batch is one touch", async () => {
      const item = { to: { email: freshEmail() }, idempotencyKey: "twice", include: ["recent"] };
      const { items } = await ask([item, item]);
      expect(items.map(({ replayed }) => replayed)).toEqual([false, true]);
      expect(items[1]?.touchId).toBe(items[0]?.touchId);
    });
  });

  it("stops at a full history of one person, to the touch, as single checks do", async () => {
    const tag = (name: string, n: number) => `${name}-${n}-`.padEnd(128, "x");
    const of = (to: Fields) =>
      Array.from({ length: 80 }, (_, n) => ({
        to,
        purpose: "notice",
        mode: "reserve",
        campaign: tag("c", n),
        topic: tag("t", n),
        product: tag("p", n),
        subject: tag("s", n),
        agent: tag("a", n),
      }));
    const single: string[] = [];
    for (const item of of({ email: freshEmail() })) {
      single.push((await gate.check({ ...defaults, ...item })).decision);
    }
    expect(new Set(single)).toEqual(new Set(["allow", "defer"]));
    const answered = await ask(of({ email: freshEmail() }));
    expect(decisionsOf(answered)).toEqual(single);
    expect(answered.items.at(-1)?.reasons).toMatchObject([{ code: "history_full" }]);
  });
});

for (const found of await availableEngines()) {
  const missing = "missing" in found ? found.missing : undefined;
  const name = missing === undefined ? found.kind : `${found.kind} (skipped: ${missing})`;

  describe.skipIf(missing !== undefined)(`a batch of 500 on ${name}`, () => {
    let gate: TestGate;
    beforeAll(async () => {
      if ("missing" in found) return;
      gate = await startTestGate({ engine: found.engine, policy: POLICY });
    });
    afterAll(() => gate?.stop());

    it("of distinct persons, known, linked and new, is answered whole and in order", async () => {
      const emails = Array.from({ length: 500 }, freshEmail);
      const linked = new Map<string, string>();
      for (const email of emails.slice(0, 5)) {
        const id = freshId();
        linked.set(email, id);
        await gate.send(`PUT /v1/contacts/${id}`, {
          body: { identities: [{ type: "email", value: email }] },
        });
      }
      const items = emails.map((email, n) => ({ ref: `${n}`, to: { email } }));
      for (const decision of ["allow", "allow", "defer"]) {
        const answered = await askOf(gate, { defaults, items });
        expect(answered.items.map(({ ref }) => ref)).toEqual(items.map(({ ref }) => ref));
        expect(new Set(decisionsOf(answered))).toEqual(new Set([decision]));
        expect(answered.items.slice(0, 5).map(({ contactId }) => contactId)).toEqual([...linked.values()]);
      }
    });

    it("of one person admits as many as the cap has, the first", async () => {
      const to = { email: freshEmail() };
      const answered = await askOf(gate, { defaults, items: Array.from({ length: 500 }, () => ({ to })) });
      expect(answered.summary).toEqual({ allow: 2, defer: 498, deny: 0, problem: 0 });
      expect(decisionsOf(answered).slice(0, 3)).toEqual(["allow", "allow", "defer"]);
    });

    it("beside single checks and other batches of the same persons goes over no cap", async () => {
      const persons = Array.from({ length: 10 }, freshEmail).map((email) => ({ to: { email } }));
      const items = [...persons, ...persons, ...persons];
      const [batches, checks] = await Promise.all([
        Promise.all(Array.from({ length: 4 }, () => askOf(gate, { defaults, items }))),
        Promise.all(items.map((item) => gate.check({ ...defaults, ...item }))),
      ]);
      const allowed = new Map<string, number>();
      for (const { contactId = "", decision } of [...batches.flatMap((batch) => batch.items), ...checks]) {
        allowed.set(contactId, (allowed.get(contactId) ?? 0) + (decision === "allow" ? 1 : 0));
      }
      expect([...allowed.values()]).toEqual(persons.map(() => 2));
    });
  });
}
