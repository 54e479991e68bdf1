import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openApiDocument } from "../../functions/docs/openapi.ts";
import { contractOf, describedSender } from "../support/contract.ts";
import {
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  problemOf,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

let gate: TestGate;
let send: ReturnType<typeof describedSender>;
beforeAll(async () => {
  gate = await startTestGate();
  send = describedSender(gate, contractOf(openApiDocument()));
});
afterAll(() => gate.stop());

const held = async (id: string): Promise<Fields> => {
  await gate.drain();
  const { status, body } = await send(`GET /v1/contacts/${id}/export`);
  expect(status).toBe(200);
  return body;
};
const put = (id: string, identities: Fields[], attributes: Fields = {}, more: Fields = {}) =>
  send(`PUT /v1/contacts/${id}`, { body: { identities, attributes, ...more } });
const emailOf = (value: string) => ({ type: "email", value });
const typesOf = ({ timeline }: Fields) => (timeline as { items: Fields[] }).items.map(({ type }) => type);

describe("GET /v1/contacts/{contactId}/export", () => {
  it("holds all that was said of the person, and what was done", async () => {
    const [id, email, phone] = [freshId(), freshEmail(), freshPhone()];
    await put(id, [emailOf(email), { type: "phone", value: phone }], { name: "李明", stage: "customer" });
    const line = `/v1/contacts/${id}`;
    await send(`PUT ${line}/preferences`, { body: { channels: { sms: { optOut: true } } } });
    const consent = { channel: "email", purpose: "marketing", level: "express", at: "2026-11-01T00:00:00Z" };
    await send(`PUT ${line}/consents`, { body: { consents: [consent] } });
    await send(`PUT ${line}/owner`, { body: { agent: "u17" } });
    await send(`PUT ${line}/owner`, { body: { agent: "u18" } });
    const until = new Date(gate.clock.now() + 600_000).toISOString();
    await send(`POST ${line}/locks`, { body: { department: "sales", until, reason: "dispute" } });
    const suppression = { ...emailOf(email), list: "internal", reason: "letter" };
    await send("POST /v1/suppressions", { body: { items: [suppression] } });
    const touch = { to: { contactId: id }, channel: "meeting", department: "sales", purpose: "sales" };
    await send("POST /v1/touches", { body: { items: [{ ...touch, outcome: "conversation" }] } });

    const body = await held(id);
    expect(body.contact).toEqual((await send(`GET ${line}`)).body);
    expect(body.preferences).toEqual((await send(`GET ${line}/preferences`)).body);
    expect(body.consents).toEqual((await send(`GET ${line}/consents`)).body.consents);
    expect(body).toMatchObject({
      owner: { agent: "u18", department: null },
      owners: [{ agent: "u18" }, { agent: "u17" }],
      locks: [{ department: "sales", until, reason: "dispute" }],
      suppressions: [{ ...suppression, expiresAt: null }],
      touches: [{ channel: "meeting", outcomes: [{ outcome: "conversation" }] }],
      merges: [],
      duplicates: [],
    });
    expect(body.matchKeys).toBeGreaterThan(1);
    expect(body.timeline).toEqual((await send(`GET ${line}/timeline?limit=200`)).body);
    expect(new Set(typesOf(body))).toEqual(
      new Set(["link", "preference", "consent", "owner", "lock", "suppression", "touch"]),
    );
  });

  it("holds a timeline of several pages whole", async () => {
    const id = freshId();
    await put(id, []);
    for (let batch = 0; batch < 11; batch++) {
      const items = Array.from({ length: 50 }, (_, at) => ({
        ...{ to: { contactId: id }, channel: "meeting", department: "sales", purpose: "service" },
        at: new Date(gate.clock.now() - (batch * 50 + at + 1) * 60_000).toISOString(),
      }));
      await send("POST /v1/touches", { body: { items } });
    }
    const body = await held(id);
    expect(typesOf(body).filter((type) => type === "touch")).toHaveLength(550);
    expect((body.timeline as Fields).next).toBeNull();
  });

  it("holds what was put to an id that was merged away, under either id, and that it was taken apart", async () => {
    const [id, other] = [`a-${freshId()}`, `b-${freshId()}`];
    const identities = [{ type: "phone", value: freshPhone() }];
    await put(id, identities, { name: "Li Ming" });
    await put(
      other,
      [emailOf(freshEmail()), ...identities],
      { name: "Ming Li", city: "Bonn" },
      { onDuplicate: "merge" },
    );
    const merged = await held(other);
    expect(merged.contact).toMatchObject({ contactId: id, attributes: { name: "Li Ming", city: "Bonn" } });
    expect(merged.merges).toMatchObject([
      {
        ...{ contactId: id, mergedId: other, rule: "onDuplicate", score: null, undoneAt: null },
        said: { attributes: { name: "Ming Li", city: "Bonn", company: null } },
      },
    ]);
    expect(await held(id)).toMatchObject({ merges: merged.merges });

    const unmerged = await send(`POST /v1/contacts/${id}/unmerge`, { body: { contactId: other } });
    expect(unmerged.status).toBe(200);
    for (const one of [id, other]) {
      const { contact, merges, duplicates } = await held(one);
      expect(contact).toMatchObject({ contactId: one });
      expect(merges).toMatchObject([{ mergedId: other, undoneAt: expect.any(String) }]);
      expect(duplicates).toMatchObject([{ contacts: [id, other], state: "unmerged" }]);
    }
  });

  it("holds what is kept of a stranger, whose address is known as a keyed hash only", async () => {
    const email = freshEmail();
    const items = [{ ...emailOf(email), list: "internal" }];
    const suppressed = await send("POST /v1/suppressions", { body: { items } });
    const [{ contactId }] = suppressed.body.items as [{ contactId: string }];
    expect(await held(contactId)).toMatchObject({
      contact: { contactId, identities: [{ type: "email", value: null }] },
      suppressions: [{ type: "email", value: null, list: "internal" }],
      timeline: { items: [{ type: "suppression" }] },
    });
  });

  it("answers 404 for an id that leads to nobody", async () => {
    expect(problemOf(await gate.send("GET /v1/contacts/nobody/export"))).toMatchObject({
      ...{ status: 404, code: "contact_not_found" },
    });
  });

  it("answers 403 to a key without contacts:read", async () => {
    const { body } = await send("POST /v1/keys", { body: { scopes: ["check", "contacts:write"] } });
    const reply = await send("GET /v1/contacts/nobody/export", { key: String(body.key) });
    expect([reply.status, reply.body.code]).toEqual([403, "missing_scope"]);
  });
});
