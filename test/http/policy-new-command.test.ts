import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "touchgate-policy-new-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const draft = (name: string): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    const answers = [
      "--industry",
      "Retail",
      "--audience",
      "B2C",
      "--channels",
      "Email, SMS",
      "--strictness",
      "strict",
    ];
    const others = ["--countries", "de,AT", "--departments", "Marketing,service"];
    execFile(
      process.execPath,
      [CLI, "policy", "new", join(folder, name), ...answers, ...others],
      (fault, stdout, stderr) =>
        resolve({ code: fault === null ? 0 : Number(fault.code), output: stdout + stderr }),
    );
  });

it("writes a policy for six answers, in capital letters or not", async () => {
  expect(await draft("mine.yaml")).toMatchObject({ code: 0, output: expect.stringContaining("Written to") });
  expect(readFileSync(join(folder, "mine.yaml"), "utf8")).toContain('departments: ["marketing", "service"]');
});

it("writes nothing under a name that YAML does not have, or into a folder that is not there", async () => {
  const json = await draft("mine.json");
  expect([json.code, json.output]).toEqual([1, expect.stringMatching(/mine\.json: .*name it \.yaml\.\n$/)]);
  expect(existsSync(join(folder, "mine.json"))).toBe(false);
  const nowhere = await draft("nowhere/mine.yaml");
  expect(nowhere.code).toBe(1);
  expect(nowhere.output).toContain("cannot be written: name a file in a folder that is there");
  expect(nowhere.output).not.toContain("    at ");
});
