import { FALLBACK, ROUTES } from "../../functions/routes.ts";
import type { Deps } from "../../functions/shared/deps.ts";
import type { ApiHandler } from "./server.ts";

/** The functions that the routes name, by folder: the deployed handlers, over the given dependencies. */
export async function loadHandlers(deps: Deps): Promise<ReadonlyMap<string, ApiHandler>> {
  const names = new Set<string>([...ROUTES, FALLBACK].map((route) => route.function));
  return new Map(
    await Promise.all([...names].map(async (name) => [name, await loadHandler(name, deps)] as const)),
  );
}

async function loadHandler(name: string, deps: Deps): Promise<ApiHandler> {
  const module = (await import(new URL(`../../functions/${name}/handler.ts`, import.meta.url).href)) as {
    createHandler: (deps: Deps) => ApiHandler;
  };
  return module.createHandler(deps);
}
