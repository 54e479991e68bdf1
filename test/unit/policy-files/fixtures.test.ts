import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseAst } from "vitest/node";
import { checkFile } from "../../../lib/cli/policy/checking/check-file.ts";
import { remarkLines } from "../../../lib/cli/policy/checking/report.ts";

/** One tiny file for each mistake, and what `touchgate policy check .` says in their folder. */
const FOLDER = new URL("../../fixtures/policies/", import.meta.url);
const EXPECTED = "expected.txt";
const expected = readFileSync(new URL(EXPECTED, FOLDER), "utf8").trimEnd().split("\n");
const files = readdirSync(FOLDER).filter((file) => file !== EXPECTED);

/** Where what is told of policies and their parts is written. */
const SOURCES = [
  "lib/core/issues.ts",
  "lib/core/policy.ts",
  "lib/core/rule-document.ts",
  "lib/core/validate-policy.ts",
  "lib/core/validate-rule.ts",
  "lib/core/validate-document.ts",
  "lib/core/regulations/validate-extends.ts",
  "lib/core/regulations/regulation-document.ts",
  "lib/core/audit/audit-policy.ts",
  "lib/core/audit/validate-audit.ts",
  "lib/core/identity/duplicate-policy.ts",
  "lib/core/identity/validate-duplicates.ts",
  "lib/core/page/page-document.ts",
  ...inFolder("lib/core/hints/"),
  ...inFolder("lib/core/lint/"),
  "lib/policy-files/read-json.ts",
  "lib/policy-files/yaml-fault.ts",
  "lib/policy-files/parse-text.ts",
];

/** What no policy file can bring about, and what the engine and the parsers say of themselves. */
const OTHERWHERE: readonly string[] = [
  "Invalid input",
  "Unexpected token",
  "call stack",
  "a name",
  "the body",
  "holds a value of no known form",
  "has none of the permitted forms",
  "must be a multiple of",
  "of type",
];

function inFolder(folder: string): readonly string[] {
  return readdirSync(new URL(`../../../${folder}`, import.meta.url)).map((file) => folder + file);
}

interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly [field: string]: unknown;
}

/** Every text of a file with a space in it, those with values filled in by their parts. */
function textsOf(file: string): readonly string[] {
  const code = readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8");
  const texts: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const { type, value } = node as Node;
    if (type === "Literal" && typeof value === "string") texts.push(value);
    if (type === "TemplateElement") texts.push((value as { readonly cooked: string }).cooked);
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(parseAst(code, { lang: "ts" }, file));
  return texts.map((text) => text.trim()).filter((text) => /\w \w/.test(text));
}

describe("each mistake", () => {
  it.each(files)("%s is told as it is written", async (file) => {
    const { remarks, ...rest } = await checkFile(fileURLToPath(new URL(file, FOLDER)));
    expect(rest).not.toHaveProperty("unreadable");
    const lines = remarkLines([{ ...rest, remarks }]);
    const own = expected.filter((line) => line.startsWith(`${file}:`));
    expect(own.length).toBeGreaterThan(0);
    expect(lines.map((line) => line.slice(fileURLToPath(FOLDER).length))).toEqual(own);
  });

  it("that is expected has its file", () => {
    const named = new Set(expected.map((line) => line.slice(0, line.indexOf(":"))));
    expect([...named].filter((file) => !files.includes(file))).toEqual([]);
  });
});

describe("every message", () => {
  const all = expected.join("\n");
  it.each(SOURCES)("of %s is brought about by one of them", (source) => {
    const untold = textsOf(source).filter((text) => !all.includes(text) && !OTHERWHERE.includes(text));
    expect(untold).toEqual([]);
  });

  it("that none can bring about is still there", () => {
    const written = new Set(SOURCES.flatMap(textsOf));
    expect(OTHERWHERE.filter((text) => !written.has(text))).toEqual([]);
  });
});
