import { describe, expect, it } from "vitest";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";
import { readAhead } from "../../../lib/store/read-ahead.ts";
import type { Item, Store } from "../../../lib/store/store.ts";
import { holdsToTheStoreContract } from "../../support/store-contract.ts";

holdsToTheStoreContract("memory, read ahead of nothing", async () => ({
  store: readAhead(createMemoryStore()).store,
  stop: async () => {},
}));

const key = (pk: string) => ({ pk, sk: "#" });
const versioned = (pk: string, version: number): Item => ({ ...key(pk), version });

/** A store that counts what it is asked. */
function counted() {
  const store = createMemoryStore();
  const asked = { gets: 0, batches: 0 };
  const counting: Store = {
    ...store,
    get: (one, call) => {
      asked.gets += 1;
      return store.get(one, call);
    },
    getMany: (many, call) => {
      asked.batches += 1;
      return store.getMany(many, call);
    },
  };
  return { store: counting, asked };
}

describe("what was read ahead", () => {
  it("is answered once, also that there is nothing", async () => {
    const { store, asked } = counted();
    await store.put({ item: versioned("a", 1) });
    const ahead = readAhead(store);
    await ahead.ahead([key("a"), key("b"), key("a")]);
    expect(await ahead.store.get(key("a"))).toEqual(versioned("a", 1));
    expect(await ahead.store.getMany([key("b")])).toEqual([undefined]);
    expect(asked).toEqual({ gets: 0, batches: 1 });
    await ahead.store.get(key("a"));
    expect(asked.gets).toBe(1);
  });

  it("is forgotten once it is written", async () => {
    const { store } = counted();
    const ahead = readAhead(store);
    await ahead.ahead([key("a"), key("b"), key("c")]);
    await ahead.store.put({ item: versioned("a", 1) });
    await ahead.store.transact([{ item: versioned("b", 1) }]);
    await store.put({ item: versioned("c", 1) });
    await ahead.store.delete(key("c"));
    expect(await ahead.store.getMany([key("a"), key("b"), key("c")])).toEqual([
      versioned("a", 1),
      versioned("b", 1),
      undefined,
    ]);
  });

  it("is not kept when it was written while it was being read", async () => {
    const { store } = counted();
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const slow: Store = {
      ...store,
      async getMany(keys, call) {
        const items = await store.getMany(keys, call);
        await held;
        return items;
      },
    };
    const ahead = readAhead(slow);
    const reading = ahead.ahead([key("a")]);
    await ahead.store.put({ item: versioned("a", 2) });
    release();
    await reading;
    expect(await ahead.store.get(key("a"))).toEqual(versioned("a", 2));
  });
});
