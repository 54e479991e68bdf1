import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readDay } from "../../lib/store/counts.ts";
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
import { DAY, HOUR, later, type Sender, senderOver } from "../support/writing.ts";

const POLICY = {
  id: "telling",
  retention: "P30D",
  purposes: {
    sales: {},
    service: {},
    survey: { requires: ["topic"] },
    notice: { obeys: "hard", counts: false },
  },
  departments: ["sales", "service", "marketing"],
  rules: [
    { id: "two-a-week", kind: "cap", max: 2, window: { rolling: "P7D" } },
    { id: "lock", kind: "lock", period: "P2D", when: { purpose: ["sales"] } },
    { id: "rest", kind: "cooldown", after: ["conversation"], for: "P10D", when: { channel: ["call"] } },
    { id: "trial", kind: "gap", effect: "shadow", min: "P1D" },
  ],
};
const TEN = "2026-11-23T10:00:00.000Z";
const TOUCH_ID = expect.stringMatching(/^t_[\w-]{12}\.[\w.:-]+$/);

let gate: TestGate;
let sender: Sender;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY, deadlineMs: 20_000 });
  sender = senderOver(gate);
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(TEN));

const visit = (phone: string, more: Fields = {}): Fields => ({
  to: { phone },
  channel: "visit",
  department: "sales",
  purpose: "sales",
  ...more,
});
const at = (milliseconds: number): Fields => ({ at: later(TEN, milliseconds) });
const dryRun = (phone: string, more: Fields = {}) => gate.check(visit(phone, { mode: "dryRun", ...more }));
const recentOf = async (phone: string) => (await dryRun(phone, { include: ["recent"] })).recent ?? [];
const problemsOf = (answers: readonly Fields[]) =>
  answers.map(({ status, problem }) => [status, (problem as Fields | undefined)?.code]);

describe("what is told", () => {
  it("counts, and its answer is the touch and the rules it broke", async () => {
    const phone = freshPhone();
    const first = await sender.tell([visit(phone)]);
    expect(first).toStrictEqual([{ status: 200, touchId: TOUCH_ID, broke: [] }]);
    expect((await dryRun(phone)).decision).toBe("allow");
    await sender.tell([visit(phone)]);
    expect(await dryRun(phone)).toMatchObject({ decision: "defer", reasons: [{ rule: "two-a-week" }] });
  });

  it("takes a key with each item, not in the header", async () => {
    const headers = { "idempotency-key": "k" };
    const { status } = await gate.send("POST /v1/touches", {
      headers,
      body: { items: [visit(freshPhone())] },
    });
    expect(status).toBe(400);
  });

  it("need not say what a check would have to: it has happened", async () => {
    const survey = visit(freshPhone(), { purpose: "survey" });
    expect(await sender.tell([survey])).toMatchObject([{ status: 200 }]);
    const { status } = await gate.send("POST /v1/check", { body: survey });
    expect(status).toBe(400);
  });

  it("is never refused by the policy, says every deny rule that it broke, and no other", async () => {
    const [id, phone] = [freshId(), freshPhone()];
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [{ type: "phone", value: phone }] } });
    await gate.send(`PUT /v1/contacts/${id}/preferences`, {
      body: { optOutAll: true, channels: { visit: { optOut: true } } },
    });
    const service = visit(phone, { department: "service", purpose: "service" });
    const [first] = await sender.tell([service]);
    await sender.tell([service]);
    const [third] = await sender.tell([visit(phone)]);
    expect(first).toMatchObject({ status: 200, broke: ["preference"] });
    expect(third).toMatchObject({ status: 200, broke: ["preference", "two-a-week", "lock"] });
    expect(await recentOf(phone)).toHaveLength(3);
  });

  it("late counts at its own instant, not at that of the telling", async () => {
    const phone = freshPhone();
    await sender.tell([visit(phone, at(-7 * DAY + 1)), visit(phone, at(-6 * DAY))]);
    expect(await dryRun(phone)).toMatchObject({
      decision: "defer",
      nextAllowedAt: later(TEN, 1),
    });
    gate.setClock(later(TEN, 1));
    expect((await dryRun(phone)).decision).toBe("allow");
  });

  it("is judged by what stood on both sides of its instant", async () => {
    const phone = freshPhone();
    const other = visit(phone, { department: "service", purpose: "service" });
    await sender.allowed(other);
    const near = visit(phone, at(-2 * DAY + 1));
    expect(await sender.tell([near])).toMatchObject([{ broke: ["lock"] }]);
    const far = freshPhone();
    await sender.allowed({ ...other, to: { phone: far } });
    expect(await sender.tell([visit(far, at(-2 * DAY))])).toMatchObject([{ broke: [] }]);
  });

  it("out of order leaves the touches in the order of their instants", async () => {
    const phone = freshPhone();
    const hours = [-3, -1, -5, 0, -2];
    for (const hour of hours) await sender.tell([visit(phone, at(hour * HOUR))]);
    expect((await recentOf(phone)).map((touch) => touch.at)).toEqual(
      hours.toSorted((a, b) => b - a).map((hour) => later(TEN, hour * HOUR)),
    );
  });

  it("in one request about one person counts each item for the next", async () => {
    const phone = freshPhone();
    const told = await sender.tell([-3, -2, -1].map((hour) => visit(phone, at(hour * HOUR))));
    expect(told.flatMap(({ broke }) => broke)).toEqual(["two-a-week"]);
    expect(await recentOf(phone)).toHaveLength(3);
  });

  it("with its outcome is counted, or not, as the outcome says", async () => {
    const phone = freshPhone();
    await sender.tell([visit(phone, { outcome: "failed" }), visit(phone, { outcome: "bounced" })]);
    expect((await dryRun(phone)).decision).toBe("allow");
    const [answer] = await sender.tell([visit(phone, { outcome: "conversation", ...at(-HOUR) })]);
    const call = await gate.check(visit(phone, { channel: "call", mode: "dryRun" }));
    expect(call).toMatchObject({ decision: "defer", nextAllowedAt: later(TEN, -HOUR + 10 * DAY) });
    const recent = await recentOf(phone);
    expect(recent.find(({ touchId }) => touchId === answer?.touchId)).toMatchObject({
      outcomes: [{ outcome: "conversation", at: later(TEN, -HOUR) }],
    });
  });

  it("shows on the timeline as a touch, with its outcome and reference, and in the counts of its day", async () => {
    gate.setClock("2027-02-02T10:00:00.000Z");
    const id = freshId();
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [] } });
    const to = { contactId: id };
    const told = { at: "2027-02-01T09:00:00.000Z", outcome: "conversation", reference: "m-1" };
    const [answer] = await sender.tell([visit("", { to, campaign: "spring", ...told })]);
    expect(await sender.timelineOf(id)).toMatchObject([
      { ...told, type: "touch", touchId: answer?.touchId, state: "recorded", by: "dev_admin" },
    ]);
    expect(await readDay(gate.store, "2027-02-01")).toMatchObject([{ campaign: "spring", touches: 1 }]);
  });

  it("for a purpose that does not count breaks nothing and takes nobody's place", async () => {
    const phone = freshPhone();
    const notices = [1, 2, 3].map(() => visit(phone, { purpose: "notice" }));
    expect((await sender.tell(notices)).map(({ broke }) => broke)).toEqual([[], [], []]);
    expect((await dryRun(phone)).decision).toBe("allow");
  });

  it("is found by its id as any other: its outcome can be told, and it is no reservation", async () => {
    const phone = freshPhone();
    const told = await sender.tell([visit(phone), visit(phone)]);
    const [touchId] = told.map((answer) => String(answer.touchId));
    expect((await dryRun(phone)).decision).toBe("defer");
    expect((await sender.release(touchId as string)).body.code).toBe("not_reserved");
    expect((await sender.outcome(touchId as string, { outcome: "failed" })).status).toBe(200);
    expect((await dryRun(phone)).decision).toBe("allow");
  });
});

describe("what came from the contact", () => {
  const inbound = { direction: "inbound", channel: "call", department: "service", purpose: "service" };

  it("counts as no touch and locks nobody out, and starts the cooldown of its outcome", async () => {
    const phone = freshPhone();
    const items = [1, 2, 3].map((hour) => visit(phone, { ...inbound, ...at(-hour * HOUR) }));
    expect((await sender.tell(items)).map(({ broke }) => broke)).toEqual([[], [], []]);
    expect((await dryRun(phone)).decision).toBe("allow");
    await sender.tell([visit(phone, { ...inbound, outcome: "conversation", ...at(-HOUR) })]);
    expect((await dryRun(phone)).decision).toBe("allow");
    expect(await gate.check(visit(phone, { channel: "call", mode: "dryRun" }))).toMatchObject({
      decision: "defer",
      nextAllowedAt: later(TEN, -HOUR + 10 * DAY),
      reasons: [{ rule: "rest", details: { outcome: "conversation", channel: "call" } }],
    });
  });

  it("is shown on the timeline as what it is, and is in no count of what was sent", async () => {
    gate.setClock("2027-03-02T10:00:00.000Z");
    const id = freshId();
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [] } });
    await sender.tell([visit("", { ...inbound, to: { contactId: id }, outcome: "conversation" })]);
    expect(await sender.timelineOf(id)).toMatchObject([{ type: "inbound", outcome: "conversation" }]);
    expect(await readDay(gate.store, "2027-03-02")).toEqual([]);
  });
});

describe("an item with faults", () => {
  it("is a problem of its own: the good ones beside it are told", async () => {
    const phone = freshPhone();
    const answers = await sender.tell([
      visit(phone, { reference: "first" }),
      visit("12", { at: "yesterday", outcome: "read" }),
      visit(phone, at(1)),
      visit(phone, { purpose: "spam", department: "legal" }),
      visit("", { to: { contactId: freshId() } }),
      "a text",
      visit(phone, { mode: "reserve" }),
      visit(phone, { direction: "sideways", idempotencyKey: "" }),
      visit(phone, { department: undefined }),
      visit(phone, { reference: "last" }),
    ]);
    expect(problemsOf(answers)).toEqual([
      [200, undefined],
      [400, "invalid_request"],
      [400, "invalid_request"],
      [400, "invalid_request"],
      [404, "contact_not_found"],
      [400, "invalid_request"],
      [400, "invalid_request"],
      [400, "invalid_request"],
      [400, "invalid_request"],
      [200, undefined],
    ]);
    const paths = answers.map(({ problem }) =>
      ((problem as { issues?: { path: string }[] } | undefined)?.issues ?? []).map(({ path }) => path).sort(),
    );
    expect(paths).toEqual([
      [],
      ["at", "outcome", "to.phone"],
      ["at"],
      ["department", "purpose"],
      [],
      ["", "department"],
      ["mode"],
      ["direction", "idempotencyKey"],
      ["department"],
      [],
    ]);
    expect(await recentOf(phone)).toHaveLength(2);
  });

  it("that lies ahead is refused by a millisecond", async () => {
    const phone = freshPhone();
    const answers = await sender.tell([visit(phone, at(1)), visit(phone, at(0))]);
    expect(problemsOf(answers)).toEqual([
      [400, "invalid_request"],
      [200, undefined],
    ]);
  });

  it("that speaks for another department is refused to a key that is bound to one", async () => {
    const phone = freshPhone();
    const items = [
      visit(phone),
      visit(phone, { department: undefined }),
      visit(phone, { department: "marketing" }),
    ];
    expect(problemsOf(await sender.tell(items, "tg_dev_sales"))).toEqual([
      [200, undefined],
      [200, undefined],
      [403, "foreign_department"],
    ]);
    expect(await recentOf(phone)).toMatchObject([{ department: "sales" }, { department: "sales" }]);
  });
});

describe("a list of touches", () => {
  it.each([
    ["none", []],
    ["more than 500", Array.from({ length: 501 }, () => 0)],
    ["something else than a list", {}],
  ])("that holds %s is refused", async (_, items) => {
    const refused = problemOf(await gate.send("POST /v1/touches", { body: { items } }));
    expect([refused.status, pathsOf(refused)]).toEqual([400, ["items"]]);
  });

  it("of 500 is answered in its order", async () => {
    const emails = Array.from({ length: 500 }, freshEmail);
    const answers = await sender.tell(
      emails.map((email, i) => ({
        to: i % 100 === 99 ? { contactId: freshId() } : { email },
        channel: "email",
        department: "sales",
        purpose: "sales",
      })),
    );
    expect(answers.map(({ status }) => status)).toEqual(emails.map((_, i) => (i % 100 === 99 ? 404 : 200)));
    const { recent } = await gate.check({
      to: { email: emails[498] },
      channel: "email",
      department: "sales",
      purpose: "sales",
      mode: "dryRun",
      include: ["recent"],
    });
    expect(recent).toMatchObject([{ touchId: answers[498]?.touchId }]);
  });

  it("needs a key with the scope for touches", async () => {
    const { body } = await gate.send<{ key: string }>("POST /v1/keys", { body: { scopes: ["check"] } });
    const refused = await gate.send("POST /v1/touches", { body: { items: [{}] }, key: body.key });
    expect(problemOf(refused)).toMatchObject({ status: 403, code: "missing_scope" });
  });
});

describe("an idempotencyKey of an item", () => {
  it("tells it once: again it is the same touch with the same answer, also after others were told", async () => {
    const phone = freshPhone();
    const item = visit(phone, { idempotencyKey: "visit-1", ...at(-HOUR) });
    const first = await sender.tell([item]);
    await sender.tell([visit(phone), visit(phone)]);
    gate.setClock(later(TEN, DAY - 1));
    expect(await sender.tell([item])).toEqual(first);
    expect(await recentOf(phone)).toHaveLength(3);
  });

  it("keeps an item without an instant the same touch", async () => {
    const phone = freshPhone();
    const item = visit(phone, { idempotencyKey: "visit-now" });
    const first = await sender.tell([item]);
    gate.setClock(later(TEN, HOUR));
    expect(await sender.tell([item])).toEqual(first);
  });

  it("says again which rules were broken", async () => {
    const phone = freshPhone();
    await sender.tell([visit(phone), visit(phone)]);
    const item = visit(phone, { idempotencyKey: "visit-3" });
    expect(await sender.tell([item])).toMatchObject([{ broke: ["two-a-week"] }]);
    expect(await sender.tell([item])).toMatchObject([{ broke: ["two-a-week"] }]);
  });

  it("with another item is a conflict, and nothing is told; by another API key it is another key", async () => {
    const phone = freshPhone();
    const idempotencyKey = "visit-2";
    await sender.tell([visit(phone, { idempotencyKey })]);
    const other = visit(phone, { idempotencyKey, outcome: "conversation" });
    expect(problemsOf(await sender.tell([other]))).toEqual([[409, "idempotency_conflict"]]);
    expect(await recentOf(phone)).toHaveLength(1);
    expect(problemsOf(await sender.tell([other], "tg_dev_sales"))).toEqual([[200, undefined]]);
  });

  it("is good for a day", async () => {
    const phone = freshPhone();
    const item = visit(phone, { idempotencyKey: "visit-day" });
    const first = await sender.tell([item]);
    gate.setClock(later(TEN, DAY));
    const [again] = await sender.tell([item]);
    expect(again?.touchId).not.toBe(first[0]?.touchId);
  });

  it("twice in one list is one touch", async () => {
    const phone = freshPhone();
    const item = visit(phone, { idempotencyKey: "visit-twice" });
    const [first, second, third] = await sender.tell([item, item, item]);
    expect([second, third]).toEqual([first, first]);
    expect(await recentOf(phone)).toHaveLength(1);
  });

  it("holds through a link of the address", async () => {
    const phone = freshPhone();
    const item = visit(phone, { idempotencyKey: "visit-link" });
    const first = await sender.tell([item]);
    const identities = [{ type: "phone", value: phone }];
    await gate.send(`PUT /v1/contacts/${freshId()}`, { body: { identities } });
    expect(await sender.tell([item])).toEqual(first);
    expect(await recentOf(phone)).toHaveLength(1);
  });
});

describe("what the state need not or cannot keep", () => {
  it("older than the policy retains goes to the timeline alone", async () => {
    const id = freshId();
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [] } });
    const to = { contactId: id };
    const old = await sender.tell([visit("", { to, ...at(-30 * DAY) })]);
    expect(old).toMatchObject([{ status: 200, broke: [] }]);
    const kept = await sender.tell([visit("", { to, ...at(-30 * DAY + 1) })]);
    const { recent } = await gate.check(visit("", { to, mode: "dryRun", include: ["recent"] }));
    expect(recent).toMatchObject([{ touchId: kept[0]?.touchId }]);
    expect((await sender.timelineOf(id)).map(({ touchId }) => touchId)).toEqual([
      kept[0]?.touchId,
      old[0]?.touchId,
    ]);
  });

  describe("when the history is full", () => {
    const id = "full-history";
    const to = { contactId: id };
    const big = (n: number): Fields => {
      const tag = (name: string) => `${name}-${n}-`.padEnd(128, "x");
      return { campaign: tag("c"), topic: tag("t"), product: tag("p"), subject: tag("s"), agent: tag("a") };
    };
    const timelineIds = async () => (await sender.timelineOf(id)).map(({ touchId }) => touchId);
    beforeAll(async () => {
      gate.setClock(TEN);
      await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [] } });
      for (let n = 0; n < 60; n += 1) await sender.tell([visit("", { to, ...big(n), ...at(-n * HOUR) })]);
    });

    it("a check is deferred to the instant at which the oldest leaves", async () => {
      const full = await gate.check(visit("", { to, mode: "dryRun" }));
      expect(full.reasons.map(({ code }) => code)).toContain("history_full");
    });

    it("a touch that is told goes to the timeline alone, and says so", async () => {
      const version = await sender.versionOf(id);
      const before = await gate.check(visit("", { to, mode: "dryRun", include: ["recent"] }));
      const [answer] = await sender.tell([visit("", { to })]);
      expect(answer).toMatchObject({ status: 200, broke: expect.arrayContaining(["history"]) });
      const after = await gate.check(visit("", { to, mode: "dryRun", include: ["recent"] }));
      expect(after.recent).toEqual(before.recent);
      expect(await sender.versionOf(id)).toBe(Number(version) + 1);
      expect(await timelineIds()).toContain(answer?.touchId);
    });

    it.each([
      ["that the contact began", { direction: "inbound", outcome: "conversation" }],
      ["with a key", { idempotencyKey: "k", purpose: "notice" }],
    ])("so does one %s, and the state does not grow", async (_, more) => {
      const kept = async () => {
        const state = await gate.store.get({ pk: `C#${id}`, sk: "#" });
        return [`${state?.touches}`.split("\n").length, state?.keys];
      };
      const before = await kept();
      const [answer] = await sender.tell([visit("", { to, ...big(99), ...more })]);
      expect(answer).toMatchObject({ status: 200, broke: ["history"] });
      expect(await kept()).toEqual(before);
      expect(await timelineIds()).toContain(answer?.touchId);
    });
  });
});
