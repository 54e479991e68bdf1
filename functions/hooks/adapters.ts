import type { HookAdapter } from "../../lib/adapters/hook.ts";

/** Vendors by their names in the path; each is loaded with its first request. */
const ADAPTERS: Readonly<Record<string, () => Promise<HookAdapter>>> = {
  standard: async () =>
    asAny((await import("../../lib/adapters/standard-webhooks/standard-webhooks.ts")).standardWebhooks),
};

export const VENDORS = Object.keys(ADAPTERS);

/** Undefined for a vendor that is not known, or an event that it does not have. */
export async function adapterOf(vendor: string, event?: string): Promise<HookAdapter | undefined> {
  const load = Object.hasOwn(ADAPTERS, vendor) ? ADAPTERS[vendor] : undefined;
  const adapter = await load?.();
  return adapter === undefined || event === undefined || adapter.events.includes(event) ? adapter : undefined;
}

/** Its secrets are read by its own schema before it is given them. */
const asAny = <Secrets>(adapter: HookAdapter<Secrets>): HookAdapter => adapter as unknown as HookAdapter;
