import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadCalendar } from "../../lib/core/calendar.ts";
import type { Contact } from "../../lib/core/contact.ts";
import { decide, type Verdict } from "../../lib/core/decide.ts";
import { inOrder } from "../../lib/core/record.ts";
import { epochMs } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { touchNear } from "../support/arbitrary-contacts.ts";
import { compile, type Question, question } from "../support/arbitrary-questions.ts";
import type { OraclePolicy, OracleRule } from "../support/brute-oracle-input.ts";
import { WAYS } from "../support/stricter.ts";
import { Tally } from "../support/tally.ts";

/** What holds of any decision, whatever the policy. */

const calendar = await loadCalendar();
const ask = (of: Question): Verdict =>
  decide(compile(calendar, of.document, of.listsAsOf), of.contact, of.request, epochMs(of.now));

const withRules = (of: Question, rules: readonly OracleRule[]): Question => ({
  ...of,
  document: { ...of.document, rules },
});
const withTouches = (of: Question, touches: readonly Touch[]): Question => ({
  ...of,
  contact: { ...of.contact, touches: inOrder(touches) },
});

/** When the request passes: the instant asked for, else the next; never is last. */
function passesAt({ request, now }: Question, { decision, nextAllowedAt }: Verdict): number {
  if (decision === "allow") return request.at ?? now;
  return nextAllowedAt ?? Number.POSITIVE_INFINITY;
}

/** Expects that the second never passes where the first does not, and none earlier. */
function expectNoLooser(before: Question, after: Question): { readonly stopped: boolean } {
  const [was, is] = [ask(before), ask(after)];
  if (was.decision !== "allow") {
    expect(is.decision).not.toBe("allow");
    expect(passesAt(after, is)).toBeGreaterThanOrEqual(passesAt(before, was));
  } else if (before.request.at === undefined) {
    expect(passesAt(after, is)).toBeGreaterThanOrEqual(passesAt(before, was));
  }
  return { stopped: was.decision === "allow" && is.decision !== "allow" };
}

describe("one touch more never turns a denial into an allowance, nor lets anything pass earlier", () => {
  const RESPONSES = ["conversation", "replied", "converted", "clicked", "opened"];
  const extra = (of: Question) => touchNear({ zone: "UTC", now: of.now });

  /** The two exceptions taken out: a response that warms, and under `holds: "first"` an own touch. */
  const withoutExceptions = (of: Question, touch: Omit<Touch, "id">): Question => {
    const warms = touch.outcomes.some(({ outcome }) => RESPONSES.includes(outcome));
    const own = touch.department === of.request.department;
    const rules = of.document.rules
      .filter((rule) => !(warms && JSON.stringify(rule).includes('"engagement"')))
      .map((rule) => (own && rule.kind === "lock" ? { ...rule, holds: "any" } : rule));
    const lists = Object.entries(of.document.suppressionLists ?? {}).filter(
      ([, list]) => !(warms && list.when?.engagement !== undefined),
    );
    const document = { ...of.document, suppressionLists: Object.fromEntries(lists) };
    return withRules({ ...of, document }, rules);
  };

  it("save by a response that warms the contact, or by an own touch where the first one holds", () => {
    let stopped = 0;
    fc.assert(
      fc.property(
        question.chain((of) => extra(of).map((touch) => [of, touch] as const)),
        ([asked, made]) => {
          const of = withoutExceptions(asked, made);
          const { touches, historyBytes } = of.contact;
          const more = withTouches(of, [...touches, { ...made, id: "more" }]);
          // It takes as much room as each of the others.
          const grown = touches.length === 0 ? 0 : (historyBytes * (touches.length + 1)) / touches.length;
          const contact: Contact = { ...more.contact, historyBytes: grown };
          if (expectNoLooser(of, { ...more, contact }).stopped) stopped += 1;
        },
      ),
      { numRuns: 3_000 },
    );
    expect(stopped).toBeGreaterThan(15);
  });

  const NOW = Date.parse("2026-06-15T12:00Z");
  const HOUR = 3_600_000;
  const touch = (hoursAgo: number, fields: Partial<Touch>): Touch => ({
    ...{ id: `${hoursAgo}`, at: epochMs(NOW - hoursAgo * HOUR), channel: "email", purpose: "marketing" },
    ...{ department: "sales", campaign: undefined, topic: undefined, product: undefined, subject: undefined },
    ...{ agent: undefined, address: undefined, origin: undefined, state: "recorded", expiresAt: undefined },
    outcomes: [],
    ...fields,
  });
  const decisionOn = (rule: Omit<OracleRule, "id">, touches: readonly Touch[]) => {
    const [sampled] = fc.sample(question, { numRuns: 1, seed: 1 });
    const of = sampled as Question;
    const document: OraclePolicy = {
      ...of.document,
      ...{ timezone: "UTC", suppressionLists: {}, rules: [{ id: "rule", ...rule }] },
    };
    const contact: Contact = {
      ...of.contact,
      ...{ status: "active", identities: [], preferences: {}, suppressions: [], locks: [], historyBytes: 0 },
      touches: inOrder(touches),
    };
    const request = {
      ...of.request,
      ...{ channel: "email" as const, department: "marketing", purpose: "marketing", at: undefined },
    };
    return ask({ document, contact, request, now: NOW, listsAsOf: {} }).decision;
  };

  it("exception: an own touch before another department's, where the first one holds", () => {
    const lock = { kind: "lock", period: "P1D", holds: "first" };
    const others = touch(2, { department: "sales" });
    expect(decisionOn(lock, [others])).toBe("defer");
    expect(decisionOn(lock, [others, touch(3, { department: "marketing" })])).toBe("allow");
    expect(decisionOn(lock, [others, touch(1, { department: "marketing" })])).toBe("defer");
  });

  it("exception: a touch that was answered, where the warm may hear more", () => {
    const cap = {
      kind: "cap",
      max: { by: "engagement", values: { hot: 3 }, default: 1 },
      window: { rolling: "P1D" },
    };
    const answered = touch(2, { outcomes: [{ outcome: "replied", at: epochMs(NOW) }] });
    expect(decisionOn(cap, [touch(3, {})])).toBe("defer");
    expect(decisionOn(cap, [touch(3, {}), answered])).toBe("allow");
  });
});

describe("a stricter rule", () => {
  it("never allows more, nor anything earlier", () => {
    const tried = new Tally();
    const stopped = new Tally();
    fc.assert(
      fc.property(question, fc.nat(), fc.nat(), (of, pickRule, pickWay) => {
        const { rules } = of.document;
        if (rules.length === 0) return;
        const index = pickRule % rules.length;
        const rule = rules[index] as OracleRule;
        const ways = Object.entries(WAYS).flatMap(([name, way]) => {
          const change = way(rule);
          return change === undefined ? [] : [{ name, change }];
        });
        const way = ways[pickWay % ways.length];
        if (way === undefined) return;
        const changed = { ...rule, ...way.change };
        const sound = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
        tried.add(way.name);
        const tightened = withRules(of, rules.with(index, sound as unknown as OracleRule));
        if (expectNoLooser(of, tightened).stopped) stopped.add(way.name);
      }),
      { numRuns: 5_000 },
    );
    for (const name of Object.keys(WAYS)) expect(tried.of(name), name).toBeGreaterThan(10);
    expect(stopped.total).toBeGreaterThan(75);
  });
});

/** The list in an order told by numbers, one for each place. */
const reordered = <T>(list: readonly T[], keys: readonly number[]): T[] =>
  list
    .map((value, index) => ({ value, key: keys[index] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);

/** What a decision comes to, whatever the order in which it was found. */
const gist = ({ decision, nextAllowedAt, reasons }: Verdict) => ({
  decision,
  nextAllowedAt,
  reasons: reasons.map(({ rule, code, nextAllowedAt: next }) => `${rule} ${code} ${next}`).sort(),
});

describe("a decision does not depend on", () => {
  const keys = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });

  it("the order in which touches were recorded, those of one instant included", () => {
    fc.assert(
      fc.property(question, keys, fc.boolean(), (of, order, crowd) => {
        const day = (at: number) => epochMs(Math.floor(at / 86_400_000) * 86_400_000);
        const list = crowd ? of.contact.touches.map((t) => ({ ...t, at: day(t.at) })) : of.contact.touches;
        expect(gist(ask(withTouches(of, reordered(list, order))))).toEqual(gist(ask(withTouches(of, list))));
      }),
      { numRuns: 1_000 },
    );
  });

  it("the order of the policy's rules", () => {
    fc.assert(
      fc.property(question, keys, (of, order) => {
        expect(gist(ask(withRules(of, reordered(of.document.rules, order))))).toEqual(gist(ask(of)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("the order of consents, locks, suppressions and addresses", () => {
    fc.assert(
      fc.property(question, keys, (of, order) => {
        const { consents, locks, suppressions, identities } = of.contact;
        const contact = {
          ...of.contact,
          consents: reordered(consents ?? [], order),
          locks: reordered(locks, order),
          suppressions: reordered(suppressions, order),
          identities: reordered(identities, order),
        };
        expect(gist(ask({ ...of, contact }))).toEqual(gist(ask(of)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("rules that warn or are in shadow, which none of them becomes a reason by", () => {
    let speaking = 0;
    fc.assert(
      fc.property(question, (of) => {
        const { warnings, shadow, ...verdict } = ask(of);
        if (warnings.length + shadow.length > 0) speaking += 1;
        const rules = of.document.rules.filter(({ effect = "deny" }) => effect === "deny");
        expect(gist(ask(withRules(of, rules)))).toEqual(gist({ ...verdict, warnings, shadow }));
      }),
      { numRuns: 1_000 },
    );
    expect(speaking).toBeGreaterThan(50);
  });

  it("which rules are only there to warn: warned of and in shadow they say the same", () => {
    fc.assert(
      fc.property(question, (of) => {
        const as = (effect: string) =>
          ask(
            withRules(
              of,
              of.document.rules.map((r) => ({ ...r, effect })),
            ),
          );
        const [warned, shadowed] = [as("warn"), as("shadow")];
        expect(shadowed.shadow).toEqual(warned.warnings);
        expect(gist(shadowed)).toEqual(gist(warned));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("whoever comes back", () => {
  it("at the next instant is let in, and a millisecond before it is not", () => {
    let back = 0;
    fc.assert(
      fc.property(question, (asked) => {
        const of = { ...asked, request: { ...asked.request, at: undefined } };
        const { nextAllowedAt } = ask(of);
        if (nextAllowedAt === null) return;
        back += 1;
        expect(ask({ ...of, now: nextAllowedAt }).decision).toBe("allow");
        if (nextAllowedAt - 1 >= of.now) {
          const early = ask({ ...of, now: nextAllowedAt - 1 });
          expect(early).toMatchObject({ decision: "defer", nextAllowedAt });
        }
      }),
      { numRuns: 2_000 },
    );
    expect(back).toBeGreaterThan(200);
  });
});
