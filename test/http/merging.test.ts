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
  id: "persons",
  purposes: { sales: {} },
  rules: [{ id: "three-a-week", kind: "cap", max: 3, window: { rolling: "P7D" } }],
};

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock("2026-11-23T10:00:00.000Z"));

const check = (to: Fields, channel: string, more: Fields = {}) =>
  gate.check({ to, channel, department: "sales", purpose: "sales", ...more });
const recentOf = async (to: Fields) =>
  (await check(to, "other", { mode: "dryRun", include: ["recent"] })).recent?.map(({ touchId }) => touchId);
const phoneOf = (value: string) => ({ type: "phone", value });
const emailOf = (value: string) => ({ type: "email", value });
const put = (id: string, body: Fields) => gate.send(`PUT /v1/contacts/${id}`, { body });
const get = (id: string) => gate.send(`GET /v1/contacts/${id}`);

/** Two contacts that share no address yet, and then one because the second lists the address of the first. */
async function mergedPair(first: Fields = {}, second: Fields = {}) {
  const [survivor, merged, email, phone] = [freshId(), freshId(), freshEmail(), freshPhone()];
  await put(survivor, { identities: [emailOf(email)], attributes: first });
  const answer = await put(merged, {
    identities: [phoneOf(phone), emailOf(email)],
    attributes: second,
    onDuplicate: "merge",
  });
  return { survivor, merged, email, phone, answer };
}

const attributesOf = async (id: string, ...names: string[]) => {
  const attributes = (await get(id)).body.attributes as Fields;
  return names.map((name) => attributes[name]);
};

describe("onDuplicate: merge", () => {
  it("makes one person of the contact and the one that the address belongs to, with one cap", async () => {
    const [email, phone] = [freshEmail(), freshPhone()];
    const called = await check({ phone }, "call");
    const mailed = await check({ email }, "email");
    const [survivor, merged] = [freshId(), freshId()];
    await put(survivor, { identities: [emailOf(email)] });
    const answer = await put(merged, {
      identities: [phoneOf(phone), emailOf(email)],
      onDuplicate: "merge",
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      contactId: survivor,
      identities: [
        { value: email, shared: false },
        { value: phone, shared: false },
      ],
    });
    expect((await get(merged)).body).toEqual(answer.body);
    expect((await recentOf({ phone }))?.sort()).toEqual([called.touchId, mailed.touchId].sort());
    expect(await check({ contactId: merged }, "email")).toMatchObject({ decision: "allow" });
    expect(await check({ phone }, "call")).toMatchObject({
      decision: "defer",
      contactId: survivor,
      reasons: [{ code: "cap_reached", details: { count: 3, max: 3 } }],
    });
  });

  it("joins neither when the addresses belong to two others, and lists both as shared", async () => {
    const [email, phone] = [freshEmail(), freshPhone()];
    await put(freshId(), { identities: [emailOf(email)] });
    await put(freshId(), { identities: [phoneOf(phone)] });
    const third = freshId();
    const answer = await put(third, {
      identities: [emailOf(email), phoneOf(phone)],
      onDuplicate: "merge",
    });
    expect(answer.body).toMatchObject({
      contactId: third,
      identities: [{ shared: true }, { shared: true }],
    });
  });

  it("again changes nothing", async () => {
    const { merged, email, phone, answer } = await mergedPair();
    const identities = [phoneOf(phone), emailOf(email)];
    const again = await put(merged, { identities, onDuplicate: "merge" });
    expect([again.status, again.body]).toEqual([200, answer.body]);
    expect(again.headers.get("etag")).toBe(answer.headers.get("etag"));
  });

  it("takes the opt-outs of both", async () => {
    const [email, phone] = [freshEmail(), freshPhone()];
    const [survivor, merged] = [freshId(), freshId()];
    await put(survivor, { identities: [emailOf(email)] });
    await put(merged, { identities: [phoneOf(phone)] });
    await gate.send(`PUT /v1/contacts/${merged}/preferences`, {
      body: { channels: { email: { optOut: true } } },
    });
    await put(merged, { identities: [emailOf(email)], onDuplicate: "merge" });
    expect(await check({ email }, "email")).toMatchObject({
      decision: "deny",
      reasons: [{ code: "opted_out" }],
    });
  });
});

describe("whose word counts on a merged contact", () => {
  it("is the survivor's; the one merged away fills only what it leaves empty", async () => {
    const { survivor, merged } = await mergedPair(
      { name: "Ann", stage: "lead" },
      { name: "Anna", company: "ACME", tier: "key" },
    );
    const names = ["name", "company", "stage", "tier"];
    expect(await attributesOf(survivor, ...names)).toEqual(["Ann", "ACME", "lead", "key"]);
    await put(merged, { attributes: { stage: "customer", tier: "gold", city: "Graz" } });
    expect(await attributesOf(merged, ...names, "city")).toEqual(["Ann", "ACME", "lead", "gold", "Graz"]);
  });

  it("never replaces nor clears what another id brought", async () => {
    const { survivor, merged } = await mergedPair({ stage: "lead" }, { tier: "key" });
    await put(survivor, { attributes: { tier: "gold", stage: null } });
    expect(await attributesOf(survivor, "tier", "stage")).toEqual(["gold", null]);
    await put(survivor, { attributes: { tier: null } });
    expect(await attributesOf(survivor, "tier")).toEqual(["key"]);
    await put(merged, { attributes: { tier: null } });
    expect(await attributesOf(survivor, "tier")).toEqual([null]);
  });

  it("lets rules read what is known of the person", async () => {
    const { email } = await mergedPair({}, { timezone: "Asia/Shanghai", stage: "lead" });
    const answer = await gate.send(`GET /v1/contacts?email=${encodeURIComponent(email)}`);
    expect(answer.body).toMatchObject({
      items: [{ attributes: { timezone: "Asia/Shanghai", stage: "lead" } }],
    });
  });
});

describe("PATCH with removeIdentities", () => {
  it("lets an address leave with its own touches, and the others stay", async () => {
    const [id, email, phone] = [freshId(), freshEmail(), freshPhone()];
    await put(id, { identities: [emailOf(email), phoneOf(phone)] });
    const mailed = await check({ email }, "email");
    const called = await check({ phone }, "call");
    const patched = await gate.send(`PATCH /v1/contacts/${id}`, {
      body: { removeIdentities: [phoneOf(phone)] },
    });
    expect(patched.body).toMatchObject({ identities: [{ value: email }] });
    expect(await recentOf({ contactId: id })).toEqual([mailed.touchId]);
    expect(await recentOf({ phone })).toEqual([called.touchId]);
    expect((await check({ phone }, "call")).contactId).not.toBe(id);
    const outcome = await gate.send(`POST /v1/touches/${called.touchId}/outcomes`, {
      body: { outcome: "failed" },
    });
    expect(outcome.status).toBe(200);
    expect(await recentOf({ phone })).toHaveLength(2);
  });

  it("leaves every no on both", async () => {
    const [id, email, phone] = [freshId(), freshEmail(), freshPhone()];
    await put(id, { identities: [emailOf(email), phoneOf(phone)] });
    await gate.send(`PUT /v1/contacts/${id}/preferences`, { body: { optOutAll: true } });
    await gate.send(`PATCH /v1/contacts/${id}`, { body: { removeIdentities: [phoneOf(phone)] } });
    for (const to of [{ phone }, { email }]) {
      expect(await check(to, "other")).toMatchObject({ decision: "deny", reasons: [{ code: "opted_out" }] });
    }
  });

  it("lets the address be another's from then on", async () => {
    const [id, other, email] = [freshId(), freshId(), freshEmail()];
    await put(id, { identities: [emailOf(email)] });
    await gate.send(`PATCH /v1/contacts/${id}`, { body: { removeIdentities: [emailOf(email)] } });
    const linked = await put(other, { identities: [emailOf(email)] });
    expect(linked.body).toMatchObject({ identities: [{ value: email, shared: false }] });
    expect((await check({ email }, "email")).contactId).toBe(other);
  });

  it("lets one who shared the address have it when they put it again", async () => {
    const [owner, sharer, email] = [freshId(), freshId(), freshEmail()];
    await put(owner, { identities: [emailOf(email)] });
    await put(sharer, { identities: [emailOf(email)] });
    await gate.send(`PATCH /v1/contacts/${owner}`, { body: { removeIdentities: [emailOf(email)] } });
    const again = await put(sharer, { identities: [emailOf(email)] });
    expect(again.body).toMatchObject({ identities: [{ value: email, shared: false }] });
    expect((await check({ email }, "email")).contactId).toBe(sharer);
  });

  it("names addresses that the contact does not have, and the one that it is known by", async () => {
    const email = freshEmail();
    const { contactId } = await check({ email }, "email");
    const refused = problemOf(
      await gate.send(`PATCH /v1/contacts/${contactId}`, {
        body: { removeIdentities: [emailOf(freshEmail()), emailOf(email)] },
      }),
    );
    expect([refused.status, pathsOf(refused)]).toEqual([400, ["removeIdentities.0", "removeIdentities.1"]]);
  });
});
