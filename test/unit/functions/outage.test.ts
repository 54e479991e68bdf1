import { setTimeout } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { apiEvent, NO_CONTEXT } from "../../../bench/support/api-event.ts";
import { createHandler } from "../../../functions/check/handler.ts";
import { createHandler as createContacts } from "../../../functions/contacts/handler.ts";
import { bootstrap } from "../../../functions/shared/bootstrap.ts";
import { createDeps, type Deps } from "../../../functions/shared/deps.ts";
import { putDevelopmentKeys } from "../../../lib/local/development-keys.ts";
import { StoreUnavailable } from "../../../lib/store/errors.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";
import type { Store } from "../../../lib/store/store.ts";

const POLICY = {
  id: "outage",
  purposes: { marketing: {}, receipt: { obeys: "hard", counts: false, onOutage: "allow" } },
  rules: [],
};

interface Faltering extends Store {
  hangs: "never" | "reads" | "writes";
  /** How long reads take that do not hang. */
  readMs: number;
}

/** A store that works until it is told to hang, as one does that a network has cut off, or to take its time. */
function faltering(store: Store): Faltering {
  const answer = async <T>(
    kind: "reads" | "writes",
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ) => {
    if (state.hangs === "never" || (state.hangs === "writes" && kind === "reads")) {
      if (kind === "reads" && state.readMs > 0) await setTimeout(state.readMs);
      return work();
    }
    return new Promise<T>((_, reject) => {
      const fail = () => reject(new StoreUnavailable({ mayHaveWritten: kind === "writes" }));
      if (signal?.aborted === true) fail();
      signal?.addEventListener("abort", fail);
    });
  };
  const state: Faltering = {
    hangs: "never",
    readMs: 0,
    get: (key, call) => answer("reads", call?.signal, () => store.get(key, call)),
    getMany: (keys, call) => answer("reads", call?.signal, () => store.getMany(keys, call)),
    query: (query, call) => answer("reads", call?.signal, () => store.query(query, call)),
    put: (write, call) => answer("writes", call?.signal, () => store.put(write, call)),
    transact: (writes, call) => answer("writes", call?.signal, () => store.transact(writes, call)),
    delete: (key, call) => answer("writes", call?.signal, () => store.delete(key, call)),
  };
  return state;
}

const DEADLINE_MS = 40;
let store: ReturnType<typeof faltering>;
let deps: Deps;

/** Functions whose memory of policy and key lasts so long. */
const serveFor = (cacheSeconds: number, deadlineMs = DEADLINE_MS) => {
  deps = createDeps({ store, log: () => {}, deadlineMs, cacheSeconds });
};

async function check(purpose: string) {
  const body = { to: { email: "li@example.com" }, channel: "email", department: "billing", purpose };
  const event = apiEvent({ method: "POST", path: "/v1/check", key: "tg_dev_admin", body });
  const startedAtMs = performance.now();
  const answer = await createHandler(deps)(event, NO_CONTEXT);
  const tookMs = performance.now() - startedAtMs;
  return {
    status: answer.statusCode,
    body: JSON.parse(answer.body ?? "{}"),
    headers: answer.headers,
    tookMs,
  };
}

beforeEach(async () => {
  store = faltering(createMemoryStore());
  await bootstrap(store, { policy: POLICY });
  await putDevelopmentKeys(store);
  // The first check loads code, too, which may take longer on a busy machine.
  serveFor(60, 10_000);
  expect((await check("receipt")).body).toMatchObject({ decision: "allow", recorded: true });
  deps = { ...deps, deadlineMs: DEADLINE_MS };
});

describe("while the store does not answer", () => {
  it("a purpose that may go through is allowed, says so, and records nothing", async () => {
    store.hangs = "reads";
    const { status, body } = await check("receipt");
    expect(status).toBe(200);
    expect(body).toMatchObject({ decision: "allow", recorded: false, nextAllowedAt: null, warnings: [] });
    expect(body).not.toHaveProperty("touchId");
    expect(body.reasons).toMatchObject([
      { rule: "outage", kind: "outage", code: "outage", details: { deadlineMs: DEADLINE_MS } },
    ]);
  });

  it("a write that was sent and not answered may stand: recorded is unknown", async () => {
    store.hangs = "writes";
    expect((await check("receipt")).body).toMatchObject({ decision: "allow", recorded: "unknown" });
  });

  it("every other purpose gets 503 with Retry-After, never an allowance", async () => {
    for (const hangs of ["reads", "writes"] as const) {
      store.hangs = hangs;
      const { status, body, headers } = await check("marketing");
      expect([status, body.code, headers?.["retry-after"]]).toEqual([503, "store_unavailable", "1"]);
    }
  });

  it("the answer comes once the deadline has passed, also when policy and key have aged meanwhile", async () => {
    serveFor(1e-6);
    expect((await check("receipt")).body.recorded).toBe(true);
    store.hangs = "reads";
    const aged = await check("receipt");
    expect(aged.body).toMatchObject({ decision: "allow", recorded: false });
    // One deadline for all that was asked, not one for each question.
    expect(aged.tookMs).toBeLessThan(2 * DEADLINE_MS);
    expect((await check("marketing")).status).toBe(503);
  });

  it("key, policy and state share one deadline, however the time is spent on them", async () => {
    serveFor(1e-6, 300);
    expect((await check("receipt")).body.recorded).toBe(true);
    store.readMs = 200;
    const slow = await check("receipt");
    expect(slow.body).toMatchObject({ decision: "allow", recorded: false, reasons: [{ code: "outage" }] });
    expect(slow.tookMs).toBeLessThan(600);
  });

  it("those who wait for others of the same contact wait no longer than their own deadline", async () => {
    serveFor(60, 200);
    expect((await check("receipt")).body.recorded).toBe(true);
    store.hangs = "reads";
    const waited = await Promise.all(["receipt", "receipt", "marketing", "receipt"].map(check));
    expect(waited.map(({ status }) => status)).toEqual([200, 200, 503, 200]);
    for (const { tookMs } of waited) expect(tookMs).toBeLessThan(400);
  });

  it("nobody gets through whose key was never seen, or with no policy in memory", async () => {
    serveFor(60);
    store.hangs = "reads";
    expect((await check("receipt")).status).toBe(503);
  });

  it("other routes answer 503, with a remembered key too", async () => {
    serveFor(1e-6);
    await check("receipt");
    store.hangs = "reads";
    const event = apiEvent({
      method: "GET",
      path: "/v1/contacts/{contactId}",
      params: { contactId: "x" },
      key: "tg_dev_admin",
    });
    expect((await createContacts(deps)(event, NO_CONTEXT)).statusCode).toBe(503);
  });
});

it("a store that answers again is asked again", async () => {
  serveFor(1e-6);
  store.hangs = "reads";
  await check("receipt");
  store.hangs = "never";
  expect((await check("marketing")).body).toMatchObject({ decision: "allow", recorded: true });
});
