import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../lib/core/calendar.ts";
import { type CompiledPolicy, compilePolicy } from "../../lib/core/compile-policy.ts";
import { decide } from "../../lib/core/decide.ts";
import { placeOf } from "../../lib/core/place/place.ts";
import { lawsOf, mayBind, spanOf } from "../../lib/core/regulations/compile-regulations.ts";
import { DAY_MS, epochMs } from "../../lib/core/time.ts";
import { validatePolicy } from "../../lib/core/validate-policy.ts";
import { loadPresets, PRESET_NAMES } from "../../lib/regulations/load-presets.ts";
import { contactWith, identityOf, requestWith, touchOf } from "../support/asked-with.ts";

const calendar = await loadCalendar();
const presets = await loadPresets(PRESET_NAMES);
const laws = lawsOf([...presets.values()]);

const PURPOSES = {
  marketing: { regulatedAs: "solicitation" },
  collections: { regulatedAs: "collection" },
  survey: { regulatedAs: "research" },
} as const;

const compiled = new Map<string, CompiledPolicy>();
function policyOf(names: readonly string[]): CompiledPolicy {
  const key = names.join();
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const input = {
    id: "p",
    timezone: "UTC",
    retention: "P200D",
    purposes: PURPOSES,
    rules: [],
    extends: names,
  };
  const verdict = validatePolicy(input, calendar, presets);
  if (!verdict.valid) throw new Error(JSON.stringify(verdict.issues));
  const policy = compilePolicy(verdict.document, { version: 1, calendar, presets: verdict.presets });
  compiled.set(key, policy);
  return policy;
}

/** Places that some preset speaks of, and one that none does. */
const places = [...new Set(laws.map(({ law }) => law.jurisdiction)), "NP"].filter((one) => one !== "EU");
const placed = fc.constantFrom(...places).chain((place) => {
  const [country = "", region] = place.split("-");
  const attributes = fc.record(
    {
      country: fc.constant(country),
      region: fc.constant(region),
      recipientType: fc.constantFrom("consumer", "business"),
      timezone: fc.constantFrom("America/New_York", "Europe/Paris", "Asia/Tokyo", "Australia/Sydney"),
    },
    { requiredKeys: ["country"] },
  );
  return fc.record({
    attributes,
    phones: fc.subarray([country, "US", "FR"], { maxLength: 2 }),
  });
});
const channel = fc.constantFrom("call", "sms", "email" as const);
const purpose = fc.constantFrom(...(Object.keys(PURPOSES) as (keyof typeof PURPOSES)[]));
const FROM = Date.UTC(2025, 0, 1);
const instant = fc
  .oneof(
    fc.integer({ min: 0, max: 4 * 365 * 24 * 4 }).map((quarters) => FROM + quarters * 15 * 60_000),
    // The last and the first moment of something.
    fc.integer({ min: 0, max: 4 * 365 * 24 }).map((hours) => FROM + hours * 3_600_000 - 1),
  )
  .map((at) => epochMs(at));
const past = fc.array(
  fc.record({
    hours: fc.integer({ min: 0, max: 24 * 40 }),
    channel,
    purpose,
    outcome: fc.constantFrom(undefined, "conversation", "refused", "no_answer"),
  }),
  { maxLength: 12 },
);
const consented = fc.constantFrom(undefined, "implied", "express", "expressWritten");

const question = fc
  .record({ placed, channel, purpose, at: instant, past, level: consented })
  .map(({ placed: { attributes, phones }, channel: asked, purpose: about, at, past: touches, level }) => ({
    at,
    request: requestWith({ channel: asked, purpose: about, department: "any", subject: "s" }),
    contact: contactWith({
      attributes: Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)),
      identities: phones.map((region, index) => ({ ...identityOf(`p${index}`, "phone"), regions: [region] })),
      touches: touches
        .map(({ hours, outcome, ...touch }, index) => {
          const then = epochMs(at - hours * 3_600_000);
          const outcomes = outcome === undefined ? [] : [{ outcome, at: then }];
          return touchOf({
            id: `t${index}`,
            at: then,
            subject: "s",
            department: "any",
            outcomes,
            ...touch,
          });
        })
        .sort((a, b) => a.at - b.at),
      consents:
        level === undefined
          ? undefined
          : [
              {
                ...{ channel: asked, purpose: about, level, at: epochMs(0) },
                ...{ expiresAt: undefined, source: undefined, evidence: undefined },
              },
            ],
    }),
  }));

describe("presets together", () => {
  it("never allow an instant that any one of them forbids, and forbid none that all allow", () => {
    let stopped = 0;
    fc.assert(
      fc.property(
        fc.subarray([...PRESET_NAMES], { minLength: 1 }),
        question,
        (names, { contact, request, at }) => {
          const together = decide(policyOf(names), contact, request, at);
          const alone = names.map((name) => decide(policyOf([name]), contact, request, at));
          if (together.decision !== "allow") stopped++;
          expect(together.decision === "allow").toBe(alone.every(({ decision }) => decision === "allow"));
          const said = alone.flatMap(({ reasons }) => reasons.map(({ rule }) => rule));
          expect(new Set(together.reasons.map(({ rule }) => rule))).toEqual(new Set(said));
          const latest = Math.max(...alone.map(({ nextAllowedAt }) => nextAllowedAt ?? 0));
          if (together.nextAllowedAt !== null) expect(together.nextAllowedAt).toBeGreaterThanOrEqual(latest);
        },
      ),
      { numRuns: 1_500 },
    );
    expect(stopped).toBeGreaterThan(100);
  });
});

describe("a rule of a preset", () => {
  it("speaks only where it may bind, of what it regulates, and never outside its dates", () => {
    const all = policyOf([...PRESET_NAMES]);
    let outside = 0;
    fc.assert(
      fc.property(question, ({ contact, request, at }) => {
        const { reasons, warnings } = decide(all, contact, request, at);
        const said = new Set([...reasons, ...warnings].map(({ rule }) => rule));
        const { jurisdictions } = placeOf(contact, undefined);
        for (const { law } of laws) {
          const { from, to } = spanOf(law, calendar);
          const isOutside = at < from || at >= to;
          if (isOutside) outside++;
          const kind = PURPOSES[request.purpose as keyof typeof PURPOSES].regulatedAs;
          const mayspeak = !isOutside && mayBind(law, jurisdictions) && law.regulates.includes(kind);
          if (!mayspeak) expect(said.has(law.id), law.id).toBe(false);
        }
      }),
      { numRuns: 1_500 },
    );
    const isDated = laws.some(({ law }) => law.effectiveFrom !== undefined || law.effectiveTo !== undefined);
    expect(outside > 0).toBe(isDated);
  });

  it("begins and ends with its days, wherever in its place they begin", () => {
    for (const { law } of laws) {
      const { from, to } = spanOf(law, calendar);
      const { effectiveFrom, effectiveTo } = law;
      // A day lasts somewhere from 14 hours before it does in UTC to 12 after.
      if (effectiveFrom !== undefined) {
        expect(Math.abs(from - Date.parse(`${effectiveFrom}T00:00:00Z`)), law.id).toBeLessThanOrEqual(
          14 * 3_600_000,
        );
      }
      if (effectiveTo !== undefined) {
        const end = Date.parse(`${effectiveTo}T00:00:00Z`) + DAY_MS;
        expect(Math.abs(to - end), law.id).toBeLessThanOrEqual(14 * 3_600_000);
      }
    }
  });
});
