import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLI = join(ROOT, "bin/cli.ts");
const folder = mkdtempSync(join(tmpdir(), "touchgate-policy-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const run = (...args: readonly string[]): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [CLI, "policy", "test", ...args], { cwd: ROOT }, (fault, stdout, stderr) =>
      resolve({ code: fault === null ? 0 : Number(fault.code), output: stdout + stderr }),
    );
  });

const POLICY = `id: mine
purposes: { sales: {} }
rules:
  - { id: one-a-day, kind: cap, max: 1, window: { rolling: P1D }, note: once a day }
  - { id: rhythm, kind: cadence, atLeast: 1, per: P30D }
`;
const HISTORY = "[{ at: 2026-06-09T12:00:00Z, channel: call, department: sales, purpose: sales }]";
const CASE = `- shows: a second call waits
  now: 2026-06-10T09:00:00Z
  history: ${HISTORY}
  request: { channel: call, department: sales, purpose: sales }
  expect: { decision: defer, reasons: [{ rule: one-a-day }], nextAllowedAt: 2026-06-10T12:00:00Z }
`;
const PASSES = `- shows: a first call passes
  now: 2026-06-10T09:00:00Z
  request: { channel: call, department: sales, purpose: sales }
  expect: { decision: allow }
`;

describe("touchgate policy test", () => {
  it("passes for every shipped policy, whose cases show every rule on both sides", async () => {
    const shipped = ["b2b-sales", "b2c-retail", "financial-services"].map((name) => `policies/${name}.yaml`);
    const { code, output } = await run(...shipped, "--min-coverage", "100");
    expect([code, output]).toEqual([0, expect.stringMatching(/\n4\d passed, 0 failed\n$/)]);
  });

  it("says that a report has no place where no folder is", async () => {
    const { code, output } = await run(
      "policies/b2b-sales.yaml",
      "--junit",
      join(folder, "nowhere", "r.xml"),
    );
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/r\.xml cannot be written: name a file in a folder/),
    ]);
    expect(output).not.toContain("    at ");
  });

  it("says of each case how it came out, and which rules no case shows", async () => {
    const policy = file("mine.yaml", POLICY);
    file("mine.cases.yaml", CASE);
    const { code, output } = await run(policy);
    expect(code).toBe(0);
    expect(output).toContain("✓ a second call waits");
    expect(output).toContain(
      "0 of 1 rules are shown on both sides\n    one-a-day: no case shows it letting anything pass",
    );
    expect((await run(policy, "--min-coverage", "100")).code).toBe(1);
    file("mine.cases.yaml", CASE + PASSES);
    expect(await run(policy, "--min-coverage", "100")).toMatchObject({ code: 0 });
    expect((await run(policy, "--only", "first")).output).toContain("1 passed, 0 failed");
  });

  it("says of a failure what was expected, what came and why; also for continuous integration", async () => {
    const policy = file("wrong.json", JSON.stringify({ id: "w", purposes: { sales: {} }, rules: [] }));
    const cases = file("wrong-cases.yaml", CASE.replace("a second call", 'a "second" <call>') + PASSES);
    const report = join(folder, "report.xml");
    const { code, output } = await run(policy, "--cases", cases, "--junit", report);
    expect(code).toBe(1);
    expect(output).toContain('✗ a "second" <call> waits');
    expect(output).toContain('decision: expected "defer", got "allow"');
    expect(output).toContain("what came: allow");
    expect(output).toContain("1 passed, 1 failed");
    const xml = readFileSync(report, "utf8");
    expect(xml).toContain('<testsuites name="touchgate policy test" tests="2" failures="1">');
    expect(xml).toContain('name="a &quot;second&quot; &lt;call&gt; waits"');
    expect(xml.match(/<failure /g)).toHaveLength(1);
  });

  it("holds nextAllowedAt to the millisecond", async () => {
    const policy = file("exact.yaml", POLICY);
    file(
      "exact.cases.yaml",
      CASE.replace("nextAllowedAt: 2026-06-10T12:00:00Z", "nextAllowedAt: 2026-06-10T12:00:01Z"),
    );
    expect((await run(policy)).output).toMatch(
      /nextAllowedAt: expected.*12:00:01[\s\S]*1 ms before nextAllowedAt/,
    );
  });

  it("takes cases of their own policy, lists in JSON, and folders", async () => {
    const policy = file("other.yaml", POLICY);
    const own = { id: "own", purposes: { sales: {} }, rules: [] };
    const request = { channel: "call", department: "sales", purpose: "sales" };
    const cases = [
      {
        shows: "its own policy",
        now: "2026-06-10T09:00:00Z",
        policy: own,
        request,
        expect: { decision: "allow" },
      },
    ];
    const path = file("own.json", JSON.stringify({ cases }));
    expect((await run(policy, "--cases", path)).output).toContain("1 passed, 0 failed");
    expect(
      (await run(policy, "--cases", join(ROOT, "test/cases"), "--only", "A touch one millisecond")).output,
    ).toContain("1 passed");
  });

  it("tells every fault of cases and policies with its line", async () => {
    const policy = file("faults.yaml", POLICY);
    file(
      "faults.cases.yaml",
      "- shows: x\n  now: tomorrow\n  request: { channel: fax, department: sales }\n  expect: { decision: maybe }\n",
    );
    const { code, output } = await run(policy);
    expect(code).toBe(2);
    for (const part of [
      ":2:3  0.now  must be an instant",
      ":3:14  0.request.channel",
      "0.request.purpose",
      ":4:13  0.expect.decision",
    ]) {
      expect(output).toContain(part);
    }
    const broken = file("broken.yaml", POLICY.replace("max: 1", "max: -1"));
    expect(await run(broken)).toMatchObject({
      code: 2,
      output: expect.stringMatching(/broken\.yaml:4:\d+ {2}rules\.0\.max/),
    });
  });

  it("says what to do where there is no case, or no policy", async () => {
    const lonely = file("lonely.yaml", POLICY);
    expect(await run(lonely)).toMatchObject({
      code: 1,
      output: expect.stringContaining("no cases: write some beside it"),
    });
    expect(await run("nowhere.yaml")).toMatchObject({
      code: 2,
      output: expect.stringContaining("nowhere.yaml is not there"),
    });
  });
});
