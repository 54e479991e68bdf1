import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Fields, freshEmail, putPolicy, startTestGate, type TestGate } from "../support/gate.ts";

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));
const ON_TRIAL = { id: "one-a-day", kind: "cap", max: 1, window: { rolling: "P1D" }, effect: "shadow" };
const policy = (...rules: readonly object[]): Fields => ({
  ...{ id: "p", timezone: "UTC", departments: ["sales", "service"], purposes: { sales: {} }, rules },
});

const logged: Fields[] = [];
let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ log: (line) => logged.push(line) });
  gate.setClock("2026-11-20T09:00:00.000Z");
});
afterAll(() => gate.stop());

const touch = (to: Fields, more: Fields = {}) =>
  gate.check({ to, channel: "email", department: "sales", purpose: "sales", ...more });
const report = async (...args: readonly string[]): Promise<string> => {
  await gate.drain();
  const env = { ...process.env, DYNAMODB_ENDPOINT: gate.emulator.endpoint };
  const given = [CLI, "policy", "shadow-report", "--table", "touchgate", ...args];
  return (await promisify(execFile)(process.execPath, given, { env })).stdout;
};

it("says that no rule is on trial where none is", async () => {
  await putPolicy(gate, policy());
  expect(await report()).toContain('No rule is on trial: give one "effect": "shadow"');
});

it("compares what a rule on trial would have stopped with what it would have let pass, since it is on trial", async () => {
  const early = { email: freshEmail() };
  await touch(early);
  await touch(early);
  gate.setClock("2026-11-21T09:00:00.000Z");
  await putPolicy(gate, policy(ON_TRIAL));
  const [patient, angry] = [{ email: freshEmail() }, { email: freshEmail() }];
  for (const to of [patient, angry]) await touch(to);
  const second = await touch(angry, { department: "service" });
  expect(second).toMatchObject({ decision: "allow", shadow: [{ rule: "one-a-day" }] });
  await gate.send(`POST /v1/touches/${second.touchId}/outcomes`, { body: { outcome: "complained" } });
  // One that was given back was not sent, one that was confirmed was.
  const held = await touch(angry, { mode: "reserve" });
  await gate.send(`POST /v1/touches/${held.touchId}/release`, { body: {} });
  const kept = await touch(angry, { mode: "reserve", channel: "push" });
  await gate.send(`POST /v1/touches/${kept.touchId}/confirm`, { body: {} });
  const [trial] = JSON.parse(await report("--json"));
  expect(trial).toEqual({
    ...{ rule: "one-a-day", since: "2026-11-21T09:00:00.000Z" },
    stopped: { touches: 2, complained: 1, unsubscribed: 0, refused: 0, bounced: 0 },
    passed: { touches: 2, complained: 0, unsubscribed: 0, refused: 0, bounced: 0 },
    by: { "service, email": 1, "sales, push": 1 },
  });
  const text = await report();
  expect(text).toContain("would have stopped 2 of 4 touches that were sent (50.00 %)");
  expect(text).toMatch(/complaints +50\.00 % +0\.00 %/);
});

it("is counted by rule as decisions are made, and told on the timeline", async () => {
  const told = logged.filter((line) => line.Shadow === 1);
  expect(told.length).toBeGreaterThanOrEqual(2);
  expect(told[0]).toMatchObject({ rule: "one-a-day", decision: "allow" });
  const to = { email: freshEmail() };
  await touch(to);
  const { contactId } = await touch(to);
  await gate.drain();
  const { body } = await gate.send<{ items: Fields[] }>(`GET /v1/contacts/${contactId}/timeline`);
  expect(body.items.map(({ shadow }) => shadow)).toEqual(expect.arrayContaining([["one-a-day"], undefined]));
});

it("is judged of the time that is asked for, and since the rule came on trial last", async () => {
  expect(JSON.parse(await report("--json", "--from", "2026-12-01"))[0].stopped.touches).toBe(0);
  gate.setClock("2026-11-22T09:00:00.000Z");
  await putPolicy(gate, policy());
  gate.setClock("2026-11-23T09:00:00.000Z");
  await putPolicy(gate, policy(ON_TRIAL));
  const [trial] = JSON.parse(await report("--json"));
  expect([trial.since, trial.stopped.touches + trial.passed.touches]).toEqual([
    "2026-11-23T09:00:00.000Z",
    0,
  ]);
});

it("counts a told touch as the rules on trial judged it, and what the contact began not at all", async () => {
  const to = { email: freshEmail() };
  const told = (more: Fields) =>
    gate.send("POST /v1/touches", {
      body: { items: [{ to, channel: "email", department: "sales", purpose: "sales", ...more }] },
    });
  gate.setClock("2026-11-24T09:00:00.000Z");
  await told({ at: "2026-11-24T08:00:00.000Z" });
  await told({ at: "2026-11-24T08:30:00.000Z" });
  await told({ at: "2026-11-24T08:45:00.000Z", direction: "inbound" });
  const [trial] = JSON.parse(await report("--json"));
  expect([trial.stopped.touches, trial.passed.touches]).toEqual([1, 1]);
});

it("begins anew where the rule comes back by a rollback, and where it is written otherwise", async () => {
  const { body } = await gate.send<{ items: { version: number }[] }>("GET /v1/policies");
  const onTrial = Math.max(...body.items.map(({ version }) => version));
  gate.setClock("2026-11-25T09:00:00.000Z");
  await putPolicy(gate, policy());
  await touch({ email: freshEmail() });
  gate.setClock("2026-11-26T09:00:00.000Z");
  const back = await gate.send(`POST /v1/policies/${onTrial}/activate`, { headers: { "if-match": "*" } });
  expect(back.status).toBe(200);
  await touch({ email: freshEmail() });
  const [again] = JSON.parse(await report("--json"));
  expect([again.since, again.stopped.touches + again.passed.touches]).toEqual([
    "2026-11-26T09:00:00.000Z",
    1,
  ]);
  gate.setClock("2026-11-27T09:00:00.000Z");
  await putPolicy(gate, policy({ ...ON_TRIAL, max: 50 }));
  const [otherwise] = JSON.parse(await report("--json"));
  expect([otherwise.since, otherwise.passed.touches]).toEqual(["2026-11-27T09:00:00.000Z", 0]);
});
