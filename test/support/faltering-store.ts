import { StoreUnavailable } from "../../lib/store/errors.ts";
import type { CallOptions, Store } from "../../lib/store/store.ts";

/** What can go wrong at one call of a store that works before and after. */
export const FAULTS = [
  /** Refused, and nothing was done. */
  "throttles",
  /** Done, and the answer never arrives. */
  "loses its answer",
  /** The SDK loses the answer to a write and sends it again by itself. */
  "sends twice",
  /** Somebody else is faster. */
  "loses a race",
  /** Silent until the caller's deadline, before its effect. */
  "hangs",
  /** Silent until the caller's deadline, after its effect. */
  "hangs once done",
] as const;

export interface Fault {
  /** Number of the call, from 0. */
  readonly call: number;
  readonly kind: (typeof FAULTS)[number];
}

export interface FalteringStore {
  readonly store: Store;
  /** Whether as many calls were made as the fault waits for. */
  faltered(): boolean;
}

/** A store with one fault. `rival` writes to the same contact, just before the call that loses the race. */
export function falteringStore(
  store: Store,
  fault: Fault | undefined,
  rival: () => Promise<unknown> = async () => {},
): FalteringStore {
  let calls = 0;

  async function step<T>(kind: "read" | "write", call: CallOptions | undefined, act: () => Promise<T>) {
    if (calls++ !== fault?.call) return act();
    const unanswered = new StoreUnavailable({ mayHaveWritten: kind === "write" });
    switch (fault.kind) {
      case "throttles":
        throw new StoreUnavailable({ mayHaveWritten: false });
      case "loses its answer":
        await act();
        throw unanswered;
      case "sends twice":
        if (kind === "write") await act();
        return act();
      case "loses a race":
        if (kind === "write") await rival();
        return act();
      case "hangs":
        await aborted(call);
        throw unanswered;
      case "hangs once done":
        await act();
        await aborted(call);
        throw unanswered;
    }
  }

  return {
    faltered: () => fault !== undefined && calls > fault.call,
    store: {
      get: (key, call) => step("read", call, () => store.get(key, call)),
      getMany: (keys, call) => step("read", call, () => store.getMany(keys, call)),
      query: (query, call) => step("read", call, () => store.query(query, call)),
      put: (write, call) => step("write", call, () => store.put(write, call)),
      transact: (writes, call) => step("write", call, () => store.transact(writes, call)),
      delete: (key, call) => step("write", call, () => store.delete(key, call)),
    },
  };
}

/** A call without a deadline is cut off at once: nobody waits for ever. */
const aborted = (call: CallOptions | undefined): Promise<void> =>
  new Promise((resolve) => {
    const signal = call?.signal;
    if (signal === undefined || signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
