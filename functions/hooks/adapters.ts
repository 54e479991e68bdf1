import type { HookAdapter } from "../../lib/adapters/hook.ts";

/** Vendors by their names in the path; each is loaded with its first request. */
const ADAPTERS: Readonly<Record<string, () => Promise<HookAdapter>>> = {
  standard: async () =>
    asAny((await import("../../lib/adapters/standard-webhooks/standard-webhooks.ts")).standardWebhooks),
  twilio: async () => asAny((await import("../../lib/adapters/twilio/twilio.ts")).twilio),
  sendgrid: async () => asAny((await import("../../lib/adapters/sendgrid/sendgrid.ts")).sendgrid),
  ses: async () => asAny((await import("../../lib/adapters/ses/ses.ts")).ses),
  mailgun: async () => asAny((await import("../../lib/adapters/mailgun/mailgun.ts")).mailgun),
  postmark: async () => asAny((await import("../../lib/adapters/postmark/postmark.ts")).postmark),
  hubspot: async () => asAny((await import("../../lib/adapters/hubspot/hubspot.ts")).hubspot),
  aliyun: async () => asAny((await import("../../lib/adapters/aliyun/aliyun.ts")).aliyun),
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
