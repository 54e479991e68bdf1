/**
 * The port to the single table. Everything the gate keeps goes through these six calls.
 *
 * Guarantees
 * - `get` and `query` are strongly consistent: they see every write that was acknowledged before they began.
 * - `put` and `transact` are atomic: all of it or nothing, and a condition is judged on the item that the
 *   write replaces.
 * - A refused `put` returns the item that refused it, read in the same atomic step (undefined when there is
 *   none), so a lost race needs no second read. `transact` cannot tell: it only says that it lost.
 * - After `StoreUnavailable` with `mayHaveWritten: true` the write may stand or not; the caller finds out by
 *   reading. A retry inside the SDK after a lost answer can therefore be refused by its own first attempt:
 *   callers recognise their own write in the returned item.
 *
 * Known limitations
 * - Items are flat: strings and numbers. What is compound is packed by `items.ts`.
 * - At most 100 writes and 4 MB in one `transact`, one of each item; 400 KB an item (DynamoDB).
 *
 * @throws StoreUnavailable from every call when the table does not answer in time, throttles, or faults.
 */
export interface Store {
  get(key: ItemKey, options?: CallOptions): Promise<Item | undefined>;
  /** The items of many keys, each named once, in their order; each as consistent as `get`, not all of one instant. */
  getMany(keys: readonly ItemKey[], options?: CallOptions): Promise<readonly (Item | undefined)[]>;
  put(write: Write, options?: CallOptions): Promise<PutResult>;
  /** All writes or none. A conflicting transaction counts as lost, also one that only adds to the same item. */
  transact(writes: readonly TransactWrite[], options?: CallOptions): Promise<"written" | "lost">;
  /** The items of one partition in order of `sk`. */
  query(query: Query, options?: CallOptions): Promise<Page>;
  delete(key: ItemKey, options?: CallOptions): Promise<void>;
}

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** A flat item: its key and attributes that are strings or numbers. */
export type Item = ItemKey & { readonly [attribute: string]: string | number };

export interface Write {
  readonly item: Item;
  /**
   * What must be there for the write to happen: `"absent"` (no item), a number (an item whose `version` is
   * that), or undefined (anything).
   */
  readonly expected?: "absent" | number | undefined;
}

/** Adds to the numbers of an item, which is made where there is none. */
export interface Addition {
  readonly key: ItemKey;
  readonly add: Readonly<Record<string, number>>;
}

/** Takes an item away, whatever it is; one that is not there is none to take. */
export interface Removal {
  readonly remove: ItemKey;
  /** The `version` that it must have, and so be there. */
  readonly expected?: number;
}

/**
 * Writes nothing: the other writes are refused unless the item's `version` is `expected`; or, with `below`, unless it
 * is less than that, or there is no item.
 */
export type Check =
  | { readonly check: ItemKey; readonly expected: number }
  | { readonly check: ItemKey; readonly below: number };

/** One part of a transaction. */
export type TransactWrite = Write | Addition | Removal | Check;

export type PutResult =
  | { readonly written: true }
  | { readonly written: false; readonly current: Item | undefined };

export interface Query {
  readonly pk: string;
  /** Only items whose `sk` begins with this. */
  readonly prefix?: string;
  /** Continue after this `sk`. */
  readonly after?: string;
  /** 1–1000, default 100. */
  readonly limit?: number;
  readonly newestFirst?: boolean;
}

export interface Page {
  readonly items: readonly Item[];
  /** Pass as `after` for the next page; undefined on the last. */
  readonly next: string | undefined;
}

export interface CallOptions {
  /** Ends the call with StoreUnavailable when aborted. */
  readonly signal?: AbortSignal | undefined;
}
