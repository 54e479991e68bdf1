import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readDay } from "../../lib/store/counts.ts";
import { availableEngines } from "../support/engines.ts";
import {
  type Fields,
  freshId,
  freshPhone,
  pathsOf,
  problemOf,
  putPolicy,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";
import { DAY, HOUR, later, refusalOf, SECOND, type Sender, senderOver } from "../support/writing.ts";

const POLICY = {
  id: "reservations",
  purposes: { sales: {}, notice: { obeys: "hard", counts: false } },
  departments: ["sales", "marketing"],
  rules: [{ id: "one-a-day", kind: "cap", max: 1, window: { rolling: "P1D" } }],
};
const DATE = "2026-11-23";
const TEN = `${DATE}T10:00:00.000Z`;

let gate: TestGate;
let sender: Sender;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
  sender = senderOver(gate);
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(TEN));

const call = (to: Fields, more: Fields = {}): Fields => ({
  to,
  channel: "call",
  department: "sales",
  purpose: "sales",
  ...more,
});
const reserve = (to: Fields, more: Fields = {}) => sender.allowed(call(to, { mode: "reserve", ...more }));
const passes = async (to: Fields, more: Fields = {}) =>
  (await gate.check(call(to, { mode: "dryRun", ...more }))).decision === "allow";
const moveTo = (milliseconds: number) => gate.setClock(later(TEN, milliseconds));
const put = (id: string, phone: string) =>
  gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [{ type: "phone", value: phone }] } });

describe("a reservation", () => {
  it("answers with the end of its lease: two minutes when nothing else is asked", async () => {
    const reserved = await reserve({ phone: freshPhone() });
    expect(reserved).toMatchObject({ mode: "reserve", recorded: true, expiresAt: `${DATE}T10:02:00.000Z` });
    const short = await reserve({ phone: freshPhone() }, { reserveSeconds: 5 });
    expect(short.expiresAt).toBe(`${DATE}T10:00:05.000Z`);
    const long = await reserve({ phone: freshPhone() }, { reserveSeconds: 86_400 });
    expect(long.expiresAt).toBe("2026-11-24T10:00:00.000Z");
  });

  it("holds its place to the last millisecond of its lease, and not at its end", async () => {
    const phone = freshPhone();
    await reserve({ phone }, { reserveSeconds: 60 });
    moveTo(60 * SECOND - 1);
    expect(await gate.check(call({ phone }))).toMatchObject({
      decision: "defer",
      nextAllowedAt: `${DATE}T10:01:00.000Z`,
    });
    moveTo(60 * SECOND);
    expect(await gate.check(call({ phone }))).toMatchObject({ decision: "allow" });
  });

  it.each([4, 86_401, 5.5, "60", null])("of %j seconds is refused", async (reserveSeconds) => {
    const body = call({ phone: freshPhone() }, { mode: "reserve", reserveSeconds });
    const refused = problemOf(await gate.send("POST /v1/check", { body }));
    expect([refused.status, pathsOf(refused)]).toEqual([400, ["reserveSeconds"]]);
  });

  it.each(["record", "dryRun"])("is what reserveSeconds goes with: mode %s refuses it", async (mode) => {
    const body = call({ phone: freshPhone() }, { mode, reserveSeconds: 60 });
    const refused = problemOf(await gate.send("POST /v1/check", { body }));
    expect([refused.status, pathsOf(refused)]).toEqual([400, ["reserveSeconds"]]);
  });

  it("that is denied holds nothing", async () => {
    const phone = freshPhone();
    await sender.allowed(call({ phone }));
    const denied = await gate.check(call({ phone }, { mode: "reserve" }));
    expect(denied).toMatchObject({ decision: "defer", mode: "reserve", recorded: false });
    expect(denied).not.toHaveProperty("touchId");
    expect(denied).not.toHaveProperty("expiresAt");
  });
});

describe("confirm", () => {
  it("in time lets the touch stand for good, at its own instant; again it says the same", async () => {
    const phone = freshPhone();
    const { touchId } = await reserve({ phone });
    moveTo(100 * SECOND);
    for (const afterwards of [100 * SECOND, HOUR, 3 * DAY]) {
      moveTo(afterwards);
      const confirmed = await sender.confirm(touchId);
      expect([confirmed.status, confirmed.body]).toEqual([200, { touchId, state: "confirmed" }]);
    }
    moveTo(DAY - 1);
    expect(await passes({ phone })).toBe(false);
    moveTo(DAY);
    expect(await passes({ phone })).toBe(true);
  });

  it("of a touch that was recorded at once changes nothing", async () => {
    const { touchId, contactId } = await sender.allowed(call({ phone: freshPhone() }));
    const version = await sender.versionOf(contactId);
    expect(await sender.confirm(touchId)).toMatchObject({
      status: 200,
      body: { touchId, state: "recorded" },
    });
    expect(await sender.versionOf(contactId)).toBe(version);
  });

  it("after the lease is let through while nobody else has taken the place", async () => {
    const phone = freshPhone();
    const { touchId } = await reserve({ phone });
    moveTo(HOUR);
    expect(await sender.confirm(touchId)).toMatchObject({ status: 200, body: { state: "confirmed" } });
    expect(await passes({ phone })).toBe(false);
  });

  it("after the lease is refused once somebody else has, again and again", async () => {
    const phone = freshPhone();
    const { touchId } = await reserve({ phone });
    moveTo(HOUR);
    const other = await sender.allowed(call({ phone }));
    for (let i = 0; i < 2; i += 1) {
      expect(refusalOf(await sender.confirm(touchId))).toEqual([409, "lease_expired"]);
    }
    const { recent } = await gate.check(call({ phone }, { mode: "dryRun", include: ["recent"] }));
    expect(recent).toMatchObject([
      { touchId: other.touchId, state: "recorded" },
      { touchId, state: "expired" },
    ]);
  });

  it("after the lease is refused once the contact has opted out", async () => {
    const [id, phone] = [freshId(), freshPhone()];
    await put(id, phone);
    const { touchId } = await reserve({ phone });
    await gate.send(`PUT /v1/contacts/${id}/preferences`, { body: { optOutAll: true } });
    moveTo(HOUR);
    expect(refusalOf(await sender.confirm(touchId))).toEqual([409, "lease_expired"]);
  });

  it("after the lease is not held up by another reservation that has expired as well", async () => {
    const phone = freshPhone();
    const first = await reserve({ phone }, { reserveSeconds: 10 });
    moveTo(20 * SECOND);
    await reserve({ phone }, { reserveSeconds: 10 });
    moveTo(HOUR);
    expect(await sender.confirm(first.touchId)).toMatchObject({ status: 200 });
  });

  it("of two that have expired lets as many through as the cap has places", async () => {
    const phone = freshPhone();
    const first = await reserve({ phone }, { reserveSeconds: 10 });
    moveTo(20 * SECOND);
    const second = await reserve({ phone }, { reserveSeconds: 10 });
    moveTo(HOUR);
    const replies = await Promise.all([first, second].map(({ touchId }) => sender.confirm(touchId)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it("of what was released is refused, within the lease and after it", async () => {
    const { touchId } = await reserve({ phone: freshPhone() });
    await sender.release(touchId);
    expect(refusalOf(await sender.confirm(touchId))).toEqual([409, "released"]);
    moveTo(HOUR);
    expect(refusalOf(await sender.confirm(touchId))).toEqual([409, "released"]);
  });
});

describe("release", () => {
  it("frees the place at once; again it says the same", async () => {
    const phone = freshPhone();
    const { touchId } = await reserve({ phone });
    moveTo(SECOND);
    for (let i = 0; i < 2; i += 1) {
      const released = await sender.release(touchId);
      expect([released.status, released.body]).toEqual([200, { touchId, state: "released" }]);
    }
    expect(await passes({ phone })).toBe(true);
  });

  it("of one that has expired is a success and writes nothing", async () => {
    const { touchId, contactId } = await reserve({ phone: freshPhone() });
    const version = await sender.versionOf(contactId);
    moveTo(HOUR);
    expect(await sender.release(touchId)).toMatchObject({ status: 200, body: { state: "expired" } });
    expect(await sender.versionOf(contactId)).toBe(version);
  });

  it("of what stands is refused, confirmed or recorded", async () => {
    const { touchId } = await reserve({ phone: freshPhone() });
    await sender.confirm(touchId);
    expect(refusalOf(await sender.release(touchId))).toEqual([409, "not_reserved"]);
    const recorded = await sender.allowed(call({ phone: freshPhone() }));
    expect(refusalOf(await sender.release(recorded.touchId))).toEqual([409, "not_reserved"]);
  });
});

describe("what is remembered", () => {
  it("is an expired reservation for a day after its lease", async () => {
    const { touchId } = await reserve({ phone: freshPhone() }, { reserveSeconds: 60 });
    moveTo(60 * SECOND + DAY - 1);
    expect((await sender.release(touchId)).status).toBe(200);
    moveTo(60 * SECOND + DAY);
    expect(refusalOf(await sender.release(touchId))).toEqual([404, "touch_not_found"]);
    expect(refusalOf(await sender.confirm(touchId))).toEqual([404, "touch_not_found"]);
  });

  it("is a released one for a day after its release", async () => {
    const { touchId } = await reserve({ phone: freshPhone() }, { reserveSeconds: 3_600 });
    moveTo(SECOND);
    await sender.release(touchId);
    moveTo(SECOND + DAY - 1);
    expect(refusalOf(await sender.confirm(touchId))).toEqual([409, "released"]);
    moveTo(SECOND + DAY);
    expect(refusalOf(await sender.confirm(touchId))).toEqual([404, "touch_not_found"]);
  });

  it("is told the same whether or not something else was written meanwhile", async () => {
    const phone = freshPhone();
    const { touchId } = await reserve({ phone }, { reserveSeconds: 60 });
    moveTo(60 * SECOND + DAY);
    await sender.allowed(call({ phone }));
    expect(refusalOf(await sender.confirm(touchId))).toEqual([404, "touch_not_found"]);
  });

  it.each([
    ["of a contact that nobody knows", "t_AAAAAAAAAAAA.c_AAAAAAAAAAAAAAAAAAAAAA"],
    ["of no known form", "AAAAAAAAAAAA"],
    ["with nothing before the dot", "t_.c_AAAAAAAAAAAAAAAAAAAAAA"],
  ])("is no touch id %s", async (_, touchId) => {
    expect(refusalOf(await sender.confirm(touchId))).toEqual([404, "touch_not_found"]);
    expect(refusalOf(await sender.release(touchId))).toEqual([404, "touch_not_found"]);
  });

  it("is no touch that the contact never had", async () => {
    const { contactId } = await reserve({ phone: freshPhone() });
    const other = `t_AAAAAAAAAAAA.${contactId}`;
    expect(refusalOf(await sender.confirm(other))).toEqual([404, "touch_not_found"]);
  });
});

describe("a planned reservation", () => {
  const AT = later(TEN, 10 * DAY);
  const dryRunAt = (phone: string, at: string) => passes({ phone }, { at });

  it("has a lease that ends so long after its instant", async () => {
    const reserved = await reserve({ phone: freshPhone() }, { at: AT, reserveSeconds: 300 });
    expect(reserved).toMatchObject({ evaluatedAt: TEN, expiresAt: later(AT, 300 * SECOND) });
  });

  it("counts on both sides of its instant while its lease lasts", async () => {
    const phone = freshPhone();
    await reserve({ phone }, { at: AT, reserveSeconds: 86_400 });
    expect(await dryRunAt(phone, later(AT, -DAY))).toBe(true);
    expect(await dryRunAt(phone, later(AT, -DAY + 1))).toBe(false);
    expect(await dryRunAt(phone, later(AT, DAY - 1))).toBe(false);
    expect(await dryRunAt(phone, later(AT, DAY))).toBe(true);
    expect(await passes({ phone })).toBe(true);
  });

  it("is judged by what is planned before and after it", async () => {
    const phone = freshPhone();
    const first = await reserve({ phone }, { at: AT });
    const near = await gate.check(call({ phone }, { mode: "reserve", at: later(AT, -HOUR) }));
    expect(near).toMatchObject({ decision: "defer", reasons: [{ rule: "one-a-day" }] });
    await sender.confirm(first.touchId);
    const afterwards = await gate.check(call({ phone }, { mode: "reserve", at: later(AT, HOUR) }));
    expect(afterwards).toMatchObject({ decision: "defer", nextAllowedAt: TEN });
  });

  it("is confirmed long before its instant and counts there, or is given back", async () => {
    const phone = freshPhone();
    const { touchId } = await reserve({ phone }, { at: AT });
    moveTo(DAY);
    expect(await sender.confirm(touchId)).toMatchObject({ status: 200 });
    gate.setClock(later(AT, HOUR));
    expect(await passes({ phone })).toBe(false);

    gate.setClock(TEN);
    const other = freshPhone();
    const given = await reserve({ phone: other }, { at: AT });
    await sender.release(given.touchId);
    expect(await dryRunAt(other, AT)).toBe(true);
  });

  it("is decided anew at its instant when it is confirmed after its lease", async () => {
    const phone = freshPhone();
    const { touchId } = await reserve({ phone }, { at: AT, reserveSeconds: 60 });
    // A day after the planned instant: no window holds both.
    gate.setClock(later(AT, DAY));
    await sender.allowed(call({ phone }));
    gate.setClock(later(AT, DAY + SECOND));
    expect(await sender.confirm(touchId)).toMatchObject({ status: 200, body: { state: "confirmed" } });
  });

  it("reaches ninety days ahead and not a millisecond further, and never into the past", async () => {
    const phone = freshPhone();
    const plan = (at: string) =>
      gate.send("POST /v1/check", { body: call({ phone }, { mode: "reserve", at }) });
    expect(await plan(later(TEN, 90 * DAY))).toMatchObject({ status: 200, body: { decision: "allow" } });
    expect(await plan(TEN)).toMatchObject({ status: 200, body: { decision: "allow" } });
    for (const at of [later(TEN, 90 * DAY + 1), later(TEN, -1)]) {
      const refused = problemOf(await plan(at));
      expect([refused.status, pathsOf(refused)]).toEqual([400, ["at"]]);
    }
  });
});

describe("a reservation for a purpose that does not count", () => {
  const notice = { purpose: "notice" };

  it("takes nobody's place, and is confirmed, again, and released as any other", async () => {
    const phone = freshPhone();
    const { touchId } = await reserve({ phone }, notice);
    expect(await passes({ phone })).toBe(true);
    for (let i = 0; i < 2; i += 1) {
      expect(await sender.confirm(touchId)).toMatchObject({ status: 200, body: { state: "confirmed" } });
    }
    expect(refusalOf(await sender.release(touchId))).toEqual([409, "not_reserved"]);
    const given = await reserve({ phone }, notice);
    expect(await sender.release(given.touchId)).toMatchObject({ status: 200, body: { state: "released" } });
  });

  it("is confirmed again for a day, also after another touch, then forgotten", async () => {
    const phone = freshPhone();
    const { touchId } = await reserve({ phone }, notice);
    moveTo(SECOND);
    await sender.confirm(touchId);
    await sender.allowed(call({ phone }));
    moveTo(SECOND + DAY - 1);
    expect((await sender.confirm(touchId)).status).toBe(200);
    moveTo(SECOND + DAY);
    expect(refusalOf(await sender.confirm(touchId))).toEqual([404, "touch_not_found"]);
  });
});

describe("who ends a reservation", () => {
  it("is found by the id that was answered, also after the address was linked", async () => {
    const [id, phone] = [freshId(), freshPhone()];
    const [first, second] = [
      await reserve({ phone }, { at: later(TEN, DAY) }),
      await reserve({ phone }, { at: later(TEN, 3 * DAY) }),
    ];
    expect((await put(id, phone)).status).toBe(201);
    expect(await sender.confirm(first.touchId)).toMatchObject({
      status: 200,
      body: { touchId: first.touchId, state: "confirmed" },
    });
    expect(await sender.release(second.touchId)).toMatchObject({ status: 200 });
    const { recent } = await gate.check(call({ contactId: id }, { mode: "dryRun", include: ["recent"] }));
    expect(recent).toMatchObject([
      { touchId: second.touchId, state: "released" },
      { touchId: first.touchId, state: "confirmed" },
    ]);
  });

  it("speaks for its department, or for all", async () => {
    const { touchId } = await reserve({ phone: freshPhone() });
    for (const end of [sender.confirm, sender.release]) {
      expect(refusalOf(await end(touchId, "tg_dev_marketing"))).toEqual([403, "foreign_department"]);
    }
    expect((await sender.confirm(touchId, "tg_dev_sales")).status).toBe(200);
  });

  it("needs a key with the scope to check, and sends an empty object", async () => {
    const { touchId } = await reserve({ phone: freshPhone() });
    const { body } = await gate.send<{ key: string }>("POST /v1/keys", { body: { scopes: ["touches"] } });
    expect(refusalOf(await sender.confirm(touchId, body.key))).toEqual([403, "missing_scope"]);
    const odd = await gate.send(`POST /v1/touches/${touchId}/confirm`, { body: { at: TEN } });
    expect([odd.status, pathsOf(problemOf(odd))]).toEqual([400, ["at"]]);
  });
});

describe("the history of reservations", () => {
  it("shows on the timeline that it was made, and how it ended", async () => {
    const id = freshId();
    await put(id, freshPhone());
    const first = await reserve({ contactId: id }, { reserveSeconds: 60 });
    moveTo(SECOND);
    await sender.confirm(first.touchId);
    await sender.confirm(first.touchId);
    moveTo(2 * DAY);
    const second = await reserve({ contactId: id });
    moveTo(2 * DAY + SECOND);
    await sender.release(second.touchId);
    const told = (await sender.timelineOf(id)).filter(({ type }) => type !== "link");
    expect(told).toMatchObject([
      { at: later(TEN, 2 * DAY + SECOND), type: "released", touchId: second.touchId, by: "dev_admin" },
      { at: later(TEN, 2 * DAY), type: "touch", touchId: second.touchId, state: "reserved" },
      { at: later(TEN, SECOND), type: "confirmed", touchId: first.touchId, by: "dev_admin" },
      {
        at: TEN,
        type: "touch",
        touchId: first.touchId,
        state: "reserved",
        expiresAt: later(TEN, 60 * SECOND),
      },
    ]);
    expect(told).toHaveLength(4);
  });

  it("counts a reservation in the day's volume once it is confirmed, on the day of the touch", async () => {
    const day = "2027-01-04";
    gate.setClock(`${day}T12:00:00.000Z`);
    const campaign = "volume";
    const [kept, released, expired] = [freshPhone(), freshPhone(), freshPhone()];
    const mine = await reserve({ phone: kept }, { campaign });
    const given = await reserve({ phone: released }, { campaign });
    await reserve({ phone: expired }, { campaign });
    await sender.release(given.touchId);
    await gate.send("POST /_local/drain");
    expect(await readDay(gate.store, day)).toEqual([]);
    gate.setClock("2027-01-05T00:30:00.000Z");
    await sender.confirm(mine.touchId);
    await sender.confirm(mine.touchId);
    await put(freshId(), kept);
    await gate.send("POST /_local/drain");
    expect(await readDay(gate.store, day)).toMatchObject([{ campaign, touches: 1 }]);
    expect(await readDay(gate.store, "2027-01-05")).toEqual([]);
  });
});

for (const found of await availableEngines()) {
  const missing = "missing" in found ? found.missing : undefined;
  const name = missing === undefined ? found.kind : `${found.kind} (skipped: ${missing})`;

  describe.skipIf(missing !== undefined)(`many at once on ${name}`, () => {
    const CROWD = 40;
    let gate: TestGate;
    let sender: Sender;
    beforeAll(async () => {
      if ("missing" in found) return;
      gate = await startTestGate({ engine: found.engine });
      sender = senderOver(gate);
      await putPolicy(gate, {
        ...POLICY,
        rules: [{ id: "three-a-day", kind: "cap", max: 3, window: { rolling: "P1D" } }],
      });
    });
    afterAll(() => gate?.stop());

    it("hold no more places than the cap has, and each that is given back is taken once", async () => {
      const phone = freshPhone();
      const crowd = () =>
        Promise.all(
          Array.from({ length: CROWD }, () =>
            gate.check(call({ phone }, { mode: "reserve", reserveSeconds: 600 })),
          ),
        );
      const held = (await crowd()).filter(({ decision }) => decision === "allow");
      expect(held).toHaveLength(3);
      const [first, second] = held.map(({ touchId }) => String(touchId));
      const [released, again, confirmed] = await Promise.all([
        sender.release(first as string),
        sender.release(first as string),
        sender.confirm(second as string),
      ]);
      expect([released.status, again.status, confirmed.status]).toEqual([200, 200, 200]);
      expect((await crowd()).filter(({ decision }) => decision === "allow")).toHaveLength(1);
    });

    it("of confirm and release of one reservation exactly one wins, and it stays so", async () => {
      for (let round = 0; round < 8; round += 1) {
        const { touchId } = await sender.allowed(call({ phone: freshPhone() }, { mode: "reserve" }));
        const [confirmed, released] = await Promise.all([sender.confirm(touchId), sender.release(touchId)]);
        expect([confirmed.status, released.status].sort()).toEqual([200, 409]);
        expect((await sender.confirm(touchId)).status).toBe(confirmed.status);
        expect((await sender.release(touchId)).status).toBe(released.status);
      }
    });
  });
}
