import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { withDeadline } from "../../../functions/shared/deadline.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that goes on until it is told to end. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error("aborted")));
  });

it("work that is done in time answers, and leaves no timer behind", async () => {
  expect(await withDeadline(performance.now() + 800, async ({ aborted }) => ({ aborted }))).toEqual({
    aborted: false,
  });
  expect(vi.getTimerCount()).toBe(0);
});

it("work is told to end when its time is over, not before", async () => {
  const seen: boolean[] = [];
  const working = withDeadline(performance.now() + 800, (signal) => {
    setTimeout(() => seen.push(signal.aborted), 799);
    setTimeout(() => seen.push(signal.aborted), 801);
    return untilAborted(signal);
  });
  const outcome = working.catch((error: Error) => error.message);
  await vi.advanceTimersByTimeAsync(801);
  expect(seen).toEqual([false, true]);
  expect(await outcome).toBe("aborted");
});

it("work that fails fails as it did, and leaves no timer behind", async () => {
  const failing = withDeadline(performance.now() + 800, () => Promise.reject(new Error("the store is away")));
  await expect(failing).rejects.toThrow("the store is away");
  expect(vi.getTimerCount()).toBe(0);
});
