import { timingSafeEqual } from "node:crypto";
import { type ApiKey, idOfKey } from "../../lib/store/api-keys.ts";
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
}

const NOBODY: Caller = { keyId: null, department: null, scopes: [] };

/** The caller of a route that needs `scope`, or why they are turned away. */
export async function callerOf(request: {
  readonly authorization: string | undefined;
  readonly scope: Scope | "public";
  readonly deps: Deps;
}): Promise<Caller | Refusal> {
  const { authorization, scope, deps } = request;
  if (scope === "public") return NOBODY;
  if (authorization === undefined) {
    return refuse(
      "unauthenticated",
      "Send an API key: Authorization: Bearer <key>, or Basic with the key as password.",
    );
  }
  const key = await keyOf(authorization, deps);
  if (key === undefined) return refuse("unauthenticated", "The API key is not known, or was revoked.");
  if (!key.scopes.includes(scope)) {
    return refuse("missing_scope", `This needs the scope ${scope}; the key has ${key.scopes.join(", ")}.`);
  }
  return { keyId: key.id, department: key.department, scopes: key.scopes };
}

async function keyOf(authorization: string, { apiKeys }: Deps): Promise<ApiKey | undefined> {
  const text = keyTextOf(authorization);
  const id = text === undefined ? undefined : idOfKey(text);
  if (text === undefined || id === undefined) return undefined;
  const key = await apiKeys.find(id);
  if (key === undefined) return undefined;
  return timingSafeEqual(Buffer.from(hashOf(text)), Buffer.from(key.hash)) ? key : undefined;
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
