import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

const CLI = fileURLToPath(new URL("../../bin/cli.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "touchgate-postfix-command-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const complaintOf = (...args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [CLI, "postfix", ...args], (fault, _stdout, stderr) =>
      fault === null ? reject(new Error("it started")) : resolve(stderr),
    );
  });
const file = (text: string): string => {
  writeFileSync(join(folder, "by.yaml"), text);
  return join(folder, "by.yaml");
};

it.each<[string, () => readonly string[], readonly string[]]>([
  ["nothing said of others", () => [], ["--purpose: is missing"]],
  [
    "both said of others",
    () => ["--by", file("[]"), "--pass-others", "--purpose", "x"],
    ["--pass-others: does not go"],
  ],
  ["nothing to be asked", () => ["--pass-others"], ["--by: is missing"]],
  [
    "entries with faults",
    () => ["--pass-others", "--by", file("- {sender: x}\n- {purpose: 3, sendr: a}\n- 5\n")],
    [
      ...[
        "by.yaml 0.purpose: is missing",
        "by.yaml 1.purpose: must be a text",
        "by.yaml 1.sendr: is not known",
      ],
      ...["by.yaml 1: names no message", "by.yaml 2: must be an entry"],
    ],
  ],
  ["a file that is no YAML", () => ["--pass-others", "--by", file("a: [")], ["by.yaml: cannot be read"]],
  ["no such file", () => ["--pass-others", "--by", "nowhere.yaml"], ["nowhere.yaml: cannot be read: ENOENT"]],
  [
    "an address of no gate",
    () => ["--purpose", "x", "--url", "gate.example.com"],
    ["url must begin with https://"],
  ],
  [
    "a place that is none",
    () => ["--purpose", "x", "--listen", "foo"],
    ["Write it as 127.0.0.1:10040 or unix:"],
  ],
  [
    "a socket in no folder",
    () => ["--purpose", "x", "--listen", "unix:/nowhere/s"],
    ["Cannot listen there: choose"],
  ],
])("touchgate postfix tells every problem before it starts: %s", async (_, args, complaints) => {
  const complaint = await complaintOf(...args());
  for (const part of complaints) expect(complaint).toContain(part);
  expect(complaint).not.toContain("    at ");
});
