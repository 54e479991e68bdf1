import { StoreUnavailable } from "../../lib/store/errors.ts";
import type { Store } from "../../lib/store/store.ts";

/** What goes wrong at a call: it is the last one, before or after its effect, or it loses to somebody else. */
export interface Mishap {
  /** Number of the call, from 0. */
  readonly call: number;
  readonly kind: "dies before" | "dies after" | "conflict";
}

/** A store whose caller dies at one call, so that no later one takes effect, or loses a race there. */
export function crashingStore(store: Store, mishap: Mishap | undefined): Store {
  let calls = 0;
  let dead = false;
  async function step<T>(act: () => Promise<T>, conflict?: T): Promise<T> {
    const kind = calls++ === mishap?.call ? mishap.kind : undefined;
    if (dead || kind === "dies before") {
      dead = true;
      throw new StoreUnavailable({ mayHaveWritten: false });
    }
    if (kind === "conflict" && conflict !== undefined) return conflict;
    const result = await act();
    if (kind !== "dies after") return result;
    dead = true;
    throw new StoreUnavailable({ mayHaveWritten: true });
  }
  return {
    get: (key) => step(() => store.get(key)),
    getMany: (keys) => step(() => store.getMany(keys)),
    query: (query) => step(() => store.query(query)),
    delete: (key) => step(() => store.delete(key)),
    put: (write) => step(() => store.put(write)),
    transact: (writes) => step(() => store.transact(writes), "lost"),
  };
}
