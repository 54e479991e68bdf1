import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSimulation, writeSimulation } from "../../lib/store/simulations.ts";
import {
  type Fields,
  freshEmail,
  pathsOf,
  problemOf,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const DAILY = { id: "daily", kind: "cap", max: 3, window: { rolling: "P1D" } };
const policy = (max = 3): Fields => ({
  ...{ id: "tried", timezone: "UTC", departments: ["sales"], purposes: { sales: {} } },
  rules: [{ ...DAILY, max }],
});

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: policy() });
  // Forty contacts who were called at ten, eleven and twelve, ten days ago, and one who never was.
  for (const hour of [10, 11, 12]) {
    gate.setClock(`2026-11-13T${hour}:00:00.000Z`);
    for (let index = 0; index < 40; index += 1) {
      const to = { email: `person.${index}@example.com` };
      await gate.check({ to, channel: "email", department: "sales", purpose: "sales" });
    }
  }
  await gate.send("PUT /v1/contacts/quiet", {
    body: { identities: [{ type: "email", value: freshEmail() }] },
  });
  gate.setClock("2026-11-23T10:00:00.000Z");
  await gate.drain();
});
afterAll(() => gate.stop());

const start = (body: unknown) => gate.send("POST /v1/policies/simulate", { body });
const read = (id: unknown) => gate.send(`GET /v1/policies/simulations/${id}`);
const idOf = async (tried: Fields): Promise<string> =>
  String((await simulated({ policy: tried })).simulationId);
async function simulated(body: Fields): Promise<Fields> {
  const started = await start(body);
  expect([started.status, started.headers.get("location")]).toEqual([
    202,
    `/v1/policies/simulations/${started.body.simulationId}`,
  ]);
  await gate.drain();
  return (await read(started.body.simulationId)).body;
}

describe("a policy that is tried on recorded history", () => {
  it("tells what it would have stopped, against the policy in force", async () => {
    const found = await simulated({ policy: policy(2) });
    expect(found).toMatchObject({
      ...{ state: "done", progress: 1, reason: null, sample: 1_000, touches: 120, contacts: 40 },
      ...{ wouldAllow: 80, wouldDefer: 40, wouldDeny: 0, stoppedContacts: 40 },
      byRule: { daily: { stopped: 40, alone: 40 } },
      difference: { wouldAllow: 120, newlyStopped: 40, newlyAllowed: 0 },
      ...{ from: "2026-10-24T10:00:00.000Z", to: "2026-11-23T10:00:00.000Z" },
    });
    expect(found.samples).toHaveLength(3);
  });

  it("is tried on a sample, and on the time that is asked for: what came before it counts", async () => {
    const few = await simulated({ policy: policy(2), sample: 7 });
    expect(few).toMatchObject({ state: "done", contacts: 7, touches: 21, wouldDefer: 7 });
    const late = await simulated({
      policy: policy(2),
      from: "2026-11-13T12:00:00Z",
      to: "2026-11-14T00:00:00Z",
    });
    expect(late).toMatchObject({ touches: 40, wouldDefer: 40 });
    const never = await simulated({ policy: policy(2), from: "2026-11-14T00:00:00Z" });
    expect(never).toMatchObject({ state: "done", touches: 0, contacts: 0 });
  });

  it("goes by what was known of the contact when it was touched", async () => {
    const to = { email: freshEmail() };
    const attributes = (stage: string) => ({
      body: { identities: [{ type: "email", value: to.email }], attributes: { stage } },
    });
    await gate.send("PUT /v1/contacts/mover", attributes("prospect"));
    gate.setClock("2026-11-01T10:00:00.000Z");
    await gate.check({ to, channel: "email", department: "sales", purpose: "sales" });
    await gate.send("PUT /v1/contacts/mover", attributes("customer"));
    gate.setClock("2026-11-23T10:00:00.000Z");
    const staged = {
      ...policy(),
      rules: [{ ...DAILY, max: { by: "stage", values: { customer: 9 }, default: 0 } }],
    };
    const found = await simulated({
      policy: staged,
      from: "2026-11-01T00:00:00Z",
      to: "2026-11-02T00:00:00Z",
    });
    expect(found).toMatchObject({ touches: 1, wouldDeny: 1, by: { stage: { prospect: { touches: 1 } } } });
  });

  it("reads consents, the owner and the zones of a number, as the gate did that let the touch pass", async () => {
    const body = { identities: [{ type: "phone", value: "+49 30 901820" }] };
    await gate.send("PUT /v1/contacts/willing", { body });
    const consent = { channel: "sms", purpose: "sales", level: "express", source: "web form" };
    const consents = [{ ...consent, at: "2026-01-01T00:00:00.000Z", evidence: "e" }];
    await gate.send("PUT /v1/contacts/willing/consents", { body: { consents } });
    await gate.send("PUT /v1/contacts/willing/owner", { body: { agent: "u1", department: "sales" } });
    gate.setClock("2026-09-01T10:00:00.000Z");
    const touch = { channel: "sms", department: "sales", purpose: "sales", agent: "u2" };
    await gate.check({ to: { contactId: "willing" }, ...touch });
    gate.setClock("2026-11-23T10:00:00.000Z");
    const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    const rules = [
      { id: "yes", kind: "consent", level: "express" },
      { id: "day", kind: "hours", allow: [{ days, ranges: [["08:00", "20:00"]] }] },
      { id: "owner", kind: "owner", by: "agent", effect: "warn" },
    ];
    const found = await simulated({
      policy: { ...policy(), rules },
      ...{ from: "2026-09-01T00:00:00Z", to: "2026-09-02T00:00:00Z" },
    });
    expect(found).toMatchObject({ touches: 1, wouldAllow: 1, byRule: {}, warned: { owner: 1 } });
  });

  it("forgets a contact who is erased", async () => {
    const to = { email: "person.1@example.com" };
    const { contactId } = await gate.check({
      to,
      channel: "email",
      department: "sales",
      purpose: "sales",
      mode: "dryRun",
    });
    const { simulationId } = (await start({ policy: policy(0) })).body;
    await gate.drain();
    expect(JSON.stringify((await read(simulationId)).body)).toContain(contactId);
    await gate.send(`DELETE /v1/contacts/${contactId}`);
    await gate.drain();
    expect(JSON.stringify((await read(simulationId)).body)).not.toContain(contactId);
    expect((await simulated({ policy: policy(0) })).contacts).toBeLessThan(41);
  });

  it("forgets a contact who is erased while it is at work", async () => {
    const { contactId } = await gate.check({
      ...{ to: { email: "person.30@example.com" }, channel: "email", department: "sales", purpose: "sales" },
      mode: "dryRun",
    });
    const whole = await simulated({ policy: policy(0) });
    expect(JSON.stringify(whole)).toContain(contactId);
    const now = gate.clock.now();
    const done = await readSimulation(gate.store, String(whole.simulationId), now);
    if (done === undefined) throw new Error("it is gone");
    const id = "sim_erased_meanwhile";
    const progress = { segments: 0, done: 0, after: undefined, contacts: 0 };
    await writeSimulation(gate.store, {
      ...done,
      id,
      state: "queued",
      version: 0,
      tally: undefined,
      progress,
    });
    // All is judged, and nothing of it put down yet, when the person is erased to the end.
    let isErased = false;
    const store: typeof gate.store = {
      ...gate.store,
      put: async (write) => {
        if (!isErased && write.item.pk === "SIMULATION") {
          isErased = true;
          await gate.send(`DELETE /v1/contacts/${contactId}`);
          await gate.drain();
        }
        return gate.store.put(write);
      },
    };
    const { createDeps } = await import("../../functions/shared/deps.ts");
    const { runSimulationTurn } = await import("../../functions/simulate/turn.ts");
    const { createDynamoScanner } = await import("../../lib/store/dynamo-scanner.ts");
    const { EMULATOR_ACCESS } = await import("../../lib/store/create-table.ts");
    const { endpoint } = gate.emulator;
    const scanner = createDynamoScanner({ tableName: "touchgate", endpoint, ...EMULATOR_ACCESS });
    const deps = createDeps({ store, now: gate.clock.now, log: () => {} });
    const ended = await runSimulationTurn({ deps, scanner, id, remainingMs: () => 60_000 });
    expect([ended, isErased]).toEqual(["done", true]);
    expect(JSON.stringify((await read(id)).body)).not.toContain(contactId);
  });

  it("begins with nothing that is at fault: all of it is said", async () => {
    const faulty = {
      policy: { ...policy(), rules: [{ ...DAILY, max: -1 }], colour: "red" },
      sample: 0,
      from: "soon",
      more: 1,
    };
    const refused = problemOf(await start(faulty));
    expect([refused.status, pathsOf(refused)]).toEqual([
      400,
      ["from", "more", "policy.colour", "policy.rules.0.max", "sample"],
    ]);
    const turned = problemOf(
      await start({ policy: policy(), from: "2026-11-02T00:00:00Z", to: "2026-11-01T00:00:00Z" }),
    );
    expect(pathsOf(turned)).toEqual(["from"]);
    const long = problemOf(await start({ policy: policy(), from: "2020-01-01T00:00:00Z" }));
    expect(pathsOf(long)).toEqual(["from"]);
    expect(pathsOf(problemOf(await start({})))).toEqual(["policy"]);
    expect(problemOf(await read("sim_none")).code).toBe("simulation_not_found");
  });

  it("keeps what came of a thousand rules that each stop somebody", async () => {
    const rule = (n: number) => `rule-${n}-${randomBytes(50).toString("hex")}`;
    const rules = Array.from({ length: 1_000 }, (_, n) => ({ ...DAILY, id: rule(n), max: 1 }));
    const done = await readSimulation(gate.store, await idOf(policy()), gate.clock.now());
    const sampleOf = ({ id }: { readonly id: string }, lot: number) => ({
      ...{ contact: `c_${lot}`, at: "2026-11-13T11:00:00.000Z", department: "sales", channel: "email", lot },
      ...{ purpose: "sales", decision: "defer" as const, nextAllowedAt: "2026-11-14T10:00:00.000Z" },
      reasons: [{ rule: id, code: "cap_reached", message: `${lot} touches within 1 day; the cap is 1` }],
    });
    if (done?.tally === undefined) throw new Error("nothing came of it");
    const byRule = Object.fromEntries(rules.map(({ id }) => [id, { stopped: 80, alone: 0 }]));
    const samples = rules.flatMap((one, n) => [0, 1, 2].map((k) => sampleOf(one, 3 * n + k)));
    const tally = { ...done.tally, byRule, samples };
    const large = { ...done, id: "sim_large", version: 0, policy: { ...policy(), rules }, tally };
    expect(JSON.stringify(large).length).toBeGreaterThan(400 * 1024);
    expect(await writeSimulation(gate.store, large)).toBe(true);
    expect((await read("sim_large")).body).toMatchObject({
      state: "done",
      byRule,
      samples: { length: 3_000 },
    });
  });

  it("is forgotten after thirty days", async () => {
    const { simulationId } = await simulated({ policy: policy() });
    gate.setClock("2026-12-23T10:00:01.000Z");
    expect(problemOf(await read(simulationId)).code).toBe("simulation_not_found");
    gate.setClock("2026-11-23T10:00:00.000Z");
  });

  it("fails, and says so, when it cannot go on", async () => {
    const { simulationId } = await simulated({ policy: policy() });
    const now = gate.clock.now();
    const done = await readSimulation(gate.store, String(simulationId), now);
    if (done === undefined) throw new Error("it is gone");
    // A version that nobody can read any more.
    const id = "sim_broken";
    await writeSimulation(gate.store, {
      ...done,
      id,
      state: "queued",
      against: 999,
      version: 0,
      tally: undefined,
    });
    const restarted = gate.stop; // The local runtime takes up what was left when it starts; here it is started by hand.
    expect(restarted).toBeTypeOf("function");
    const { createJobs } = await import("../../lib/local/jobs.ts");
    const { createDeps } = await import("../../functions/shared/deps.ts");
    const { createDynamoScanner } = await import("../../lib/store/dynamo-scanner.ts");
    const { EMULATOR_ACCESS } = await import("../../lib/store/create-table.ts");
    const scanner = createDynamoScanner({
      tableName: "touchgate",
      endpoint: gate.emulator.endpoint,
      ...EMULATOR_ACCESS,
    });
    const deps = createDeps({ store: gate.store, now: gate.clock.now, log: () => {} });
    const jobs = createJobs(() => ({ deps, scanner }));
    await jobs.resume();
    await jobs.idle();
    expect((await read(id)).body).toMatchObject({
      state: "failed",
      reason: expect.stringMatching(/failed each time it was tried \(.+\): ask again/),
    });
  });
});
