import { beforeEach, describe, expect, it } from "vitest";
import { apiEvent, NO_CONTEXT } from "../../../bench/support/api-event.ts";
import { createHandler } from "../../../functions/check/handler.ts";
import { bootstrap } from "../../../functions/shared/bootstrap.ts";
import { createDeps } from "../../../functions/shared/deps.ts";
import { putDevelopmentKeys } from "../../../lib/local/development-keys.ts";
import { StoreUnavailable } from "../../../lib/store/errors.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";
import type { CallOptions, Store } from "../../../lib/store/store.ts";

/** Batches against a store that answers no longer, from one call on. */

const POLICY = {
  id: "batches",
  purposes: { marketing: {}, receipt: { obeys: "hard", counts: false, onOutage: "allow" } },
  rules: [],
};
const DEADLINE_MS = 60;
const PERSONS = 40;

/** Which calls hang until their caller gives up; `after` so many writes of contacts. */
interface Hanging {
  reads: boolean;
  writesAfter: number;
}

function hangingStore(store: Store): { store: Store; hanging: Hanging } {
  const hanging: Hanging = { reads: false, writesAfter: Number.POSITIVE_INFINITY };
  let writes = 0;
  const untilGivenUp = <T>(call: CallOptions | undefined, mayHaveWritten: boolean) =>
    new Promise<T>((_, reject) => {
      const giveUp = () => reject(new StoreUnavailable({ mayHaveWritten }));
      if (call?.signal?.aborted === true) giveUp();
      call?.signal?.addEventListener("abort", giveUp);
    });
  return {
    hanging,
    store: {
      ...store,
      get: (key, call) => (hanging.reads ? untilGivenUp(call, false) : store.get(key, call)),
      getMany: (keys, call) => (hanging.reads ? untilGivenUp(call, false) : store.getMany(keys, call)),
      put: (write, call) =>
        ++writes > hanging.writesAfter ? untilGivenUp(call, true) : store.put(write, call),
    },
  };
}

let hanging: Hanging;
let memory: Store;
let handle: ReturnType<typeof createHandler>;

beforeEach(async () => {
  memory = createMemoryStore();
  await bootstrap(memory, { policy: POLICY });
  await putDevelopmentKeys(memory);
  const faltering = hangingStore(memory);
  hanging = faltering.hanging;
  const deps = createDeps({
    store: faltering.store,
    log: () => {},
    deadlineMs: DEADLINE_MS,
    batchDeadlineMs: DEADLINE_MS,
    cacheSeconds: 3_600,
  });
  handle = createHandler(deps);
  expect((await ask([{ ...item(0), mode: "dryRun" }])).items).toMatchObject([{ decision: "allow" }]);
});

const item = (n: number, purpose = "marketing") => ({
  ref: `${n}`,
  to: { email: `person.${n}@example.com` },
  channel: "email",
  department: "growth",
  purpose,
});

interface Answered {
  readonly items: readonly {
    readonly ref: string;
    readonly status: number;
    readonly decision?: string;
    readonly recorded?: boolean | "unknown";
    readonly touchId?: string;
    readonly reasons?: readonly { readonly code: string }[];
    readonly problem?: { readonly code: string; readonly status: number };
  }[];
  readonly summary: Readonly<Record<string, number>>;
}

async function ask(items: readonly unknown[]): Promise<Answered & { readonly tookMs: number }> {
  const startedAtMs = performance.now();
  const event = apiEvent({ method: "POST", path: "/v1/check/batch", key: "tg_dev_admin", body: { items } });
  const answer = await handle(event, NO_CONTEXT);
  expect(answer.statusCode).toBe(200);
  return { ...(JSON.parse(answer.body ?? "") as Answered), tookMs: performance.now() - startedAtMs };
}

const persons = (purpose?: string) => Array.from({ length: PERSONS }, (_, n) => item(n, purpose));

describe("a batch that runs out of time", () => {
  it("answers what was decided, tells what was not, and is answered at its deadline", async () => {
    const decided = 7;
    hanging.writesAfter = decided;
    const { items, summary, tookMs } = await ask(persons());
    expect(items.map(({ ref }) => ref)).toEqual(persons().map(({ ref }) => ref));
    expect(summary).toEqual({ allow: decided, defer: 0, deny: 0, problem: PERSONS - decided });
    for (const { status, decision, touchId, problem } of items) {
      if (decision !== undefined) expect([status, touchId]).toEqual([200, expect.any(String)]);
      else expect(problem).toMatchObject({ status, code: "not_decided" });
    }
    // One deadline for all, not one for each item.
    expect(tookMs).toBeLessThan(10 * DEADLINE_MS);
  });

  it("is sent again by the same keys, and each person has one touch", async () => {
    const keyed = persons().map((one) => ({ ...one, idempotencyKey: `job-${one.ref}` }));
    hanging.writesAfter = 7;
    const first = await ask(keyed);
    hanging.writesAfter = Number.POSITIVE_INFINITY;
    const second = await ask(keyed);
    expect(second.summary).toMatchObject({ allow: PERSONS });
    for (const [n, { touchId }] of first.items.entries()) {
      if (touchId !== undefined) expect(second.items[n]).toMatchObject({ touchId, replayed: true });
    }
    expect((await ask(keyed)).items.map(({ touchId }) => touchId)).toEqual(
      second.items.map(({ touchId }) => touchId),
    );
  });
});

describe("a batch while the store does not answer", () => {
  it("lets through, item by item, what may go through, and says so", async () => {
    hanging.reads = true;
    const { items, summary } = await ask([
      item(1, "receipt"),
      item(2),
      { ...item(3), purpose: "spam" },
      item(4, "receipt"),
    ]);
    expect(items).toMatchObject([
      { ref: "1", status: 200, decision: "allow", recorded: false, reasons: [{ code: "outage" }] },
      { ref: "2", status: 503, problem: { status: 503 } },
      { ref: "3", status: 400, problem: { code: "invalid_request" } },
      { ref: "4", status: 200, decision: "allow", recorded: false },
    ]);
    expect(summary).toEqual({ allow: 2, defer: 0, deny: 0, problem: 2 });
    for (const { touchId } of items) expect(touchId).toBeUndefined();
  });

  it("says that nobody knows whether a write that was not answered stands", async () => {
    hanging.writesAfter = 0;
    const { items } = await ask([item(1, "receipt"), item(2)]);
    expect(items).toMatchObject([
      { decision: "allow", recorded: "unknown", reasons: [{ code: "outage" }] },
      { status: 503 },
    ]);
  });

  it("lets through what it was asking for at its deadline; what it had not begun was not decided", async () => {
    hanging.writesAfter = 0;
    const { items, summary } = await ask(persons("receipt"));
    const through = items.filter(({ decision }) => decision === "allow");
    expect(new Set(through.map(({ recorded }) => recorded))).toEqual(new Set(["unknown"]));
    const others = items.filter(({ decision }) => decision === undefined);
    expect(new Set(others.map(({ problem }) => problem?.code))).toEqual(new Set(["not_decided"]));
    expect(summary).toEqual({ allow: through.length, defer: 0, deny: 0, problem: others.length });
  });
});
