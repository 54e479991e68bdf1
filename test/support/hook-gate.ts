import { adapterOf } from "../../functions/hooks/adapters.ts";
import { createHandler } from "../../functions/hooks/handler.ts";
import { FALLBACK, SERVED } from "../../functions/routes.ts";
import { createDeps } from "../../functions/shared/deps.ts";
import type { HookAdapter, HookRequest } from "../../lib/adapters/hook.ts";
import { epochMs } from "../../lib/core/time.ts";
import { loadHandlers } from "../../lib/local/handlers.ts";
import { createRouter } from "../../lib/local/router.ts";
import { type ApiHandler, startServer } from "../../lib/local/server.ts";
import { putHook } from "../../lib/store/hooks.ts";
import { type Decision, type Fields, startTestGate, type TestGate } from "./gate.ts";
import { fetchBytes, NOW, SAMPLES, ses } from "./hook-samples.ts";
import { tableItems } from "./table-items.ts";

/**
 * A gate that every vendor may call. SNS's requests are signed by a certificate of the tests' own: their adapter trusts
 * it, and fetches it from where it stands.
 */
export interface HookGate {
  readonly gate: TestGate;
  /** Back to the instant at which the samples are signed, or so many milliseconds after it. */
  setClock(afterMs?: number): void;
  /** As the vendor sends it, to where the gate is. */
  send(request: HookRequest): Promise<{ readonly status: number; readonly text: string }>;
  touch(to: Fields, channel?: string): Promise<Decision>;
  /** The codes of what stops marketing by e-mail now, or `allow`. */
  codesOf(to: Fields, more?: Fields): Promise<string>;
  /** The table by key, without which proofs were seen. */
  stored(): Promise<ReadonlyMap<string, string>>;
  /** Keys of what was added, changed or taken away since. */
  changedSince(before: ReadonlyMap<string, string>): Promise<readonly string[]>;
  stop(): Promise<void>;
}

const sesOfTests = {
  ...ses,
  verify: (request, verifying) => ses.verify(request, { ...verifying, fetchBytes } as never),
} as HookAdapter;
const findAdapter: typeof adapterOf = async (vendor, event) =>
  vendor === "ses" ? sesOfTests : adapterOf(vendor, event);

const POLICY = {
  id: "hooks",
  timezone: "UTC",
  purposes: { marketing: {}, confirmation: { obeys: "hard", counts: false, confirmsOptOut: true } },
  rules: [{ id: "daily", kind: "cap", max: 1, window: { rolling: "P1D" } }],
};
const BASE = "https://gate.example";
const MARKETING = { department: "marketing", purpose: "marketing" };

export async function startHookGate(): Promise<HookGate> {
  const gate = await startTestGate({ policy: POLICY });
  const { store, clock } = gate;
  const secrets = new Map(SAMPLES.map(({ adapter, field, good }) => [adapter.vendor, { [field]: [good] }]));
  for (const [vendor, of] of secrets) await putHook(store, { vendor, secrets: of, createdAt: epochMs(0) });
  const deps = createDeps({ store, now: clock.now, log: () => {}, publicUrl: BASE });
  const server = await startServer({
    ...{ host: "127.0.0.1", port: 0, route: createRouter(SERVED, FALLBACK), onFault: () => {} },
    handlers: new Map([
      ...(await loadHandlers(deps)),
      ["hooks", createHandler(deps, findAdapter) as ApiHandler],
    ]),
  });
  const stored = async () => {
    const items = (await tableItems(gate)).filter(({ pk }) => !pk.startsWith("PROOF#"));
    return new Map(items.map((item) => [`${item.pk} ${item.sk}`, inOneOrder(item)]));
  };
  return {
    gate,
    stored,
    setClock: (afterMs = 0) => gate.setClock(new Date(NOW + afterMs).toISOString()),
    send: async ({ url, headers, body }) => {
      const sent = { method: "POST", headers, body: new Uint8Array(body) };
      const response = await fetch(url.replace(BASE, server.url), sent);
      return { status: response.status, text: await response.text() };
    },
    touch: (to, channel = "email") => gate.check({ to, channel, ...MARKETING }),
    codesOf: async (to, more = {}) => {
      const asked = { to, channel: "email", ...MARKETING, mode: "dryRun", ...more };
      const { decision, reasons } = await gate.check(asked);
      return decision === "allow" ? decision : reasons.map(({ code }) => code).join();
    },
    changedSince: async (before) => {
      const now = await stored();
      const keys = new Set([...before.keys(), ...now.keys()]);
      return [...keys].filter((key) => before.get(key) !== now.get(key));
    },
    stop: async () => {
      await server.stop();
      await gate.stop();
    },
  };
}

const inOneOrder = (item: Fields): string =>
  JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
