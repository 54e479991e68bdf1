import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Fields, freshPhone, problemOf, startTestGate, type TestGate } from "../support/gate.ts";

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));

const policy = (retention: string, rule: Fields): Fields => ({
  ...{ id: "mine", retention, purposes: { marketing: {} }, departments: ["marketing"] },
  rules: [{ id: "cap", kind: "cap", ...rule }],
});
const SHORT = policy("P10D", { max: 5, window: { rolling: "P7D" } });
const LONG = policy("P100D", { max: 2, window: { rolling: "P90D" } });

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: SHORT });
});
afterAll(() => gate.stop());

/** Runs `touchgate rebuild …` in a process of its own, on the gate's table, at its real clock. */
const rebuild = (...args: string[]) =>
  new Promise<{ code: number; output: string; complaint: string }>((resolve) => {
    const env = { ...process.env, DYNAMODB_ENDPOINT: gate.emulator.endpoint };
    const all = [CLI, "rebuild", ...args, "--table", "touchgate"];
    execFile(process.execPath, all, { env }, (fault, output, complaint) =>
      resolve({ code: Number(fault?.code ?? 0), output, complaint }),
    );
  });

const DAY_MS = 86_400_000;
const put = (body: Fields) => gate.send("PUT /v1/policies/active", { body, headers: { "if-match": "*" } });

describe("touchgate rebuild", () => {
  it("puts back what was let go, and the policy that counts it is put at last", async () => {
    const to = { phone: freshPhone() };
    const asked = { to, channel: "sms", department: "marketing", purpose: "marketing" };
    for (const daysAgo of [60, 40, 0]) {
      gate.setClock(new Date(Date.now() - daysAgo * DAY_MS).toISOString());
      expect((await gate.check(asked)).decision).toBe("allow");
    }
    gate.setClock(null);
    await gate.send("POST /_local/drain");
    const refused = problemOf(await put(LONG));
    expect([refused.status, refused.code]).toEqual([409, "history_not_held"]);
    expect(refused.detail).toContain("npx touchgate rebuild --retention P100D");
    const done = await rebuild("--retention", "P100D", "--wait", "0");
    expect(done).toMatchObject({ code: 0 });
    expect(done.output).toMatch(/hold the touches of 100 days\. 2 touches put back, \d+ keys? seen/);
    expect((await put(LONG)).status).toBe(200);
    expect(await gate.check(asked)).toMatchObject({
      decision: "defer",
      reasons: [{ code: "cap_reached", details: { count: 3, max: 2 } }],
    });
    const again = await rebuild("--retention", "P100D");
    expect(again.output).toMatch(/hold the touches of 100 days already/);
    const wrong = await rebuild("--retention", "P2Y");
    expect([wrong.code, wrong.complaint]).toEqual([1, expect.stringContaining("like P180D")]);
  });
});
