import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail, startTestGate, type TestGate } from "../support/gate.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

let gate: TestGate;
/** A sender's project, with the package in it. */
let project: string;
let mailServer: SMTPServer;
beforeAll(async () => {
  mailServer = new SMTPServer({ disabledCommands: ["AUTH", "STARTTLS"] });
  mailServer.listen(0, "127.0.0.1");
  await once(mailServer.server, "listening");
  gate = await startTestGate();
  project = mkdtempSync(join(tmpdir(), "touchgate-sender-"));
  await run(process.execPath, ["bin/build-client.ts"], { cwd: ROOT });
  const { stdout } = await run("npm", ["pack", join(ROOT, "dist/client"), "--silent"], { cwd: project });
  writeFileSync(join(project, "package.json"), '{"type":"module","private":true}');
  await run("npm", ["install", `./${stdout.trim()}`, "--offline", "--no-audit", "--no-fund"], {
    cwd: project,
  });
  symlinkSync(join(ROOT, "node_modules/nodemailer"), join(project, "node_modules/nodemailer"));
}, 60_000);
afterAll(async () => {
  await new Promise<void>((resolve) => mailServer.close(resolve));
  await gate.stop();
  rmSync(project, { recursive: true, force: true });
});

const installed = (file: string) => join(project, "node_modules/touchgate-client", file);

describe("the package touchgate-client", () => {
  it("brings nothing else along, and is at most 5 KB as gzip", () => {
    const manifest = JSON.parse(readFileSync(installed("package.json"), "utf8"));
    expect(Object.keys(manifest).filter((name) => /dependencies/i.test(name))).toEqual([]);
    for (const file of ["client.js", "nodemailer.js"]) {
      expect(gzipSync(readFileSync(installed(file))).length).toBeLessThan(5 * 1_024);
    }
  });

  it("asks a gate from a project that has nothing else", async () => {
    writeFileSync(
      join(project, "ask.js"),
      `import { createClient } from "touchgate-client";
      const gate = createClient({ url: ${JSON.stringify(gate.url)}, key: "tg_dev_admin", onUnavailable: "deny" });
      const to = { email: ${JSON.stringify(freshEmail())} };
      const answer = await gate.check({ to, channel: "email", department: "service", purpose: "service" });
      console.log(answer.source, answer.decision);`,
    );
    // The system's own Node and this one: whichever a sender has.
    for (const node of [process.execPath, "node"]) {
      const { stdout } = await run(node, ["ask.js"], { cwd: project });
      expect(stdout).toBe("gate allow\n");
    }
  });

  it.each(["client", "nodemailer"])("does what docs/integrations/%s.md prints", async (page) => {
    const guide = readFileSync(join(ROOT, `docs/integrations/${page}.md`), "utf8");
    const blocks = [...guide.matchAll(/^```js\n([\s\S]*?)^```/gm)].map(([, block]) => block);
    writeFileSync(join(project, `${page}.js`), blocks.join("\n"));
    const { port } = mailServer.server.address() as AddressInfo;
    const { stdout } = await run(process.execPath, [`${page}.js`], {
      cwd: project,
      env: { SMTP_URL: `smtp://127.0.0.1:${port}`, TOUCHGATE_URL: gate.url, TOUCHGATE_KEY: "tg_dev_admin" },
    });
    expect(stdout.trimEnd().split("\n")).toEqual(
      page === "client"
        ? [expect.stringMatching(/^send, and keep t_/), "17 allow", "18 allow"]
        : ["[ 'sun@example.com' ] []"],
    );
  });

  it("has types that a strict project takes, and that tell a slip of the hand", async () => {
    symlinkSync(join(ROOT, "node_modules/@types"), join(project, "node_modules/@types"));
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    const flags = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--types", "node"];
    const check = (chan: string) => {
      writeFileSync(
        join(project, "typed.ts"),
        `import { createClient, type Answer } from "touchgate-client";
        import { gated } from "touchgate-client/nodemailer";
        const gate = createClient({ url: "https://gate.example.com", key: "k", onUnavailable: "defer" });
        const answer: Answer = await gate.check({ to: { email: "a@b.example" }, channel: "${chan}", purpose: "x" });
        if (answer.source === "gate") console.log(answer.policy.version, answer.reasons[0]?.code);
        gated({ transporter: {} }, { gate, purpose: "x" });`,
      );
      return run(process.execPath, [tsc, "typed.ts", ...flags], { cwd: project });
    };
    expect((await check("email")).stdout).toBe("");
    await expect(check("e-mail")).rejects.toMatchObject({ stdout: expect.stringContaining('"e-mail"') });
  }, 30_000);
});
