import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { loadPresets, PRESET_NAMES } from "../../../lib/regulations/load-presets.ts";
import { regulationsDoc } from "../../../lib/regulations/regulations-doc.ts";

const presets = await loadPresets(PRESET_NAMES);

it("docs/regulations.md is made of the presets as they are: npx touchgate law --all > docs/regulations.md", () => {
  const written = readFileSync(new URL("../../../docs/regulations.md", import.meta.url), "utf8");
  expect(written.trimEnd()).toBe(regulationsDoc(presets).trimEnd());
});

it("it names every rule with its source, its date and its confidence, and those of low confidence once more", () => {
  const page = regulationsDoc(presets);
  const toVerify = page.slice(page.indexOf("## To be verified"));
  for (const { id, source, verifiedOn, confidence } of [...presets.values()].flatMap(({ rules }) => rules)) {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${id}\``));
    for (const part of [source.replaceAll("|", "\\|"), verifiedOn, confidence])
      expect(row, id).toContain(part);
    expect(toVerify.includes(`\`${id}\``), id).toBe(confidence === "low");
  }
});
