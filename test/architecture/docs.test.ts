import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { PROBLEM_CODES, problemAnswer, refuse } from "../../functions/shared/problem.ts";
import { REASON_CODES } from "../../lib/core/reasons.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** Files that git tracks or would track; undefined outside a repository (an unpacked archive). */
const projectFiles = ((): string[] | undefined => {
  try {
    const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    const listed = execFileSync("git", args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return listed.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
  } catch {
    return undefined;
  }
})();

const withoutCode = (markdown: string): string =>
  markdown.replace(/^```[\s\S]*?^```/gm, "").replace(/`[^`\n]*`/g, "code");

/** Headings below the title as GitHub names their anchors. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#{1,6} +(.+)$/gm)].map(([, title = ""]) =>
    title
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

const linksOf = (markdown: string): string[] =>
  [...withoutCode(markdown).matchAll(/\]\(\s*<?([^)\s>]+)|^\[[^\]]+\]:\s*(\S+)/gm)]
    .map(([, inline, reference]) => inline ?? reference ?? "")
    .filter((target) => !/^[a-z][a-z0-9+.-]*:/i.test(target));

/** Why a link of a document leads nowhere; undefined when it resolves. */
function faultOfLink(from: string, link: string): string | undefined {
  const [target = "", anchor] = link.split("#");
  const path = target === "" ? from : join(dirname(from), decodeURI(target));
  if (relative(root, join(root, path)).startsWith("..")) return `${from}: ${link} leaves the project`;
  if (!existsSync(join(root, path))) return `${from}: ${link} has no file`;
  const isKnown = anchor === undefined || !path.endsWith(".md") || anchorsOf(read(path)).includes(anchor);
  return isKnown ? undefined : `${from}: ${link} has no such heading`;
}

/** A path of somebody's machine, such as a home directory; nothing when it is a part of a longer path or URL. */
const MACHINE_PATH = /(?<![\w.-])(?:\/(?:home|Users)\/[\w.-]+|\/(?:root|work)\/|\/tmp\/bash|[A-Z]:\\Users\\)/;

describe("docs/problems.md", () => {
  it("has a row for every problem code with its status, in order of status", () => {
    const rows = [...read("docs/problems.md").matchAll(/^\| `(\w+)`\s+\| (\d{3})/gm)];
    const documented = rows.map(([, code, status]) => [code, Number(status)]);
    const known = PROBLEM_CODES.map((code) => [code, problemAnswer(refuse(code, ""), "").statusCode]);
    expect(documented).toEqual(known);
    expect(known.map(([, status]) => status)).toEqual(known.map(([, status]) => status).sort());
  });
});

describe("docs/reasons.md", () => {
  const sections = read("docs/reasons.md").split(/^## /m).slice(1);
  const titles = sections.map((section) => section.split("\n", 1)[0]?.trim());

  it("has one section for each reason code, in their order, and no other", () => {
    expect(titles).toEqual([...REASON_CODES]);
  });

  it.each(sections.map((section, index) => ({ code: titles[index], section })))(
    "says of $code when it is given, its details and what to do next",
    ({ section }) => {
      for (const part of ["**Given**", "**Details**", "**Next**"]) expect(section).toContain(part);
    },
  );
});

describe.skipIf(projectFiles === undefined)("the files that git lists (none outside a repository)", () => {
  const files = projectFiles ?? [];
  const documents = files.filter((path) => path.endsWith(".md"));

  it("have documents whose links all resolve", () => {
    const faults = documents.flatMap((path) => linksOf(read(path)).map((link) => faultOfLink(path, link)));
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });

  it("name no path of anybody's machine", () => {
    const faults = files.flatMap((path) => {
      const found = MACHINE_PATH.exec(read(path));
      return found === null ? [] : [`${path}: ${found[0]}`];
    });
    expect(faults).toEqual([]);
  });
});

describe("these checks", () => {
  it("know a missing file, a missing heading and a link out of the project", () => {
    expect(faultOfLink("docs/reasons.md", "nowhere.md")).toBe("docs/reasons.md: nowhere.md has no file");
    expect(faultOfLink("docs/reasons.md", "#nowhere")).toBe("docs/reasons.md: #nowhere has no such heading");
    expect(faultOfLink("docs/reasons.md", "../../x.md")).toBe(
      "docs/reasons.md: ../../x.md leaves the project",
    );
    expect(faultOfLink("CONTRIBUTING.md", "docs/reasons.md#cap_reached")).toBeUndefined();
  });

  it("find the links of a document and leave code and the web alone", () => {
    const text =
      "[a](a.md) ![b](<b.png>) `[c](c.md)` [d](https://example.com)\n```\n[e](e.md)\n```\n[f]: f.md";
    expect(linksOf(text)).toEqual(["a.md", "b.png", "f.md"]);
  });

  it("know a machine's path when they see one, and a URL from it", () => {
    const path = (...parts: string[]): string => ["", ...parts].join("/");
    for (const found of [
      path("home", "li", "touchgate"),
      path("Users", "li"),
      path("root", ".npmrc"),
      path("work", "main"),
    ]) {
      expect(MACHINE_PATH.test(`at file://${found}`)).toBe(true);
    }
    for (const fine of [`example.com${path("home", "li")}`, "docs/work/plan.md", "../home/li"]) {
      expect(MACHINE_PATH.test(fine)).toBe(false);
    }
  });
});

describe("the way into the project", () => {
  it("has a .ci/run that can be executed", () => {
    expect(() => accessSync(join(root, ".ci/run"), constants.X_OK)).not.toThrow();
  });

  it("has an entry for every optional package that another names, or npm ci refuses it", () => {
    const { packages } = JSON.parse(read("package-lock.json")) as {
      packages: Readonly<Record<string, { optionalDependencies?: Readonly<Record<string, string>> }>>;
    };
    const named = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );
    expect(
      named.filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`))),
    ).toEqual([]);
  });

  it("has a lock file that names no registry's host", () => {
    expect(read("package-lock.json")).not.toMatch(/"resolved":\s*"(https?|git)/);
  });
});
