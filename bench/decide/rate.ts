import type { Figure, Progress } from "../support/figure.ts";
import { rateFigure, ratesOf } from "../support/rates.ts";
import { ask, companyPolicy } from "./company.ts";
import { type Question, questionsOf } from "./questions.ts";

const LEAST = 60_000;
export const TOUCHES = 60;
/** So many contacts take turns, so that no single one is learnt by heart. */
const CONTACTS = 64;

/** Decisions a second on one core: 25 rules, contacts of 60 touches, nothing but `decide`. */
export async function measureRates(progress: Progress): Promise<Figure[]> {
  const policy = await companyPolicy();
  const questions = questionsOf(CONTACTS * 16, TOUCHES);
  const answered = (wanted: string) =>
    questions.filter((question) => ask(policy, question).decision === wanted).slice(0, CONTACTS);

  const sets: readonly { name: string; asked: readonly Question[]; least?: number }[] = [
    { name: "allowed", asked: answered("allow"), least: LEAST },
    { name: "as they come: two in five allowed", asked: questions.slice(0, CONTACTS), least: LEAST },
    { name: "deferred, with the next instant", asked: answered("defer") },
    { name: "denied, no instant would do", asked: answered("deny") },
  ];
  return sets.map(({ name, asked, least }, number) => {
    if (asked.length < CONTACTS) throw new Error(`${name}: only ${asked.length} such questions`);
    const expected = asked.map((question) => ask(policy, question).decision);
    const rates = ratesOf((turn) => {
      const index = turn % CONTACTS;
      const { decision } = ask(policy, asked[index] as Question);
      if (decision !== expected[index]) throw new Error(`${name}: question ${index} got ${decision}`);
    });
    progress((number + 1) / sets.length);
    return rateFigure(name, rates, least);
  });
}
