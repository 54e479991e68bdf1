import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InvalidInput } from "../../../lib/core/errors.ts";
import { CannotStart } from "../../../lib/local/errors.ts";
import { badPolicyFile, readPolicyFile } from "../../../lib/local/policy-file.ts";

describe("a policy file", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "touchgate-test-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is read as JSON", async () => {
    const file = join(folder, "good.json");
    await writeFile(file, '{"id":"acme"}');
    expect(await readPolicyFile(file)).toEqual({ id: "acme" });
  });

  it("that is not there, is a folder, or is not JSON is named in one line", async () => {
    await expect(readPolicyFile("none.json")).rejects.toThrow(
      new CannotStart("The policy file none.json is not there."),
    );
    await expect(readPolicyFile(folder)).rejects.toThrow(
      new CannotStart(`The policy file ${folder} cannot be read.`),
    );
    const file = join(folder, "bad.json");
    await writeFile(file, '{"id":');
    await expect(readPolicyFile(file)).rejects.toThrow(/^The policy file .*bad\.json is not JSON: .+\.$/);
  });

  it("with faults gets a line for each, with its path", () => {
    const faults = new InvalidInput([
      { path: "rules.0.max", message: "must be at least 1" },
      { path: "", message: "unknown field pu" },
    ]);
    expect(badPolicyFile("p.json", faults).publicMessage.split("\n")).toEqual([
      "The policy file p.json cannot be used:",
      "  rules.0.max: must be at least 1",
      "  (the document): unknown field pu",
    ]);
  });
});
