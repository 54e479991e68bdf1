import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGate, type TestGate } from "../support/gate.ts";

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));

const LOOSE = `id: mine
purposes: { sales: {} }
rules:
  - { id: weekly, kind: cap, max: 3, window: { rolling: P7D } }
`;
const STRICT = {
  id: "mine",
  purposes: { sales: {} },
  rules: [{ id: "weekly", kind: "cap", max: 2, window: { rolling: "P7D" } }],
};

let gate: TestGate;
let folder: string;
beforeAll(async () => {
  gate = await startTestGate({ policy: STRICT });
  folder = await mkdtemp(join(tmpdir(), "policy-command-"));
  await writeFile(join(folder, "loose.yaml"), LOOSE);
});
afterAll(async () => {
  await gate.stop();
  await rm(folder, { recursive: true });
});

/** Runs `touchgate policy …` in a process of its own, against the gate. */
const policy = (...args: string[]) =>
  new Promise<{ code: number; output: string; complaint: string }>((resolve) => {
    const env = { ...process.env, TOUCHGATE_URL: gate.url };
    execFile(process.execPath, [CLI, "policy", ...args], { env, cwd: folder }, (fault, output, complaint) =>
      resolve({ code: Number(fault?.code ?? 0), output, complaint }),
    );
  });

describe("touchgate policy", () => {
  it("says in words what a file in YAML changes against the policy in force", async () => {
    const [english, chinese, same] = await Promise.all([
      policy("diff", "active", "loose.yaml"),
      policy("diff", "loose.yaml", "2", "--language", "zh"),
      policy("diff", "2", "active"),
    ]);
    expect([english, chinese, same].map(({ output }) => output)).toEqual([
      "weekly: at most 2 → 3 touches in any 7 days\n",
      "weekly：最多触达 3 → 2 次（任意 7 天内）\n",
      "They say the same.\n",
    ]);
  });

  it("lists versions, puts an earlier one in force with a note, and shows it", async () => {
    expect((await policy("list")).output).toMatch(/^\* 2 {2}mine {2}\S+Z {2}dev_admin\n {2}1 {2}default {2}/);
    const back = await policy("activate", "1", "--note", "too strict");
    expect(back).toMatchObject({ code: 0, output: "Version 1 (default) is in force.\n" });
    expect(JSON.parse((await policy("show")).output)).toEqual((await gate.send("GET /v1/policies/1")).body);
    expect(JSON.parse((await policy("show", "2")).output)).toEqual(STRICT);
  });

  it("says what to do when it cannot", async () => {
    const [unknown, file, number, key] = await Promise.all([
      policy("activate", "99"),
      policy("diff", "active", "none.json"),
      policy("show", "x"),
      policy("list", "--key", "wrong"),
    ]);
    expect([unknown, file, number, key].map(({ code }) => code)).toEqual([1, 1, 1, 1]);
    expect(unknown.complaint).toMatch(/no policy version 99.*GET \/v1\/policies/);
    expect(file.complaint).toMatch(/none\.json is not there: name another/);
    expect(number.complaint).toMatch(/touchgate policy list/);
    expect(key.complaint).toMatch(/--key/);
  });
});
