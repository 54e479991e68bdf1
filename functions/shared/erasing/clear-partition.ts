import { pairIn, pairRemovals, readPair } from "../../../lib/store/duplicates.ts";
import type { Left } from "../../../lib/store/erasures.ts";
import { StoreUnavailable } from "../../../lib/store/errors.ts";
import { referenceRemoval } from "../../../lib/store/hooks.ts";
import { kindOfItem } from "../../../lib/store/item-kinds.ts";
import { keptOf, memberKey } from "../../../lib/store/match-keys.ts";
import { sharerIn } from "../../../lib/store/sharers.ts";
import type { Item, Removal } from "../../../lib/store/store.ts";
import { isErasedEntry, shownIn } from "../../../lib/store/timeline.ts";
import { attempts } from "../attempts.ts";
import type { Deps } from "../deps.ts";
import { type Tombstone, writeWhileErased } from "./while-erased.ts";

const PAGE = 200;

/**
 * Takes away what lies in the partition of an erased key, page by page, and what is known of it elsewhere by these
 * items; also an item of a kind that is not known here. What stays is listed in `removalsOf`.
 * @returns `going` when the signal has ended it.
 */
export async function clearPartition(
  deps: Deps,
  tombstone: Tombstone,
  { ids, signal }: Pick<Left, "ids"> & { readonly signal: AbortSignal | undefined },
): Promise<"cleared" | "going" | "over"> {
  const pk = `C#${tombstone.contactKey}`;
  let after: string | undefined;
  do {
    if (signal?.aborted === true) return "going";
    const page = await deps.store.query({ pk, limit: PAGE, ...(after !== undefined && { after }) });
    for (const item of page.items) {
      if (kindOfItem(item) === "member" && (await removePair(deps, tombstone, item)) === "over")
        return "over";
    }
    const removals = page.items.flatMap((item) => removalsOf(item, tombstone.contactKey, ids));
    if ((await writeWhileErased(deps, tombstone, removals)) === "over") return "over";
    after = page.next;
  } while (after !== undefined);
  return "cleared";
}

function removalsOf(item: Item, contactKey: string, ids: readonly string[]): Removal[] {
  const { pk, sk } = item;
  const itself = { remove: { pk, sk } };
  switch (kindOfItem(item)) {
    case "state":
    case "erasure":
    // By itself, with the pair.
    case "member":
      return [];
    case "touch":
      return [...referencesOf(item), itself];
    // Who erased the contact, and when.
    case "audit":
      return isErasedEntry(item) ? [] : [itself];
    // Others who list the address are told when it is lifted.
    case "sharer":
      return ids.includes(sharerIn(item)) ? [itself] : [];
    // Itself at the end: until then it tells where the contact is kept.
    case "kept":
      return [
        ...keptOf(item).partitions.map((partition) => ({ remove: memberKey(partition, contactKey) })),
        itself,
      ];
    default:
      return [itself];
  }
}

/** The sender's own id of the message leads to the touch. */
function referencesOf(item: Item): Removal[] {
  const { reference, touchId } = shownIn(item);
  return typeof reference === "string" ? [referenceRemoval(reference, String(touchId))] : [];
}

/** A pair lies under both of its contacts, and in a queue that others may be moving it out of. */
async function removePair(deps: Deps, tombstone: Tombstone, member: Item): Promise<"removed" | "over"> {
  for await (const _ of attempts(deps)) {
    const pair = await readPair(deps.store, pairIn(member));
    const { pk, sk } = member;
    const removals = pair === undefined ? [{ remove: { pk, sk } }] : pairRemovals(pair);
    const done = await writeWhileErased(deps, tombstone, removals);
    if (done !== "lost") return done === "over" ? "over" : "removed";
  }
  throw new StoreUnavailable({ mayHaveWritten: false });
}
