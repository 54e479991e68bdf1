import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Refreshing } from "../../../functions/shared/refreshing.ts";

const MAX_AGE_MS = 10_000;

/** A source whose loads answer when the test says so. */
function source() {
  const loads: {
    previous: string | undefined;
    answer: (value: string) => void;
    fail: (fault: Error) => void;
  }[] = [];
  const refreshing = new Refreshing<string>(
    (previous) =>
      new Promise((answer, fail) => {
        loads.push({ previous, answer, fail });
      }),
    { maxAgeMs: MAX_AGE_MS, patienceMs: 60_000 },
  );
  /** Gets, answering the load that the get began, if it did. */
  const getLoaded = async (value: string) => {
    const getting = refreshing.get();
    loads.at(-1)?.answer(value);
    return getting;
  };
  return { refreshing, loads, getLoaded };
}

/** Whether a promise has settled once all microtasks have run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  promise.then(settle, settle);
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

describe("a value that is refreshed", () => {
  // Only the monotonic clock is ours; promises and immediates run as ever.
  beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
  afterEach(() => void vi.useRealTimers());
  const age = (milliseconds: number) => vi.advanceTimersByTime(milliseconds);

  it("is loaded once for all who ask before it is there", async () => {
    const { refreshing, loads } = source();
    const asked = [refreshing.get(), refreshing.get(), refreshing.get()];
    expect(loads).toHaveLength(1);
    expect(refreshing.last()).toBeUndefined();
    loads[0]?.answer("first");
    expect(await Promise.all(asked)).toEqual(["first", "first", "first"]);
    expect(refreshing.last()).toBe("first");
  });

  it("is used as it is until half its age", async () => {
    const { refreshing, loads, getLoaded } = source();
    await getLoaded("first");
    age(MAX_AGE_MS / 2 - 1);
    expect(await refreshing.get()).toBe("first");
    expect(loads).toHaveLength(1);
  });

  it("is refreshed beside the request from half its age on, once, from the value before", async () => {
    const { refreshing, loads, getLoaded } = source();
    await getLoaded("first");
    age(MAX_AGE_MS / 2);
    expect(await refreshing.get()).toBe("first");
    expect(await refreshing.get()).toBe("first");
    expect(loads.map(({ previous }) => previous)).toEqual([undefined, "first"]);
    loads[1]?.answer("second");
    await isSettled(refreshing.refresh());
    expect(await refreshing.get()).toBe("second");
    expect(loads).toHaveLength(2);
  });

  it("is refreshed before it is used once it has its age", async () => {
    const { refreshing, loads, getLoaded } = source();
    await getLoaded("first");
    age(MAX_AGE_MS - 1);
    expect(await refreshing.get()).toBe("first");
    loads[1]?.fail(new Error("the store is away"));
    await isSettled(Promise.resolve());
    age(1);
    const getting = refreshing.get();
    expect(await isSettled(getting)).toBe(false);
    loads[2]?.answer("second");
    expect(await getting).toBe("second");
  });

  it("has the age of its load's beginning, not of its end", async () => {
    const { refreshing, loads } = source();
    const getting = refreshing.get();
    age(MAX_AGE_MS / 2);
    loads[0]?.answer("first");
    await getting;
    age(MAX_AGE_MS / 2);
    expect(await isSettled(refreshing.get())).toBe(false);
    loads[1]?.answer("second");
  });

  it("that cannot be refreshed beside the request fails unseen, and is tried by the next request", async () => {
    const { refreshing, loads, getLoaded } = source();
    await getLoaded("first");
    age(MAX_AGE_MS / 2);
    await refreshing.get();
    loads[1]?.fail(new Error("the store is away"));
    await isSettled(Promise.resolve());
    expect(await refreshing.get()).toBe("first");
    expect(loads).toHaveLength(3);
  });

  it("that cannot be refreshed past its age is told to all who wait, keeps its last value, and recovers", async () => {
    const { refreshing, loads, getLoaded } = source();
    await getLoaded("first");
    age(MAX_AGE_MS);
    const asked = [refreshing.get(), refreshing.get()];
    expect(loads).toHaveLength(2);
    loads[1]?.fail(new Error("the store is away"));
    const settled = await Promise.allSettled(asked);
    expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(refreshing.last()).toBe("first");
    expect(await getLoaded("second")).toBe("second");
  });

  it("that is not there is loaded again only when its turn has come: undefined is a value", async () => {
    let loads = 0;
    const refreshing = new Refreshing<undefined>(
      async () => {
        loads++;
      },
      { maxAgeMs: MAX_AGE_MS, patienceMs: 60_000 },
    );
    await refreshing.get();
    await refreshing.get();
    expect(loads).toBe(1);
  });

  it("is renewed by a load that began after the call, even while another is in flight", async () => {
    const { refreshing, loads } = source();
    const getting = refreshing.get();
    const renewals = [refreshing.renew(), refreshing.renew()];
    expect(await isSettled(Promise.race(renewals))).toBe(false);
    expect(loads).toHaveLength(1);
    loads[0]?.answer("read before the write");
    expect(await getting).toBe("read before the write");
    expect(await isSettled(Promise.race(renewals))).toBe(false);
    expect(loads).toHaveLength(2);
    loads[1]?.answer("read after the write");
    expect(await Promise.all(renewals)).toEqual(["read after the write", "read after the write"]);
  });

  it("is renewed even when the load in flight fails", async () => {
    const { refreshing, loads } = source();
    const getting = refreshing.get();
    const renewal = refreshing.renew();
    loads[0]?.fail(new Error("the store is away"));
    await expect(getting).rejects.toThrow("the store is away");
    await isSettled(renewal);
    loads[1]?.answer("after the write");
    expect(await renewal).toBe("after the write");
  });
});
