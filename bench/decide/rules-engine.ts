import { loadCalendar } from "../../lib/core/calendar.ts";
import { candidateOf } from "../../lib/core/candidate.ts";
import { type CompiledPolicy, compilePolicy } from "../../lib/core/compile-policy.ts";
import type { Verdict } from "../../lib/core/decide.ts";
import { PASSES } from "../../lib/core/rules/rule.ts";
import { type Figure, medianOf, type Progress, wholeNumber } from "../support/figure.ts";
import { processorMs } from "../support/rates.ts";
import { ask, documentOf } from "./company.ts";
import { engineOf } from "./engine-rules.ts";
import { COMPANY_POLICY } from "./policy.ts";
import { type Question, questionsOf } from "./questions.ts";
import { TOUCHES } from "./rate.ts";

const LEAST_RATIO = 20;
const SAMPLE = 1_000;
const CONTACTS = 64;
const ROUNDS = 40;
/** A round asks `decide` as often as takes about as long as asking the engine once. */
const TIMES_DECIDE = 20;

/**
 * json-rules-engine beside the gate in one process, round by round: beside the gate's rules, which give the same
 * answer, namely which of them fail; and beside the whole of `decide`, which also says why in words, and when each of
 * them and all together would pass.
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
  const rounds: { engineUs: number; rulesUs: number; decideUs: number }[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const engineUs = await microsOf(asked.length, async () => {
      for (const question of asked) await askEngine(question);
    });
    const manyTimes = (work: (question: Question) => unknown) =>
      microsOf(asked.length * TIMES_DECIDE, async () => {
        for (let time = 0; time < TIMES_DECIDE; time++) for (const question of asked) work(question);
      });
    const rulesUs = await manyTimes((question) => failingRules(policy, question));
    const decideUs = await manyTimes((question) => ask(policy, question));
    rounds.push({ engineUs, rulesUs, decideUs });
    progress(round / ROUNDS);
  }
  const rateOf = (arm: keyof (typeof rounds)[number]) =>
    `${wholeNumber(1e6 / medianOf(rounds.map((round) => round[arm])))}/s`;
  return [
    { name: `verdicts that are the same, of ${wholeNumber(SAMPLE)}`, value: wholeNumber(SAMPLE) },
    { name: "json-rules-engine: which rules fail", value: rateOf("engineUs") },
    { name: "the gate's rules: which fail", value: rateOf("rulesUs") },
    { name: "decide: also why, and when they pass", value: rateOf("decideUs") },
    ratioFigure("the same answer, times as fast", {
      ratios: rounds.map(({ engineUs, rulesUs }) => engineUs / rulesUs),
      least: LEAST_RATIO,
    }),
    ratioFigure("decide, with what the engine does not tell, times as fast", {
      ratios: rounds.map(({ engineUs, decideUs }) => engineUs / decideUs),
    }),
  ];
}

function ratioFigure(name: string, { ratios, least }: { ratios: readonly number[]; least?: number }): Figure {
  const ratio = medianOf(ratios);
  return {
    name: `${name}, median of ${ratios.length} rounds`,
    value: `${ratio.toFixed(1)} (${Math.min(...ratios).toFixed(1)}–${Math.max(...ratios).toFixed(1)})`,
    ...(least !== undefined && { bar: `≥ ${least}`, met: ratio >= least }),
  };
}

/** What the engine answers, by the gate's rules: no more than which fail. */
function failingRules(policy: CompiledPolicy, { contact, request, now }: Question): string[] {
  const candidate = candidateOf({ policy, contact, request, at: now });
  return policy.rules
    .filter((rule) => rule.applies(candidate) && rule.failsUntil(candidate) !== PASSES)
    .map(({ effect, id }) => `${effect} ${id}`);
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
