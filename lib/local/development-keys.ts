import { isIPv4 } from "node:net";
import { putKey, revokeKey } from "../../functions/keys/command.ts";
import { SCOPES, type Scope } from "../../functions/routes.ts";
import { epochMs } from "../core/time.ts";
import type { Store } from "../store/store.ts";

const SENDER_SCOPES = [
  "check",
  "touches",
  "contacts:read",
  "contacts:write",
  "policies:read",
] as const satisfies readonly Scope[];

/** Keys that everybody knows, for a gate that only this machine can reach. */
export const DEVELOPMENT_KEYS = [
  { id: "dev_admin", secret: "tg_dev_admin", department: null, scopes: SCOPES },
  { id: "dev_marketing", secret: "tg_dev_marketing", department: "marketing", scopes: SENDER_SCOPES },
  { id: "dev_sales", secret: "tg_dev_sales", department: "sales", scopes: SENDER_SCOPES },
] as const;

/** Whether only this machine can reach a server on `host`. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));

/** Puts the development keys into the store. */
export async function putDevelopmentKeys(store: Store): Promise<void> {
  for (const key of DEVELOPMENT_KEYS) await putKey(store, { ...key, note: "development key, made at start" });
}

/** Takes them out again: an earlier gate on the same data may have put them. */
export async function removeDevelopmentKeys(store: Store): Promise<void> {
  for (const { id } of DEVELOPMENT_KEYS) await revokeKey(store, id, { at: epochMs(Date.now()), by: null });
}
