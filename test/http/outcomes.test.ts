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
import { DAY, HOUR, later, refusalOf, SECOND, type Sender, senderOver } from "../support/writing.ts";

const POLICY = {
  id: "outcomes",
  retention: "P30D",
  purposes: { sales: {}, survey: {}, notice: { obeys: "hard", counts: false } },
  departments: ["sales", "marketing"],
  rules: [
    {
      id: "by-warmth",
      kind: "cap",
      max: { by: "engagement", values: { hot: 3, warm: 2 }, default: 1 },
      window: { rolling: "P1D" },
      when: { purpose: ["sales"] },
    },
    { id: "after-refusal", kind: "cooldown", after: ["refused", "complained"], for: "P30D" },
  ],
};
const TEN = "2026-11-23T10:00:00.000Z";

let gate: TestGate;
let sender: Sender;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
  sender = senderOver(gate);
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(TEN));

const call = (phone: string, more: Fields = {}): Fields => ({
  to: { phone },
  channel: "call",
  department: "sales",
  purpose: "sales",
  ...more,
});
const dryRun = (phone: string, more: Fields = {}) => gate.check(call(phone, { mode: "dryRun", ...more }));
const passes = async (phone: string) => (await dryRun(phone)).decision === "allow";
const moveTo = (milliseconds: number) => gate.setClock(later(TEN, milliseconds));
/** What the state keeps of a touch's outcomes. */
const keptOf = async (phone: string, touchId: string) => {
  const { recent = [] } = await dryRun(phone, { include: ["recent"] });
  return recent.find((touch) => touch.touchId === touchId)?.outcomes;
};
const toldOf = async (contactId: string) =>
  (await sender.timelineOf(contactId)).filter(({ type }) => type === "outcome");

describe("an outcome", () => {
  it.each(["failed", "bounced"])(
    "%s takes the touch out of the count, and frees its place",
    async (outcome) => {
      const phone = freshPhone();
      const { touchId } = await sender.allowed(call(phone));
      expect(await passes(phone)).toBe(false);
      const told = await sender.outcome(touchId, { outcome });
      expect([told.status, told.body]).toEqual([200, { touchId, outcome }]);
      await sender.allowed(call(phone));
      expect(await passes(phone)).toBe(false);
    },
  );

  it("of a reservation that came to nothing frees its place, and confirming it does not take it back", async () => {
    const phone = freshPhone();
    const { touchId } = await sender.allowed(call(phone, { mode: "reserve" }));
    await sender.outcome(touchId, { outcome: "failed" });
    expect(await passes(phone)).toBe(true);
    expect((await sender.confirm(touchId)).status).toBe(200);
    expect(await passes(phone)).toBe(true);
  });

  it("starts a cooldown at its own instant, of whatever purpose the next touch is", async () => {
    const phone = freshPhone();
    const { touchId } = await sender.allowed(call(phone));
    moveTo(2 * HOUR);
    await sender.outcome(touchId, { outcome: "refused", at: later(TEN, HOUR) });
    const asked = await gate.check(call(phone, { purpose: "survey" }));
    expect(asked).toMatchObject({
      decision: "defer",
      nextAllowedAt: later(TEN, HOUR + 30 * DAY),
      reasons: [{ rule: "after-refusal", code: "cooling_down", details: { outcome: "refused" } }],
    });
  });

  it("keeps its cooldown when the touch itself is older than the policy retains", async () => {
    const phone = freshPhone();
    const { touchId } = await sender.allowed(call(phone));
    moveTo(20 * DAY);
    await sender.outcome(touchId, { outcome: "complained" });
    moveTo(40 * DAY);
    await sender.allowed(call(phone, { purpose: "notice" }));
    moveTo(50 * DAY - 1);
    expect(await passes(phone)).toBe(false);
    moveTo(50 * DAY);
    expect(await passes(phone)).toBe(true);
  });

  it("that tells of warmth raises how often the contact may be touched", async () => {
    const phone = freshPhone();
    const { touchId } = await sender.allowed(call(phone));
    expect(await passes(phone)).toBe(false);
    await sender.outcome(touchId, { outcome: "opened" });
    await sender.allowed(call(phone));
    expect(await passes(phone)).toBe(false);
    await sender.outcome(touchId, { outcome: "conversation" });
    await sender.allowed(call(phone));
    expect(await passes(phone)).toBe(false);
  });

  it("counts once, however often it is told", async () => {
    const phone = freshPhone();
    const { touchId, contactId } = await sender.allowed(call(phone));
    const told = { outcome: "opened", at: TEN };
    await sender.outcome(touchId, told);
    const version = await sender.versionOf(contactId);
    for (const again of [told, { outcome: "opened" }, told]) {
      moveTo(HOUR);
      expect(await sender.outcome(touchId, again)).toMatchObject({ status: 200 });
    }
    expect(await sender.versionOf(contactId)).toBe(version);
    expect(await keptOf(phone, touchId)).toEqual([told]);
    expect(await toldOf(contactId)).toMatchObject([{ ...told, touchId, by: "dev_admin" }]);
  });

  it("is kept in the order of instants, in whatever order it is told", async () => {
    const outcomes = [
      { outcome: "opened", at: later(TEN, 2 * SECOND) },
      { outcome: "clicked", at: later(TEN, 3 * SECOND) },
      { outcome: "refused", at: later(TEN, 4 * SECOND) },
      { outcome: "failed", at: later(TEN, SECOND) },
    ];
    const states = [];
    for (const order of [outcomes, outcomes.toReversed()]) {
      gate.setClock(TEN);
      const phone = freshPhone();
      const { touchId, contactId } = await sender.allowed(call(phone));
      moveTo(HOUR);
      for (const told of order) expect((await sender.outcome(touchId, told)).status).toBe(200);
      const { decision, nextAllowedAt } = await dryRun(phone);
      const timeline = (await toldOf(contactId)).map(({ outcome, at }) => ({ outcome, at }));
      states.push({ kept: await keptOf(phone, touchId), decision, nextAllowedAt, timeline });
    }
    const [forward, backward] = states;
    expect(backward).toEqual(forward);
    expect(forward).toEqual({
      kept: [outcomes[3], outcomes[0], outcomes[1], outcomes[2]],
      decision: "defer",
      nextAllowedAt: later(TEN, 4 * SECOND + 30 * DAY),
      timeline: [outcomes[2], outcomes[1], outcomes[0], outcomes[3]],
    });
  });

  it("told by many at once is kept once each", async () => {
    const phone = freshPhone();
    const { touchId, contactId } = await sender.allowed(call(phone));
    const told = ["opened", "clicked", "conversation", "refused"].map((outcome) => ({ outcome, at: TEN }));
    const replies = await Promise.all([...told, ...told, ...told].map((one) => sender.outcome(touchId, one)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await keptOf(phone, touchId)).toHaveLength(told.length);
    expect(await toldOf(contactId)).toHaveLength(told.length);
  });

  it("that no rule reads goes to the timeline alone, once, and the state stays as it is", async () => {
    const [id, phone] = [freshId(), freshPhone()];
    const identities = [{ type: "phone", value: phone }];
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities } });
    const { touchId } = await sender.allowed(call(phone));
    const etagOf = async () => (await gate.send(`GET /v1/contacts/${id}`)).headers.get("etag");
    const before = [await sender.versionOf(id), await etagOf()];
    const told = { outcome: "delivered", at: TEN };
    for (let i = 0; i < 2; i += 1) {
      expect(await sender.outcome(touchId, told)).toMatchObject({
        status: 200,
        body: { touchId, outcome: "delivered" },
      });
    }
    expect([await sender.versionOf(id), await etagOf()]).toEqual(before);
    expect(await keptOf(phone, touchId)).toEqual([]);
    expect(await toldOf(id)).toEqual([{ ...told, type: "outcome", touchId, by: "dev_admin" }]);
  });

  it("of a touch that is in the state no more goes to the timeline alone", async () => {
    const phone = freshPhone();
    const counted = await sender.allowed(call(phone));
    const notice = await sender.allowed(call(phone, { purpose: "notice" }));
    const uncounted = { outcome: "refused", at: TEN };
    await sender.outcome(notice.touchId, uncounted);
    expect(await dryRun(phone, { purpose: "survey" })).toMatchObject({ decision: "allow" });
    moveTo(30 * DAY);
    const version = await sender.versionOf(counted.contactId);
    const late = { outcome: "failed", at: later(TEN, 30 * DAY) };
    expect((await sender.outcome(counted.touchId, late)).status).toBe(200);
    expect(await sender.versionOf(counted.contactId)).toBe(version);
    expect(await toldOf(counted.contactId)).toMatchObject([
      { ...late, touchId: counted.touchId },
      { ...uncounted, touchId: notice.touchId },
    ]);
  });

  it("is told by the id that was answered, also after the address was linked", async () => {
    const [id, phone] = [freshId(), freshPhone()];
    const { touchId } = await sender.allowed(call(phone));
    const identities = [{ type: "phone", value: phone }];
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities } });
    const told = ["failed", "delivered"].map((outcome) => ({ outcome, at: TEN }));
    for (const one of told) expect((await sender.outcome(touchId, one)).status).toBe(200);
    expect(await passes(phone)).toBe(true);
    expect(await toldOf(id)).toHaveLength(2);
    expect((await toldOf(id)).map(({ touchId: shown }) => shown)).toEqual([touchId, touchId]);
  });
});

describe("an outcome is refused", () => {
  const statusAndPaths = async (body: unknown) => {
    const { touchId } = await sender.allowed(call(freshPhone()));
    const refused = problemOf(await gate.send(`POST /v1/touches/${touchId}/outcomes`, { body }));
    return [refused.status, pathsOf(refused)];
  };

  it("that lies ahead, by a millisecond; not one of this very instant", async () => {
    expect(await statusAndPaths({ outcome: "failed", at: later(TEN, 1) })).toEqual([400, ["at"]]);
    const { touchId } = await sender.allowed(call(freshPhone()));
    expect((await sender.outcome(touchId, { outcome: "failed", at: TEN })).status).toBe(200);
  });

  it("whose word is unknown, or missing, or that brings other fields, all at once", async () => {
    expect(await statusAndPaths({ outcome: "read" })).toEqual([400, ["outcome"]]);
    expect(await statusAndPaths({})).toEqual([400, ["outcome"]]);
    expect(await statusAndPaths({ outcome: "read", at: "yesterday", why: "x" })).toEqual([
      400,
      ["at", "outcome", "why"],
    ]);
  });

  it("of a touch of a contact that nobody knows", async () => {
    const reply = await sender.outcome("t_AAAAAAAAAAAA.c_AAAAAAAAAAAAAAAAAAAAAA", { outcome: "failed" });
    expect(refusalOf(reply)).toEqual([404, "touch_not_found"]);
  });

  it("from a key of another department, or without the scope", async () => {
    const { touchId } = await sender.allowed(call(freshPhone()));
    const foreign = await sender.outcome(touchId, { outcome: "failed" }, "tg_dev_marketing");
    expect(refusalOf(foreign)).toEqual([403, "foreign_department"]);
    const { body } = await gate.send<{ key: string }>("POST /v1/keys", { body: { scopes: ["check"] } });
    const unscoped = await sender.outcome(touchId, { outcome: "failed" }, body.key);
    expect(refusalOf(unscoped)).toEqual([403, "missing_scope"]);
    expect((await sender.outcome(touchId, { outcome: "failed" }, "tg_dev_sales")).status).toBe(200);
  });
});
