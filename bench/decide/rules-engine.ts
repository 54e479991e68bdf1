import { loadCalendar } from "../../lib/core/calendar.ts";
import { compilePolicy } from "../../lib/core/compile-policy.ts";
import type { Verdict } from "../../lib/core/decide.ts";
import { type Figure, medianOf, type Progress, wholeNumber } from "../support/figure.ts";
import { processorMs } from "../support/rates.ts";
import { ask, documentOf } from "./company.ts";
import { engineOf } from "./engine-rules.ts";
import { COMPANY_POLICY } from "./policy.ts";
import { questionsOf } from "./questions.ts";
import { TOUCHES } from "./rate.ts";

const LEAST_RATIO = 20;
const SAMPLE = 1_000;
const CONTACTS = 64;
const ROUNDS = 40;
/** A round asks `decide` as often as takes about as long as asking the engine once. */
const TIMES_DECIDE = 20;

/**
 * decide beside json-rules-engine in one process, round by round: the engine says which rules fail, and `decide` that,
 * why in words, and when each of them and all together would pass.
 */
export async function measureBesideRulesEngine(progress: Progress): Promise<Figure[]> {
  const calendar = await loadCalendar();
  const document = documentOf(COMPANY_POLICY, calendar);
  const policy = compilePolicy(document, { version: 1, calendar });
  const askEngine = engineOf(document, calendar);

  const sample = questionsOf(SAMPLE, TOUCHES);
  for (const [index, question] of sample.entries()) {
    const said = (await askEngine(question)).sort().join(", ");
    const expected = failingOf(ask(policy, question)).sort().join(", ");
    if (said !== expected)
      throw new Error(`Question ${index}: decide says [${expected}], the engine [${said}]`);
  }

  const asked = sample.slice(0, CONTACTS);
  const rounds: { engineUs: number; decideUs: number }[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const engineUs = await microsOf(asked.length, async () => {
      for (const question of asked) await askEngine(question);
    });
    const decideUs = await microsOf(asked.length * TIMES_DECIDE, async () => {
      for (let time = 0; time < TIMES_DECIDE; time++) for (const question of asked) ask(policy, question);
    });
    rounds.push({ engineUs, decideUs });
    progress(round / ROUNDS);
  }
  const ratios = rounds.map(({ engineUs, decideUs }) => engineUs / decideUs);
  const ratio = medianOf(ratios);
  const range = `${Math.min(...ratios).toFixed(1)}–${Math.max(...ratios).toFixed(1)}`;
  const perSecond = (micros: readonly number[]) => `${wholeNumber(1e6 / medianOf(micros))}/s`;
  return [
    { name: `verdicts that are the same, of ${wholeNumber(SAMPLE)}`, value: wholeNumber(SAMPLE) },
    { name: "json-rules-engine", value: perSecond(rounds.map(({ engineUs }) => engineUs)) },
    {
      name: "decide, with reasons and next instants",
      value: perSecond(rounds.map(({ decideUs }) => decideUs)),
    },
    {
      name: `times as fast, median of ${ROUNDS} rounds`,
      value: `${ratio.toFixed(1)} (${range})`,
      bar: `≥ ${LEAST_RATIO}`,
      met: ratio >= LEAST_RATIO,
    },
  ];
}

const failingOf = ({ reasons, warnings, shadow }: Verdict): string[] => [
  ...reasons.map(({ rule }) => `deny ${rule}`),
  ...warnings.map(({ rule }) => `warn ${rule}`),
  ...shadow.map(({ rule }) => `shadow ${rule}`),
];

async function microsOf(questions: number, work: () => Promise<void>): Promise<number> {
  const startedAtMs = processorMs();
  await work();
  return ((processorMs() - startedAtMs) * 1_000) / questions;
}
