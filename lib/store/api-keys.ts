import type { Told } from "../core/events.ts";
import { changeWrite } from "./changes.ts";
import { BadItem, StoreUnavailable } from "./errors.ts";
import { API_KEY_PARTITION, apiKeyKey, hashOf } from "./keys.ts";
import type { CallOptions, Item, Store } from "./store.ts";

/** An API key as it is kept: never the key itself, only its hash. */
export interface ApiKey {
  readonly id: string;
  /** SHA-256 of the whole key text, hexadecimal. */
  readonly hash: string;
  /** The only department the key may speak for; null for any. */
  readonly department: string | null;
  readonly scopes: readonly string[];
  readonly note: string | null;
  readonly createdAt: string;
}

/**
 * The id within a key text: what stands between `tg_` and the first dot; undefined when the text is no key.
 */
export const idOfKey = (text: string): string | undefined =>
  /^tg_([A-Za-z0-9_-]{1,64})(?:\.[A-Za-z0-9_-]{1,128})?$/.exec(text)?.[1];

/** A key that is made by somebody is told among the changes. @throws StoreUnavailable */
export async function putApiKey(
  store: Store,
  key: Omit<ApiKey, "hash"> & { readonly text: string },
  told?: Told,
): Promise<void> {
  const { id, department, scopes, note, createdAt } = key;
  const write = {
    item: {
      ...apiKeyKey(id),
      hash: hashOf(key.text),
      scopes: scopes.join(" "),
      createdAt,
      ...(department !== null && { department }),
      ...(note !== null && { note }),
    },
  };
  const change =
    told && changeWrite({ ...told, what: "key", id, from: null, to: { department, scopes, note } });
  if (change === undefined) await store.put(write);
  else if ((await store.transact([write, change])) === "lost") {
    throw new StoreUnavailable({ mayHaveWritten: false });
  }
}

export async function readApiKey(store: Store, id: string, call?: CallOptions): Promise<ApiKey | undefined> {
  const item = await store.get(apiKeyKey(id), call);
  return item && fromApiKeyItem(item);
}

export async function listApiKeys(store: Store): Promise<ApiKey[]> {
  const keys: ApiKey[] = [];
  let after: string | undefined;
  do {
    const page = await store.query({ pk: API_KEY_PARTITION, ...(after !== undefined && { after }) });
    keys.push(...page.items.map(fromApiKeyItem));
    after = page.next;
  } while (after !== undefined);
  return keys;
}

/** From then on the key is refused, at the latest when the functions' memory of it has aged. */
export async function revokeApiKey(
  store: Store,
  { id, department, scopes, note }: Omit<ApiKey, "hash">,
  told: Told,
): Promise<void> {
  const change = changeWrite({ ...told, what: "key", id, from: { department, scopes, note }, to: null });
  if ((await store.transact([{ remove: apiKeyKey(id) }, change])) === "lost") {
    throw new StoreUnavailable({ mayHaveWritten: false });
  }
}

/** @throws BadItem when it does not decode. */
export function fromApiKeyItem({ sk, hash, scopes, department, note, createdAt }: Item): ApiKey {
  if (typeof hash !== "string" || typeof scopes !== "string") throw new BadItem("API key");
  return {
    id: sk,
    hash,
    scopes: scopes.split(" "),
    department: department === undefined ? null : String(department),
    note: note === undefined ? null : String(note),
    createdAt: String(createdAt),
  };
}
