import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  problemOf,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const POLICY = {
  id: "links",
  purposes: { sales: {}, transactional: { obeys: "hard", counts: false } },
  departments: ["sales"],
  rules: [
    { id: "three-a-week", kind: "cap", max: 3, window: { rolling: "P7D" } },
    { id: "lead-pace", kind: "gap", min: "P1D", when: { stage: ["lead"] } },
  ],
};

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock("2026-11-23T10:00:00.000Z"));

const call = (to: Fields, more: Fields = {}) =>
  gate.check({ to, channel: "call", department: "sales", purpose: "sales", ...more });
const recentOf = async (to: Fields) =>
  (await call(to, { mode: "dryRun", include: ["recent"] })).recent?.map(({ touchId }) => touchId);
const phoneOf = (value: string) => ({ type: "phone", value });
const emailOf = (value: string) => ({ type: "email", value });
const put = (id: string, identities: readonly Fields[], attributes: Fields = {}) =>
  gate.send(`PUT /v1/contacts/${id}`, { body: { identities, attributes } });
const prefer = (id: string, body: Fields) => gate.send(`PUT /v1/contacts/${id}/preferences`, { body });

describe("a stranger whom somebody has put", () => {
  it("is a contact: keeps name and address, and others list the address as shared or not at all", async () => {
    const email = freshEmail();
    const { contactId } = await call({ email });
    await gate.send(`PUT /v1/contacts/${contactId}`, {
      body: { attributes: { name: "Ann", company: "ACME" } },
    });
    const rejected = await gate.send(`PUT /v1/contacts/${freshId()}`, {
      body: { identities: [emailOf(email)], onDuplicate: "reject" },
    });
    expect(problemOf(rejected)).toMatchObject({ status: 409, code: "identity_taken" });
    const [id, identities] = [freshId(), [emailOf(email)]];
    const shared = await put(id, identities);
    expect(shared.body).toMatchObject({ identities: [{ value: email, shared: true }] });
    const again = await gate.send(`PUT /v1/contacts/${id}`, { body: { identities, onDuplicate: "reject" } });
    expect(problemOf(again)).toMatchObject({ status: 409, code: "identity_taken" });
    const kept = await gate.send(`GET /v1/contacts/${contactId}`);
    expect(kept.body).toMatchObject({ contactId, attributes: { name: "Ann", company: "ACME" } });
  });
});

describe("linking an address", () => {
  it("brings along the touches of the stranger who had it, under the ids they were answered with", async () => {
    const [id, phone, email] = [freshId(), freshPhone(), freshEmail()];
    const first = await call({ phone });
    const second = await call({ phone });
    const third = await call({ email });
    await put(id, [phoneOf(phone), emailOf(email)]);
    expect(await recentOf({ contactId: id })).toEqual([third.touchId, second.touchId, first.touchId]);
    for (const to of [{ phone }, { email }, { contactId: id }]) {
      const capped = await call(to);
      expect(capped).toMatchObject({ decision: "defer", contactId: id });
      expect(capped.reasons).toMatchObject([{ code: "cap_reached", details: { count: 3 } }]);
    }
  });

  it("of a later address to a contact with touches counts both", async () => {
    const [id, phone, email] = [freshId(), freshPhone(), freshEmail()];
    await put(id, [emailOf(email)]);
    await call({ email });
    await call({ phone });
    await put(id, [phoneOf(phone)]);
    expect(await call({ phone }, { include: ["recent"] })).toMatchObject({
      decision: "allow",
      contactId: id,
      recent: [{}, {}],
    });
    expect(await call({ email })).toMatchObject({ decision: "defer" });
  });

  it("may leave a window above its cap: nothing more is admitted, and all is counted", async () => {
    const [id, phone, email] = [freshId(), freshPhone(), freshEmail()];
    for (const to of [{ phone }, { email }]) for (let i = 0; i < 3; i += 1) await call(to);
    await put(id, [phoneOf(phone), emailOf(email)]);
    const capped = await call({ contactId: id });
    expect(capped.reasons).toMatchObject([{ details: { count: 6, max: 3 } }]);
  });

  it("is judged by the contact's attributes from then on", async () => {
    const [id, phone] = [freshId(), freshPhone()];
    await call({ phone });
    await put(id, [phoneOf(phone)], { stage: "lead" });
    expect((await call({ phone })).reasons).toMatchObject([{ rule: "lead-pace" }]);
  });

  it("keeps one person apart from another", async () => {
    const [phone, other] = [freshPhone(), freshPhone()];
    await call({ phone: other });
    await put(freshId(), [phoneOf(phone)]);
    expect(await recentOf({ phone })).toEqual([]);
    expect(await recentOf({ phone: other })).toHaveLength(1);
  });
});

describe("a stranger's id", () => {
  it("shows the stranger, whose address nobody can read", async () => {
    const { contactId } = await call({ phone: freshPhone() });
    const stranger = await gate.send(`GET /v1/contacts/${contactId}`);
    expect([stranger.status, stranger.body.identities]).toEqual([
      200,
      [{ type: "phone", value: null, valid: true, flags: [], shared: false }],
    ]);
  });

  it("takes wishes, which come along when the address is linked", async () => {
    const [id, phone] = [freshId(), freshPhone()];
    const { contactId } = await call({ phone });
    expect((await prefer(contactId, { channels: { call: { optOut: "hard" } } })).status).toBe(200);
    expect(await call({ phone })).toMatchObject({ decision: "deny", reasons: [{ code: "opted_out" }] });
    await put(id, [phoneOf(phone)]);
    const denied = await call({ contactId: id }, { purpose: "transactional" });
    expect(denied).toMatchObject({ decision: "deny", contactId: id, reasons: [{ code: "opted_out" }] });
    const wishes = await gate.send(`GET /v1/contacts/${id}/preferences`);
    expect(wishes.body.channels).toEqual({ call: { optOut: "hard" } });
  });

  it("brings a wish that the contact has too in the stricter form", async () => {
    const [id, phone] = [freshId(), freshPhone()];
    const { contactId } = await call({ phone });
    await prefer(contactId, { maxPerWeek: 1, topics: { news: { optOut: true } } });
    await put(id, []);
    await prefer(id, { maxPerWeek: 5, topics: { news: { optOut: false }, offers: { optOut: true } } });
    await put(id, [phoneOf(phone)]);
    const wishes = await gate.send(`GET /v1/contacts/${id}/preferences`);
    expect(wishes.body).toMatchObject({
      maxPerWeek: 1,
      topics: { news: { optOut: true }, offers: { optOut: true } },
    });
  });

  it("answers with the survivor after the address was linked, for contact, wishes and checks", async () => {
    const [id, phone] = [freshId(), freshPhone()];
    const { contactId } = await call({ phone });
    const linked = await put(id, [phoneOf(phone)]);
    const survivor = await gate.send(`GET /v1/contacts/${contactId}`);
    expect([survivor.status, survivor.body]).toEqual([200, linked.body]);
    expect((await prefer(contactId, { optOutAll: true })).status).toBe(200);
    expect((await gate.send(`GET /v1/contacts/${id}/preferences`)).body.optOutAll).toBe(true);
    expect(await call({ contactId })).toMatchObject({ decision: "deny", contactId: id });
  });

  it("that was linked away only fills what the survivor has left empty", async () => {
    const [id, phone] = [freshId(), freshPhone()];
    const { contactId } = await call({ phone });
    await put(id, [phoneOf(phone)], { stage: "prospect", name: "Li" });
    const filled = await put(contactId, [], { stage: "lead", tier: "key", name: null });
    expect([filled.status, filled.body.contactId]).toEqual([200, id]);
    expect(filled.body.attributes).toMatchObject({ stage: "prospect", tier: "key", name: "Li" });
  });

  it("becomes a contact of its own when it is put, and then keeps its address", async () => {
    const [other, phone] = [freshId(), freshPhone()];
    const { contactId } = await call({ phone });
    expect((await put(contactId, [], { stage: "prospect" })).status).toBe(200);
    const later = await put(other, [phoneOf(phone)]);
    expect(later.body.identities).toMatchObject([{ shared: true }]);
    expect(await call({ phone })).toMatchObject({ contactId });
  });

  it("that nobody ever touched is nobody", async () => {
    const dry = await call({ phone: freshPhone() }, { mode: "dryRun" });
    expect(problemOf(await gate.send(`GET /v1/contacts/${dry.contactId}`)).status).toBe(404);
    expect(problemOf(await prefer(dry.contactId, {})).status).toBe(404);
    expect(problemOf(await put(dry.contactId, [])).status).toBe(404);
  });
});
