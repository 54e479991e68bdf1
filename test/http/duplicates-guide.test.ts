import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGate, type TestGate } from "../support/gate.ts";

const guide = readFileSync(new URL("../../docs/duplicates.md", import.meta.url), "utf8");
/** Commands, and below some of them what they answer. */
const blocks = [...guide.matchAll(/^```(sh|json)\n([\s\S]*?)^```/gm)].map(([, kind, text = ""]) => ({
  kind,
  text,
}));
const commands = blocks.flatMap(({ kind, text }, index) =>
  kind === "sh"
    ? [{ command: text, answer: blocks[index + 1]?.kind === "json" ? blocks[index + 1] : undefined }]
    : [],
);

const canCurl = spawnSync("curl", ["--version"]).status === 0;

describe.skipIf(!canCurl)("docs/duplicates.md (skipped where there is no curl)", () => {
  let gate: TestGate;
  beforeAll(async () => {
    gate = await startTestGate();
  });
  afterAll(() => gate.stop());

  it("says what each command answers, from the first to the last", async () => {
    const [setUp = { command: "" }, ...steps] = commands;
    const MARK = "--- next ---";
    const script = [
      setUp.command.replace(/GATE=\S+/, `GATE=${gate.url}`),
      ...steps.map(({ command }) => `${command}\necho; echo "${MARK}"`),
    ].join("\n");
    const { stdout } = await promisify(execFile)("sh", ["-ec", script.replaceAll("curl -s ", "curl -sf ")]);
    const answers = stdout.split(MARK).map((printed) => printed.trim());
    expect(steps.filter(({ answer }) => answer !== undefined).length).toBeGreaterThanOrEqual(8);
    for (const [index, { command, answer }] of steps.entries()) {
      if (answer === undefined) continue;
      // Of several answers the last is shown.
      const printed = (answers[index] ?? "").replaceAll("}{", "}\n{").split("\n").at(-1) ?? "";
      expect(JSON.parse(printed), command).toMatchObject(JSON.parse(answer.text) as object);
    }
  });
});
