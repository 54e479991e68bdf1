import type { Actor } from "../core/events.ts";
import { type EpochMs, formatInstant } from "../core/time.ts";
import { BadItem } from "./errors.ts";
import { newId } from "./keys.ts";
import type { Item, Store, Write } from "./store.ts";

/**
 * A change of what the gate goes by and no contact has: policies, keys, the ages of lists. Written with the change
 * itself in one transaction, and never again.
 */
export interface Change {
  readonly at: EpochMs;
  /** Id of the API key that asked for it, `import` or `cli`; null when it was nobody. */
  readonly by: Actor;
  readonly what: "policy" | "key" | "linkKey" | "suppressionList";
  /** Of the policy, the key (of the API, or of customers' links) or the list. */
  readonly id: string;
  /** Null for what was not there before. */
  readonly from: unknown;
  /** Null for what is gone. */
  readonly to: unknown;
  /** What was said of it. */
  readonly note?: string | undefined;
}

export const CHANGES_PARTITION = "CHANGES";

export const changeWrite = (change: Change): Write => ({
  item: {
    pk: CHANGES_PARTITION,
    sk: `${formatInstant(change.at)}#${newId()}`,
    change: JSON.stringify(change),
  },
  expected: "absent",
});

/** Newest first, as many as are asked for. */
export async function* readChanges(store: Store): AsyncGenerator<Change> {
  let after: string | undefined;
  do {
    const page = await store.query({
      ...{ pk: CHANGES_PARTITION, newestFirst: true },
      ...(after !== undefined && { after }),
    });
    yield* page.items.map(fromChangeItem);
    after = page.next;
  } while (after !== undefined);
}

/** @throws BadItem when it does not decode. */
export function fromChangeItem({ change }: Item): Change {
  try {
    return JSON.parse(String(change)) as Change;
  } catch (cause) {
    throw new BadItem("change", cause);
  }
}
