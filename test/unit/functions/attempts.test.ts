import { expect, it } from "vitest";
import { attempts } from "../../../functions/shared/attempts.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";
import { depsOver } from "../../support/checking.ts";

/** The pauses before each attempt until `most`, in milliseconds. */
async function pausesOf(most: number): Promise<number[]> {
  const pauses: number[] = [];
  const pause = async (milliseconds: number) => void pauses.push(milliseconds);
  for await (const attempt of attempts({ ...depsOver(createMemoryStore()), pause }))
    if (attempt === most) break;
  return pauses;
}

it("the first race lost is tried again at once", async () => {
  expect(await pausesOf(2)).toEqual([]);
});

it("later ones wait at random, below a bound that doubles up to 64 ms", async () => {
  const bounds = [2, 4, 8, 16, 32, 64, 64, 64];
  const longest = bounds.map(() => 0);
  for (let trial = 0; trial < 300; trial++) {
    const pauses = await pausesOf(bounds.length + 2);
    expect(pauses).toHaveLength(bounds.length);
    pauses.forEach((milliseconds, n) => {
      expect(milliseconds).toBeGreaterThanOrEqual(0);
      expect(milliseconds).toBeLessThan(bounds[n] as number);
      longest[n] = Math.max(longest[n] as number, milliseconds);
    });
  }
  // Of 300 draws one lies in the upper half, but for one suite in 2³⁰⁰.
  for (const [n, bound] of bounds.entries()) expect(longest[n]).toBeGreaterThan(bound / 2);
});

it("are given up in the end, within what API Gateway waits", async () => {
  let waitedMs = 0;
  const pause = async (milliseconds: number) => {
    waitedMs += milliseconds;
  };
  let tried = 0;
  for await (const attempt of attempts({ ...depsOver(createMemoryStore()), pause })) tried = attempt;
  expect(tried).toBe(60);
  expect(waitedMs).toBeLessThan(4_000);
});

it("none begins after the deadline", async () => {
  const deadline = new AbortController();
  const begun: number[] = [];
  for await (const attempt of attempts(depsOver(createMemoryStore()), deadline.signal)) {
    begun.push(attempt);
    if (attempt === 2) deadline.abort();
  }
  expect(begun).toEqual([1, 2]);
});
