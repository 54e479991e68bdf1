import { BadItem } from "./errors.ts";
import type { Check, Item, ItemKey, Store, Write } from "./store.ts";

/**
 * That a key was erased, beside its state: for good, since what the stream tells of before may come at any time.
 * Whoever writes of a key without writing its state writes on the condition that it was not erased since it was read.
 */
export interface Erasure {
  /** Version of the state that the erasure left. What was told of it up to this version is not told any more. */
  readonly version: number;
  /** While something of the person is still to be cleared: the id under which it is noted what. */
  readonly of: string | undefined;
  /** What is to be cleared; undefined at the other keys of the person, and when all is gone. */
  readonly left: Left | undefined;
}

/** What is still to be cleared of a person, until all of it is gone. */
export interface Left {
  /** Ids that the person was known by. */
  readonly ids: readonly string[];
  readonly keys: readonly ErasedKey[];
  /** Addresses of others that they listed too. */
  readonly shared: readonly string[];
}

/** A key of an erased person. */
export interface ErasedKey {
  readonly key: string;
  /** Of the tombstone. */
  readonly version: number;
  /** Of an address: the lists that it stood on, where its value is in clear. */
  readonly lists: readonly string[];
}

const erasureKey = (contactKey: string): ItemKey => ({ pk: `C#${contactKey}`, sk: "ERASED" });

export const erasureWrite = (contactKey: string, { version, of, left }: Erasure): Write => ({
  item: {
    ...erasureKey(contactKey),
    version,
    ...(of !== undefined && { of }),
    ...(left !== undefined && { left: JSON.stringify(left) }),
  },
});

/** Undefined when the key was never erased. @throws BadItem when it does not decode. */
export async function readErasure(store: Store, contactKey: string): Promise<Erasure | undefined> {
  const item = await store.get(erasureKey(contactKey));
  return item && fromErasureItem(item);
}

function fromErasureItem({ version, of, left }: Item): Erasure {
  try {
    return {
      version: Number(version),
      of: of === undefined ? undefined : String(of),
      left: left === undefined ? undefined : (JSON.parse(String(left)) as Left),
    };
  } catch (cause) {
    throw new BadItem("erasure", cause);
  }
}

/** Lets what is written together with it stand only if a key that was read at `version` was not erased since. */
export const notErasedSince = (contactKey: string, version: number): Check => ({
  check: erasureKey(contactKey),
  below: version,
});
