import { execFile, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestGate, type TestGate } from "../support/gate.ts";

const guide = readFileSync(new URL("../../docs/customer-choice.md", import.meta.url), "utf8");
/** Each command, and what stands below it as its answer: a part of the JSON, or of the text. */
const [setUp, ...steps] = [
  ...guide.matchAll(/^```sh\n([\s\S]*?)^```(?:\n\n```(json|text)\n([\s\S]*?)^```)?/gm),
].map(([, command = "", kind, answer = ""]) => ({ command, kind, answer }));

const MARK = "--- next ---";
const canCurl = spawnSync("curl", ["--version"]).status === 0;

describe.skipIf(!canCurl)("docs/customer-choice.md (skipped where there is no curl)", () => {
  let gate: TestGate;
  beforeAll(async () => {
    gate = await startTestGate();
  });
  afterAll(() => gate.stop());

  it("says what each command answers, from the first to the last", async () => {
    const script = [
      setUp?.command.replace(/GATE=\S+/, `GATE=${gate.url}`),
      ...steps.map(({ command }) => `${command}\necho; echo "${MARK}"`),
    ].join("\n");
    // Such that a refusal fails.
    const { stdout } = await promisify(execFile)("sh", ["-ec", script.replaceAll("curl -s ", "curl -sf ")]);
    const answers = stdout.split(MARK).map((printed) => printed.trim());
    expect(steps.filter(({ kind }) => kind !== undefined).length).toBeGreaterThanOrEqual(9);
    for (const [index, { command, kind, answer }] of steps.entries()) {
      const printed = answers[index] ?? "";
      if (kind === "text") expect(printed, command).toContain(answer.trim());
      // Of several answers the last is shown.
      if (kind === "json") {
        expect(JSON.parse(printed.replaceAll("}{", "}\n{").split("\n").at(-1) ?? ""), command).toMatchObject(
          JSON.parse(answer),
        );
      }
    }
  });
});
