import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR_MS } from "../../lib/core/time.ts";
import { NOW } from "../support/checking.ts";
import {
  act,
  keyOfPhone,
  LONG_RETENTION,
  later,
  openPruningGate,
  type PruningGate,
  putLong,
  rebuildOver,
  type Step,
  touchesAt,
} from "../support/rebuilding.ts";
import { openWriteSide, type TestClock } from "../support/write-side.ts";

const CONTACTS = ["p1", "p2"] as const;
const to = fc.oneof(fc.nat({ max: 2 }), fc.constantFrom(...CONTACTS));
const back = fc.nat({ max: 3 });
const outcome = fc.constantFrom("refused", "conversation", "no_answer", "bounced", "delivered");
const does = <const D extends string>(name: D) => fc.constant(name);

const touching: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ does: does("check"), to, purpose: fc.constantFrom("marketing", "marketing", "notice") },
      ...{
        campaign: fc.constantFrom(undefined, "a", "b"),
        mode: fc.constantFrom("record", "record", "reserve"),
      },
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ does: does("tell"), to, daysAgo: fc.nat({ max: 20 }) },
      outcome: fc.option(outcome, { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom("confirm", "confirm", "release"), back }) },
  { weight: 2, arbitrary: fc.record({ does: does("outcome"), back, outcome }) },
  { weight: 1, arbitrary: fc.record({ does: does("told") }) },
);
const joining: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    does: does("link"),
    contactId: fc.constantFrom(...CONTACTS),
    phones: fc.subarray([0, 1, 2], { minLength: 1 }),
  }),
  fc.record({ does: does("merge"), contactId: fc.constant("p1"), other: fc.constant("p2") }),
);
const parting: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: does("remove"), contactId: fc.constantFrom(...CONTACTS), phone: fc.nat({ max: 2 }) }),
  fc.record({ does: does("unmerge"), contactId: fc.constant("p1"), other: fc.constant("p2") }),
);
const hours = fc.constantFrom(0.01, 1, 30, 100, 200);
const stepsOf = (...kinds: fc.WeightedArbitrary<Step>[]) =>
  fc.array(fc.tuple(fc.oneof(...kinds), hours), { minLength: 4, maxLength: 24 });

/** The phone is the first one's, once more apart from the second, who only shares it when they are called. */
const A_SHARED_ADDRESS_LEAVES: readonly (readonly [Step, number])[] = [
  [{ does: "merge", contactId: "p1", other: "p2" }, 0.01],
  [{ does: "unmerge", contactId: "p1", other: "p2" }, 0.01],
  [{ does: "link", contactId: "p1", phones: [2] }, 0.01],
  [{ does: "link", contactId: "p2", phones: [2] }, 0.01],
  [{ does: "check", to: "p2", purpose: "marketing", campaign: undefined, mode: "record" }, 0.01],
  [{ does: "remove", contactId: "p2", phone: 2 }, 200],
  [{ does: "check", to: "p2", purpose: "marketing", campaign: undefined, mode: "record" }, 0.01],
];

const KEYS = [...CONTACTS, keyOfPhone(0), keyOfPhone(1), keyOfPhone(2)];

/** One gate that let touches go and one that never did, after the same steps. */
async function twins(steps: readonly (readonly [Step, number])[]) {
  const clock: TestClock = { now: NOW };
  const pruned = await openPruningGate(clock, "P7D");
  const keeping = await openPruningGate(clock, LONG_RETENTION);
  const made: [(string | undefined)[], (string | undefined)[]] = [[], []];
  for (const contactId of CONTACTS) {
    for (const gate of [pruned, keeping]) await act(gate, { does: "link", contactId, phones: [] }, []);
  }
  for (const [step, wait] of steps) {
    await act(pruned, step, made[0]);
    await act(keeping, step, made[1]);
    clock.now = later(clock.now, wait * HOUR_MS);
  }
  for (const gate of [pruned, keeping]) await gate.tell();
  return { clock, pruned, keeping };
}

/** What each gate keeps of each key, and would decide for it. */
async function judged({ table, side }: PruningGate, clock: TestClock) {
  await putLong(table);
  const asking = (await openWriteSide(table, { clock }))(table);
  return Promise.all(
    KEYS.map(async (key) => {
      const checked = await asking.check({
        ...{ to: { contactId: key }, channel: "sms", purpose: "marketing", campaign: "a", mode: "dryRun" },
      });
      const verdict = "refused" in checked ? checked.refused : checked.verdict;
      return { key, touches: await touchesAt(table, side.deps, key), verdict };
    }),
  );
}

describe("a gate that let touches go, once it is rebuilt", () => {
  it("keeps and decides what one does that never let any go", async () => {
    let restored = 0;
    await fc.assert(
      fc.asyncProperty(
        stepsOf({ weight: 6, arbitrary: touching }, { weight: 1, arbitrary: joining }),
        async (steps) => {
          const { clock, pruned, keeping } = await twins(steps);
          restored += (await rebuildOver(pruned.table, pruned.side.deps)).touches;
          expect(await judged(pruned, clock)).toEqual(await judged(keeping, clock));
        },
      ),
      { numRuns: 600 },
    );
    expect(restored).toBeGreaterThan(100);
  });

  it("counts no less where addresses left and merges were taken apart", async () => {
    await fc.assert(
      fc.asyncProperty(
        stepsOf(
          { weight: 8, arbitrary: touching },
          { weight: 2, arbitrary: joining },
          { weight: 2, arbitrary: parting },
        ),
        async (steps) => {
          const { clock, pruned, keeping } = await twins(steps);
          await rebuildOver(pruned.table, pruned.side.deps);
          const kept = await judged(keeping, clock);
          for (const [index, { key, touches }] of (await judged(pruned, clock)).entries()) {
            const named = (all: typeof touches) => all?.map(({ at, channel }) => `${at} ${channel}`) ?? [];
            expect(named(touches), key).toEqual(expect.arrayContaining(named(kept[index]?.touches)));
          }
        },
      ),
      { numRuns: 600, examples: [[A_SHARED_ADDRESS_LEAVES]] },
    );
  });

  it("comes to the same when it is run again", async () => {
    await fc.assert(
      fc.asyncProperty(
        stepsOf({ weight: 6, arbitrary: touching }, { weight: 1, arbitrary: joining }),
        async (steps) => {
          const { pruned } = await twins(steps);
          await rebuildOver(pruned.table, pruned.side.deps);
          expect((await rebuildOver(pruned.table, pruned.side.deps)).touches).toBe(0);
        },
      ),
      { numRuns: 30 },
    );
  });
});
