import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../lib/core/calendar.ts";
import { decide, type Verdict } from "../../lib/core/decide.ts";
import { remainingOf } from "../../lib/core/outlook.ts";
import { REASON_CODES, type Reason } from "../../lib/core/reasons.ts";
import { epochMs } from "../../lib/core/time.ts";
import { RULE_KINDS } from "../../lib/core/words.ts";
import { compile, type Question, question, toOracle } from "../support/arbitrary-questions.ts";
import { allowedAt, checksOf, failingAt, filledAt, maxOf } from "../support/brute-oracle.ts";
import { FURTHEST, leastInstant } from "../support/brute-oracle-next.ts";
import { Tally } from "../support/tally.ts";

/** `DECIDE_RUNS=200000 DECIDE_SEED=7 npx vitest run test/property/decide.test.ts` asks more, or the same again. */
const RUNS = Number(process.env.DECIDE_RUNS ?? 20_000);
const SEED = Number(process.env.DECIDE_SEED ?? Math.floor(Math.random() * 2 ** 31));

const calendar = await loadCalendar();
const ask = (of: Question): Verdict =>
  decide(compile(calendar, of.document, of.listsAsOf), of.contact, of.request, epochMs(of.now));

/** As the oracle names what fails: a wish by what it is about. */
function nameOf({ rule, code, details }: Reason): string {
  if (details.because === "list_outdated") return `list:${details.list}`;
  if (rule !== "preference") return rule;
  if (code === "opted_out") return `wish:${details.scope}`;
  if (code === "own_limit_reached") return `wish:limit ${details.scope}`;
  return code === "paused" ? "wish:paused" : "wish:hours";
}

const told = (reasons: readonly Reason[]) =>
  reasons.map((reason) => [nameOf(reason), reason.code, reason.overridden ?? false].join(" "));

/** What the oracle says of a question, in the words of a verdict. */
function oracleOn(of: Question) {
  const oracle = toOracle(of);
  const checks = checksOf(oracle).filter(({ effect }) => effect === "deny");
  const failing = failingAt(oracle, of.request.at ?? of.now);
  const withEffect = (effect: string) =>
    failing
      .filter((one) => one.effect === effect)
      .map(({ rule, code, overridden }) => [rule, code, overridden].join(" "));
  const reasons = withEffect("deny");
  // A planned request too is told the least instant from now on.
  const next = reasons.length === 0 ? null : leastInstant(oracle, of.now, checks);
  const decision = reasons.length === 0 ? "allow" : next === null ? "deny" : "defer";
  return {
    decision,
    nextAllowedAt: next,
    reasons,
    warnings: withEffect("warn"),
    shadow: withEffect("shadow"),
  };
}

describe("a decision, beside the oracle's", () => {
  it(`is the same for ${RUNS} questions: verdict, what fails and how, and the next instant`, () => {
    const tally = new Tally();
    fc.assert(
      fc.property(question, (of) => {
        const { decision, nextAllowedAt, ...by } = ask(of);
        const mine = { reasons: told(by.reasons), warnings: told(by.warnings), shadow: told(by.shadow) };
        expect({ decision, nextAllowedAt, ...mine }).toEqual(oracleOn(of));
        tally.add(decision);
        if (of.request.at !== undefined) tally.add("planned");
        const all = [...by.reasons, ...by.warnings, ...by.shadow];
        for (const { code, kind, details, overridden } of all)
          tally.add(
            code,
            `kind ${kind}`,
            ...(details.because === undefined ? [] : [String(details.because)]),
            ...(overridden ? ["overridden"] : []),
          );
        for (const rule of of.document.rules) tally.add(...Object.keys(rule).map((field) => `has ${field}`));
      }),
      { numRuns: RUNS, seed: SEED },
    );
    process.stdout.write(`${RUNS} questions agree, seed ${SEED}: ${tally}\n`);
    if (RUNS < 5_000) return;
    // Chance reached everything that it is meant to reach, and often enough.
    for (const verdict of ["allow", "defer", "deny"]) expect(tally.of(verdict)).toBeGreaterThan(RUNS / 10);
    const codes = REASON_CODES.filter((code) => code !== "outage");
    const kinds = RULE_KINDS.filter((kind) => kind !== "cadence").map((kind) => `kind ${kind}`);
    for (const wanted of [...codes, ...kinds, "planned", "overridden", "list_outdated"]) {
      expect(tally.of(wanted), wanted).toBeGreaterThan(RUNS / 250);
    }
  }, 600_000);

  it("passes at the next instant of each reason alone, and at no earlier one", () => {
    fc.assert(
      fc.property(question, (of) => {
        const oracle = toOracle(of);
        const { reasons, warnings, shadow } = ask(of);
        for (const reason of [...reasons, ...warnings, ...shadow]) {
          const alone = checksOf(oracle).filter(({ rule }) => rule === nameOf(reason));
          expect(reason.nextAllowedAt, nameOf(reason)).toBe(leastInstant(oracle, of.now, alone));
        }
      }),
      { numRuns: Math.min(600, RUNS) },
    );
  });

  it("passes at none of many instants by chance before the next", () => {
    fc.assert(
      fc.property(question, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (of, chance) => {
        const { decision, nextAllowedAt } = ask(of);
        if (decision === "allow") return;
        const oracle = toOracle(of);
        const last = nextAllowedAt ?? of.now + FURTHEST;
        const earlier = [...chance.take(60)].map((share) => Math.floor(of.now + share * (last - of.now)));
        const passing = earlier.filter((x) => x < last && allowedAt(oracle, x));
        expect(passing).toEqual([]);
      }),
      { numRuns: Math.min(3_000, RUNS) },
    );
  });

  it("tells how full the fullest window of each limit is", () => {
    fc.assert(
      fc.property(question, (of) => {
        const x = of.request.at ?? of.now;
        const limits = remainingOf(
          compile(calendar, of.document, of.listsAsOf),
          of.contact,
          of.request,
          epochMs(of.now),
        );
        for (const { rule: id, count, max, remaining } of limits) {
          const rule = of.document.rules.find((one) => one.id === id);
          if (rule === undefined) continue;
          expect({ count, max }).toEqual({
            count: filledAt(rule, toOracle(of), x),
            max: maxOf(rule, toOracle(of), x),
          });
          expect(remaining).toBe(Math.max(0, max - count));
        }
      }),
      { numRuns: Math.min(1_000, RUNS) },
    );
  });
});
