import { StoreUnavailable } from "../../../lib/store/errors.ts";
import { stateKey } from "../../../lib/store/keys.ts";
import type { TransactWrite } from "../../../lib/store/store.ts";
import { attempts } from "../attempts.ts";
import type { Deps } from "../deps.ts";

/** A key as an erasure left it. */
export interface Tombstone {
  readonly contactKey: string;
  /** Of its state. */
  readonly version: number;
}

/** One transaction holds 100, of which one is the condition. */
const MOST_WRITES = 99;

/**
 * Writes for as long as the tombstone stands, in as many transactions as it takes; `lost` when a write was refused for
 * another reason, and `over` when the key has another state.
 * @throws StoreUnavailable when others are in the way for too long.
 */
export async function writeWhileErased(
  deps: Deps,
  tombstone: Tombstone,
  writes: readonly TransactWrite[],
): Promise<"written" | "lost" | "over"> {
  for (let start = 0; start < writes.length; start += MOST_WRITES) {
    const done = await writeOnce(deps, tombstone, writes.slice(start, start + MOST_WRITES));
    if (done !== "written") return done;
  }
  return "written";
}

async function writeOnce(
  deps: Deps,
  { contactKey, version }: Tombstone,
  writes: readonly TransactWrite[],
): Promise<"written" | "lost" | "over"> {
  const { store } = deps;
  const key = stateKey(contactKey);
  const isConditional = writes.some((write) => "expected" in write && write.expected !== undefined);
  for await (const _ of attempts(deps)) {
    if ((await store.transact([{ check: key, expected: version }, ...writes])) === "written")
      return "written";
    if ((await store.get(key))?.version !== version) return "over";
    if (isConditional) return "lost";
  }
  throw new StoreUnavailable({ mayHaveWritten: false });
}
