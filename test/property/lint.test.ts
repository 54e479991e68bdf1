import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../lib/core/calendar.ts";
import { decide } from "../../lib/core/decide.ts";
import type { Claim } from "../../lib/core/lint/finding.ts";
import { findingsOf } from "../../lib/core/lint/lint-policy.ts";
import { epochMs } from "../../lib/core/time.ts";
import { validatePolicy } from "../../lib/core/validate-policy.ts";
import { compile, type Question, question } from "../support/arbitrary-questions.ts";

const calendar = await loadCalendar();
const RUNS = 4_000;

/** The ids of the rules of which this is claimed. */
function claimed(document: unknown, claim: Claim): ReadonlySet<string> {
  const verdict = validatePolicy(document, calendar);
  if (!verdict.valid) return new Set();
  const { rules } = verdict.document;
  const findings = findingsOf(verdict.document).filter((finding) => finding.claim === claim);
  return new Set(findings.flatMap(({ rule }) => (rule === undefined ? [] : (rules[rule]?.id ?? []))));
}

const answerTo = ({ document, contact, request, now, listsAsOf }: Question) =>
  decide(compile(calendar, document, listsAsOf), contact, request, epochMs(now));

describe("a warning is true", () => {
  it("a rule that can never fire is never among what a decision reports", () => {
    let seen = 0;
    fc.assert(
      fc.property(question, (asked) => {
        const idle = claimed(asked.document, "neverFires");
        if (idle.size === 0) return;
        seen++;
        const { reasons, warnings, shadow } = answerTo(asked);
        for (const { rule } of [...reasons, ...warnings, ...shadow]) expect(idle).not.toContain(rule);
      }),
      { numRuns: RUNS },
    );
    expect(seen).toBeGreaterThan(RUNS / 40);
  });

  it("a rule that never stops anything by itself is never the only reason", () => {
    let seen = 0;
    fc.assert(
      fc.property(question, (asked) => {
        const idle = claimed(asked.document, "neverAlone");
        if (idle.size === 0) return;
        const { reasons } = answerTo(asked);
        if (reasons.some(({ rule }) => idle.has(rule))) seen++;
        const others = reasons.filter(({ rule }) => !idle.has(rule));
        if (reasons.length > 0) expect(others).not.toEqual([]);
      }),
      { numRuns: RUNS },
    );
    expect(seen).toBeGreaterThan(0);
  });
});
