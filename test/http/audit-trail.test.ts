import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Change, readChanges } from "../../lib/store/changes.ts";
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

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));

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

describe("a change of what the gate goes by", () => {
  it("is told with who, when, from what and to what", async () => {
    const at = "2026-11-23T11:00:00.000Z";
    gate.setClock(at);
    const { body: policy, headers } = await gate.send<Fields>("GET /v1/policies/active");
    const version = Number(headers.get("etag")?.replaceAll('"', ""));
    await send("PUT /v1/policies/active", { ...policy, id: "next" }, { "if-match": "*" });
    const { id } = await send("POST /v1/keys", { scopes: ["check"], note: "dialler" });
    await send(`DELETE /v1/keys/${id}`);
    const item = { type: "phone", value: freshPhone(), list: "told" };
    await send("POST /v1/suppressions", { items: [item], asOf: at });
    const told: Change[] = [];
    for await (const change of readChanges(gate.store)) told.push(change);
    const granted = { department: null, scopes: ["check"], note: "dialler" };
    const by = { at: Date.parse(at), by: "dev_admin" };
    expect(told.filter((change) => change.at === by.at)).toEqual(
      expect.arrayContaining([
        { ...by, what: "policy", id: "next", from: version, to: version + 1 },
        { ...by, what: "key", id, from: null, to: granted },
        { ...by, what: "key", id, from: granted, to: null },
        { ...by, what: "suppressionList", id: "told", from: null, to: at },
      ]),
    );
    gate.setClock(null);
  });

  it("is shown by touchgate changes, newest first", async () => {
    const env = { ...process.env, DYNAMODB_ENDPOINT: gate.emulator.endpoint };
    const changes = async (most: string) => {
      const args = [CLI, "changes", "--table", "touchgate", "--most", most];
      const { stdout } = await promisify(execFile)(process.execPath, args, { env });
      return stdout.trimEnd().split("\n");
    };
    const lines = await changes("100");
    expect(lines).toContainEqual(
      expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z {2}dev_admin {2}\w+ \S+ {2}.* → .*$/),
    );
    const times = lines.map((line) => line.slice(0, "2026-11-23T11:00:00.000Z".length));
    expect(times).toEqual([...times].sort().reverse());
    expect(await changes("2")).toEqual(lines.slice(0, 2));
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
