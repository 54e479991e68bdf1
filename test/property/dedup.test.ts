import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHandler } from "../../functions/dedup/handler.ts";
import { Lanes } from "../../functions/shared/lanes.ts";
import { DuplicatePolicy } from "../../lib/core/identity/duplicate-policy.ts";
import { contradict } from "../../lib/core/identity/match.ts";
import { parse } from "../../lib/core/issues.ts";
import { fromMergeItem, mergeKey } from "../../lib/store/merges.ts";
import type { Store } from "../../lib/store/store.ts";
import shipped from "../../policies/duplicates.json" with { type: "json" };
import { snapshotOf } from "../support/dedup-snapshot.ts";
import { type DedupWorld, dedupWorld, type Put } from "../support/deduplicating.ts";
import { oneInterleaving, type Run } from "../support/scheduler.ts";

/** So many merges and names that no limit makes the order matter. */
const UNLIMITED = {
  ...shipped,
  limits: { ...shipped.limits, autoMergesPerPersonAndDay: 1_000, namesPerValue: 100 },
};

const IDS = ["a", "b", "c", "d", "e", "f"];

/** How a stream hands records over: in what order, each how often, in batches of what sizes. */
interface Delivery {
  readonly order: readonly number[];
  readonly sizes: readonly number[];
}

const delivery: fc.Arbitrary<Delivery> = fc.record({
  order: fc.array(fc.nat(1_000), { minLength: 40, maxLength: 40 }),
  sizes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 }),
});

/** The records in the delivery's order, some of them twice, cut into its batches. */
function batchesOf(records: readonly DynamoDBRecord[], { order, sizes }: Delivery): DynamoDBRecord[][] {
  const places = records.flatMap((record, index) => {
    const [first = 0, again = 0] = [order[(2 * index) % 40], order[(2 * index + 1) % 40]];
    return [{ record, place: first }, ...(again % 2 === 0 ? [{ record, place: again }] : [])];
  });
  const rest = places.sort((a, b) => a.place - b.place).map(({ record }) => record);
  const batches: DynamoDBRecord[][] = [];
  for (let batch = 0; rest.length > 0; batch++) batches.push(rest.splice(0, sizes[batch % sizes.length]));
  return batches;
}

/** Puts the contacts, then hands the records of that over, then what those brought about. */
async function play(
  puts: readonly Put[],
  given: Delivery | undefined,
  duplicates: object,
): Promise<DedupWorld> {
  const world = dedupWorld({ duplicates });
  for (const put of puts) await world.put(put);
  const records = world.take();
  const batches = given === undefined ? [records] : batchesOf(records, given);
  for (const batch of batches) await world.deliver(batch);
  await world.drain();
  return world;
}

/** Three people with addresses of their own and one number that two of them share. */
const PEOPLE = [
  { name: "Li Ming", birthDate: "1980-05-17" },
  { name: "John Smith", birthDate: "1975-01-30" },
  { name: "Maria Garcia", birthDate: "1990-09-09" },
];
const HOME = "phone:+4930123456";
const ownAddress = (person: number, number: number): string =>
  number === 3 && person !== 0 ? HOME : `email:person${person}.${number}@example.com`;
const puttingPeople: fc.Arbitrary<readonly Put[]> = fc
  .array(
    fc.record({ id: fc.nat(5), person: fc.nat(2), addresses: fc.uniqueArray(fc.nat(3), { maxLength: 3 }) }),
    { minLength: 2, maxLength: 8 },
  )
  .map((puts) => {
    // An id is one person's.
    const personOf = new Map<number, number>();
    return puts.map(({ id, person, addresses }) => {
      const whose = personOf.get(id) ?? person;
      personOf.set(id, whose);
      const attributes = PEOPLE[whose] as Put["attributes"] & object;
      return { id: IDS[id] as string, addresses: addresses.map((one) => ownAddress(whose, one)), attributes };
    });
  });

/** Whatever callers may put: names that fit several people, no name, an address for all. */
const puttingAnything: fc.Arbitrary<readonly Put[]> = fc.array(
  fc.record({
    id: fc.constantFrom(...IDS),
    addresses: fc.uniqueArray(
      fc.constantFrom(
        "email:li@example.com",
        "email:john.smith@example.com",
        "email:info@example.com",
        "phone:+4930123456",
        "phone:+4930654321",
      ),
      { maxLength: 3 },
    ),
    attributes: fc.record(
      {
        name: fc.constantFrom(
          "Christopher Walker",
          "Chris Walker",
          "Christine Walker",
          "Walker",
          "Li Ming",
          "Wang Fang",
        ),
        birthDate: fc.constantFrom("1980-05-17", "1950-01-02"),
        city: fc.constantFrom("Berlin", "Bath"),
      },
      { requiredKeys: [] },
    ),
  }),
  { minLength: 2, maxLength: 9 },
);

const idsOf = (puts: readonly Put[]): string[] => [...new Set(puts.map(({ id }) => id))].sort();

describe("card writes", () => {
  it("leave the same keys, people and queue in whatever order, batches and repetitions they come", async () => {
    let merged = 0;
    let open = 0;
    await fc.assert(
      fc.asyncProperty(puttingPeople, delivery, async (puts, given) => {
        const ids = idsOf(puts);
        const inOrder = await play(puts, undefined, UNLIMITED);
        merged += (await inOrder.queue("merged")).length;
        open += (await inOrder.queue("open")).length;
        const otherwise = await play(puts, given, UNLIMITED);
        expect(await snapshotOf(otherwise, ids)).toEqual(await snapshotOf(inOrder, ids));
      }),
      { numRuns: 150 },
    );
    expect(merged).toBeGreaterThan(50);
    expect(open).toBeGreaterThan(50);
  });

  it("leave the same when several functions work on them at once, in whatever order their calls take effect", async () => {
    await fc.assert(
      fc.asyncProperty(puttingPeople, fc.infiniteStream(fc.nat(1_000)), async (puts, chances) => {
        const ids = idsOf(puts);
        const inOrder = await play(puts, undefined, UNLIMITED);
        const world = dedupWorld({ duplicates: UNLIMITED });
        for (const put of puts) await world.put(put);
        const records = world.take();
        const working = (part: number) => async (store: Store) => {
          const handler = createHandler({ ...world.deps, store, lanes: new Lanes() });
          return handler({ Records: records.filter((_, index) => index % 3 === part) });
        };
        const judge = ({ answers }: Run<DynamoDBBatchResponse>) => {
          expect(answers).toEqual(answers.map(() => ({ batchItemFailures: [] })));
        };
        const actors = { one: working(0), two: working(1), three: working(2) };
        const choose = (waiting: number) => Number(chances.next().value) % waiting;
        await oneInterleaving({ store: world.store, actors, judge }, choose);
        await world.drain();
        expect(await snapshotOf(world, ids)).toEqual(await snapshotOf(inOrder, ids));
      }),
      { numRuns: 100 },
    );
  });

  it("change nothing when all of them come again, whatever was put", async () => {
    await fc.assert(
      fc.asyncProperty(puttingAnything, delivery, async (puts, given) => {
        const ids = idsOf(puts);
        const world = dedupWorld({ duplicates: shipped });
        for (const put of puts) await world.put(put);
        const records = world.take();
        for (const batch of batchesOf(records, given)) await world.deliver(batch);
        const caused = world.take();
        for (const batch of batchesOf(caused, given)) await world.deliver(batch);
        await world.drain();
        const once = await snapshotOf(world, ids);
        for (const batch of batchesOf([...records, ...caused], given)) await world.deliver(batch);
        expect(world.take(), "cards written").toEqual([]);
        expect(await snapshotOf(world, ids)).toEqual(once);
      }),
      { numRuns: 150 },
    );
  });

  it("never join by themselves what was put as contradicting, whatever was put", async () => {
    const parsed = parse(DuplicatePolicy, shipped);
    if ("issues" in parsed) throw new Error("the shipped duplicate policy is bad");
    const context = { policy: parsed.value, generic: () => false };
    let joined = 0;
    await fc.assert(
      fc.asyncProperty(puttingAnything, delivery, async (puts, given) => {
        const world = await play(puts, given, shipped);
        const said = new Map<string, Put["attributes"] & object>();
        for (const { id, attributes } of puts) said.set(id, { ...said.get(id), ...attributes });
        const recordOf = (id: string) =>
          ({ ...said.get(id), identities: [] }) as Parameters<typeof contradict>[0];
        for (const id of idsOf(puts)) {
          const { contactId, merged } = await world.contact(id);
          if (contactId !== id) continue;
          const together = [id, ...merged];
          joined += merged.length;
          for (const a of together) {
            for (const b of together) {
              expect(await contradict(recordOf(a), recordOf(b), context), `${a} and ${b}`).toBe(false);
            }
          }
          for (const loser of merged) {
            const item = await world.store.get(mergeKey(loser));
            expect(item && fromMergeItem(item).because.evidence).not.toEqual([]);
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(joined).toBeGreaterThan(10);
  });
});
