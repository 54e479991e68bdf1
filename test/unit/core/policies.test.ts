import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { validatePolicy } from "../../../lib/core/validate-policy.ts";

const FOLDER = new URL("../../../policies/", import.meta.url);
/** What else is shipped beside them has tests of its own. */
const OTHERS = ["audit.json", "duplicates.json"];
const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".json") && !OTHERS.includes(file),
);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, FOLDER), "utf8"));

describe("the shipped policies", () => {
  it("are there", () => {
    expect(files).toContain("default.json");
  });

  it.each(files)("%s is valid, and no purpose in it is without a rule", async (file) => {
    expect(validatePolicy(read(file), await loadCalendar())).toMatchObject({ valid: true, warnings: [] });
  });

  it.each(files)("%s says of each rule why it is there", (file) => {
    const { rules } = read(file) as { rules: { id: string; note?: string; source?: string }[] };
    for (const { id, note, source } of rules) expect(note ?? source, id).toBeTruthy();
  });
});
