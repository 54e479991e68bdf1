import { spawn } from "node:child_process";
import { once } from "node:events";
import { text as textOf } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuditCommand, runAudit } from "../../functions/audit/command.ts";
import type { StatusChange } from "../../functions/audit/set-status.ts";
import { createDeps } from "../../functions/shared/deps.ts";
import type { Finding } from "../../lib/core/audit/finding.ts";
import { EMULATOR_ACCESS } from "../../lib/store/create-table.ts";
import { createDynamoScanner } from "../../lib/store/dynamo-scanner.ts";
import defaultPolicy from "../../policies/default.json" with { type: "json" };
import { type Fields, putPolicy, startTestGate, type TestGate } from "../support/gate.ts";
import { json, startVerificationService } from "../support/verification-service.ts";

let gate: TestGate;
const EXCLUDING = {
  ...defaultPolicy,
  rules: [{ id: "no-ghosts", kind: "exclude", contact: { status: ["ghost", "junk"] } }],
};
beforeAll(async () => {
  gate = await startTestGate({ policy: EXCLUDING });
});
afterAll(() => gate.stop());

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
const contact = (id: string, attributes: Fields = { timezone: "UTC" }) =>
  gate.send(`PUT /v1/contacts/${id}`, {
    body: { identities: [{ type: "email", value: `${id}@example.com` }], attributes },
  });
const tell = async (id: string, outcomes: readonly (string | null)[], given: Fields = {}) => {
  const items = outcomes.map((outcome, index) => ({
    ...{ to: { contactId: id }, channel: "email", purpose: "marketing", department: "marketing" },
    ...{ at: daysAgo(outcomes.length - index), ...(outcome !== null && { outcome }), ...given },
  }));
  const { body } = await gate.send<{ items: { status: number }[] }>("POST /v1/touches", { body: { items } });
  expect(body.items.every(({ status }) => status === 200)).toBe(true);
};
const ask = async (id: string) =>
  (
    await gate.check({
      to: { contactId: id },
      channel: "email",
      purpose: "marketing",
      department: "marketing",
      mode: "dryRun",
    })
  ).reasons.map(({ rule }) => rule);
const statusOf = async (id: string) =>
  (await gate.send<{ status: string }>(`GET /v1/contacts/${id}`)).body.status;

async function audit(given: Partial<AuditCommand> = {}) {
  await gate.drain();
  const findings: Finding[] = [];
  const changes: StatusChange[] = [];
  const report = await runAudit({
    deps: createDeps({ store: gate.store, log: () => {} }),
    scanner: createDynamoScanner({
      tableName: "touchgate",
      endpoint: gate.emulator.endpoint,
      ...EMULATOR_ACCESS,
    }),
    at: gate.clock.now(),
    agents: undefined,
    applies: false,
    onFinding: (found) => findings.push(found),
    onStatus: (change) => changes.push(change),
    ...given,
  });
  const of = (id: string) => findings.filter(({ contactId }) => contactId === id).map(({ code }) => code);
  return { report, findings, changes, of };
}

describe("an audit of a gate", () => {
  it("marks ghosts and junk, whom a rule then spares, and takes it back when they answer", async () => {
    await contact("ghost");
    await contact("junk", { timezone: "UTC", tags: ["payment:invalid"] });
    await contact("well");
    await tell("ghost", ["bounced", "bounced", "bounced"]);
    await tell("well", ["bounced", "bounced", "opened"]);

    const told = await audit();
    expect([told.of("ghost"), told.of("junk"), told.of("well")]).toEqual([["unreachable"], ["junk_tag"], []]);
    expect(await ask("ghost")).toEqual([]);

    await audit({ applies: true });
    expect([await statusOf("ghost"), await statusOf("junk"), await statusOf("well")]).toEqual([
      "ghost",
      "junk",
      "active",
    ]);
    expect([await ask("ghost"), await ask("junk"), await ask("well")]).toEqual([
      ["no-ghosts"],
      ["no-ghosts"],
      [],
    ]);

    await gate.drain();
    const { body } = await gate.send<{ items: Fields[] }>("GET /v1/contacts/ghost/timeline");
    expect(body.items[0]).toEqual({
      ...{ type: "status", from: "active", to: "ghost", rules: ["mail-bounces"], by: null },
      at: expect.any(String),
    });

    const again = await audit({ applies: true });
    expect(again.changes).toEqual([]);

    await tell("ghost", [null], { direction: "inbound", at: daysAgo(0.1) });
    const after = await audit({ applies: true });
    expect(after.changes).toEqual([{ contactId: "ghost", from: "ghost", to: "active", rules: [] }]);
    expect([await statusOf("ghost"), await ask("ghost")]).toEqual(["active", []]);
  });

  it("reads what has left the state, from the timelines of every address", async () => {
    const to = { email: "linked@example.com" };
    const old = { department: "marketing", purpose: "marketing", channel: "email", to };
    const items = [400, 300, 200].map((days) => ({ ...old, at: daysAgo(days), outcome: "bounced" }));
    await gate.send("POST /v1/touches", { body: { items } });
    await contact("linked");
    expect((await audit()).of("linked")).toEqual(["unreachable"]);
  });

  it("finds what has to be mended, and speaks of a pair that waits", async () => {
    await contact("zoneless", {});
    await gate.send("PUT /v1/contacts/zoneless/owner", { body: { agent: "u17" } });
    const consents = [
      { channel: "email", purpose: "marketing", level: "express", at: daysAgo(9), expiresAt: daysAgo(-9) },
    ];
    await gate.send("PUT /v1/contacts/zoneless/consents", { body: { consents } });
    for (const id of ["twin-a", "twin-b"]) {
      const identities = [{ type: "phone", value: "+8613800138777" }];
      const name = id === "twin-a" ? "Zhang Wei" : "Zhou Fang";
      await gate.send(`PUT /v1/contacts/${id}`, {
        body: { identities, attributes: { name, country: "CN" } },
      });
    }
    const { of, findings } = await audit({ agents: new Set(["u18"]) });
    expect(of("zoneless").sort()).toEqual(["consent_ending", "no_zone", "owner_not_listed"]);
    const pair = findings.find(({ code }) => code === "duplicate_waiting");
    expect(pair).toMatchObject({ contactId: "twin-a", evidence: { other: "twin-b" } });
    expect((await audit({ agents: new Set(["u17"]) })).of("zoneless")).not.toContain("owner_not_listed");
  });

  it("leaves a stranger who was never reached to whoever puts the address", async () => {
    const to = { email: "stranger@example.com" };
    const items = [3, 2, 1].map((days) => ({
      ...{
        to,
        channel: "email",
        purpose: "marketing",
        department: "marketing",
        outcome: "bounced",
        at: daysAgo(days),
      },
    }));
    await gate.send("POST /v1/touches", { body: { items } });
    const { changes } = await audit({ applies: true });
    const ofStrangers = changes.filter(({ contactId }) => contactId.startsWith("c_"));
    expect(ofStrangers).toMatchObject([{ from: "active", to: "ghost" }]);
    await contact("stranger");
    const { body } = await gate.send<{ status: string; identities: Fields[] }>("GET /v1/contacts/stranger");
    expect([body.status, body.identities]).toMatchObject(["ghost", [{ shared: false }]]);
  });

  it("goes by the audit policy that was put, and refuses one that cannot be", async () => {
    const policy = { ...EXCLUDING, audit: { junk: [{ id: "vip", kind: "tag", tags: ["vip"] }] } };
    await contact("vip", { timezone: "UTC", tags: ["vip"] });
    expect((await audit()).of("vip")).toEqual([]);
    await putPolicy(gate, policy);
    expect((await audit()).of("vip")).toEqual(["junk_tag"]);
    const bad = { ...EXCLUDING, audit: { staleAfter: "P2Y" } };
    const put = await gate.send("PUT /v1/policies/active", { body: bad, headers: { "if-match": "*" } });
    expect(put).toMatchObject({ status: 400, body: { issues: [{ path: "audit.staleAfter" }] } });
    await putPolicy(gate, EXCLUDING);
  });
});

describe("touchgate audit --apply", () => {
  const run = () =>
    spawn(process.execPath, ["bin/cli.ts", "audit", "--table", "touchgate", "--apply"], {
      env: { ...process.env, DYNAMODB_ENDPOINT: gate.emulator.endpoint, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "ignore"],
    });

  it("killed in the middle and run again, has set every status once", async () => {
    const ids = Array.from({ length: 60 }, (_, at) => `killed-${at}`);
    for (const id of ids) await contact(id, { timezone: "UTC", tags: ["payment:invalid"] });
    const statuses = () => Promise.all(ids.map(statusOf));
    const doomed = run();
    const ended = once(doomed, "exit");
    // Killed as soon as some are set: asked for as fast as the gate answers.
    while (doomed.exitCode === null && !(await statuses()).includes("junk"));
    doomed.kill("SIGKILL");
    await ended;

    const second = run();
    let said = "";
    second.stdout.on("data", (text) => {
      said += text;
    });
    const [code] = await once(second, "close");
    expect([code, new Set(await statuses())]).toEqual([0, new Set(["junk"])]);
    expect(said).toMatch(/Statuses that were set:|Every status is as the rules say/);
    await gate.drain();
    for (const id of ids) {
      const { body } = await gate.send<{ items: Fields[] }>(`GET /v1/contacts/${id}/timeline`);
      expect(body.items.filter(({ type }) => type === "status")).toHaveLength(1);
    }
  });

  it("asks the service that verifies addresses, and without --apply does not", async () => {
    const service = await startVerificationService();
    service.answers = json({ result: "undeliverable" });
    await contact("imported");
    const runIt = async (...more: string[]) => {
      const env = { ...process.env, DYNAMODB_ENDPOINT: gate.emulator.endpoint, NO_COLOR: "1" };
      const child = spawn(process.execPath, ["bin/cli.ts", "audit", "--table", "touchgate", ...more], {
        env: { ...env, TOUCHGATE_VERIFY_URL: service.template },
        stdio: ["ignore", "pipe", "ignore"],
      });
      const [[code], said] = await Promise.all([once(child, "close"), textOf(child.stdout)]);
      return { code, said };
    };
    expect(await runIt()).toEqual({ code: 0, said: expect.not.stringContaining("service") });
    expect(service.asked).toEqual([]);
    const applied = await runIt("--apply");
    await service.stop();
    expect(applied).toEqual({
      code: 0,
      said: expect.stringMatching(/asked about again: \d+\n {2}do not work: \d/),
    });
    const asked = service.asked.map(({ url }) => url.searchParams.get("address"));
    expect(asked).toContain("imported@example.com");
    const { body } = await gate.send<{ identities: Fields[] }>("GET /v1/contacts/imported");
    expect(body.identities).toMatchObject([{ valid: false }]);
  });
});
