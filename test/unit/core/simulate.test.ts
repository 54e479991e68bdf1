import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { compilePolicy } from "../../../lib/core/compile-policy.ts";
import { newContact } from "../../../lib/core/contact.ts";
import { decide } from "../../../lib/core/decide.ts";
import type { PastTouch } from "../../../lib/core/simulation/past-touch.ts";
import { createSimulation, type SimulationOptions } from "../../../lib/core/simulation/simulate.ts";
import { emptyTally, mergeTallies, type Tally } from "../../../lib/core/simulation/tally.ts";
import { type EpochMs, epochMs, HOUR_MS } from "../../../lib/core/time.ts";
import { validatePolicy } from "../../../lib/core/validate-policy.ts";
import { touchOf } from "../../support/asked-with.ts";

const calendar = await loadCalendar();
function policyOf(...rules: readonly object[]) {
  const purposes = { sales: {}, news: { requires: ["topic"] }, receipt: { obeys: "hard", counts: false } };
  const document = { id: "p", timezone: "UTC", purposes, departments: ["sales", "service"], rules };
  const verdict = validatePolicy(document, calendar);
  if (!verdict.valid) throw new Error(JSON.stringify(verdict.issues));
  return compilePolicy(verdict.document, { version: 1, calendar });
}

const START = Date.parse("2026-06-08T10:00:00Z");
const atHour = (hours: number): EpochMs => epochMs(START + hours * HOUR_MS);
const call = (hours: number, more: Partial<PastTouch> = {}): PastTouch => ({
  ...{ at: atHour(hours), channel: "call", department: "sales", purpose: "sales" },
  ...more,
});
const DAILY = { id: "daily", kind: "cap", max: 1, window: { rolling: "P1D" } };
const simulated = (options: SimulationOptions, ...touches: readonly PastTouch[]): Tally => {
  const simulation = createSimulation(options);
  for (const touch of touches) simulation.add("a", touch);
  return simulation.tally();
};
const totals = ({ touches, wouldAllow, wouldDefer, wouldDeny }: Tally) => [
  touches,
  wouldAllow,
  wouldDefer,
  wouldDeny,
];

describe("a simulation", () => {
  it("counts only what the policy itself would have let pass", () => {
    // The second is stopped by the first, and therefore does not stop the third.
    const tally = simulated({ candidate: policyOf(DAILY) }, call(0), call(12), call(25));
    expect(totals(tally)).toEqual([3, 2, 1, 0]);
    expect(tally.byRule).toEqual({ daily: { stopped: 1, alone: 1 } });
    expect(tally.waits).toEqual([0, 0, 1, 0, 0, 0, 0, 0]);
    expect(tally.hardest).toEqual([{ contact: "a", touches: 3, stopped: 1 }]);
    expect(tally.samples).toEqual([
      {
        ...{
          contact: "a",
          at: "2026-06-08T22:00:00.000Z",
          department: "sales",
          channel: "call",
          purpose: "sales",
        },
        ...{ decision: "defer", nextAllowedAt: "2026-06-09T10:00:00.000Z", lot: expect.any(Number) },
        reasons: [{ rule: "daily", code: "cap_reached", message: expect.stringMatching(/./) }],
      },
    ]);
  });

  it("hears what became of a touch at its own instant, and nothing of one that was not sent", () => {
    const cooldown = { id: "cool", kind: "cooldown", after: ["refused"], for: "P1D" };
    const refused = (hours: number) => ({ outcomes: [{ outcome: "refused" as const, at: atHour(hours) }] });
    const told = (...touches: readonly PastTouch[]) =>
      totals(simulated({ candidate: policyOf(cooldown) }, ...touches));
    expect(told(call(0, refused(5)), call(4), call(6))).toEqual([3, 2, 1, 0]);
    expect(told(call(0, refused(1)), call(2, refused(3)), call(25))).toEqual([3, 2, 1, 0]);
  });

  it("tells denials from deferrals, warnings and trials from both, and rules that agree from one alone", () => {
    const never = {
      id: "never",
      kind: "cap",
      max: 0,
      window: { rolling: "P1D" },
      when: { department: ["service"] },
    };
    const warn = { ...DAILY, id: "warn", effect: "warn" };
    const shadow = { ...DAILY, id: "trial", effect: "shadow" };
    const tally = simulated(
      { candidate: policyOf(DAILY, never, warn, shadow) },
      call(0),
      call(1, { department: "service" }),
    );
    expect(totals(tally)).toEqual([2, 1, 0, 1]);
    expect(tally.byRule).toEqual({ daily: { stopped: 1, alone: 0 }, never: { stopped: 1, alone: 0 } });
    expect([tally.warned, tally.shadow]).toEqual([{ warn: 1 }, { trial: 1 }]);
    expect(tally.by.department).toEqual({
      sales: { touches: 1, wouldDefer: 0, wouldDeny: 0 },
      service: { touches: 1, wouldDefer: 0, wouldDeny: 1 },
    });
  });

  it("goes by what was known of the contact then", () => {
    const cold = { ...DAILY, max: { by: "stage", values: { customer: 2 }, default: 0 } };
    const tally = simulated(
      { candidate: policyOf(cold), attributes: { stage: "customer" } },
      ...[call(0), call(1, { attributes: { stage: "prospect" } }), call(2)],
    );
    expect(totals(tally)).toEqual([3, 2, 0, 1]);
    expect(Object.keys(tally.by.stage)).toEqual(["customer", "prospect"]);
  });

  it("leaves what the contact began unjudged, and what the policy has no words for", () => {
    const tally = simulated(
      { candidate: policyOf(DAILY) },
      ...[call(0, { isInbound: true }), call(1), call(2, { purpose: "news" }), call(3, { purpose: "x" })],
      call(4, { department: "legal" }),
    );
    expect([tally.inbound, ...totals(tally)]).toEqual([1, 1, 1, 0, 0]);
    expect(tally.notJudged).toEqual({
      "news requires topic": 1,
      "the policy has no purpose x": 1,
      "the policy has no department legal": 1,
    });
  });

  it("says against the policy in force what would come out otherwise, each on its own history", () => {
    const stricter = policyOf({ ...DAILY, id: "two-days", window: { rolling: "P2D" } });
    const looser = policyOf(DAILY);
    const touches = [call(0), call(25), call(49)];
    expect(simulated({ candidate: stricter, active: looser }, ...touches).difference).toEqual({
      ...{ wouldAllow: 3, wouldDefer: 0, wouldDeny: 0, newlyStopped: 1, newlyAllowed: 0 },
      byRule: { "two-days": { newlyStopped: 1, newlyAllowed: 0 } },
    });
    expect(simulated({ candidate: looser, active: stricter }, ...touches).difference).toEqual({
      ...{ wouldAllow: 2, wouldDefer: 1, wouldDeny: 0, newlyStopped: 0, newlyAllowed: 1 },
      byRule: { "two-days": { newlyStopped: 0, newlyAllowed: 1 } },
    });
  });
});

const history = fc
  .array(
    fc.record({
      hours: fc.integer({ min: 0, max: 24 * 14 }),
      channel: fc.constantFrom("call" as const, "email" as const),
      department: fc.constantFrom("sales", "service"),
      outcome: fc.option(
        fc.record({
          outcome: fc.constantFrom("refused" as const, "bounced" as const),
          after: fc.integer({ min: 0, max: 30 }),
        }),
      ),
    }),
    { maxLength: 25 },
  )
  .map((rows) =>
    rows
      .sort((a, b) => a.hours - b.hours)
      .map(({ hours, outcome, ...rest }) =>
        call(hours, {
          ...rest,
          ...(outcome && { outcomes: [{ outcome: outcome.outcome, at: atHour(hours + outcome.after) }] }),
        }),
      ),
  );
const RULES = [
  { id: "week", kind: "cap", max: 3, window: { rolling: "P7D" } },
  { id: "spacing", kind: "gap", min: "PT20H", counts: { channel: ["call"] }, when: { channel: ["call"] } },
  { id: "lock", kind: "lock", period: "P2D" },
  { id: "cool", kind: "cooldown", after: ["refused"], for: "P3D" },
  {
    id: "day",
    kind: "hours",
    zone: "UTC",
    allow: [{ days: ["mon", "tue", "wed", "thu", "fri"], ranges: [["08:00", "20:00"]] }],
  },
];

describe("for any history", () => {
  it("each touch comes out as decide says of all that passed before it and is known by then", () => {
    const candidate = policyOf(...RULES);
    fc.assert(
      fc.property(history, (touches) => {
        const passed: PastTouch[] = [];
        const decisions = touches.map((touch) => {
          const before = passed.map((one, index) =>
            touchOf({
              ...{ id: `${index}`, at: one.at, channel: one.channel, department: one.department },
              outcomes: (one.outcomes ?? []).filter(({ at }) => at <= touch.at),
            }),
          );
          const contact = { ...newContact("a"), touches: before };
          const { channel, department, purpose, at } = touch;
          const tags = { campaign: undefined, topic: undefined, product: undefined, subject: undefined };
          const request = {
            channel,
            department,
            purpose,
            ...tags,
            agent: undefined,
            namedKey: undefined,
            at: undefined,
          };
          const { decision } = decide(candidate, contact, request, at);
          if (decision === "allow") passed.push(touch);
          return decision;
        });
        const count = (wanted: string) => decisions.filter((decision) => decision === wanted).length;
        expect(totals(simulated({ candidate }, ...touches))).toEqual([
          ...[touches.length, count("allow"), count("defer"), count("deny")],
        ]);
      }),
      { numRuns: 300 },
    );
  });

  it("contacts may come in any order, mixed or in parts that are added up", () => {
    const [candidate, active] = [policyOf(...RULES), policyOf(...RULES.slice(1))];
    fc.assert(
      fc.property(fc.array(history, { minLength: 1, maxLength: 6 }), fc.integer(), (histories, seed) => {
        const rows = histories.flatMap((touches, index) =>
          touches.map((touch) => [`c${index}`, touch] as const),
        );
        const inTime = [...rows].sort(([, a], [, b]) => a.at - b.at);
        const of = (parts: readonly (readonly (readonly [string, PastTouch])[])[]) =>
          parts
            .map((part) => {
              const simulation = createSimulation({ candidate, active });
              for (const [contact, touch] of part) simulation.add(contact, touch);
              return simulation.tally();
            })
            .reduce(mergeTallies, emptyTally());
        const whole = of([inTime]);
        expect(of([rows])).toEqual(whole);
        const byContact = histories.map((_, index) => rows.filter(([contact]) => contact === `c${index}`));
        const turned = seed % 2 === 0 ? byContact : byContact.reverse();
        const merged = of(turned);
        expect(merged.waits.reduce((a, b) => a + b, 0)).toBe(merged.wouldDefer);
        if (whole.touches > 0) expect(merged).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  it("years are as good as days: what a contact keeps is what the policy retains", () => {
    const candidate = policyOf(DAILY);
    const simulation = createSimulation({ candidate });
    for (let day = 0; day < 2_000; day += 1) simulation.add("a", call(day * 25));
    expect(totals(simulation.tally())).toEqual([2_000, 2_000, 0, 0]);
  });
});

describe("a tally of many contacts", () => {
  it("fits into one item, however many campaigns they were sent", () => {
    const candidate = policyOf(DAILY);
    const parts = Array.from({ length: 1_500 }, (_, index) =>
      simulated({ candidate }, call(0, { campaign: `${index}-${"客".repeat(120)}` })),
    );
    const tally = parts.reduce(mergeTallies, emptyTally());
    expect(Buffer.byteLength(JSON.stringify(tally))).toBeLessThan(300 * 1_024);
    const counted = Object.values(tally.by.campaign).reduce((sum, { touches }) => sum + touches, 0);
    expect(counted).toBe(1_500);
  });
});
