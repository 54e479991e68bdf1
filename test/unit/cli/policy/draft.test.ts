import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { AUDIENCES, COUNTRIES, INDUSTRIES, STRICTNESS } from "../../../../lib/cli/policy/drafting/answers.ts";
import { draftPolicy } from "../../../../lib/cli/policy/drafting/draft.ts";
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
                departments: ["sales", "on"],
              };
              const verdict = validateDocument(parse(draftPolicy(answers)), calendar);
              expect(verdict, JSON.stringify(answers)).toMatchObject({ valid: true, warnings: [] });
            }
    },
    60_000,
  );
});
