import { ROUTES } from "../../functions/routes.ts";
import type { EpochMs } from "../../lib/core/time.ts";
import { loadHandlers } from "../../lib/local/handlers.ts";
import type { Store } from "../../lib/store/store.ts";
import { type ApiCall, apiEvent, bodyOf, NO_CONTEXT } from "./api-event.ts";
import { benchDeps, KEY } from "./own-engine.ts";

/** The functions of one instance that has served before, on a clock of its own. */
export interface Instance {
  /** What its clock shows. */
  now: EpochMs;
  /** The body of the answer. @throws Error when the status is not 2xx. */
  call(call: Omit<ApiCall, "key">): Promise<Record<string, unknown>>;
}

/** Policy and key are read once an instance and then polled, whatever it serves; here not while it lives. */
const CACHE_SECONDS = 3_600;

/** An instance with policy and key in memory, and no links. */
export async function startInstance(store: Store, now: EpochMs): Promise<Instance> {
  const deps = benchDeps({ store, now: () => instance.now, cacheSeconds: CACHE_SECONDS });
  const handlers = await loadHandlers(deps);
  const instance: Instance = {
    now,
    async call(call) {
      const route = ROUTES.find(({ method, path }) => method === call.method && path === call.path);
      const handler = handlers.get(route?.function ?? "");
      if (handler === undefined) throw new Error(`No function serves ${call.method} ${call.path}`);
      return bodyOf(await handler(apiEvent({ ...call, key: KEY }), NO_CONTEXT));
    },
  };
  await instance.call({ method: "GET", path: "/v1/policies/active" });
  return instance;
}
