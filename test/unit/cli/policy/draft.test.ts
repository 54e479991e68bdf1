import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { AUDIENCES, COUNTRIES, INDUSTRIES, STRICTNESS } from "../../../../lib/cli/policy/drafting/answers.ts";
import { draftPolicy } from "../../../../lib/cli/policy/drafting/draft.ts";
import { askUntilSound, QUESTIONS } from "../../../../lib/cli/policy/new.ts";
import { loadCalendar } from "../../../../lib/core/calendar.ts";
import { validateDocument } from "../../../../lib/core/validate-document.ts";
import { CHANNELS } from "../../../../lib/core/words.ts";

const calendar = await loadCalendar();
const CHANNEL_SETS = [...CHANNELS.map((channel) => [channel]), [...CHANNELS]];

describe("a drafted policy", () => {
  it.each(STRICTNESS)(
    "has neither faults nor warnings, whatever else is answered: %s",
    (strictness) => {
      for (const industry of INDUSTRIES)
        for (const audience of AUDIENCES)
          for (const channels of CHANNEL_SETS)
            for (const countries of [...COUNTRIES.map((country) => [country]), COUNTRIES]) {
              const answers = {
                industry,
                audience,
                channels,
                strictness,
                countries,
                departments: countries.length === 1 ? ["sales"] : ["sales", "on"],
              };
              const verdict = validateDocument(parse(draftPolicy(answers)), calendar);
              expect(verdict, JSON.stringify(answers)).toMatchObject({ valid: true, warnings: [] });
            }
    },
    60_000,
  );
});

describe("the six questions", () => {
  it("are each asked again until the answer is sound, with what is wrong with it", async () => {
    const answers = [
      "banking",
      "Finance",
      "B2B",
      "",
      "call",
      "strict",
      "DE,XX",
      "de, AT",
      "Sales 1",
      "sales",
    ];
    const asked: string[] = [];
    const ask = async (text: string): Promise<string> => {
      asked.push(text);
      return answers.shift() ?? "";
    };
    expect(await askUntilSound(QUESTIONS, ask)).toEqual({
      industry: "Finance",
      audience: "B2B",
      channels: "call",
      strictness: "strict",
      countries: "de, AT",
      departments: "sales",
    });
    expect(answers).toEqual([]);
    const told = asked.filter((text) => text.startsWith("  ")).map((text) => text.split("\n")[0]);
    expect(told).toEqual([
      expect.stringContaining("finance"),
      "  Name at least one.",
      expect.stringContaining("DE"),
      "  Write it in small letters, like customer-care.",
    ]);
  });
});
