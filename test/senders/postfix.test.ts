import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail, startTestGate, type TestGate } from "../support/gate.ts";
import { requirePrograms } from "./debian-packages.ts";
import { type MailSink, startMailSink } from "./mail-sink.ts";
import { type PolicyProcess, startPolicyProcess } from "./policy-process.ts";
import { type RealPostfix, startRealPostfix } from "./real-postfix.ts";

const POLICY = {
  ...{ id: "postfix", timezone: "UTC", departments: ["marketing", "service"] },
  purposes: { marketing: {}, service: {} },
  rules: [{ id: "daily", kind: "cap", max: 2, window: { rolling: "P1D" } }],
};
const NOW = "2026-11-25T10:00:00.000Z";

let folder: string;
let gate: TestGate;
let sink: MailSink;
let service: PolicyProcess;
let postfix: RealPostfix;
/** What the page has one put into a file, by what it begins with. */
const PAGE = readFileSync(new URL("../../docs/integrations/postfix.md", import.meta.url), "utf8");
const blockOf = (start: string): string => {
  const blocks = [...PAGE.matchAll(/^ {3}```\w*\n([\s\S]*?)^ {3}```/gm)].map(([, block = ""]) => block);
  const block = blocks.find((one) => one.trimStart().startsWith(start));
  if (block === undefined) throw new Error(`the page has no ${start}`);
  return block.replaceAll(/^ {3}/gm, "");
};
const restrictions = (name: string): string =>
  blockOf("smtpd_recipient_restrictions").replaceAll("inet:127.0.0.1:10040", name);
beforeAll(async () => {
  requirePrograms("/usr/sbin/postfix", "/usr/bin/swaks");
  folder = mkdtempSync(join(tmpdir(), "touchgate-by-"));
  const by = join(folder, "by.yaml");
  writeFileSync(by, blockOf("- { sender"));
  gate = await startTestGate({ policy: POLICY });
  gate.setClock(NOW);
  sink = await startMailSink();
  service = await startPolicyProcess(gate, ["--by", by, "--pass-others"]);
  postfix = await startRealPostfix(sink.port, restrictions(service.name));
});
afterAll(async () => {
  await postfix?.stop();
  await service?.stop();
  await sink?.stop();
  await gate?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What swaks says, and how it ends: 0 sent, 24 a recipient was refused. */
const swaks = (...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> =>
  new Promise((resolve) => {
    const to = ["--server", "127.0.0.1", "--port", String(postfix.port), "--from", "a@news.example.com"];
    execFile("swaks", [...to, ...args], (fault, stdout, stderr) =>
      resolve({ code: fault === null ? 0 : Number(fault.code), output: stdout + stderr }),
    );
  });

const touchesOf = async (email: string) => {
  const asked = { to: { email }, channel: "email", department: "service", purpose: "service" };
  const { recent } = await gate.check({ ...asked, mode: "dryRun", include: ["recent"] });
  return recent as readonly {
    readonly state: string;
    readonly department: string;
    readonly campaign?: string;
  }[];
};
const delivered = (email: string): number => sink.taken.filter((one) => one === email).length;
const queueIsEmpty = () => expect.poll(() => postfix.waiting(), { timeout: 30_000 }).toBe(0);

describe("a real Postfix in front of the gate", () => {
  it("delivers 300 messages in 10 sessions up to the caps, and not one more", async () => {
    const emails = Array.from({ length: 50 }, () => freshEmail());
    const pool = createTransport({
      ...{ host: "127.0.0.1", port: postfix.port, ignoreTLS: true },
      ...{ pool: true, maxConnections: 10, maxMessages: Number.POSITIVE_INFINITY },
    });
    const sent = await Promise.allSettled(
      Array.from({ length: 300 }, (_, n) =>
        pool.sendMail({
          from: "a@news.example.com",
          to: emails[n % 50] ?? "",
          subject: `${n}`,
          text: "It is here.",
        }),
      ),
    );
    pool.close();
    await queueIsEmpty();
    const refused = sent.flatMap((one) =>
      one.status === "rejected" ? [one.reason as { responseCode: number }] : [],
    );
    expect([sent.length - refused.length, refused.length]).toEqual([100, 200]);
    expect(new Set(refused.map(({ responseCode }) => responseCode))).toEqual(new Set([450]));
    for (const email of emails) {
      expect(delivered(email)).toBe(2);
      const touches = await touchesOf(email);
      expect(touches.map(({ state, department }) => [state, department])).toEqual(
        Array.from({ length: 2 }, () => ["confirmed", "marketing"]),
      );
    }
  });

  it("tells the sender why, and when again; a no for good is 554", async () => {
    const email = freshEmail();
    for (const _ of [1, 2]) expect((await swaks("--to", email)).code).toBe(0);
    const full = await swaks("--to", email);
    expect(full.code).toBe(24);
    expect(full.output).toMatch(
      /<\*\* 450 4\.7\.1 <.*>: Recipient address rejected: Not before 2026-11-26T10:00:00\.000Z: 2 of at most 2 touches in any 1 day/,
    );
    const silent = freshEmail();
    await gate.send("PUT /v1/contacts/silent", { body: { identities: [{ type: "email", value: silent }] } });
    await gate.send("PUT /v1/contacts/silent/preferences", { body: { optOutAll: true } });
    const denied = await swaks("--to", silent);
    expect(denied.code).toBe(24);
    expect(denied.output).toMatch(/<\*\* 554 5\.7\.1 <.*>: Recipient address rejected: \w/);
    await queueIsEmpty();
    expect([delivered(email), delivered(silent)]).toEqual([2, 0]);
  });

  it("asks for every recipient of a message, and confirms those who are left", async () => {
    const [free, full] = [freshEmail(), freshEmail()];
    for (const _ of [1, 2]) await swaks("--to", full);
    const both = await swaks("--to", `${free},${full}`);
    expect(both.output).toMatch(/<~\s+354|<-\s+354/);
    await queueIsEmpty();
    expect([delivered(free), delivered(full)]).toEqual([1, 2]);
    expect(await touchesOf(free)).toMatchObject([{ state: "confirmed" }]);
  });

  it("frees the place of a message that was given up after RCPT, by its lease", async () => {
    const email = freshEmail();
    for (const _ of [1, 2]) expect((await swaks("--to", email, "--quit-after", "RCPT")).code).toBe(0);
    expect((await touchesOf(email)).map(({ state }) => state)).toEqual(["reserved", "reserved"]);
    expect((await swaks("--to", email)).code).toBe(24);
    gate.setClock("2026-11-25T10:01:00.000Z");
    expect((await swaks("--to", email)).code).toBe(0);
    gate.setClock(NOW);
    await queueIsEmpty();
    expect(delivered(email)).toBe(1);
  });

  it("makes one touch of a recipient who is named twice, and one of each message of a session", async () => {
    const email = freshEmail();
    const talk = [
      "EHLO x",
      "MAIL FROM:<a@news.example.com>",
      `RCPT TO:<${email}>`,
      `RCPT TO:<${email}>`,
      "DATA",
    ];
    await converse(postfix.port, [
      ...talk,
      "Subject: once\r\n\r\nHello.\r\n.",
      ...talk.slice(1),
      "Subject: x\r\n\r\n.",
      "QUIT",
    ]);
    await queueIsEmpty();
    expect((await touchesOf(email)).map(({ state }) => state)).toEqual(["confirmed", "confirmed"]);
    expect(delivered(email)).toBe(2);
  });

  it.each([
    ["defer", 450, /4\.3\.0 .*The gate does not answer/],
    ["deny", 554, /5\.3\.0 .*The gate does not answer/],
    ["allow", 0, /250 2\.0\.0 Ok: queued/],
  ])("does as declared while the gate is stopped: %s", async (mode, code, text) => {
    const gone = await startTestGate({ policy: POLICY });
    const other = await startPolicyProcess(gone, [
      "--purpose",
      "service",
      "--department",
      "service",
      "--on-unavailable",
      mode,
    ]);
    await gone.stop();
    await postfix.reload(restrictions(other.name));
    const email = freshEmail();
    try {
      await expect
        .poll(async () => (await swaks("--to", email)).output, { timeout: 30_000, interval: 500 })
        .toMatch(text);
      await queueIsEmpty();
      if (code !== 0) expect(delivered(email)).toBe(0);
      else expect(delivered(email)).toBeGreaterThan(0);
    } finally {
      await other.stop();
      await postfix.reload(restrictions(service.name));
    }
  });

  it("defers by its own default while no policy service runs", async () => {
    const gone = await startPolicyProcess(gate, ["--purpose", "service"]);
    await gone.stop();
    await postfix.reload(restrictions(gone.name));
    const email = freshEmail();
    await expect
      .poll(async () => (await swaks("--to", email)).output, { timeout: 30_000 })
      .toMatch(/<\*\* 45\d 4\./);
    expect(delivered(email)).toBe(0);
    await postfix.reload(restrictions(service.name));
  });
});

/** Says each line when the one before is answered, as simple clients do. */
async function converse(port: number, lines: readonly string[]): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  for await (const chunk of socket) {
    text += chunk;
    if (!/^\d{3} .*\r\n$/m.test(text.slice(text.lastIndexOf("\n", text.length - 2) + 1))) continue;
    text = "";
    const line = lines[0];
    lines = lines.slice(1);
    if (line !== undefined) socket.write(`${line}\r\n`);
  }
}
