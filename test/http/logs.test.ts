import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cardKey } from "../../lib/store/keys.ts";
import { type Fields, startTestGate, type TestGate } from "../support/gate.ts";

/** What must never be found in a log line, in the case it was sent in or any other. */
const SECRETS = [
  "li.ming@example.com",
  "li.ming",
  "13800138000",
  "8001380",
  "李明",
  "有限公司",
  "47-11",
  "白云路",
  "1990-05-17",
];
const IDENTITIES = [
  { type: "email", value: "Li.Ming@example.com" },
  { type: "phone", value: "138 0013 8000", region: "CN" },
  { type: "zoho", value: "47-11" },
];
const ATTRIBUTES = {
  name: "李明",
  company: "Acme 有限公司",
  street: "白云路 1",
  birthDate: "1990-05-17",
  stage: "prospect",
};
const MAIL = {
  to: { email: "li.ming@example.com" },
  channel: "email",
  department: "sales",
  purpose: "sales",
};

const lines: Fields[] = [];
let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ log: (line) => lines.push(line) });
});
afterAll(() => gate.stop());
beforeEach(() => {
  lines.length = 0;
});

const textOf = (logged: readonly Fields[]) => logged.map((line) => JSON.stringify(line)).join("\n");

function expectNoSecret(...more: readonly string[]): void {
  expect(lines).not.toEqual([]);
  const text = textOf(lines).toLowerCase();
  for (const secret of [...SECRETS, ...more]) expect(text).not.toContain(secret.toLowerCase());
}

describe("what the gate logs", () => {
  it("tells of a check who asked, what was decided and why, and nothing of the person", async () => {
    const { headers } = await gate.send("POST /v1/check", { body: MAIL });
    await gate.send("POST /v1/check", { body: { ...MAIL, department: "service" } });
    const requests = lines.filter(({ level }) => level === "info");
    expect(requests).toMatchObject([
      {
        requestId: headers.get("x-request-id"),
        route: "POST /v1/check",
        key: "dev_admin",
        status: 200,
        durationMs: expect.any(Number),
        policyVersion: 1,
        decision: "allow",
        channel: "email",
        department: "sales",
        purpose: "sales",
      },
      { decision: "defer", reasons: ["department-lock:department_locked"] },
    ]);
    const counted = lines.filter((line) => "_aws" in line);
    expect(counted.map(({ decision, rule, code }) => [decision, rule, code])).toEqual([
      ["allow", undefined, undefined],
      ["defer", undefined, undefined],
      [undefined, "department-lock", "department_locked"],
    ]);
    expectNoSecret();
  });

  it("counts every decision of a batch, those alike in one line", async () => {
    const { to: _to, ...defaults } = MAIL;
    const items = ["a", "b", "a"].map((name) => ({ to: { email: `${name}.batch@example.com` } }));
    const other = { ...items[0], department: "service" };
    await gate.send("POST /v1/check/batch", { body: { defaults, items: [...items, other, { to: {} }] } });
    const [request] = lines.filter(({ level }) => level === "info");
    expect(request).toMatchObject({ status: 200, items: 5, problem: 1, policyVersion: 1 });
    const decided = lines.filter((line) => "Decisions" in line);
    const told = decided.map(({ decision, department, Decisions }) => [decision, department, Decisions]);
    expect(told.reduce((sum, [, , count]) => sum + Number(count), 0)).toBe(4);
    expect(told).toContainEqual(["allow", "sales", 3]);
    expectNoSecret();
  });

  it("holds no address, name or id of a person, whatever is done with one and however it fails", async () => {
    const put = (id: string, body: Fields) => gate.send(`PUT /v1/contacts/${id}`, { body });
    await put("crm-1", { identities: IDENTITIES, attributes: ATTRIBUTES });
    await put("crm-2", { identities: IDENTITIES, onDuplicate: "reject" });
    await put("crm-2", { identities: IDENTITIES, attributes: ATTRIBUTES });
    await gate.send("PATCH /v1/contacts/crm-1", { body: { attributes: { ...ATTRIBUTES, name: null } } });
    await gate.send("PUT /v1/contacts/crm-1/preferences", { body: { optOutAll: true } });
    await gate.send("GET /v1/contacts?email=li.ming@example.com");
    await gate.send("GET /v1/contacts?phone=%2B8613800138000");
    await gate.send("GET /v1/contacts/li.ming@example.com");
    await gate.send("GET /li.ming@example.com");
    await gate.send("POST /v1/check", {
      body: { ...MAIL, agent: "李明", reference: "47-11", mode: "dryRun" },
    });
    for (const to of [{ phone: "+8613800138000" }, { externalId: { system: "zoho", id: "47-11" } }]) {
      await gate.send("POST /v1/check", { body: { ...MAIL, to } });
    }
    await gate.send("POST /v1/check", { body: { ...MAIL, to: { email: "li.ming@example" } } });
    await gate.send("POST /v1/check", { body: { ...MAIL, purpose: "li.ming@example.com" } });
    const headers = { "content-type": "application/json" };
    await gate.send("POST /v1/check", { raw: Buffer.from('{"to":{"email":"li.ming@example.com"'), headers });
    expect(lines.length).toBeGreaterThan(10);
    expectNoSecret();
  });

  it("holds no key, neither one that is made nor one that is wrong", async () => {
    const made = await gate.send("POST /v1/keys", { body: { scopes: ["check"], note: "李明" } });
    const key = String(made.body.key);
    await gate.send("POST /v1/check", { body: MAIL, key });
    await gate.send("GET /v1/keys", { key });
    await gate.send("POST /v1/check", { body: MAIL, key: `${key}x` });
    await gate.send("GET /v1/keys");
    await gate.send(`DELETE /v1/keys/${made.body.id}`);
    expect(lines.map(({ key }) => key)).toContain(made.body.id);
    expectNoSecret(key, key.split(".")[1] ?? key, "Bearer");
  });

  it("tells of a damaged item that it is damaged, and nothing that stands in it", async () => {
    await gate.send("PUT /v1/contacts/crm-3", { body: { attributes: ATTRIBUTES } });
    await gate.store.put({ item: { ...cardKey("crm-3"), card: '{"name":李明}' } });
    lines.length = 0;
    const reply = await gate.send("GET /v1/contacts/crm-3");
    expect(reply.status).toBe(500);
    expect(JSON.stringify(reply.body)).not.toContain("李明");
    // The stream's functions may have a word to say meanwhile.
    const told = lines.filter(({ route }) => route === "GET /v1/contacts/{contactId}");
    expect(told).toMatchObject([
      { level: "error", code: "internal", fault: expect.stringContaining("card") },
    ]);
    expectNoSecret();
  });
});
