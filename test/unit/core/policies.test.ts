import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { validateDocument } from "../../../lib/core/validate-document.ts";

const FOLDER = new URL("../../../policies/", import.meta.url);
/** What else is shipped beside them has tests of its own. */
const OTHERS = ["audit.json", "duplicates.json", "policy.schema.json"];
const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter(
  (file) =>
    /\.(json|yaml)$/.test(file) &&
    !OTHERS.includes(file) &&
    !file.startsWith("regulations/") &&
    !file.includes(".cases."),
);
const read = (file: string): unknown => parseYaml(readFileSync(new URL(file, FOLDER), "utf8"));

describe("the shipped policies", () => {
  it("are there", () => {
    expect(files.sort()).toEqual(
      expect.arrayContaining([
        "b2b-sales.yaml",
        "b2c-retail.yaml",
        "default.json",
        "financial-services.yaml",
      ]),
    );
  });

  it.each(files)("%s is valid, and nothing in it is warned of", async (file) => {
    expect(validateDocument(read(file), await loadCalendar())).toMatchObject({ valid: true, warnings: [] });
  });

  it.each(files)("%s says of each rule why it is there", (file) => {
    const { rules } = read(file) as { rules: { id: string; note?: string; source?: string }[] };
    for (const { id, note, source } of rules) expect(note ?? source, id).toBeTruthy();
  });
});
