import { loadCalendar } from "../../lib/core/calendar.ts";
import type { CompiledPolicy } from "../../lib/core/compile-policy.ts";
import { type Figure, medianOf, type Progress } from "../support/figure.ts";
import { rateFor } from "../support/rates.ts";
import { ask, companyPolicy, compiledOf } from "./company.ts";
import { COMPANY_POLICY } from "./policy.ts";
import { type Question, questionsOf } from "./questions.ts";
import { TOUCHES } from "./rate.ts";

const TOUCH_STEPS = [1, 3, 10, 30, 100, 300, 1_000];
const RULE_STEPS = [5, 10, 25, 50, 100, 200];
const CONTACTS = 16;
const ROUNDS = 7;
const BATCH_MS = 40;

/** Linear is an exponent of 1; what is above it here is for the processor's caches and for other programs. */
const HIGHEST_EXPONENT = 1.1;

interface Step {
  readonly size: number;
  readonly policy: CompiledPolicy;
  readonly questions: readonly Question[];
}

/** How a decision grows with the touches of a contact, by the policy of 25 rules. */
export async function measureTouchGrowth(progress: Progress): Promise<Figure[]> {
  const policy = await companyPolicy();
  const steps = TOUCH_STEPS.map((size) => ({ size, policy, questions: questionsOf(CONTACTS, size) }));
  return growth(steps, { of: "touches", progress });
}

/** How a decision grows with the rules of a policy, for contacts of 60 touches. */
export async function measureRuleGrowth(progress: Progress): Promise<Figure[]> {
  const calendar = await loadCalendar();
  const questions = questionsOf(CONTACTS, TOUCHES);
  const steps = RULE_STEPS.map((size) => ({ size, policy: compiledOf(policyOf(size), calendar), questions }));
  return growth(steps, { of: "rules", progress });
}

/** The rules of the policy over and over, in an order that takes the kinds in turn, each with a name of its own. */
function policyOf(size: number): unknown {
  const { rules } = COMPANY_POLICY;
  return {
    ...COMPANY_POLICY,
    // 7 and 25 have no common divisor: 25 successive ones are all of them.
    rules: Array.from({ length: size }, (_, n) => {
      const rule = rules[(n * 7) % rules.length] as (typeof rules)[number];
      return { ...rule, id: `${rule.id}-${n}` };
    }),
  };
}

/** Rounds alternate over the steps, so that a busy moment of the machine falls on all of them. */
function growth(steps: readonly Step[], { of, progress }: { of: string; progress: Progress }): Figure[] {
  const micros = steps.map((): number[] => []);
  for (let round = -1; round < ROUNDS; round++) {
    for (const [index, step] of steps.entries()) {
      const taken = 1e6 / rateFor((turn) => ask(step.policy, questionAt(step, turn)), BATCH_MS);
      // The first round only warms up.
      if (round >= 0) micros[index]?.push(taken);
    }
    progress((round + 2) / (ROUNDS + 1));
  }
  const medians = micros.map(medianOf);
  const exponent = slopeOf(steps.map(({ size }, index) => [size, medians[index] ?? Number.NaN]));
  return [
    ...steps.map(({ size }, index) => ({
      name: `${size} ${of}`,
      value: `${(medians[index] ?? Number.NaN).toFixed(1)} µs`,
    })),
    {
      name: `exponent of the growth, over the last three steps`,
      value: exponent.toFixed(2),
      bar: `≤ ${HIGHEST_EXPONENT}`,
      met: exponent <= HIGHEST_EXPONENT,
    },
  ];
}

const questionAt = ({ questions }: Step, turn: number): Question =>
  questions[turn % questions.length] as Question;

/**
 * The exponent p of the power law time = c · size^p by least squares on the logarithms, over the three largest sizes:
 * there the part that does not grow weighs least.
 */
function slopeOf(points: readonly (readonly [size: number, micros: number])[]): number {
  const logs = points.slice(-3).map(([size, micros]) => [Math.log(size), Math.log(micros)] as const);
  const mean = (index: 0 | 1) => logs.reduce((sum, point) => sum + point[index], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return covariance / variance;
}
