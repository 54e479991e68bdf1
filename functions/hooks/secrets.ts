import type { HookAdapter } from "../../lib/adapters/hook.ts";
import { parse } from "../../lib/core/issues.ts";
import type { Deps } from "../shared/deps.ts";

/** What a vendor's requests are verified by; undefined when it was not set up, or its secrets cannot be read. */
export async function secretsOf(deps: Deps, adapter: HookAdapter): Promise<unknown> {
  const hooks = await deps.hooks.get();
  const found = hooks.find(({ vendor }) => vendor === adapter.vendor);
  if (found === undefined) return undefined;
  const parsed = parse(adapter.Secrets, found.secrets);
  return "value" in parsed ? parsed.value : undefined;
}
