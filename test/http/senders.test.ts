import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGate, type TestGate } from "../support/gate.ts";

const guide = readFileSync(new URL("../../docs/senders.md", import.meta.url), "utf8");
const [setUp = "", ...blocks] = [...guide.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(
  ([, block = ""]) => block,
);
const reserve = blocks.find((block) => block.startsWith("TOUCH=")) ?? "";

const canCurl = spawnSync("curl", ["--version"]).status === 0;

describe.skipIf(!canCurl)("docs/senders.md (skipped where there is no curl)", () => {
  let gate: TestGate;
  beforeAll(async () => {
    gate = await startTestGate();
  });
  afterAll(() => gate.stop());

  it("has a command for every call of the write side", () => {
    const calls = blocks.flatMap((block) =>
      [...block.matchAll(/\$GATE(\/v1\/[^\s?"]+)/g)].map(([, path]) => path),
    );
    const touch = "/v1/touches/$TOUCH";
    expect(new Set(calls)).toEqual(
      new Set([
        ...["/v1/check", "/v1/check/batch", "/v1/touches"],
        ...[`${touch}/confirm`, `${touch}/release`, `${touch}/outcomes`],
      ]),
    );
  });

  it.each(blocks)("has a command that the gate does as it is printed: %s", async (block) => {
    const own = setUp.replace(/GATE=\S+/, `GATE=${gate.url}`);
    const before = block.includes("$TOUCH") ? reserve : "";
    // Such that a refusal fails; what a block prints last is its answer.
    const script = [own, before, block, block === reserve ? 'echo "$TOUCH"' : ""].join("\n");
    const { stdout } = await promisify(execFile)("sh", ["-ec", script.replaceAll("curl -s ", "curl -sf ")]);
    const line = block.includes("shape=text") ? /^allow t_[\w-]+\.c_[\w-]+$/ : /^\{.*\}\s*$/;
    expect(stdout).toMatch(block === reserve ? /^t_[\w-]+\.c_[\w-]+\n$/ : line);
    expect(stdout).not.toMatch(/"status":[45]/);
  });
});
