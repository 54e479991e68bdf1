import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { checkFile } from "../../../lib/cli/policy/checking/check-file.ts";
import { kindOf } from "../../../lib/cli/policy/checking/file-kinds.ts";
import { findFiles } from "../../../lib/cli/policy/checking/find-files.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "touchgate-check-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array): string => {
  const file = join(folder, name);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, content);
  return file;
};

const GOOD = "id: p\npurposes: { marketing: {} }\nrules: [{ id: r, kind: gap, min: P1D }]\n";
const WARNED = `${GOOD}campaignGroups: { easter: [a, b] }\n`;
const BAD = GOOD.replace("gap", "gapp");

interface Ended {
  readonly code: number;
  readonly stdout: string;
}

/** Runs the command as people do, in a folder. */
async function run(...args: readonly string[]): Promise<Ended> {
  const command = [join(ROOT, "bin/cli.ts"), "policy", "check", ...args];
  return promisify(execFile)(process.execPath, command, { cwd: folder }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }: Ended) => ({ code, stdout }),
  );
}

describe("touchgate policy check", () => {
  write("good/a.yaml", GOOD);
  write("good/deep/b.yml", GOOD);
  write("good/notes.md", "# Notes\n");
  write("warned.yaml", WARNED);
  write("bad.yaml", BAD);

  it("walks folders, says what it passed over and ends with 0", async () => {
    expect(await run("good")).toEqual({
      code: 0,
      stdout: "checked 2 policies; passed over 1 .md; 0 errors, 0 warnings\n",
    });
  });

  it("tells faults and warnings by file and line, and ends with 1", async () => {
    const { code, stdout } = await run("bad.yaml", "warned.yaml");
    expect([code, ...stdout.trimEnd().split("\n")]).toEqual([
      1,
      "bad.yaml:3:18  error    rules.0.kind  must be one of: cap, gap, lock, cooldown, hours, exclusive, owner, consent, exclude, holdout, cadence; did you mean gap?",
      "warned.yaml:4:19  warning  campaignGroups.easter  no rule names the group easter: add an exclusive rule for it, or take it out",
      "checked 2 policies; 1 error, 1 warning",
    ]);
  });

  it("fails for warnings when it is strict, and is silent about them when it is quiet", async () => {
    expect((await run("warned.yaml")).code).toBe(0);
    expect((await run("--strict", "warned.yaml")).code).toBe(1);
    expect(await run("--quiet", "warned.yaml")).toEqual({ code: 0, stdout: "" });
  });

  it("ends with 2 when a file is not there, and checks the others", async () => {
    const { code, stdout } = await run("nowhere.yaml", "bad.yaml");
    expect(code).toBe(2);
    expect(stdout).toContain("nowhere.yaml is not there: name a file, a folder or a pattern");
    expect(stdout).toContain("bad.yaml:3:18  error");
  });

  it("says of a folder without a file that there is none in it", async () => {
    mkdirSync(join(folder, "empty"), { recursive: true });
    const { code, stdout } = await run("empty");
    expect([code, stdout]).toEqual([
      2,
      expect.stringContaining("empty holds no file: name a folder with policies"),
    ]);
  });

  it("tells other programs in JSON", async () => {
    const { code, stdout } = await run("--json", "bad.yaml");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      files: [{ file: "bad.yaml", kind: "policy", remarks: [{ severity: "error", line: 3, column: 18 }] }],
      errors: 1,
      warnings: 0,
    });
  });
});

describe("a file that cannot be read is told with what to do", () => {
  it.each<[string, string | Uint8Array, string]>([
    ["empty.yaml", "\n", "is empty: begin with touchgate policy new, or copy policies/default.json."],
    ["latin.yaml", new Uint8Array([0x69, 0x64, 0x3a, 0xe4]), "is not UTF-8: save it with that encoding."],
    [
      "large.yaml",
      "#".repeat(1_000_001),
      "is larger than 1 MB: no policy is; name another file, or split it.",
    ],
  ])("%s", async (name, content, why) => {
    const file = write(name, content);
    expect(await checkFile(file)).toEqual({ file, remarks: [], unreadable: `${file} ${why}` });
  });

  it("a folder in the place of a file", async () => {
    const { unreadable } = await checkFile(folder);
    expect(unreadable).toBe(`${folder} is a folder: name a file in it.`);
  });
});

describe("which files are checked", () => {
  it("each once, however often it is named, patterns read here", () => {
    const pattern = join(folder, "good/**/*");
    const { files, skipped, missing } = findFiles([pattern, join(folder, "good"), join(folder, "no/*")]);
    expect(files).toEqual([join(folder, "good/a.yaml"), join(folder, "good/deep/b.yml")]);
    expect([...skipped]).toEqual([[".md", 1]]);
    expect(missing).toEqual([{ name: join(folder, "no/*"), isFolder: false }]);
  });

  it.each<[string, object]>([
    ["policy", { id: "p", purposes: {}, rules: [] }],
    ["policy", { ids: "p", purpose: {} }],
    ["policy", {}],
    ["duplicate policy", { expectedContacts: 1_000, rules: [] }],
    ["audit policy", { ghosts: [] }],
    ["page", { color: "#000000" }],
    ["preset", { preset: "regulations/x", title: "X", rules: [] }],
    ["case", { shows: "a", why: "b", policy: {}, expect: {} }],
  ])("as a %s what looks like one: %j", (name, document) => {
    expect(kindOf(document).name).toBe(name);
  });
});
