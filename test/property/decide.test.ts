import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../lib/core/calendar.ts";
import { decide, type Verdict } from "../../lib/core/decide.ts";
import { SEARCH_MS } from "../../lib/core/next-allowed.ts";
import type { Reason } from "../../lib/core/reasons.ts";
import { inOrder } from "../../lib/core/record.ts";
import { epochMs } from "../../lib/core/time.ts";
import { compile, type Question, question, toOracle } from "../support/arbitrary-questions.ts";
import { allowedAt, failingAt } from "../support/brute-oracle.ts";
import { turningInstants } from "../support/turning-instants.ts";

const calendar = await loadCalendar();
const ask = (of: Question): Verdict =>
  decide(compile(calendar, of.document), of.contact, of.request, epochMs(of.now));

/** As the oracle names what fails: a wish by what it is about. */
function nameOf({ rule, code, details }: Reason): string {
  if (rule !== "preference") return rule;
  if (code === "opted_out") return `wish:${details.scope}`;
  if (code === "own_limit_reached") return `wish:limit ${details.scope}`;
  return code === "paused" ? "wish:paused" : "wish:hours";
}
const namesOf = (reasons: readonly Reason[]) => reasons.map(nameOf);

const REACHED = [
  ...["allow", "defer", "deny", "planned", "cap_reached", "too_soon", "department_locked", "outside_hours"],
  ...["zone_unknown", "opted_out", "paused", "own_limit_reached", "outside_own_hours"],
];
const RULE_FIELDS = ["hard", "effect", "when", "unless", "counts", "per", "differs", "unknownZone"];

describe("a decision, beside the oracle's", () => {
  it("fails exactly the rules and wishes that fail, in order", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(question, (of) => {
        const verdict = ask(of);
        const failing = failingAt(toOracle(of), of.request.at ?? of.now);
        const named = (effect: string) => failing.filter((f) => f.effect === effect).map(({ rule }) => rule);
        expect(namesOf(verdict.reasons)).toEqual(named("deny"));
        expect(namesOf(verdict.warnings)).toEqual(named("warn"));
        expect(namesOf(verdict.shadow)).toEqual(named("shadow"));
        expect(verdict.decision === "allow").toBe(named("deny").length === 0);
        for (const { code } of [...verdict.reasons, ...verdict.warnings]) seen.add(code);
        seen.add(verdict.decision);
        if (of.request.at !== undefined) seen.add("planned");
        for (const rule of of.document.rules) for (const field of Object.keys(rule)) seen.add(field);
      }),
      { numRuns: 4_000 },
    );
    // Chance reached everything that it is meant to reach.
    for (const wanted of [...REACHED, ...RULE_FIELDS]) expect(seen).toContain(wanted);
  });

  it("passes at its next instant, and at no earlier one", () => {
    let deferred = 0;
    let denied = 0;
    fc.assert(
      fc.property(question, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (of, chance) => {
        const { decision, nextAllowedAt } = ask(of);
        if (decision === "allow") return;
        // A planned request too is told the least instant from now on.
        const x = of.now;
        const oracle = toOracle(of);
        const last = nextAllowedAt ?? x + SEARCH_MS;
        const random = [...chance.take(20)].map((share) => Math.floor(x + share * (last - x)));
        const earlier = [...turningInstants(of, x, last), ...random].filter((at) => at !== nextAllowedAt);
        expect(earlier.filter((at) => allowedAt(oracle, at))).toEqual([]);
        if (nextAllowedAt !== null) expect(allowedAt(oracle, nextAllowedAt)).toBe(true);
        if (nextAllowedAt === null) denied += 1;
        else deferred += 1;
      }),
      { numRuns: 2_500 },
    );
    expect(deferred).toBeGreaterThan(300);
    expect(denied).toBeGreaterThan(100);
  });

  it("tells of each reason the first instant at which that rule alone passes", () => {
    fc.assert(
      fc.property(question, (of) => {
        const oracle = toOracle(of);
        const fails = (at: number, rule: string) => failingAt(oracle, at).some((f) => f.rule === rule);
        const { reasons, warnings, shadow } = ask(of);
        for (const reason of [...reasons, ...warnings, ...shadow]) {
          if (reason.nextAllowedAt === null) continue;
          expect(fails(reason.nextAllowedAt, nameOf(reason))).toBe(false);
          if (reason.nextAllowedAt > of.now)
            expect(fails(reason.nextAllowedAt - 1, nameOf(reason))).toBe(true);
        }
      }),
      { numRuns: 1_500 },
    );
  });
});

/** The list in an order told by numbers, one for each place. */
const reordered = <T>(list: readonly T[], keys: readonly number[]): T[] =>
  list
    .map((value, index) => ({ value, key: keys[index] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);

describe("a decision does not depend on", () => {
  const keys = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });
  const gist = ({ decision, nextAllowedAt, reasons }: Verdict) => ({
    decision,
    nextAllowedAt,
    reasons: reasons.map((reason) => `${nameOf(reason)} ${reason.nextAllowedAt}`).sort(),
  });

  it("the order in which touches were recorded, those of one instant included", () => {
    fc.assert(
      fc.property(question, keys, fc.boolean(), (of, order, crowd) => {
        const hour = (at: number) => epochMs(Math.floor(at / 86_400_000) * 86_400_000);
        const list = crowd
          ? of.contact.touches.map((touch) => ({ ...touch, at: hour(touch.at) }))
          : of.contact.touches;
        const told = (touches: typeof list) =>
          gist(ask({ ...of, contact: { ...of.contact, touches: inOrder(touches) } }));
        expect(told(reordered(list, order))).toEqual(told(list));
      }),
      { numRuns: 1_000 },
    );
  });

  it("the order of the policy's rules", () => {
    fc.assert(
      fc.property(question, keys, (of, order) => {
        const rules = reordered(of.document.rules, order);
        expect(gist(ask({ ...of, document: { ...of.document, rules } }))).toEqual(gist(ask(of)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("rules that warn or are in shadow", () => {
    fc.assert(
      fc.property(question, (of) => {
        const rules = of.document.rules.filter(({ effect = "deny" }) => effect === "deny");
        expect(gist(ask({ ...of, document: { ...of.document, rules } }))).toEqual(gist(ask(of)));
      }),
      { numRuns: 1_000 },
    );
  });
});
