import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  AUDIENCES,
  COUNTRIES,
  INDUSTRIES,
  STRICTNESS,
  type Strictness,
} from "../../lib/cli/policy/drafting/answers.ts";
import { draftPolicy } from "../../lib/cli/policy/drafting/draft.ts";
import { readAuthorCase } from "../../lib/conform/author-case.ts";
import { decideCase } from "../../lib/conform/decide-case.ts";

const CHANNELS = ["email", "sms", "call"] as const;
const PURPOSES = ["marketing", "sales", "service"] as const;
const DEPARTMENTS = ["alpha", "beta"] as const;
const NOW = Date.parse("2026-06-10T00:00:00Z");
const HOUR = 3_600_000;

const asked = {
  channel: fc.constantFrom(...CHANNELS),
  purpose: fc.constantFrom(...PURPOSES),
  department: fc.constantFrom(...DEPARTMENTS),
};
const questions = fc.record({
  industry: fc.constantFrom(...INDUSTRIES),
  audience: fc.constantFrom(...AUDIENCES),
  country: fc.constantFrom(...COUNTRIES),
  hour: fc.integer({ min: 0, max: 167 }),
  history: fc.array(fc.record({ ...asked, hoursAgo: fc.integer({ min: 1, max: 1200 }) }), { maxLength: 8 }),
  request: fc.record(asked),
});
type Question = typeof questions extends fc.Arbitrary<infer T> ? T : never;

/** What the draft of one strictness says to a question. */
async function decisionOf(strictness: Strictness, { industry, audience, country, ...question }: Question) {
  const policy = parse(
    draftPolicy({
      industry,
      audience,
      strictness,
      channels: [...CHANNELS],
      countries: [country],
      departments: [...DEPARTMENTS],
    }),
  );
  const now = NOW + question.hour * HOUR;
  const history = question.history
    .toSorted((a, b) => b.hoursAgo - a.hoursAgo)
    .map(({ hoursAgo, ...touch }) => ({ ...touch, at: new Date(now - hoursAgo * HOUR).toISOString() }));
  const written = {
    shows: "a question",
    now: new Date(now).toISOString(),
    history,
    request: question.request,
    expect: { decision: "allow" },
  };
  const read = readAuthorCase(written, { policy, path: "" });
  if ("issues" in read) throw new Error(JSON.stringify(read.issues));
  return (await decideCase(read.of)).decision;
}

describe("drafts of rising strictness", () => {
  it("never allow what a more lenient one stops", async () => {
    await fc.assert(
      fc.asyncProperty(questions, async (question) => {
        const decisions = await Promise.all(STRICTNESS.map((strictness) => decisionOf(strictness, question)));
        const allowed = decisions.map((decision) => decision === "allow");
        expect(allowed, decisions.join(" ")).toEqual(allowed.toSorted((a, b) => Number(b) - Number(a)));
      }),
      { numRuns: 300 },
    );
  }, 30_000);
});
