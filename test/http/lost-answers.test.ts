import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FaultyEngine, first, startFaultyEngine } from "../support/faulty-engine.ts";
import { type Fields, freshEmail, freshId, startTestGate, type TestGate } from "../support/gate.ts";

let engine: FaultyEngine;
let gate: TestGate;
beforeAll(async () => {
  engine = await startFaultyEngine();
  gate = await startTestGate({ engine: { kind: "DYNAMODB_ENDPOINT", endpoint: engine.endpoint } });
});
afterAll(async () => {
  engine.fails = () => undefined;
  await gate?.stop();
  await engine?.stop();
});

/** Sends a request whose write stands and whose first answer from the store is lost. */
async function sendLosing(operation: string, line: string, body: Fields, headers = {}) {
  let lost = 0;
  const fails = first(operation, "answer lost");
  engine.fails = (asked) => {
    const fault = asked.body.includes('"C#') ? fails(asked) : undefined;
    if (fault !== undefined) lost++;
    return fault;
  };
  const reply = await gate.send(line, { body, headers });
  expect(lost).toBe(1);
  return reply;
}

async function timelineOf(id: string, type: string): Promise<readonly Fields[]> {
  await gate.send("POST /_local/drain", { body: {} });
  const { body } = await gate.send<{ items: Fields[] }>(`GET /v1/contacts/${id}/timeline`);
  return body.items.filter((entry) => entry.type === type);
}

async function newContact(): Promise<string> {
  const id = freshId();
  await gate.send(`PUT /v1/contacts/${id}`, { body: { attributes: { tier: "key" } } });
  return id;
}

describe("a write that stands and whose answer was lost on the way", () => {
  it("of wishes over those that were seen is told as written, not as changed meanwhile", async () => {
    const id = await newContact();
    const seen = (await gate.send(`GET /v1/contacts/${id}/preferences`)).headers.get("etag");
    const line = `PUT /v1/contacts/${id}/preferences`;
    const put = await sendLosing("PutItem", line, { optOutAll: true }, { "if-match": seen });
    expect([put.status, put.body.optOutAll]).toEqual([200, true]);
    const read = await gate.send(`GET /v1/contacts/${id}/preferences`);
    expect([read.body, read.headers.get("etag")]).toEqual([put.body, put.headers.get("etag")]);
  });

  it("of wishes over whatever there was is told once", async () => {
    const id = await newContact();
    const put = await sendLosing("PutItem", `PUT /v1/contacts/${id}/preferences`, { maxPerWeek: 1 });
    expect(put.status).toBe(200);
    const changes = [{ path: "maxPerWeek", from: null, to: 1 }];
    expect(await timelineOf(id, "preference")).toMatchObject([{ changes }]);
  });

  it("of a new contact is told as made, over one that was seen as written", async () => {
    const id = freshId();
    const identities = [{ type: "email", value: freshEmail() }];
    const made = await sendLosing("TransactWriteItems", `PUT /v1/contacts/${id}`, { identities });
    expect(made.status).toBe(201);
    const changed = await sendLosing(
      "TransactWriteItems",
      `PUT /v1/contacts/${id}`,
      { attributes: { tier: "key" } },
      { "if-match": made.headers.get("etag") },
    );
    expect([changed.status, changed.body]).toMatchObject([200, { attributes: { tier: "key" } }]);
    expect(await timelineOf(id, "link")).toHaveLength(1);
  });

  it("of a touch is told as recorded, with the touch that stands", async () => {
    const to = { email: freshEmail() };
    const checked = await sendLosing("PutItem", "POST /v1/check", {
      to,
      channel: "email",
      department: "marketing",
      purpose: "marketing",
      reference: "m-1",
    });
    expect(checked.body).toMatchObject({ decision: "allow", recorded: true });
    const touches = await timelineOf(String(checked.body.contactId), "touch");
    expect(touches.map(({ touchId }) => touchId)).toEqual([checked.body.touchId]);
  });
});
