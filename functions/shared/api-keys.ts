import { type ApiKey, readApiKey } from "../../lib/store/api-keys.ts";
import type { Store } from "../../lib/store/store.ts";
import { Refreshing } from "./refreshing.ts";

/** Looks API keys up by id, remembering each, and each that does not exist, for at most `maxAgeMs`. */
export interface ApiKeys {
  find(id: string): Promise<ApiKey | undefined>;
  /** Forgets what is remembered, so that a change made here is seen here at once. */
  forget(id: string): void;
}

/** Strangers may guess ids by the thousand; they must not fill the memory. */
const MOST_KEYS = 2_000;

export function apiKeysOf(store: Store, maxAgeMs: number): ApiKeys {
  const known = new Map<string, Refreshing<ApiKey | undefined>>();
  return {
    find(id) {
      let key = known.get(id);
      if (key === undefined) {
        if (known.size >= MOST_KEYS) known.clear();
        key = new Refreshing(() => readApiKey(store, id), maxAgeMs);
        known.set(id, key);
      }
      return key.get();
    },
    forget(id) {
      known.delete(id);
    },
  };
}
