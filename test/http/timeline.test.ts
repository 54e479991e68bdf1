import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readDay } from "../../lib/store/counts.ts";
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
  id: "timeline",
  purposes: { sales: {}, notice: { obeys: "hard", counts: false } },
  departments: ["sales", "service"],
  rules: [{ id: "many-a-week", kind: "cap", max: 60, window: { rolling: "P7D" } }],
};
const DAY = "2026-11-23";
const TEN = `${DAY}T10:00:00.000Z`;

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(TEN));

interface Page {
  readonly items: readonly Fields[];
  readonly next: string | null;
}

const drain = () => gate.send("POST /_local/drain");
const call = (to: Fields, more: Fields = {}) =>
  gate.check({ to, channel: "call", department: "sales", purpose: "sales", ...more });
const put = (id: string, identities: readonly Fields[] = [], attributes: Fields = {}) =>
  gate.send(`PUT /v1/contacts/${id}`, { body: { identities, attributes } });
const phoneOf = (value: string) => ({ type: "phone", value });
const emailOf = (value: string) => ({ type: "email", value });
const pageOf = async (id: string, query = ""): Promise<Page> => {
  const reply = await gate.send<Page>(`GET /v1/contacts/${id}/timeline${query}`);
  expect(reply.status).toBe(200);
  return reply.body;
};
/** The whole timeline, page by page. */
async function allOf(id: string, limit: number): Promise<Fields[]> {
  const found: Fields[] = [];
  let cursor = "";
  for (let pages = 0; pages < 100; pages++) {
    const { items, next } = await pageOf(id, `?limit=${limit}${cursor}`);
    expect(items.length).toBeLessThanOrEqual(limit);
    found.push(...items);
    if (next === null) return found;
    expect(items).toHaveLength(limit);
    cursor = `&cursor=${next}`;
  }
  throw new Error("the pages do not end");
}

describe("GET /v1/contacts/{id}/timeline", () => {
  it("shows each touch as it was sent, the newest first, by whom, and the contact as it was then", async () => {
    const id = freshId();
    await put(id, [], { country: "GB", stage: "lead" });
    const first = await call({ contactId: id }, { campaign: "autumn", agent: "u17", reference: "msg-1" });
    gate.setClock(`${DAY}T10:30:00.000Z`);
    await put(id, [], { stage: "customer" });
    gate.setClock(`${DAY}T11:00:00.000Z`);
    const second = await call(
      { contactId: id },
      { channel: "email", purpose: "notice", department: "service" },
    );
    expect((await drain()).body).toEqual({ drained: true });

    expect(await pageOf(id)).toEqual({
      items: [
        {
          at: `${DAY}T11:00:00.000Z`,
          type: "touch",
          touchId: second.touchId,
          channel: "email",
          department: "service",
          purpose: "notice",
          state: "recorded",
          outcome: null,
          by: "dev_admin",
          contact: { country: "GB", stage: "customer", engagement: "dormant" },
        },
        {
          ...{ at: `${DAY}T10:30:00.000Z`, type: "attributes", by: "dev_admin" },
          changes: [{ path: "stage", from: "lead", to: "customer" }],
        },
        {
          at: TEN,
          type: "touch",
          touchId: first.touchId,
          channel: "call",
          department: "sales",
          purpose: "sales",
          campaign: "autumn",
          agent: "u17",
          state: "recorded",
          outcome: null,
          reference: "msg-1",
          by: "dev_admin",
          contact: { country: "GB", stage: "lead", engagement: "dormant" },
        },
      ],
      next: null,
    });
  });

  it("shows who changed a preference, from what to what; what did not change is no entry's business", async () => {
    const id = freshId();
    await put(id);
    const prefer = (body: Fields) => gate.send(`PUT /v1/contacts/${id}/preferences`, { body });
    await prefer({ channels: { email: { optOut: true } }, maxPerWeek: 2 });
    gate.setClock(`${DAY}T12:00:00.000Z`);
    await prefer({ channels: { email: { optOut: true }, sms: { optOut: "hard" } }, maxPerWeek: 1 });
    await drain();
    expect((await pageOf(id)).items).toEqual([
      {
        at: `${DAY}T12:00:00.000Z`,
        type: "preference",
        by: "dev_admin",
        changes: [
          { path: "channels.sms.optOut", from: null, to: "hard" },
          { path: "maxPerWeek", from: 2, to: 1 },
        ],
      },
      {
        at: TEN,
        type: "preference",
        by: "dev_admin",
        changes: [
          { path: "channels.email.optOut", from: null, to: true },
          { path: "maxPerWeek", from: null, to: 2 },
        ],
      },
    ]);
  });

  it("shows denials, dry runs and reads nowhere", async () => {
    const id = freshId();
    await put(id);
    await call({ contactId: id }, { mode: "dryRun" });
    await gate.send(`PUT /v1/contacts/${id}/preferences`, { body: { optOutAll: true } });
    expect(await call({ contactId: id })).toMatchObject({ decision: "deny" });
    await gate.send(`GET /v1/contacts/${id}`);
    await drain();
    expect((await pageOf(id)).items.map(({ type }) => type)).toEqual(["preference"]);
  });

  it("is empty for a contact to whom nothing happened yet, and 404 for an unknown one", async () => {
    const id = freshId();
    await put(id);
    await drain();
    expect(await pageOf(id)).toEqual({ items: [], next: null });
    const unknown = await gate.send(`GET /v1/contacts/${freshId()}/timeline`);
    expect(unknown).toMatchObject({ status: 404, body: { code: "contact_not_found" } });
  });

  it("needs the scope to read contacts", async () => {
    const id = freshId();
    await put(id);
    const none = await gate.send(`GET /v1/contacts/${id}/timeline`, { key: null });
    expect(none.status).toBe(401);
    const { body } = await gate.send<{ key: string }>("POST /v1/keys", { body: { scopes: ["check"] } });
    const checkOnly = await gate.send(`GET /v1/contacts/${id}/timeline`, { key: body.key });
    expect(checkOnly.status).toBe(403);
  });

  it("after linking shows what both addresses gathered before, and the link and merge, by any name", async () => {
    const [id, phone, email] = [freshId(), freshPhone(), freshEmail()];
    const byPhone = await call({ phone });
    gate.setClock(`${DAY}T11:00:00.000Z`);
    const byEmail = await call({ email });
    gate.setClock(`${DAY}T12:00:00.000Z`);
    await put(id, [phoneOf(phone), emailOf(email)]);
    gate.setClock(`${DAY}T13:00:00.000Z`);
    const after = await call({ email });
    await drain();

    const { items } = await pageOf(id);
    expect(items.filter(({ type }) => type === "touch").map(({ touchId }) => touchId)).toEqual([
      after.touchId,
      byEmail.touchId,
      byPhone.touchId,
    ]);
    const linked = items.slice(1, 5);
    expect(new Set(linked.map(({ at }) => at))).toEqual(new Set([`${DAY}T12:00:00.000Z`]));
    expect(linked.map(({ type }) => type).sort()).toEqual(["link", "link", "merge", "merge"]);
    expect(items).toHaveLength(7);
    expect(await pageOf(byPhone.contactId)).toEqual(await pageOf(id));
  });

  it("of a link of an address that nobody knew tells the link, and no merge", async () => {
    const id = freshId();
    await put(id, [phoneOf(freshPhone()), emailOf(freshEmail())]);
    await drain();
    expect((await pageOf(id)).items.map(({ type, by }) => [type, by])).toEqual([
      ["link", "dev_admin"],
      ["link", "dev_admin"],
    ]);
  });

  it("does not show what a shared address gathered for its owner", async () => {
    const [owner, other, phone] = [freshId(), freshId(), freshPhone()];
    await put(owner, [phoneOf(phone)]);
    await call({ phone });
    await put(other, [phoneOf(phone)]);
    await drain();
    expect((await pageOf(other)).items.map(({ type }) => type)).toEqual(["link"]);
    expect((await pageOf(owner)).items.map(({ type }) => type)).toContain("touch");
  });

  describe("in pages", () => {
    const TOTAL = 13;
    let id = "";
    let whole: readonly Fields[] = [];

    beforeAll(async () => {
      gate.setClock(TEN);
      const [phone, email] = [freshPhone(), freshEmail()];
      id = freshId();
      // All at one instant, over three keys, touches and changes.
      for (const to of [{ phone }, { email }]) for (let i = 0; i < 3; i++) await call(to);
      await put(id, [phoneOf(phone), emailOf(email)]);
      for (let i = 0; i < 2; i++) await call({ contactId: id });
      await gate.send(`PUT /v1/contacts/${id}/preferences`, { body: { maxPerWeek: 9 } });
      await drain();
      whole = (await pageOf(id, "?limit=200")).items;
    });

    it("of any size, of many entries of one instant, no entry is shown twice and none is missing", async () => {
      expect(whole).toHaveLength(TOTAL);
      expect(new Set(whole.map((entry) => JSON.stringify(entry))).size).toBe(TOTAL);
      for (let limit = 1; limit <= TOTAL + 1; limit++) expect(await allOf(id, limit)).toEqual(whole);
    });

    it("what is told between two pages shows up in none that is older", async () => {
      const first = await pageOf(id, "?limit=4");
      gate.setClock(`${DAY}T18:00:00.000Z`);
      await call({ contactId: id });
      await drain();
      const rest = await pageOf(id, `?limit=200&cursor=${first.next}`);
      expect([...first.items, ...rest.items]).toEqual(whole);
    });

    it.each(["0", "-1", "201", "1.5", "ten", "", "1e1", "0x10", " 5"])(
      "a limit of %j is refused",
      async (limit) => {
        const refused = await gate.send(`GET /v1/contacts/${id}/timeline?limit=${encodeURIComponent(limit)}`);
        expect(problemOf(refused)).toMatchObject({ status: 400, issues: [{ path: "limit" }] });
      },
    );

    it.each([
      ["nothing", ""],
      ["a word", "next"],
      ["an instant alone", Buffer.from(TEN).toString("base64url")],
      ["another kind of key", Buffer.from("T#2026").toString("base64url")],
      ["a key with what does not belong", Buffer.from(`${TEN}#a b`).toString("base64url")],
    ])("a cursor that is %s is refused", async (_, cursor) => {
      const refused = await gate.send(`GET /v1/contacts/${id}/timeline?cursor=${cursor}`);
      expect(problemOf(refused)).toMatchObject({ status: 400, issues: [{ path: "cursor" }] });
    });

    it("all that is wrong is told at once", async () => {
      const refused = await gate.send(`GET /v1/contacts/${id}/timeline?limit=0&cursor=x`);
      expect(problemOf(refused).issues.map(({ path }) => path)).toEqual(["limit", "cursor"]);
    });
  });
});

describe("the counts of a day", () => {
  it("hold every touch of it, also one that counts for no rule, and none twice by a link", async () => {
    const day = "2026-12-24";
    gate.setClock(`${day}T23:59:59.999Z`);
    const phones = Array.from({ length: 5 }, freshPhone);
    for (const phone of phones) await call({ phone }, { campaign: "xmas" });
    for (const phone of phones.slice(0, 2)) await call({ phone }, { purpose: "notice" });
    gate.setClock("2026-12-25T00:00:00.000Z");
    await put(freshId(), phones.map(phoneOf));
    await call({ phone: phones[0] });
    await drain();
    expect(await readDay(gate.store, day)).toEqual([
      { channel: "call", department: "sales", purpose: "notice", campaign: null, touches: 2 },
      { channel: "call", department: "sales", purpose: "sales", campaign: "xmas", touches: 5 },
    ]);
    expect(await readDay(gate.store, "2026-12-25")).toMatchObject([{ touches: 1 }]);
  });
});
