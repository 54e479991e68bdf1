import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Decision,
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  putPolicy,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const POLICY = {
  id: "acme",
  timezone: "UTC",
  purposes: { marketing: {}, sales: {}, service: {}, transactional: { obeys: "hard", counts: false } },
  departments: ["marketing", "sales", "service"],
  rules: [
    { id: "two-a-week", kind: "cap", max: 2, window: { rolling: "P7D" }, when: { purpose: ["marketing"] } },
    { id: "lock", kind: "lock", period: "P2D", when: { purpose: ["sales"] } },
    { id: "notice", kind: "lock", effect: "warn", period: "P2D", when: { purpose: ["service"] } },
    { id: "trial", kind: "gap", effect: "shadow", min: "P1D" },
    { id: "closed", kind: "cap", max: 0, window: { rolling: "P1D" }, when: { stage: ["lost"] } },
  ],
};
/** A Monday. */
const NOW = "2026-11-23T10:00:00.123Z";
const DAY_LATER = "2026-11-24T10:00:00.124Z";
const WEEK_AFTER_NOW = "2026-11-30T10:00:00.123Z";
const TOUCH_ID = expect.stringMatching(/^t_[\w-]{12}\.[\w.:-]+$/);
const STRANGER = expect.stringMatching(/^c_[\w-]{22}$/);

const mail = (email: string, more: Fields = {}): Fields => ({
  to: { email },
  channel: "email",
  department: "marketing",
  purpose: "marketing",
  ...more,
});

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(NOW));

describe("an answer to POST /v1/check", () => {
  it("has exactly the contract's fields when it allows, and nothing else", async () => {
    const reply = await gate.send<Decision>("POST /v1/check", { body: mail(freshEmail()) });
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-type")).toBe("application/json");
    expect(reply.headers.get("x-request-id")).toMatch(/./);
    expect(reply.body).toStrictEqual({
      decision: "allow",
      mode: "record",
      recorded: true,
      touchId: TOUCH_ID,
      contactId: STRANGER,
      reasons: [],
      warnings: [],
      shadow: [],
      nextAllowedAt: null,
      policy: { id: "acme", version: 2 },
      evaluatedAt: NOW,
      replayed: false,
    });
  });

  it("defers with the whole reason and the next instant, warnings and shadow beside it", async () => {
    const email = freshEmail();
    await gate.check(mail(email, { campaign: "a" }));
    await gate.check(mail(email));
    gate.setClock("2026-11-23T22:00:00.000Z");
    const deferred = await gate.check(mail(email));
    expect(deferred).toStrictEqual({
      decision: "defer",
      mode: "record",
      recorded: false,
      contactId: STRANGER,
      reasons: [
        {
          rule: "two-a-week",
          kind: "cap",
          code: "cap_reached",
          message: expect.stringMatching(/./),
          nextAllowedAt: WEEK_AFTER_NOW,
          details: { count: 2, max: 2, window: { rolling: "P7D" }, oldestAt: NOW },
        },
      ],
      warnings: [],
      shadow: [
        {
          rule: "trial",
          kind: "gap",
          code: "too_soon",
          message: expect.stringMatching(/./),
          nextAllowedAt: "2026-11-24T10:00:00.123Z",
          details: { touchedAt: NOW, channel: "email", department: "marketing", min: "P1D" },
        },
      ],
      nextAllowedAt: WEEK_AFTER_NOW,
      policy: { id: "acme", version: 2 },
      evaluatedAt: "2026-11-23T22:00:00.000Z",
      replayed: false,
    });
    const served = await gate.check(mail(email, { department: "service", purpose: "service" }));
    expect(served).toMatchObject({ decision: "allow", warnings: [{ rule: "notice" }] });
  });

  it("passes at the instant it named, and not a millisecond before", async () => {
    const email = freshEmail();
    await gate.check(mail(email));
    await gate.check(mail(email));
    gate.setClock("2026-11-30T10:00:00.122Z");
    expect(await gate.check(mail(email))).toMatchObject({ decision: "defer", nextAllowedAt: WEEK_AFTER_NOW });
    gate.setClock(WEEK_AFTER_NOW);
    expect(await gate.check(mail(email))).toMatchObject({ decision: "allow" });
  });

  it("denies without a next instant when waiting does not help", async () => {
    const id = freshId();
    await gate.send(`PUT /v1/contacts/${id}`, { body: { attributes: { stage: "lost" } } });
    const denied = await gate.check({ ...mail(""), to: { contactId: id } });
    expect(denied).toMatchObject({ decision: "deny", recorded: false, nextAllowedAt: null, contactId: id });
    expect(denied.reasons).toMatchObject([{ rule: "closed", code: "cap_reached", nextAllowedAt: null }]);
  });

  it("lists every failing rule, in policy order", async () => {
    const [email, id] = [freshEmail(), freshId()];
    await gate.send(`PUT /v1/contacts/${id}`, {
      body: { identities: [{ type: "email", value: email }], attributes: { stage: "lost" } },
    });
    await gate.send(`PUT /v1/contacts/${id}/preferences`, {
      body: { optOutAll: true, channels: { email: { optOut: true } } },
    });
    const denied = await gate.check(mail(email));
    expect(denied.reasons.map(({ rule, code }) => [rule, code])).toEqual([
      ["preference", "opted_out"],
      ["preference", "opted_out"],
      ["closed", "cap_reached"],
    ]);
  });

  it("names the policy version that was in force for each decision", async () => {
    const before = await gate.check(mail(freshEmail()));
    await putPolicy(gate, POLICY);
    const after = await gate.check(mail(freshEmail()));
    const versionOf = ({ policy }: Decision) => (policy as { version: number }).version;
    expect(versionOf(after)).toBe(versionOf(before) + 1);
  });
});

describe("a dry run", () => {
  it("says what would happen and records nothing", async () => {
    const email = freshEmail();
    for (let i = 0; i < 3; i += 1) {
      const dry = await gate.check(mail(email, { mode: "dryRun", include: ["recent"] }));
      expect(dry).toMatchObject({ decision: "allow", mode: "dryRun", recorded: false, recent: [] });
      expect(dry).not.toHaveProperty("touchId");
    }
  });

  it("is judged at its planned instant", async () => {
    const email = freshEmail();
    await gate.check(mail(email));
    await gate.check(mail(email));
    const planned = (at: string) => gate.check(mail(email, { mode: "dryRun", at }));
    expect(await planned("2026-11-30T10:00:00.122Z")).toMatchObject({ decision: "defer" });
    expect(await planned("2026-11-30T18:00:00.123+08:00")).toMatchObject({
      decision: "allow",
      evaluatedAt: NOW,
    });
  });
});

describe("the recipient", () => {
  it("is one person by e-mail, phone, external id and contact id once they are linked", async () => {
    const [id, email, phone] = [freshId(), freshEmail(), freshPhone()];
    const externalId = { system: "zoho", id: `47-${id}` };
    await gate.send(`PUT /v1/contacts/${id}`, {
      body: {
        identities: [
          { type: "email", value: email },
          { type: "phone", value: phone },
          { type: externalId.system, value: externalId.id },
        ],
      },
    });
    const recipients = [{ email }, { phone }, { externalId }, { contactId: id }];
    const decisions = await sequentially(recipients, (to) => gate.check({ ...mail(""), to }));
    expect(decisions.map(({ contactId, decision }) => [contactId, decision])).toEqual([
      [id, "allow"],
      [id, "allow"],
      [id, "defer"],
      [id, "defer"],
    ]);
  });

  it("is a stranger under each address that nobody linked, found again by the same one", async () => {
    const [email, phone] = [freshEmail(), freshPhone()];
    const recipients = [{ email }, { phone }, { externalId: { system: "zoho", id: email } }];
    const first = await sequentially(recipients, (to) => gate.check({ ...mail(""), to }));
    const again = await sequentially(recipients, (to) => gate.check({ ...mail(""), to }));
    expect(new Set(first.map(({ contactId }) => contactId)).size).toBe(3);
    expect(again.map(({ contactId }) => contactId)).toEqual(first.map(({ contactId }) => contactId));
    const byId = await gate.check({ ...mail(""), to: { contactId: first[0]?.contactId } });
    expect(byId).toMatchObject({ decision: "defer", contactId: first[0]?.contactId });
  });

  it("is the same in every spelling of an address", async () => {
    const phone = freshPhone();
    const spellings = [
      { phone },
      { phone: `${phone.slice(0, 3)} ${phone.slice(3, 6)}-${phone.slice(6)}` },
      { phone: phone.slice(3), region: "cn" },
    ];
    const answers = await sequentially(spellings, (to) => gate.check({ ...mail(""), to }));
    expect(new Set(answers.map(({ contactId }) => contactId)).size).toBe(1);
    const plain = freshEmail();
    const byPlain = await gate.check(mail(plain));
    expect(await gate.check(mail(` ${plain.toUpperCase()}`))).toMatchObject({
      contactId: byPlain.contactId,
    });
  });
});

describe("include: recent", () => {
  it("shows the touches before this one, newest first, without addresses", async () => {
    const [email, agent] = [freshEmail(), "u17"];
    const tags = { campaign: "c1", topic: "news", product: "p", subject: "s", agent, reference: "m-1" };
    const first = await gate.check(mail(email, tags));
    gate.setClock(DAY_LATER);
    const second = await gate.check(mail(email, { include: ["recent"] }));
    const { reference: _notShown, ...shown } = tags;
    expect(second.recent).toStrictEqual([
      {
        touchId: first.touchId,
        at: NOW,
        channel: "email",
        department: "marketing",
        purpose: "marketing",
        ...shown,
        state: "recorded",
        outcomes: [],
      },
    ]);
    const third = await gate.check(mail(email, { include: ["recent"], mode: "dryRun" }));
    expect(third.recent?.map(({ touchId }) => touchId)).toEqual([second.touchId, first.touchId]);
  });

  it("shows at most ten", async () => {
    const [email, notice] = [freshEmail(), { department: "service", purpose: "service" }];
    for (let i = 0; i < 12; i += 1) await gate.check(mail(email, notice));
    const { recent } = await gate.check(mail(email, { ...notice, mode: "dryRun", include: ["recent"] }));
    expect(recent).toHaveLength(10);
  });

  it("leaves touches of purposes that do not count out, though they are recorded", async () => {
    const email = freshEmail();
    const sent = await gate.check(mail(email, { purpose: "transactional" }));
    expect(sent).toMatchObject({ decision: "allow", recorded: true, touchId: TOUCH_ID });
    expect(await gate.check(mail(email, { mode: "dryRun", include: ["recent"] }))).toMatchObject({
      recent: [],
    });
  });
});

describe("denyStatus", () => {
  it.each(["403", "410", "422", "451"])("answers %s with the decision in place of 200", async (status) => {
    const email = freshEmail();
    const line = `POST /v1/check?denyStatus=${status}`;
    const statuses: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      const reply = await gate.send<Decision>(line, { body: mail(email) });
      statuses.push(reply.status);
      expect(reply.headers.get("content-type")).toBe("application/json");
      expect(reply.body.decision).toBe(i < 2 ? "allow" : "defer");
    }
    expect(statuses).toEqual([200, 200, Number(status)]);
  });
});

describe("a key bound to a department", () => {
  it("speaks for it without being told", async () => {
    const email = freshEmail();
    const { department: _left, ...body } = mail(email, { purpose: "sales" });
    expect(await gate.check(body, "tg_dev_sales")).toMatchObject({ decision: "allow" });
    const marketing = await gate.check({ ...body, include: ["recent"] }, "tg_dev_marketing");
    expect(marketing.reasons).toMatchObject([
      { code: "department_locked", details: { department: "sales" } },
    ]);
    expect(marketing.recent).toMatchObject([{ department: "sales" }]);
  });

  it("may say its own department, and is refused another's", async () => {
    const own = await gate.send("POST /v1/check", {
      body: mail(freshEmail(), { department: "sales" }),
      key: "tg_dev_sales",
    });
    expect(own.status).toBe(200);
    const other = await gate.send("POST /v1/check", { body: mail(freshEmail()), key: "tg_dev_sales" });
    expect([other.status, other.body.code]).toEqual([403, "foreign_department"]);
  });
});

async function sequentially<I, O>(inputs: readonly I[], run: (input: I) => Promise<O>): Promise<O[]> {
  const outputs: O[] = [];
  for (const input of inputs) outputs.push(await run(input));
  return outputs;
}
