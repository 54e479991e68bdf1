import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { faultsOf } from "./check.ts";
import { FOLDERS } from "./rules.ts";
import { SAMPLES } from "./samples.ts";
import { scan, scanTree } from "./scan.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("who may import whom", () => {
  const sources = scanTree(root, FOLDERS);

  it("finds the files that it judges", () => {
    const paths = sources.map(({ path }) => path);
    expect(paths).toContain("lib/core/time.ts");
    expect(paths).toContain("functions/routes.ts");
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(10);
  });

  it("is kept by every file of the project", () => {
    expect(faultsOf(sources)).toEqual([]);
  });
});

describe("the rules bite", () => {
  it.each(SAMPLES)("$shows", ({ files, faults }) => {
    const sources = Object.entries(files).map(([path, text]) => scan(path, text));
    expect(faultsOf(sources)).toEqual(faults);
  });
});
