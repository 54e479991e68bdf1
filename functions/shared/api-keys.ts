import { type ApiKey, readApiKey } from "../../lib/store/api-keys.ts";
import type { Store } from "../../lib/store/store.ts";
import { type Freshness, Refreshing } from "./refreshing.ts";

/** Looks API keys up by id, remembering each, and each that does not exist, for a while. */
export interface ApiKeys {
  /** Waits until `deadlineAtMs` by `performance.now()`. */
  find(id: string, deadlineAtMs: number): Promise<ApiKey | undefined>;
  /** The key as it was last read, however long ago: for an outage of the store. */
  last(id: string): ApiKey | undefined;
  /** Forgets what is remembered, so that a change made here is seen here at once. */
  forget(id: string): void;
}

/** Strangers may guess ids by the thousand; they must not fill the memory. */
const MOST_KEYS = 2_000;

export function apiKeysOf(store: Store, freshness: Freshness): ApiKeys {
  const known = new Map<string, Refreshing<ApiKey | undefined>>();
  return {
    find(id, deadlineAtMs) {
      let key = known.get(id);
      if (key === undefined) {
        if (known.size >= MOST_KEYS) known.clear();
        key = new Refreshing(() => readApiKey(store, id), freshness);
        known.set(id, key);
      }
      return key.get(deadlineAtMs);
    },
    last: (id) => known.get(id)?.last(),
    forget(id) {
      known.delete(id);
    },
  };
}
