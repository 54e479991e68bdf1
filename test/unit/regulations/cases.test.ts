import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PRESET_NAMES } from "../../../lib/regulations/load-presets.ts";
import { readLawCases, tryLawRow } from "../../support/law-cases.ts";

const fileOf = (preset: string): URL =>
  new URL(`../../cases-regulations/${preset.replace("regulations/", "")}.yaml`, import.meta.url);

describe.each([...PRESET_NAMES])("%s", (preset) => {
  const file = fileOf(preset);
  it("has its cases, written from the source", () => {
    expect(existsSync(file)).toBe(true);
  });
  if (!existsSync(file)) return;
  const cases = readLawCases(file);

  it.each(
    cases.cases.map((row) => ({
      row,
      name: [row.at, row.channel, row.as, row.shows].filter(Boolean).join(", "),
    })),
  )("$row.is: $name", async ({ row }) => {
    const { got, expected } = await tryLawRow([preset], cases, row);
    expect(got).toEqual(expected);
  });
});
