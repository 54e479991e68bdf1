import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bootstrap } from "../../../functions/shared/bootstrap.ts";
import { createDeps } from "../../../functions/shared/deps.ts";
import { activateNewPolicy, activateOldPolicy } from "../../../lib/store/activate-policy.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";
import { findPolicy, readActivePointer } from "../../../lib/store/policies.ts";
import type { Store } from "../../../lib/store/store.ts";
import { NOW } from "../../support/checking.ts";
import { policyOf, rebuildOver } from "../../support/rebuilding.ts";

const CACHE_SECONDS = 10;
const TOLD = { at: NOW, by: "ops" } as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Another instance of a function on the same table. */
const instanceOn = (store: Store) =>
  createDeps({ store, now: () => NOW, log: () => {}, cacheSeconds: CACHE_SECONDS });

async function setUp() {
  const store = createMemoryStore();
  await bootstrap(store, { policy: policyOf("P30D") });
  const instances = [instanceOn(store), instanceOn(store)];
  const versions = async () =>
    (await Promise.all(instances.map(({ policy }) => policy.get()))).map(({ version }) => version);
  expect(await versions()).toEqual([1, 1]);
  return { store, instances, versions };
}

describe("the policy in force", () => {
  it("is another on every instance within the cache time, put or rolled back", async () => {
    const { store, versions } = await setUp();
    const active = await readActivePointer(store);
    await activateNewPolicy(store, { document: policyOf("P30D"), active, told: TOLD });
    vi.advanceTimersByTime(CACHE_SECONDS * 1_000);
    expect(await versions()).toEqual([2, 2]);
    const [chosen, now] = [await findPolicy(store, 1), await readActivePointer(store)];
    if (chosen === undefined || now === undefined) throw new Error("no policy");
    await activateOldPolicy(store, { chosen, active: now, told: TOLD });
    vi.advanceTimersByTime(CACHE_SECONDS * 1_000 - 1);
    await versions();
    vi.advanceTimersByTime(1);
    expect(await versions()).toEqual([1, 1]);
  });

  it("stays the very same while nothing changed, so that nothing is compiled again", async () => {
    const { instances } = await setUp();
    const [instance] = instances;
    const before = await instance?.policy.get();
    expect(await instance?.policy.renew()).toBe(before);
  });

  it("has states keep touches as a rebuild asks within the cache time, whatever it retains itself", async () => {
    const { store, instances } = await setUp();
    await rebuildOver(store, instanceOn(store));
    vi.advanceTimersByTime(CACHE_SECONDS * 1_000);
    for (const { policy } of instances) {
      const { compiled, version } = await policy.get();
      expect([version, compiled.retention]).toEqual([1, 60 * 86_400_000]);
    }
  });
});
