import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { compilePolicy } from "../../../lib/core/compile-policy.ts";
import { type Contact, newContact } from "../../../lib/core/contact.ts";
import { decide, type Verdict } from "../../../lib/core/decide.ts";
import { REASON_CODES } from "../../../lib/core/reasons.ts";
import { inOrder } from "../../../lib/core/record.ts";
import type { Request } from "../../../lib/core/request.ts";
import { MAX_HISTORY_BYTES } from "../../../lib/core/rules/history.ts";
import { DAY_MS, type EpochMs, epochMs } from "../../../lib/core/time.ts";
import type { Touch } from "../../../lib/core/touches.ts";
import { validatePolicy } from "../../../lib/core/validate-policy.ts";
import { CHANNELS, CONSENT_LEVELS, OUTCOMES } from "../../../lib/core/words.ts";

/** Whatever details the rules come up with, a person can read what is said of them. */

const calendar = await loadCalendar();
const NOW = Date.parse("2026-11-22T05:00:00.000Z");

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const near = fc.oneof(
  fc.integer({ min: -20 * DAY_MS, max: 20 * DAY_MS }),
  fc.constantFrom(-1_000, -1, 0, 1, 1_000),
);
const instant = near.map((ms) => epochMs(NOW + ms));
const ahead = fc.integer({ min: 1, max: 30 }).map((days) => epochMs(NOW + days * DAY_MS));
const channel = fc.constantFrom(...CHANNELS);
const department = fc.constantFrom("sales", "service");
const purpose = fc.constantFrom("marketing", "care");
const campaign = maybe(fc.constantFrom("teaser", "main"));
const agent = maybe(fc.constantFrom("u1", "u2"));
const duration = fc.constantFrom("PT1S", "PT90M", "P1D", "P1DT12H", "P1W", "P30D");
const count = fc.integer({ min: 0, max: 2 });
const ranges = fc.constantFrom<[string, string][]>([["09:00", "12:00"]], [["00:00", "24:00"]], []);

const window = fc.oneof(
  duration.map((rolling) => ({ rolling })),
  fc.constantFrom("day", "week", "month").map((calendarPeriod) => ({ calendar: calendarPeriod })),
  fc.integer({ min: 1, max: 7 }).map((consecutiveDays) => ({ consecutiveDays })),
);

/** A rule of each kind, so that one decision gives many reasons. */
const rules = fc
  .record({
    cap: fc.record({ max: count, window }),
    gap: fc.record({ min: duration }),
    lock: fc.record({ period: duration }),
    cooldown: fc.record({
      after: fc.constant([...OUTCOMES]),
      for: fc.oneof(duration, fc.constant("forever")),
    }),
    hours: fc.record({
      allow: ranges.map((open) => (open.length === 0 ? [] : [{ days: ["mon"], ranges: open }])),
    }),
    exclusive: fc.record({ groups: fc.constant(["d11"]), window: duration }),
    owner: fc.constantFrom({}, { by: "agent" }, { by: "department" }),
    consent: fc.constantFrom(...CONSENT_LEVELS).map((level) => ({ level })),
    exclude: fc.constantFrom({ tags: ["bought:{product}"] }, { tier: ["unknown"], status: ["active"] }),
    holdout: fc.integer({ min: 0, max: 10_000 }).map((basisPoints) => ({ basisPoints, salt: "s" })),
  })
  .map(({ exclude, ...others }) =>
    Object.entries({ ...others, exclude: { contact: exclude } }).map(([kind, fields]) => ({
      ...{ id: kind, kind },
      ...fields,
    })),
  );

const touch: fc.Arbitrary<Touch> = fc.record({
  ...{ id: fc.uuid(), at: instant, channel, department, purpose, campaign, agent },
  ...{ topic: fc.constant(undefined), product: fc.constant(undefined), subject: fc.constant(undefined) },
  ...{ address: fc.constant(undefined), origin: fc.constant(undefined), expiresAt: fc.constant(undefined) },
  state: fc.constant("recorded" as const),
  outcomes: fc.array(fc.record({ outcome: fc.constantFrom(...OUTCOMES), at: instant }), { maxLength: 2 }),
});

const wishes = fc.record({
  optOutAll: fc.boolean(),
  channels: fc.dictionary(
    channel,
    fc.record({ optOut: fc.constantFrom(false, true, "hard" as const), maxPerWeek: count, hours: ranges }),
  ),
  topics: fc.constant({ news: { optOut: true } }),
  departments: fc.constant({ sales: { optOut: true } }),
  pausedUntil: instant,
  maxPerWeek: count,
});

const identity = fc.record({
  ...{ key: fc.constantFrom("a", "b"), type: fc.constantFrom("email", "phone") },
  regions: fc.constantFrom([], ["US", "CA"], ["CN"]),
  ...{ valid: fc.boolean(), flags: fc.constant([]), shared: fc.constant(false) },
});

const contact: fc.Arbitrary<Contact> = fc
  .record({
    status: fc.constantFrom("active", "active", "invalid", "erased"),
    identities: fc.array(identity, { maxLength: 2 }),
    attributes: fc.constantFrom({}, { tags: ["bought:crm"], tier: "key" }, { timezone: "Asia/Shanghai" }),
    preferences: fc.oneof(fc.constant({}), wishes),
    suppressions: fc.array(
      fc.record({
        ...{ identityKey: fc.constantFrom(undefined, "a"), list: fc.constant("internal") },
        ...{ reason: maybe(fc.constant("asked")), expiresAt: maybe(instant) },
      }),
      { maxLength: 2 },
    ),
    consents: fc.array(
      fc.record({
        ...{
          channel,
          purpose,
          level: fc.constantFrom(...CONSENT_LEVELS),
          at: instant,
          expiresAt: maybe(instant),
        },
        ...{ source: fc.constant(undefined), evidence: fc.constant(undefined) },
      }),
      { maxLength: 12 },
    ),
    owner: fc.constantFrom(
      undefined,
      { agent: "u1", department: undefined },
      { agent: undefined, department: "sales" },
      { agent: "u1", department: "sales" },
    ),
    locks: fc.array(
      fc.record({
        ...{ lockId: fc.uuid(), department, until: instant, reason: maybe(fc.constant("dispute")) },
      }),
      { maxLength: 2 },
    ),
    touches: fc.array(touch, { maxLength: 5 }).map(inOrder),
    historyBytes: fc.constantFrom(1_000, 2 * MAX_HISTORY_BYTES),
  })
  .map((fields) => ({ ...newContact("c_1"), ...fields }) as Contact);

const request: fc.Arbitrary<Request> = fc.record({
  ...{ channel, department, purpose, campaign, agent, at: maybe(ahead) },
  ...{ topic: maybe(fc.constant("news")), product: maybe(fc.constant("crm")) },
  ...{ subject: fc.constant(undefined), namedKey: fc.constantFrom(undefined, "a") },
});

function policyOf(list: unknown) {
  const verdict = validatePolicy(
    {
      ...{ id: "by-chance", purposes: { marketing: {}, care: {} } },
      ...{ campaignGroups: { d11: ["teaser", "main"] }, rules: list },
    },
    calendar,
  );
  if (!verdict.valid) throw new Error(JSON.stringify(verdict.issues));
  return compilePolicy(verdict.document, { version: 1, calendar });
}

/** Signs of a value that was not there, or of a gap where it should be. */
const GAPS = /undefined|null|NaN|Infinity|\[object|[ ]{2}|^ | $|\( *\)|（ *）|“”|[,;，、：:] *$| ,|\{|\}/;

describe("the messages of decisions by chance", () => {
  it("have no gaps in any language, and change nothing else", () => {
    const seen = new Map<string, number>();
    const withoutMessages = (verdict: Verdict) =>
      JSON.stringify(verdict, (name, value: unknown) => (name === "message" ? undefined : value));
    fc.assert(
      fc.property(rules, contact, request, (list, of, ask) => {
        const policy = policyOf(list);
        const [english, chinese] = (["en", "zh"] as const).map((language) =>
          decide(policy, of, ask, NOW as EpochMs, language),
        ) as [Verdict, Verdict];
        expect(withoutMessages(chinese)).toBe(withoutMessages(english));
        for (const { code, message } of english.reasons) {
          seen.set(code, (seen.get(code) ?? 0) + 1);
          expect(message).not.toMatch(GAPS);
          expect(message).not.toMatch(/\p{Script=Han}|[，。；：（）“”]/u);
          expect(message).not.toMatch(/\b1 (days|weeks|touches)\b|\b(?!1 )\d+ (day|week|touch)\b/);
        }
        for (const { message } of chinese.reasons) {
          expect(message).not.toMatch(GAPS);
          expect(message).toMatch(/\p{Script=Han}/u);
        }
      }),
      { numRuns: 3_000 },
    );
    // Chance reached every code but the one that no rule gives.
    const rare = REASON_CODES.filter((code) => (seen.get(code) ?? 0) < 20);
    expect(rare).toEqual(["outage"]);
  });
});
