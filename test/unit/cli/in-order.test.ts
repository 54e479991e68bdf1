import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOrder } from "../../../lib/cli/importing/in-order.ts";

const work = fc.record({
  keys: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { maxLength: 3 }),
  /** Turns of the event loop that it takes. */
  turns: fc.nat({ max: 6 }),
});

async function turnsOf(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("work in order", () => {
  it("settles in the order in which it came, with one key one after another, so many at a time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(work, { maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        async (all, most) => {
          const settled: number[] = [];
          const running = new Set<number>();
          const began: number[] = [];
          const pieces = inOrder<number>(most, (index) => void settled.push(index));
          for (const [index, { keys, turns }] of all.entries()) {
            await pieces.add(keys, async () => {
              for (const other of running) {
                const shared = keys.filter((key) => all[other]?.keys.includes(key));
                expect([index, other, shared]).toEqual([index, other, []]);
              }
              running.add(index);
              began.push(index);
              expect(running.size).toBeLessThanOrEqual(most);
              await turnsOf(turns);
              running.delete(index);
              return index;
            });
          }
          await pieces.end();
          expect(settled).toEqual(all.map((_, index) => index));
          for (const key of ["a", "b", "c", "d"]) {
            const withKey = began.filter((index) => all[index]?.keys.some((one) => one === key));
            expect(withKey).toEqual([...withKey].sort((a, b) => a - b));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it("settles nothing after the first failure, and throws it", async () => {
    const settled: number[] = [];
    const pieces = inOrder<number>(3, (index) => void settled.push(index));
    const begin = (index: number) =>
      pieces.add([], async () => {
        await turnsOf(index);
        if (index === 2) throw new Error("the table is gone");
        return index;
      });
    await expect(
      (async () => {
        for (let index = 0; index < 10; index++) await begin(index);
        await pieces.end();
      })(),
    ).rejects.toThrow("the table is gone");
    expect(settled).toEqual([0, 1]);
  });
});
