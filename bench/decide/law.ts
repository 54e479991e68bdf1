import { loadCalendar } from "../../lib/core/calendar.ts";
import { compilePolicy } from "../../lib/core/compile-policy.ts";
import { validatePolicy } from "../../lib/core/validate-policy.ts";
import { loadPresets } from "../../lib/regulations/load-presets.ts";
import { chanceOf } from "../support/chance.ts";
import type { Figure, Progress } from "../support/figure.ts";
import { rateFigure, ratesOf } from "../support/rates.ts";
import { ask } from "./company.ts";
import { COMPANY_POLICY } from "./policy.ts";
import { type Question, questionsOf } from "./questions.ts";
import { TOUCHES } from "./rate.ts";

const LEAST = 30_000;
const CONTACTS = 64;
const PRESETS = ["regulations/us-federal", "regulations/us-states"];

/** Area codes of Florida (two zones), Texas, New York, Washington, Pennsylvania and Louisiana, as identities hold them. */
const NUMBERS = ["US/850", "US/512", "US/212", "US/206", "US/215", "US/504"];

/** Decisions a second by 25 rules and the law of the United States and all its states. */
export async function measureLaw(progress: Progress): Promise<Figure[]> {
  const calendar = await loadCalendar();
  const presets = await loadPresets(PRESETS);
  const input = { ...COMPANY_POLICY, extends: PRESETS };
  const verdict = validatePolicy(input, calendar, presets);
  if (!verdict.valid) throw new Error(`The policy is not valid: ${JSON.stringify(verdict.issues)}`);
  const policy = compilePolicy(verdict.document, { version: 1, calendar, presets: verdict.presets });
  const questions = americansOf(questionsOf(CONTACTS * 16, TOUCHES));
  const sets = [
    { name: "as they come", asked: questions.slice(0, CONTACTS), least: LEAST },
    {
      name: "allowed",
      asked: questions.filter((one) => ask(policy, one).decision === "allow").slice(0, CONTACTS),
      least: LEAST,
    },
  ];
  return sets.map(({ name, asked, least }, number) => {
    const expected = asked.map((question) => ask(policy, question).decision);
    const rates = ratesOf((turn) => {
      const index = turn % asked.length;
      const { decision } = ask(policy, asked[index] as Question);
      if (decision !== expected[index]) throw new Error(`${name}: question ${index} got ${decision}`);
    });
    progress((number + 1) / sets.length);
    return rateFigure(name, rates, least);
  });
}

/** The same people with American numbers; every other one's region and zone are known beside. */
function americansOf(questions: readonly Question[]): readonly Question[] {
  const chance = chanceOf(50);
  return questions.map(({ contact, ...rest }, index) => {
    const isPlaced = index % 2 === 0;
    const { region: _, timezone: __, ...attributes } = contact.attributes;
    const number = chance.one(NUMBERS);
    return {
      ...rest,
      contact: {
        ...contact,
        identities: contact.identities.map((one) =>
          one.type === "phone" ? { ...one, regions: [number] } : one,
        ),
        attributes: {
          ...{ ...attributes, country: "US" },
          ...(isPlaced && { region: chance.one(["FL", "TX", "NY", "WA"]), timezone: "America/New_York" }),
        },
      },
    };
  });
}
