import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Judged, judge } from "../../../bench/replay/brute-force.ts";
import { NotUnderstood } from "../../../bench/replay/brute-force-reading.ts";
import type { GateClient } from "../../../bench/replay/gate-client.ts";
import { type DecidedRow, replay } from "../../../bench/replay/replay.ts";
import { decisionsOf } from "../../../bench/replay/reservations.ts";
import { chanceOf } from "../../../bench/support/chance.ts";
import { check } from "../../../functions/check/command.ts";
import { changeContact } from "../../../functions/contacts/command.ts";
import { bootstrap } from "../../../functions/shared/bootstrap.ts";
import { createDeps } from "../../../functions/shared/deps.ts";
import { confirmTouch, releaseTouch } from "../../../functions/touches/change.ts";
import { type NamedTouch, readTouchId } from "../../../functions/touches/touch-id.ts";
import { epochMs, formatInstant } from "../../../lib/core/time.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";

type Rule = Readonly<Record<string, unknown>> & { readonly id: string };

const policyOf = (...rules: readonly Rule[]) => ({
  id: "test",
  timezone: "Europe/Amsterdam",
  purposes: { sales: {}, service: {}, notice: { obeys: "hard", counts: false } },
  departments: ["sales", "service"],
  rules,
});

let line = 1;

/** An admitted touch of contact 1 by sales, or what `but` says. */
const touch = (at: string, but: Partial<Judged> = {}): Judged => {
  line += 1;
  return {
    ...{ line, at: Date.parse(at), contact: "1", channel: "call", department: "sales", purpose: "sales" },
    ...{ agent: "u1", decision: "allow", reasons: [], ...but },
  };
};
const denied = (at: string, ...rules: string[]): Judged =>
  touch(at, { decision: "defer", reasons: rules.map((rule) => ({ rule })) });

/** The rules that are broken by the last of the touches, all of them admitted. */
const brokenByLast = (rule: Omit<Rule, "id">, rows: readonly Judged[], contact = {}): readonly string[] => {
  const { broken } = judge(policyOf({ id: "r", ...rule }), rows, contact);
  return broken.find(({ row }) => row === rows.at(-1))?.broken ?? [];
};

const WEEK = { kind: "cap", max: 2, window: { rolling: "P7D" } };
const DAY_HOURS = {
  kind: "hours",
  allow: [{ days: ["mon", "tue", "wed", "thu", "fri"], ranges: [["09:00", "21:00"]] }],
};

describe("the brute-force check of admitted touches", () => {
  it("finds a third touch less than seven days after the first, and not one exactly seven days after", () => {
    const first = [touch("2026-03-02T10:00:00Z"), touch("2026-03-05T10:00:00Z")];
    expect(brokenByLast(WEEK, [...first, touch("2026-03-09T09:59:59.999Z")])).toEqual(["r"]);
    expect(brokenByLast(WEEK, [...first, touch("2026-03-09T10:00:00.000Z")])).toEqual([]);
  });

  it("counts neither other contacts, nor denied rows, nor purposes that do not count", () => {
    const first = [
      touch("2026-03-02T10:00:00Z"),
      touch("2026-03-02T11:00:00Z", { contact: "2" }),
      denied("2026-03-02T12:00:00Z", "r"),
      touch("2026-03-02T13:00:00Z", { purpose: "notice" }),
    ];
    expect(brokenByLast(WEEK, [...first, touch("2026-03-02T14:00:00Z")])).toEqual([]);
  });

  it("cuts local days, weeks and months where the clocks of the zone do", () => {
    const cap = (window: object) => ({ kind: "cap", max: 1, window });
    // 22:30 UTC is 23:30 in Amsterdam in March: half an hour later the day, a Sunday, is over; but not in UTC.
    const rows = [touch("2026-03-08T22:30:00Z"), touch("2026-03-08T23:00:00Z")];
    expect(brokenByLast(cap({ calendar: "day" }), rows)).toEqual([]);
    expect(brokenByLast(cap({ calendar: "day", zone: "UTC" }), rows)).toEqual(["r"]);
    expect(brokenByLast(cap({ calendar: "week" }), rows)).toEqual([]);
    expect(brokenByLast(cap({ calendar: "week", weekStart: "sunday" }), rows)).toEqual(["r"]);
    expect(brokenByLast(cap({ calendar: "month" }), rows)).toEqual(["r"]);
    expect(brokenByLast(cap({ consecutiveDays: 2, zone: "contact" }), rows)).toEqual(["r"]);
    expect(brokenByLast(cap({ consecutiveDays: 1, zone: "contact" }), rows)).toEqual([]);
    const newYork = { timezone: "America/New_York" };
    expect(brokenByLast(cap({ calendar: "day", zone: "contact" }), rows, newYork)).toEqual(["r"]);
  });

  it("finds a touch too near another, and one of another department within the lock", () => {
    const rows = (department: string, at: string) => [
      touch("2026-03-02T10:00:00Z"),
      touch(at, { department }),
    ];
    const gap = { kind: "gap", min: "PT1H" };
    expect(brokenByLast(gap, rows("sales", "2026-03-02T10:59:59.999Z"))).toEqual(["r"]);
    expect(brokenByLast(gap, rows("sales", "2026-03-02T11:00:00.000Z"))).toEqual([]);
    const lock = { kind: "lock", period: "P2D" };
    expect(brokenByLast(lock, rows("service", "2026-03-04T09:59:59.999Z"))).toEqual(["r"]);
    expect(brokenByLast(lock, rows("service", "2026-03-04T10:00:00.000Z"))).toEqual([]);
    expect(brokenByLast(lock, rows("sales", "2026-03-02T10:00:01.000Z"))).toEqual([]);
  });

  it("finds a touch outside hours on the contact's clock, in winter and in summer", () => {
    const amsterdam = { timezone: "Europe/Amsterdam" };
    const at = (instant: string, contact = amsterdam) => brokenByLast(DAY_HOURS, [touch(instant)], contact);
    // Friday 27 March 2026 in Amsterdam is UTC+1, Monday 30 March UTC+2; the day between is a Sunday.
    expect(at("2026-03-27T08:00:00.000Z")).toEqual([]);
    expect(at("2026-03-27T07:59:59.999Z")).toEqual(["r"]);
    expect(at("2026-03-27T20:00:00.000Z")).toEqual(["r"]);
    expect(at("2026-03-30T07:00:00.000Z")).toEqual([]);
    expect(at("2026-03-30T18:59:59.999Z")).toEqual([]);
    expect(at("2026-03-30T19:00:00.000Z")).toEqual(["r"]);
    expect(at("2026-03-29T10:00:00.000Z")).toEqual(["r"]);
    expect(brokenByLast(DAY_HOURS, [touch("2026-03-27T10:00:00Z")])).toEqual(["r"]);
    expect(brokenByLast({ ...DAY_HOURS, unknownZone: "UTC" }, [touch("2026-03-27T10:00:00Z")])).toEqual([]);
  });

  it("asks a rule only of those it speaks of", () => {
    const rows = [touch("2026-03-02T10:00:00Z"), touch("2026-03-02T10:01:00Z", { purpose: "notice" })];
    const gap = { kind: "gap", min: "P1D" };
    expect(brokenByLast(gap, rows)).toEqual([]);
    expect(brokenByLast({ ...gap, hard: true }, rows)).toEqual(["r"]);
    expect(brokenByLast({ ...gap, hard: true, effect: "warn" }, rows)).toEqual([]);
    const prospects = { ...gap, hard: true, when: { stage: ["prospect"] } };
    expect(brokenByLast(prospects, rows, { stage: "prospect" })).toEqual(["r"]);
    expect(brokenByLast(prospects, rows, { stage: "customer" })).toEqual([]);
    expect(brokenByLast({ ...prospects, when: { stage: ["unknown"] } }, rows)).toEqual(["r"]);
    expect(brokenByLast({ ...gap, hard: true, unless: { channel: ["call"] } }, rows)).toEqual([]);
    expect(brokenByLast({ ...gap, hard: true, counts: { channel: ["sms"] } }, rows)).toEqual([]);
    expect(brokenByLast({ ...gap, hard: true, per: ["department"] }, rows)).toEqual(["r"]);
  });
});

describe("the brute-force check of denials", () => {
  const rules = [
    { id: "week", ...WEEK, max: 1 },
    { id: "gap", kind: "gap", min: "PT1H" },
  ];
  const judged = (row: Judged) => judge(policyOf(...rules), [touch("2026-03-02T10:00:00Z"), row], {});

  it("agrees with one that names every rule that is broken", () => {
    expect(judged(denied("2026-03-02T10:59:00Z", "week", "gap")).wrongDenials).toEqual([]);
    expect(judged(denied("2026-03-02T11:00:00Z", "week")).wrongDenials).toEqual([]);
  });

  it("finds one without a cause, with a false one, and with one left out", () => {
    for (const [row, broken] of [
      [denied("2026-03-09T10:00:00Z", "week"), []],
      [denied("2026-03-02T11:00:00Z", "week", "gap"), ["week"]],
      [denied("2026-03-02T10:59:00Z", "gap"), ["week", "gap"]],
      [denied("2026-03-02T10:59:00Z"), ["week", "gap"]],
    ] as const) {
      expect(judged(row)).toMatchObject({
        admittedCount: 1,
        deniedCount: 1,
        wrongDenials: [{ row, broken }],
      });
    }
  });

  it("does not judge one by a rule that is not in the policy", () => {
    expect(() => judged(denied("2026-03-02T10:59:00Z", "history"))).toThrow("the rule history");
  });
});

describe("the brute-force check of reservations", () => {
  const cap = { id: "r", ...WEEK, max: 1 };
  const findings = (...rows: Judged[]) => judge(policyOf(cap), rows, {});
  const until = (at: string): Partial<Judged> => ({ holdsUntil: Date.parse(at) });
  const held = touch("2026-03-02T10:00:00Z", until("2026-03-02T10:02:00Z"));
  const late = (at: string, but: Partial<Judged> = {}) => ({
    ...touch("2026-03-02T10:00:00Z", but),
    ...{ decidedAt: Date.parse(at), reasons: undefined },
  });

  it("counts one until it ends, the end excluded, and then no more", () => {
    const justBefore = "2026-03-02T10:01:59.999Z";
    expect(findings(held, touch(justBefore)).broken).toMatchObject([{ broken: ["r"] }]);
    expect(findings(held, denied(justBefore, "r")).wrongDenials).toEqual([]);
    const after = "2026-03-02T10:02:00.000Z";
    expect(findings(held, touch(after)).broken).toEqual([]);
    expect(findings(held, denied(after, "r")).wrongDenials).toMatchObject([{ broken: [] }]);
  });

  it("judges it like a touch when it is made, and does not count it among the admitted", () => {
    const first = touch("2026-03-02T09:00:00Z");
    expect(findings(first, held)).toMatchObject({
      ...{ admittedCount: 1, reservedCount: 1, deniedCount: 0 },
      broken: [{ row: held, broken: ["r"] }],
    });
  });

  it("judges a late confirmation at its own instant by what counts when it comes", () => {
    const between = touch("2026-03-02T10:05:00Z");
    const refusal = { decision: "deny" };
    expect(findings(held, late("2026-03-02T10:10:00Z")).broken).toEqual([]);
    expect(findings(held, late("2026-03-02T10:10:00Z", refusal)).wrongDenials).toMatchObject([
      { broken: [] },
    ]);
    expect(findings(held, between, late("2026-03-02T10:10:00Z")).broken).toMatchObject([{ broken: ["r"] }]);
    expect(findings(held, between, late("2026-03-02T10:10:00Z", refusal)).wrongDenials).toEqual([]);
  });

  it("counts what lies after a late one as rules do: to the millisecond, and in the fullest window around it", () => {
    const before = [touch("2026-02-28T10:00:00Z"), held];
    const broken = (rule: Omit<Rule, "id">, ...later: Judged[]) =>
      brokenByLast(rule, [...before, ...later, late("2026-03-09T12:00:00Z")]);
    const gap = { kind: "gap", min: "PT1H" };
    expect(broken(gap, touch("2026-03-02T10:59:59.999Z"))).toEqual(["r"]);
    expect(broken(gap, touch("2026-03-02T11:00:00.000Z"))).toEqual([]);
    const lock = { kind: "lock", period: "PT1H" };
    expect(broken(lock, touch("2026-03-02T10:59:59.999Z", { department: "service" }))).toEqual(["r"]);
    expect(broken(lock, touch("2026-03-02T11:00:00.000Z", { department: "service" }))).toEqual([]);
    // The one before and the one after lie exactly, or a millisecond less than, seven days apart.
    expect(broken(WEEK, touch("2026-03-07T10:00:00.000Z"))).toEqual([]);
    expect(broken(WEEK, touch("2026-03-07T09:59:59.999Z"))).toEqual(["r"]);
    const days = (count: number) => ({ kind: "cap", max: 2, window: { consecutiveDays: count } });
    expect(broken(days(7), touch("2026-03-07T10:00:00Z"))).toEqual([]);
    expect(broken(days(8), touch("2026-03-07T10:00:00Z"))).toEqual(["r"]);
  });
});

describe("the brute-force check of a policy it does not know", () => {
  it.each([
    [{ kind: "cooldown", after: ["refused"] }, "the kind cooldown of rule r"],
    [{ kind: "lock", period: "P1D", holds: "first" }, "holds of rule r"],
    [{ ...DAY_HOURS, holidays: ["NL"] }, "holidays of rule r"],
    [{ ...DAY_HOURS, allow: [{ days: ["holiday"], ranges: [] }] }, "holiday of rule r"],
    [{ ...WEEK, counts: { outcome: "connected" } }, "outcome connected of rule r"],
    [{ ...WEEK, when: { mood: ["good"] } }, "mood of rule r"],
    [{ ...WEEK, per: ["product"] }, "product of rule r"],
    [{ ...WEEK, window: { rolling: "P1M" } }, "the duration P1M"],
    [{ ...WEEK, max: { by: "mood", values: {}, default: 1 } }, "max by mood of rule r"],
  ])("says so instead of passing it over: %o", (rule, said) => {
    const attempt = () => judge(policyOf({ id: "r", ...rule }), [], {});
    expect(attempt).toThrow(NotUnderstood);
    expect(attempt).toThrow(said);
  });

  it("says so of a field of the policy itself", () => {
    expect(() => judge({ ...policyOf(), extends: ["regulations/nl"] }, [], {})).toThrow(
      "extends of the policy",
    );
  });
});

describe("the brute-force check and the gate", () => {
  it("share no code", () => {
    const files = [
      "brute-force.ts",
      "brute-force-rules.ts",
      "brute-force-reading.ts",
      "brute-force-clock.ts",
    ];
    for (const file of files) {
      const source = readFileSync(new URL(`../../../bench/replay/${file}`, import.meta.url), "utf8");
      const imported = [...source.matchAll(/\bfrom\s+"([^"]+)"|import\(/g)].map(([, path]) => path);
      expect(imported.filter((path) => !files.some((name) => path === `./${name}`))).toEqual([]);
    }
  });

  const duration = fc.constantFrom("PT1H", "PT6H", "P1D", "P2D", "P7D");
  const zone = fc.constantFrom("contact", "policy", "America/New_York", "Australia/Lord_Howe");
  const selector = fc.constantFrom(
    {},
    { counts: { channel: ["call"] } },
    { per: ["department"] },
    { per: ["channel"] },
  );
  const window = fc.oneof(
    fc.record({ rolling: duration }),
    fc.record({ calendar: fc.constantFrom("day", "week", "month"), zone }),
    fc.record({ calendar: fc.constant("week"), weekStart: fc.constantFrom("sunday", "wednesday"), zone }),
    fc.record({ consecutiveDays: fc.integer({ min: 1, max: 4 }), zone }),
  );
  const max = fc.oneof(
    fc.integer({ min: 0, max: 4 }),
    fc.constant({ by: "stage", values: { prospect: 2 }, default: 1 }),
  );
  const days = fc.subarray(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], { minLength: 1 });
  const ranges = fc.constantFrom(
    [["00:00", "24:00"]],
    [
      ["02:00", "03:00"],
      ["09:30", "24:00"],
    ],
    [["00:15", "17:00"]],
  );
  const body = fc.oneof(
    fc.tuple(fc.record({ kind: fc.constant("cap"), max, window }), selector).map(merged),
    fc.tuple(fc.record({ kind: fc.constant("gap"), min: duration }), selector).map(merged),
    fc.tuple(fc.record({ kind: fc.constant("lock"), period: duration }), selector).map(merged),
    fc.record({
      kind: fc.constant("hours"),
      allow: fc.array(fc.record({ days, ranges }), { minLength: 1, maxLength: 2 }),
      zone,
    }),
  );
  const scope = fc.constantFrom(
    ...[{}, { when: { stage: ["prospect"] } }, { unless: { purpose: ["service"] } }, { hard: true }],
    { effect: "warn" },
  );
  const rules = fc
    .array(fc.tuple(body, scope).map(merged), { minLength: 1, maxLength: 5 })
    .map((list) => list.map((rule, index) => ({ id: `rule-${index}`, ...rule })));
  const stepsOf = (minutes: fc.Arbitrary<number>, maxLength: number) =>
    fc.array(
      fc.record({
        minutes,
        channel: fc.constantFrom("call", "sms"),
        department: fc.constantFrom("sales", "service"),
        purpose: fc.constantFrom("sales", "service", "notice"),
      }),
      { minLength: 1, maxLength },
    );
  // From the evening before the clocks of Amsterdam change.
  const minutesToDays = fc.oneof(
    fc.integer({ min: 0, max: 90 }),
    fc.integer({ min: 0, max: 4_000 }),
    fc.constant(1_440),
  );
  const steps = stepsOf(minutesToDays, 25);
  /** Leases of two minutes, and late confirmations within an hour, with others between. */
  const minutesApart = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 15 }) },
    { weight: 1, arbitrary: minutesToDays },
  );
  const denseSteps = stepsOf(minutesApart, 40);
  const contact = fc.constantFrom(
    {},
    { timezone: "Europe/Amsterdam" },
    { timezone: "Asia/Kathmandu", stage: "prospect" },
  );

  it("agree on every decision under policies made at random", async () => {
    let deniedCount = 0;
    await fc.assert(
      fc.asyncProperty(rules, steps, contact, async (someRules, someSteps, known) => {
        const policy = policyOf(...someRules);
        const rows = await decideAll(policy, someSteps, known);
        deniedCount += rows.filter(({ decision }) => decision !== "allow").length;
        const { broken, wrongDenials } = judge(policy, rows, known);
        expect([...broken, ...wrongDenials]).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(deniedCount).toBeGreaterThan(100);
  });

  it("agree when rows reserve and the reservations end at random", async () => {
    const seen = new Map<string, number>();
    const seed = fc.integer({ min: 1, max: 1_000_000 });
    await fc.assert(
      fc.asyncProperty(rules, denseSteps, contact, seed, async (someRules, someSteps, known, someSeed) => {
        const policy = policyOf(...someRules);
        const rows = await reserveAll(policy, someSteps, { attributes: known, seed: someSeed });
        for (const { ending } of rows) {
          if (ending !== undefined) seen.set(ending.kind, (seen.get(ending.kind) ?? 0) + 1);
        }
        const { broken, wrongDenials } = judge(policy, decisionsOf(rows), known);
        expect([...broken, ...wrongDenials]).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
    for (const kind of ["confirmed", "confirmedLate", "refusedLate", "released", "left"]) {
      expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(10);
    }
  });
});

function merged<A extends object, B extends object>([a, b]: readonly [A, B]): A & B {
  return { ...a, ...b };
}

interface Step {
  readonly minutes: number;
  readonly channel: "call" | "sms";
  readonly department: string;
  readonly purpose: string;
}

/** The gate's own commands over a store in memory, with one contact, at what its clock shows. */
async function openGate(
  document: object,
  { contactId, attributes }: { contactId: string; attributes: object },
) {
  const store = createMemoryStore();
  await bootstrap(store, { policy: document });
  const clock = { now: START };
  const quiet = { log: () => {}, pause: async () => {}, cacheSeconds: 3_600 };
  const deps = createDeps({ store, now: () => clock.now, ...quiet });
  const policy = await deps.policy.get();
  await changeContact(
    { deps, pepper: policy.pepper },
    {
      ...{ contactId, identities: [], attributes },
      ...{ onDuplicate: "allow", mayCreate: true, ifMatch: undefined, by: null },
    },
  );
  const ask = async (asked: Omit<Step, "minutes">, mode: "record" | "reserve") => {
    const request = {
      to: { contactId },
      mode,
      reserveSeconds: mode === "reserve" ? 120 : undefined,
      ...asked,
    };
    const checked = await check({
      deps,
      policy,
      now: clock.now,
      by: null,
      recipient: { contactId },
      request,
    });
    if ("refused" in checked) throw new Error(checked.detail);
    return checked;
  };
  return { deps, clock, ask };
}

const START = epochMs(Date.parse("2026-03-28T18:30:00.000Z"));

/** Puts the steps through the gate's own check, each at its instant. */
async function decideAll(document: object, steps: readonly Step[], attributes: object): Promise<Judged[]> {
  const { clock, ask } = await openGate(document, { contactId: "1", attributes });
  const rows: Judged[] = [];
  for (const { minutes, ...asked } of steps) {
    clock.now = epochMs(clock.now + minutes * 60_000);
    const { decision, reasons } = (await ask(asked, "record")).verdict;
    const tags = { line: rows.length + 2, at: clock.now, contact: "1", agent: undefined, ...asked };
    rows.push({ ...tags, decision, reasons });
  }
  return rows;
}

/** Replays the steps with reservations through the gate's own commands. */
async function reserveAll(
  document: object,
  steps: readonly Step[],
  { attributes, seed }: { attributes: object; seed: number },
): Promise<DecidedRow[]> {
  const { deps, clock, ask } = await openGate(document, { contactId: "log-1", attributes });
  const caller = { keyId: "k", department: null, scopes: ["check"], outage: undefined } as const;
  const command = (touchId: string) => ({ deps, caller, named: readTouchId(touchId) as NamedTouch });
  const standing = (done: object) => {
    if ("refused" in done) throw new Error(JSON.stringify(done));
  };
  const gate: GateClient = {
    activePolicy: () => Promise.reject(new Error("Nobody asks for it.")),
    setClock: async (instant) => {
      if (instant !== null) clock.now = instant;
    },
    putContact: async () => true,
    async check(body) {
      const { channel, department, purpose } = body as Omit<Step, "minutes">;
      const { verdict, recorded, touchId } = await ask({ channel, department, purpose }, "reserve");
      const { decision, reasons, warnings } = verdict;
      const evaluatedAt = formatInstant(clock.now);
      return {
        ...{ decision, reasons, warnings, recorded: recorded === true, policy: { version: 1 }, evaluatedAt },
        ...(touchId !== undefined && { touchId }),
      };
    },
    confirm: async (touchId) => standing(await confirmTouch(command(touchId))),
    async confirmLate(touchId) {
      const done = await confirmTouch(command(touchId));
      if ("refused" in done && done.refused === "lease_expired") return false;
      standing(done);
      return true;
    },
    release: async (touchId) => standing(await releaseTouch(command(touchId))),
    close: () => {},
  };
  let at: number = START;
  const asked = steps.map(({ minutes, channel, department, purpose }, index) => {
    at += minutes * 60_000;
    const row = { line: index + 2, at: epochMs(at), contact: "1", employee: undefined, channel };
    return { row: { ...row, purpose: `${department} ${purpose}` }, words: { department, purpose } };
  });
  return replay(gate, {
    rows: asked.map(({ row }) => row),
    words: new Map(asked.map(({ row, words }) => [row.purpose, words])),
    ...{ attributes: {}, policyVersion: 1, reservations: chanceOf(seed), onProgress: () => {} },
    signal: new AbortController().signal,
  });
}
