import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "../../lib/client/client.ts";
import { type PolicyDaemon, startPolicyDaemon } from "../../lib/senders/postfix/daemon.ts";
import { createJudge, type JudgeOptions } from "../../lib/senders/postfix/judge.ts";
import { type Entry, questionOf } from "../../lib/senders/postfix/questions.ts";
import { type FlakyGate, startFlakyGate } from "../support/flaky-gate.ts";
import { freshEmail, freshId, startTestGate, type TestGate } from "../support/gate.ts";
import { connectPolicyClient, questionText } from "../support/policy-client.ts";

const POLICY = {
  ...{ id: "postfix", timezone: "UTC", departments: ["marketing", "service"] },
  purposes: { marketing: {}, service: {} },
  rules: [{ id: "daily", kind: "cap", max: 2, window: { rolling: "P1D" } }],
};
const ENTRIES: readonly Entry[] = [
  { sender: "@news.example.com", department: "marketing", purpose: "marketing", campaign: "spring" },
  { saslUser: "helpdesk", department: "service", purpose: "service" },
  { policyContext: "letters", sender: "ceo@example.com", department: "marketing", purpose: "marketing" },
];

let gate: TestGate;
let flaky: FlakyGate;
let folder: string;
const daemons: PolicyDaemon[] = [];
const lines: Readonly<Record<string, unknown>>[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchgate-postfix-"));
  gate = await startTestGate({ policy: POLICY });
  flaky = await startFlakyGate(gate);
});
afterEach(async () => {
  for (const daemon of daemons.splice(0)) await daemon.stop();
  gate.setClock(null);
  lines.length = 0;
});
afterAll(async () => {
  await flaky.stop();
  await gate.stop();
  rmSync(folder, { recursive: true });
});

type Settings = Partial<JudgeOptions> & {
  readonly timeoutMs?: number;
  readonly url?: string;
  readonly key?: string;
  readonly path?: string;
};

async function start({
  url = flaky.url,
  key = "tg_dev_admin",
  path,
  timeoutMs = 1_000,
  ...more
}: Settings = {}): Promise<string> {
  const onUnavailable = more.onUnavailable ?? "defer";
  const judge = createJudge({
    ...{ gate: createClient({ url, key, onUnavailable, timeoutMs }), onUnavailable, leaseSeconds: 60 },
    questionOf: (request) => questionOf(request, ENTRIES, undefined),
    log: (line) => lines.push(line),
    ...more,
  });
  const listen = path === undefined ? { host: "127.0.0.1", port: 0 } : { path };
  const daemon = await startPolicyDaemon(listen, judge, (fault) => lines.push({ fault: String(fault) }));
  daemons.push(daemon);
  return daemon.name;
}

const rcpt = (recipient: string, instance = freshId(), more: Record<string, string> = {}) => ({
  ...{ protocol_state: "RCPT", sender: "a@news.example.com", recipient, instance, ...more },
});
const end = (instance: string, recipient = "", more: Record<string, string> = {}) => ({
  ...{ protocol_state: "END-OF-MESSAGE", sender: "a@news.example.com", recipient, instance, ...more },
});
const touchesOf = async (email: string) => {
  const asked = { to: { email }, channel: "email", department: "service", purpose: "service" };
  const { recent } = await gate.check({ ...asked, mode: "dryRun", include: ["recent"] });
  return recent as readonly { readonly state: string; readonly department: string }[];
};

describe("a policy service for Postfix", () => {
  it("holds a place at RCPT, confirms it at the end, and says why not and when again", async () => {
    const client = await connectPolicyClient(await start());
    const email = freshEmail();
    for (const instance of [freshId(), freshId()]) {
      expect(await client.ask(rcpt(email, instance))).toBe("DUNNO");
      expect((await touchesOf(email))[0]?.state).toBe("reserved");
      expect(await client.ask(end(instance, email))).toBe("DUNNO");
    }
    expect((await touchesOf(email)).map(({ state }) => state)).toEqual(["confirmed", "confirmed"]);
    expect(await client.ask(rcpt(email))).toMatch(
      /^DEFER_IF_PERMIT 4\.7\.1 Not before 20\d\d-\S+Z: 2 of at most 2 touches in any 1 day$/,
    );
    const silent = freshId();
    const identities = [{ type: "email", value: `${silent}@example.com` }];
    await gate.send(`PUT /v1/contacts/${silent}`, { body: { identities } });
    await gate.send(`PUT /v1/contacts/${silent}/preferences`, { body: { optOutAll: true } });
    expect(await client.ask(rcpt(`${silent}@example.com`))).toMatch(/^REJECT 5\.7\.1 \w/);
    expect(JSON.stringify(lines)).not.toContain(email);
    expect(lines.at(-1)).toMatchObject({ decision: "deny", codes: ["opted_out"], contactId: silent });
    client.socket.destroy();
  });

  it("confirms every recipient of a message", async () => {
    const client = await connectPolicyClient(await start());
    const [emails, instance] = [[freshEmail(), freshEmail(), freshEmail()], freshId()];
    for (const email of emails) expect(await client.ask(rcpt(email, instance))).toBe("DUNNO");
    expect(await client.ask(end(instance))).toBe("DUNNO");
    for (const email of emails) expect(await touchesOf(email)).toMatchObject([{ state: "confirmed" }]);
    client.socket.destroy();
  });

  it("makes one touch of the same question asked twice, also on two connections at once", async () => {
    const name = await start();
    const clients = await Promise.all([connectPolicyClient(name), connectPolicyClient(name)]);
    const question = rcpt(freshEmail());
    expect(await Promise.all(clients.map((client) => client.ask(question)))).toEqual(["DUNNO", "DUNNO"]);
    expect(await clients[0]?.ask(question)).toBe("DUNNO");
    expect(await touchesOf(question.recipient)).toHaveLength(1);
    for (const { socket } of clients) socket.destroy();
  });

  it("frees the places of a message that was given up, by their lease", async () => {
    gate.setClock("2026-11-25T10:00:00.000Z");
    const client = await connectPolicyClient(await start());
    const email = freshEmail();
    for (const _ of [1, 2]) expect(await client.ask(rcpt(email))).toBe("DUNNO");
    expect(await client.ask(rcpt(email))).toMatch(/^DEFER_IF_PERMIT/);
    gate.setClock("2026-11-25T10:01:00.000Z");
    expect(await client.ask(rcpt(email))).toBe("DUNNO");
    client.socket.destroy();
  });

  it("asks by sender, SASL user and policy context, and lets others and bounces pass unasked", async () => {
    const client = await connectPolicyClient(await start());
    const asked: string[] = [];
    for (const more of [
      { sender: "A@News.Example.com" },
      { sender: "x@example.com", sasl_username: "helpdesk" },
      { sender: "ceo@example.com", policy_context: "letters" },
      { sender: "ceo@example.com" },
      { sender: "" },
      { protocol_state: "DATA" },
    ] as Record<string, string>[]) {
      const email = freshEmail();
      expect(await client.ask(rcpt(email, freshId(), more))).toBe("DUNNO");
      asked.push((await touchesOf(email)).map(({ department }) => department).join());
    }
    expect(asked).toEqual(["marketing", "service", "marketing", "", "", ""]);
    client.socket.destroy();
  });

  it("defers what is its owner's fault, and refuses what is no address", async () => {
    const client = await connectPolicyClient(await start());
    expect(await client.ask(rcpt("root"))).toBe("REJECT 5.1.3 Not an e-mail address that can be asked for");
    const stranger = await connectPolicyClient(await start({ key: "tg_nobody", onUnavailable: "allow" }));
    expect(await stranger.ask(rcpt(freshEmail()))).toMatch(
      /^DEFER_IF_PERMIT 4\.3\.5 The gate refuses the question/,
    );
    expect(lines.at(-1)).toMatchObject({ problem: "unauthenticated" });
    for (const { socket } of [client, stranger]) socket.destroy();
  });

  it.each([
    ["allow", /^DUNNO$/],
    ["defer", /^DEFER_IF_PERMIT 4\.3\.0 The gate does not answer$/],
    ["deny", /^REJECT 5\.3\.0 The gate does not answer$/],
  ] as const)("does as declared while the gate does not answer: %s", async (onUnavailable, action) => {
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as { readonly port: number };
    closed.close();
    const client = await connectPolicyClient(await start({ url: `http://127.0.0.1:${port}`, onUnavailable }));
    const question = rcpt(freshEmail());
    expect(await client.ask(question)).toMatch(action);
    if (onUnavailable === "allow") expect(await client.ask(end(question.instance))).toBe("DUNNO");
    client.socket.destroy();
  });

  it("after a restart finds the place of a message to one, and has one to several sent again", async () => {
    const [one, instance] = [freshEmail(), freshId()];
    const before = await connectPolicyClient(await start());
    expect(await before.ask(rcpt(one, instance))).toBe("DUNNO");
    before.socket.destroy();
    const after = await connectPolicyClient(await start());
    expect(await after.ask(end(instance, one))).toBe("DUNNO");
    expect(await touchesOf(one)).toMatchObject([{ state: "confirmed" }]);
    expect(await after.ask(end(freshId()))).toMatch(/^DEFER_IF_PERMIT 4\.3\.5 /);
    after.socket.destroy();
  });

  it("does not take a message that it could not confirm, and counts nobody of it", async () => {
    gate.setClock("2026-11-25T10:00:00.000Z");
    const client = await connectPolicyClient(await start());
    const [late, other, instance] = [freshEmail(), freshEmail(), freshId()];
    await client.ask(rcpt(late, instance));
    // The lease of the first has ended, and others have taken both places.
    gate.setClock("2026-11-25T10:01:30.000Z");
    await client.ask(rcpt(other, instance));
    const tags = { channel: "email", department: "service", purpose: "service" };
    for (const _ of [1, 2]) await gate.check({ to: { email: late }, ...tags });
    expect(await client.ask(end(instance))).toMatch(/^DEFER_IF_PERMIT 4\.3\.5 /);
    const third = await gate.check({ to: { email: other }, ...tags, mode: "dryRun", include: ["remaining"] });
    expect(third.remaining).toMatchObject([{ count: 0 }]);
    client.socket.destroy();
  });

  it("answers a client that has ended its side, and ends a stream that is no question", async () => {
    const name = await start();
    const half = await connectPolicyClient(name);
    half.socket.end(questionText(rcpt(freshEmail())) + questionText(rcpt(freshEmail())));
    expect(await new Response(half.socket as never).text()).toBe("action=DUNNO\n\naction=DUNNO\n\n");
    const odd = await connectPolicyClient(name);
    odd.socket.write("x".repeat(100_000));
    await once(odd.socket, "close");
    expect(lines.at(-1)).toEqual({ fault: "RequestTooLarge" });
  });

  it("says once when no message ever comes to its end, as without the second line of main.cf", async () => {
    const client = await connectPolicyClient(await start());
    for (let n = 0; n < 60; n += 1) await client.ask(rcpt(freshEmail()));
    expect(lines.filter(({ warning }) => warning !== undefined)).toEqual([
      { warning: expect.stringContaining("is smtpd_end_of_data_restrictions set?") },
    ]);
    client.socket.destroy();
  });

  it("serves a hundred connections at once, and holds the cap over all of them", async () => {
    const [name, email] = [await start({ path: join(folder, "policy"), timeoutMs: 30_000 }), freshEmail()];
    expect(name).toBe(`unix:${join(folder, "policy")}`);
    const clients = await Promise.all(Array.from({ length: 100 }, () => connectPolicyClient(name)));
    const own = await Promise.all(clients.map((client) => client.ask(rcpt(freshEmail()))));
    expect(own.filter((action) => action === "DUNNO")).toHaveLength(100);
    const one = await Promise.all(clients.map((client) => client.ask(rcpt(email))));
    expect(one.filter((action) => action === "DUNNO")).toHaveLength(2);
    expect(one.filter((action) => action.startsWith("DEFER_IF_PERMIT 4."))).toHaveLength(98);
    for (const { socket } of clients) socket.destroy();
  });

  it("takes over a socket that a killed one left, and none that is served", async () => {
    const path = join(folder, "left");
    const program = `require("node:net").createServer().listen(${JSON.stringify(path)}, () => console.log())`;
    const other = spawn(process.execPath, ["-e", program]);
    await once(other.stdout, "data");
    await expect(start({ path })).rejects.toThrow("EADDRINUSE");
    other.kill("SIGKILL");
    await once(other, "exit");
    expect(existsSync(path)).toBe(true);
    const client = await connectPolicyClient(await start({ path }));
    expect(await client.ask(rcpt(freshEmail()))).toBe("DUNNO");
    client.socket.destroy();
  });

  it("answers what it was asked before it stops", async () => {
    const { socket } = await connectPolicyClient(await start());
    const answers = new Response(socket as never).text();
    socket.write(questionText(rcpt(freshEmail())) + questionText(rcpt(freshEmail())));
    await expect.poll(() => lines.length).toBeGreaterThan(0);
    await daemons.splice(0)[0]?.stop();
    expect(await answers).toBe("action=DUNNO\n\naction=DUNNO\n\n");
  });
});
