import { beforeEach, expect, it } from "vitest";
import { bootstrap } from "../../../functions/shared/bootstrap.ts";
import { createDeps, type Deps } from "../../../functions/shared/deps.ts";
import { tellTouches } from "../../../functions/touches/tell.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";
import type { Store } from "../../../lib/store/store.ts";

/**
 * The database client tries a write again when its answer is lost. The first attempt has been carried out, so the
 * second finds its own write and loses to it.
 */
const losesAnswers = (store: Store): Store => ({
  ...store,
  put: async (write, call) => {
    await store.put(write, call);
    return store.put(write, call);
  },
});

const POLICY = { id: "telling", purposes: { sales: {}, notice: { counts: false } }, rules: [] };
const CALLER = { keyId: "k", department: null, scopes: ["touches"] } as const;

let store: Store;
let deps: Deps;
beforeEach(async () => {
  store = createMemoryStore();
  await bootstrap(store, { policy: POLICY });
  deps = createDeps({ store: losesAnswers(store), log: () => {}, pause: async () => {} });
});

it.each(["sales", "notice"])("a touch for %s whose answer was lost is told once", async (purpose) => {
  const told = { to: { contactId: "li" }, channel: "visit", department: "d", purpose };
  await store.put({ item: { pk: "C#li", sk: "#", version: 1, put: 1 }, expected: "absent" });
  const answers = await tellTouches({ deps, caller: { ...CALLER, outage: undefined }, items: [told] });
  expect(answers).toMatchObject([{ status: 200, touchId: expect.any(String), broke: [] }]);
  const state = await store.get({ pk: "C#li", sk: "#" });
  expect(state?.version).toBe(2);
  expect(`${state?.touches ?? ""}`.split("\n")).toHaveLength(1);
});
