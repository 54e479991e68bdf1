import type { Actor, Told } from "../../lib/core/events.ts";
import { type EpochMs, formatInstant } from "../../lib/core/time.ts";
import {
  type ApiKey,
  idOfKey,
  listApiKeys,
  putApiKey,
  readApiKey,
  revokeApiKey,
} from "../../lib/store/api-keys.ts";
import { newId, newSecret } from "../../lib/store/keys.ts";
import type { Store } from "../../lib/store/store.ts";
import type { Scope } from "../routes.ts";

/** What a new key may do. */
export interface KeyGrant {
  /** The only department it may speak for; null for any. */
  readonly department: string | null;
  readonly scopes: readonly Scope[];
  readonly note: string | null;
}

/** A key as it is listed: nothing that opens anything. */
export type ListedKey = Omit<ApiKey, "hash">;

/** Makes a key. Its text is told here and never again: only a hash is kept. */
export async function createKey(
  store: Store,
  grant: KeyGrant & { readonly now: EpochMs; readonly by: Actor },
): Promise<ListedKey & { readonly key: string }> {
  const { now, by, ...allowed } = grant;
  // Ids end at the first dot of a key text and hold no underscore, so that they select with a double click.
  const id = newId().replaceAll(/[-_]/g, "x");
  const key = { id, ...allowed, createdAt: formatInstant(now) };
  const text = `tg_${id}.${newSecret()}`;
  await putApiKey(store, { ...key, text }, { at: now, by });
  return { ...key, key: text };
}

/** Keeps a key whose text is chosen, as the local runtime does for development. */
export async function putKey(
  store: Store,
  key: {
    readonly secret: string;
    readonly department: string | null;
    readonly scopes: readonly Scope[];
    readonly note?: string;
  },
): Promise<void> {
  const { secret, department, scopes, note = null } = key;
  const id = idOfKey(secret);
  if (id === undefined) throw new Error("A key text begins with tg_ and holds letters, digits, _ and -");
  await putApiKey(store, { id, text: secret, department, scopes, note, createdAt: new Date().toISOString() });
}

export async function listKeys(store: Store): Promise<ListedKey[]> {
  return (await listApiKeys(store)).map(({ hash: _hash, ...listed }) => listed);
}

/** Whether there was such a key; it is refused from now on, elsewhere within the cache time. */
export async function revokeKey(store: Store, id: string, told: Told): Promise<boolean> {
  const key = await readApiKey(store, id);
  if (key === undefined) return false;
  await revokeApiKey(store, key, told);
  return true;
}
