import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EMULATOR_ACCESS } from "../../lib/store/create-table.ts";
import { createDynamoScanner } from "../../lib/store/dynamo-scanner.ts";
import { pagesOf } from "../../lib/store/scanner.ts";
import type { Item } from "../../lib/store/store.ts";
import {
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

/** Who changed what, when, from what to what: told once, and never rewritten. */

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate();
});
afterAll(() => gate.stop());

const send = async (line: string, body?: unknown, headers = {}) => {
  const reply = await gate.send<Fields>(line, { ...(body !== undefined && { body }), headers });
  expect([line, reply.status]).toEqual([line, expect.toSatisfy((status) => status < 300)]);
  return reply.body;
};
const timelineOf = async (id: string) => {
  await gate.drain();
  return (await send(`GET /v1/contacts/${id}/timeline?limit=100`)).items as readonly Fields[];
};

describe("a change of what is known of a contact", () => {
  it("is told with who, when, from what and to what; what it came with, and no change, are not", async () => {
    const id = freshId();
    const at = "2026-11-23T10:00:00.000Z";
    gate.setClock(at);
    await send(`PUT /v1/contacts/${id}`, { attributes: { name: "Li Ming", tier: "key", tags: ["a"] } });
    await send(`PUT /v1/contacts/${id}`, { attributes: { name: "Li Ming", tier: "key" } });
    expect(await timelineOf(id)).toEqual([]);
    await send(`PATCH /v1/contacts/${id}`, { attributes: { name: "Li Min", tier: null, tags: ["a", "b"] } });
    expect(await timelineOf(id)).toEqual([
      {
        ...{ at, type: "attributes", by: "dev_admin" },
        changes: [
          { path: "name", from: "Li Ming", to: "Li Min" },
          { path: "tags", from: ["a"], to: ["a", "b"] },
          { path: "tier", from: "key", to: null },
        ],
      },
    ]);
    gate.setClock(null);
  });
});

describe("entries of the audit", () => {
  const scanner = () =>
    createDynamoScanner({
      ...{ tableName: "touchgate", endpoint: gate.emulator.endpoint, ...EMULATOR_ACCESS },
    });
  const isEntry = ({ pk, sk }: Item) => pk === "CHANGES" || (pk.startsWith("C#") && /^[TAO]#/.test(sk));

  /** Every entry there is, by its key. */
  async function entries(): Promise<Map<string, Item>> {
    await gate.drain();
    const found = new Map<string, Item>();
    for await (const items of pagesOf(scanner(), 1, {})) {
      for (const item of items.filter(isEntry)) found.set(`${item.pk} ${item.sk}`, item);
    }
    return found;
  }

  it("stay as they are through everything that the API does, but an erasure", async () => {
    const [one, two] = [freshId(), freshId()];
    const [email, phone, other] = [freshEmail(), freshPhone(), freshEmail()];
    const identity = (value: string) => ({ type: value.includes("@") ? "email" : "phone", value });
    const check = { channel: "email", department: "service", purpose: "service" };
    let [touchId, lockId, keyId] = ["", "", ""];
    const ofOne = `/v1/contacts/${one}`;
    const acts: (() => Promise<unknown>)[] = [
      () => send("POST /v1/check", { to: { email }, ...check }),
      () =>
        send(`PUT ${ofOne}`, { identities: [identity(email), identity(phone)], attributes: { name: "A" } }),
      () => send(`PUT /v1/contacts/${two}`, { identities: [identity(other)], attributes: { name: "B" } }),
      () => send(`PATCH ${ofOne}`, { attributes: { name: "C" } }),
      () => send(`PUT ${ofOne}/preferences`, { channels: { sms: { optOut: true } } }),
      () => send(`PUT ${ofOne}/preferences`, {}),
      () => send(`PUT ${ofOne}/consents`, { consents: [] }),
      () => send(`PUT ${ofOne}/owner`, { agent: "u1", department: "sales" }),
      () => send(`PUT ${ofOne}/owner`, { agent: null }),
      async () => {
        const lock = { department: "service", until: new Date(Date.now() + 3_600_000).toISOString() };
        lockId = String((await send(`POST ${ofOne}/locks`, lock)).lockId);
      },
      () => send(`DELETE ${ofOne}/locks/${lockId}`),
      () => send("POST /v1/suppressions", { items: [{ ...identity(phone), list: "audit" }] }),
      () => send("DELETE /v1/suppressions", { items: [{ ...identity(phone), list: "audit" }] }),
      async () => {
        const decision = await send("POST /v1/check", { to: { email }, ...check, mode: "reserve" });
        touchId = String(decision.touchId);
      },
      () => send(`POST /v1/touches/${touchId}/confirm`, {}),
      () => send(`POST /v1/touches/${touchId}/outcomes`, { outcome: "opened" }),
      () => send(`POST /v1/touches/${touchId}/outcomes`, { outcome: "bounced" }),
      () => send(`PUT /v1/contacts/${two}`, { identities: [identity(email)], onDuplicate: "merge" }),
      () => send(`POST /v1/contacts/${one}/unmerge`, { contactId: two }),
      () => send(`PATCH ${ofOne}`, { removeIdentities: [identity(phone)] }),
      async () => {
        keyId = String((await send("POST /v1/keys", { scopes: ["check"] })).id);
      },
      () => send(`DELETE /v1/keys/${keyId}`),
      async () => {
        const { body } = await gate.send<Fields>("GET /v1/policies/active");
        await send("PUT /v1/policies/active", body, { "if-match": "*" });
      },
    ];
    let before = await entries();
    for (const act of acts) {
      await act();
      const after = await entries();
      for (const [key, item] of before) expect([key, after.get(key)]).toEqual([key, item]);
      before = after;
    }
    const told = (await timelineOf(one)).map(({ type }) => type);
    expect(told).toEqual(
      expect.arrayContaining([
        ...["touch", "link", "merge", "unmerge", "unlink", "attributes", "preference", "consent", "owner"],
        ...["lock", "suppression", "confirmed", "outcome"],
      ]),
    );
    await send(`DELETE ${ofOne}`);
    const left = [...(await entries()).keys()].filter((key) => key.startsWith(`C#${one} `));
    expect(left.length).toBeLessThan(told.length);
  });
});
