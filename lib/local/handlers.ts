import { FALLBACK, ROUTES } from "../../functions/routes.ts";
import type { Deps } from "../../functions/shared/deps.ts";
import { STREAMS } from "../../functions/streams.ts";
import type { ApiHandler } from "./server.ts";
import type { StreamFunction } from "./stream-pump.ts";

/** The functions that the routes name, by folder: the deployed handlers, over the given dependencies. */
export async function loadHandlers(deps: Deps): Promise<ReadonlyMap<string, ApiHandler>> {
  const names = new Set<string>([...ROUTES, FALLBACK].map((route) => route.function));
  return new Map(
    await Promise.all([...names].map(async (name) => [name, await loadHandler(name, deps)] as const)),
  );
}

/** The consumers of the table's stream, with the functions that serve them. */
export const loadConsumers = (deps: Deps) =>
  Promise.all(
    STREAMS.map(async (consumer) => ({
      consumer,
      handler: await loadHandler<StreamFunction>(consumer.function, deps),
    })),
  );

async function loadHandler<Handler = ApiHandler>(name: string, deps: Deps): Promise<Handler> {
  const module = (await import(new URL(`../../functions/${name}/handler.ts`, import.meta.url).href)) as {
    createHandler: (deps: Deps) => Handler;
  };
  return module.createHandler(deps);
}
