import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadCalendar } from "../../lib/core/calendar.ts";
import { RuleDocument } from "../../lib/core/rule-document.ts";
import { validateDocument } from "../../lib/core/validate-document.ts";
import { RULE_KINDS } from "../../lib/core/words.ts";
import { startTestGate, type TestGate } from "../support/gate.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const guides = ["policies.md", "policies.zh-CN.md"].map((name) => ({
  name,
  text: readFileSync(join(ROOT, "docs", name), "utf8"),
}));
const blocksOf = (text: string, kind: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, block = ""]) => block);

/** Fields that the rules of each kind have beside those of all. */
const ofEveryRule = ["id", "kind", "when", "unless", "effect", "hard", "overridable", "source", "note"];
const ownFields = new Map(
  RuleDocument.def.options.map(({ shape }) => [
    [...shape.kind.def.values][0] as string,
    Object.keys(shape).filter((field) => !ofEveryRule.includes(field)),
  ]),
);

describe.each(guides)("docs/$name", ({ text }) => {
  it("has a row for every kind of rule, with all of its own fields", () => {
    const rows = [...text.matchAll(/^\| `([a-z]+)` +\|[^|]+\| ([^|]+)\|$/gm)].map(([, kind, fields = ""]) => [
      kind,
      [...fields.matchAll(/`(\w+)`/g)].map(([, field]) => field).sort(),
    ]);
    expect(rows).toEqual(RULE_KINDS.map((kind) => [kind, [...(ownFields.get(kind) ?? [])].sort()]));
  });

  it("shows rules that are good, of every kind in the English one", async () => {
    const shown = blocksOf(text, "yaml").map((block) => parse(block) as unknown);
    const rules = shown.flatMap((value) =>
      Array.isArray(value) ? value : ((value as { rules?: unknown[] }).rules ?? []),
    ) as { kind?: string }[];
    const policy = {
      ...{ id: "guide", timezone: "UTC", purposes: { marketing: {}, sales: {} } },
      campaignGroups: { sale: ["a", "b"] },
      rules: rules.filter(({ kind }) => kind !== undefined),
    };
    const verdict = validateDocument(policy, await loadCalendar());
    expect(verdict.valid ? [] : verdict.issues).toEqual([]);
    const kinds = new Set(rules.map(({ kind }) => kind));
    if (text.includes("One of each kind")) for (const kind of RULE_KINDS) expect(kinds).toContain(kind);
  });
});

const canRun = spawnSync("curl", ["--version"]).status === 0;

describe.skipIf(!canRun)("the commands of docs/policies.md (skipped where there is no curl)", () => {
  let gate: TestGate;
  const folder = mkdtempSync(join(tmpdir(), "touchgate-guide-"));
  beforeAll(async () => {
    gate = await startTestGate();
    symlinkSync(join(ROOT, "policies"), join(folder, "policies"));
    writeFileSync(
      join(folder, "sent.csv"),
      "time,contact,channel,purpose\n2026-06-08T10:00:00Z,li,call,sales\n2026-06-08T11:00:00Z,li,call,sales\n",
    );
    const { body } = await gate.send("GET /v1/policies/active");
    writeFileSync(join(folder, "mine.json"), JSON.stringify({ ...body, id: "mine" }));
  });
  afterAll(async () => {
    await gate.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(guides)(
    "do what they say, as they are printed: $name",
    async ({ name, text }) => {
      const isFirst = name === "policies.md";
      const blocks = blocksOf(text, "sh");
      expect(blocks.length).toBeGreaterThanOrEqual(6);
      const env = {
        ...process.env,
        ...{ GATE: gate.url, TOUCHGATE_URL: gate.url, KEY: "tg_dev_admin", TOUCHGATE_KEY: "tg_dev_admin" },
        ...{ TOUCHGATE_TABLE: "touchgate", DYNAMODB_ENDPOINT: gate.emulator.endpoint },
      };
      const cli = `"${process.execPath}" "${join(ROOT, "bin/cli.ts")}"`;
      const script = [
        "rm -f mine.yaml",
        ...blocks.map((block) => block.replaceAll("npx touchgate", cli).replaceAll("curl -s ", "curl -sf ")),
        // The other guide begins where this one began.
        isFirst ? "true" : `${cli} policy list`,
      ].join("\n");
      const { stdout } = await promisify(execFile)("sh", ["-ec", script], { cwd: folder, env });
      expect(stdout).toContain("0 errors");
      expect(stdout).toContain("14 passed, 0 failed");
      expect(stdout).toContain("of 2 touches to 1 contacts");
      expect(stdout).toMatch(isFirst ? /name of the policy: default → mine/ : /default → mine/);
    },
    60_000,
  );
});
