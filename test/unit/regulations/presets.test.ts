import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { regulationSchema } from "../../../lib/cli/policy/regulation-schema.ts";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { parse } from "../../../lib/core/issues.ts";
import { RegulationDocument } from "../../../lib/core/regulations/regulation-document.ts";
import { validatePolicy } from "../../../lib/core/validate-policy.ts";
import { loadPresets, PRESET_NAMES, presetsOf } from "../../../lib/regulations/load-presets.ts";

const FOLDER = new URL("../../../policies/regulations/", import.meta.url);
const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json") && !file.endsWith(".schema.json"));
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, FOLDER), "utf8"));
const presets = await loadPresets(PRESET_NAMES);

describe("the shipped presets", () => {
  it("are all there by their names", () => {
    expect(files.map((file) => `regulations/${file.replace(".json", "")}`).sort()).toEqual(
      [...PRESET_NAMES].sort(),
    );
    expect([...presets.keys()].sort()).toEqual([...PRESET_NAMES].sort());
  });

  it.each(files)("%s has its form and bears its own name", (file) => {
    const parsed = parse(RegulationDocument, read(file));
    expect("issues" in parsed ? parsed.issues : []).toEqual([]);
    expect(read(file)).toMatchObject({ preset: `regulations/${file.replace(".json", "")}` });
  });

  it("fit the schema that editors read, published as the code makes it: touchgate policy schema --preset", () => {
    const published = read("regulation.schema.json");
    expect(published).toEqual(JSON.parse(JSON.stringify(regulationSchema())));
    const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
    const fits = ajv.compile(published as object);
    for (const file of files) expect([file, fits(read(file)), fits.errors]).toEqual([file, true, null]);
    expect(fits({ ...(read("fr.json") as object), rules: [{ id: "x", kind: "hours" }] })).toBe(false);
  });

  it("give no two rules one id", () => {
    const ids = [...presets.values()].flatMap(({ rules }) => rules.map(({ id }) => id));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it("can be extended all together", async () => {
    const purposes = { marketing: {}, collections: {}, survey: {} };
    const policy = {
      id: "all",
      timezone: "UTC",
      retention: "P120D",
      purposes,
      rules: [],
      extends: PRESET_NAMES,
    };
    const verdict = validatePolicy(policy, await loadCalendar(), await presetsOf(policy));
    expect(verdict).toMatchObject({ valid: true });
  });
});

it("a name that there is no preset of is left out, for the validator to tell", async () => {
  expect([...(await presetsOf({ extends: ["regulations/nowhere", "constructor", 7] })).keys()]).toEqual([]);
  for (const document of [undefined, null, {}, { extends: "regulations/us-federal" }]) {
    expect((await presetsOf(document)).size).toBe(0);
  }
});
