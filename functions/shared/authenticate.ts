import { timingSafeEqual } from "node:crypto";
import { type ApiKey, idOfKey } from "../../lib/store/api-keys.ts";
import { StoreUnavailable } from "../../lib/store/errors.ts";
import { hashOf } from "../../lib/store/keys.ts";
import type { Scope } from "../routes.ts";
import type { Deps } from "./deps.ts";
import { type Refusal, refuse } from "./problem.ts";

/** Who asks, and what their key allows. */
export interface Caller {
  /** Null on public routes. */
  readonly keyId: string | null;
  /** The only department the caller may speak for; null for any. */
  readonly department: string | null;
  readonly scopes: readonly string[];
  /** The store did not answer and the key is as it was last known: only an outage's own answers may follow. */
  readonly outage: StoreUnavailable | undefined;
}

const NOBODY: Caller = { keyId: null, department: null, scopes: [], outage: undefined };

export interface Asking {
  readonly authorization: string | undefined;
  readonly scope: Scope | "public";
  readonly deps: Deps;
  /** Until when the key is waited for, by `performance.now()`. */
  readonly deadlineAtMs: number;
}

/** The caller of a route that needs `scope`, or why they are turned away. */
export async function callerOf(asking: Asking): Promise<Caller | Refusal> {
  const { authorization, scope } = asking;
  if (scope === "public") return NOBODY;
  if (authorization === undefined) {
    return refuse(
      "unauthenticated",
      "Send an API key: Authorization: Bearer <key>, or Basic with the key as password.",
    );
  }
  const { key, outage } = await keyOf(authorization, asking);
  if (key === undefined) return refuse("unauthenticated", "The API key is not known, or was revoked.");
  if (!key.scopes.includes(scope)) {
    return refuse("missing_scope", `This needs the scope ${scope}; the key has ${key.scopes.join(", ")}.`);
  }
  return { keyId: key.id, department: key.department, scopes: key.scopes, outage };
}

interface FoundKey {
  readonly key: ApiKey | undefined;
  readonly outage: StoreUnavailable | undefined;
}

async function keyOf(authorization: string, asking: Asking): Promise<FoundKey> {
  const text = keyTextOf(authorization);
  const id = text === undefined ? undefined : idOfKey(text);
  if (text === undefined || id === undefined) return { key: undefined, outage: undefined };
  const { key, outage } = await lookUp(id, asking);
  const good = key !== undefined && timingSafeEqual(Buffer.from(hashOf(text)), Buffer.from(key.hash));
  return { key: good ? key : undefined, outage };
}

async function lookUp(id: string, { deps: { apiKeys }, deadlineAtMs }: Asking): Promise<FoundKey> {
  try {
    return { key: await apiKeys.find(id, deadlineAtMs), outage: undefined };
  } catch (fault) {
    const last = apiKeys.last(id);
    if (!(fault instanceof StoreUnavailable) || last === undefined) throw fault;
    return { key: last, outage: fault };
  }
}

/** The key text of `Bearer <key>`, or of `Basic` with the key as password. */
function keyTextOf(authorization: string): string | undefined {
  const [, scheme = "", credentials = ""] = /^(\w+) +(\S+)$/.exec(authorization.trim()) ?? [];
  if (scheme.toLowerCase() === "bearer") return credentials;
  if (scheme.toLowerCase() !== "basic") return undefined;
  const decoded = Buffer.from(credentials, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  return colon < 0 ? undefined : decoded.slice(colon + 1);
}
