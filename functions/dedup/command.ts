import { StoreUnavailable } from "../../lib/store/errors.ts";
import type { Item } from "../../lib/store/store.ts";
import { attempts } from "../shared/attempts.ts";
import type { Deps } from "../shared/deps.ts";
import { inParallel } from "../shared/in-parallel.ts";
import { type Context, contextOf } from "./context.ts";
import { doubtMerges, flagGenerics, settleGenerics } from "./generic-values.ts";
import { keepKeys, keysOf } from "./keep-keys.ts";
import { keepMerged, keepOpen } from "./pairs.ts";
import { resolve } from "./resolve.ts";
import { search } from "./search.ts";
import { readView } from "./view.ts";

/**
 * Finds the duplicates of contacts whose cards were written. A record only says whose: what stands is read anew, and
 * each write is conditional on what was read, so that records that come again, late, in another order or in other
 * batches leave the same match keys, the same merges and the same queue.
 *
 * Known limitations
 * - When a contact fits two that contradict each other (or that may be namesakes at one telephone), it joins neither;
 *   but not if it had joined one before the other was known. The other is then in the queue. Here, and only here, the
 *   order in which contacts come decides.
 * - An address with more than some twenty contacts is looked at with the first twenty, by their ids; any other key
 *   with more is passed over.
 * - Another duplicate policy speaks of a contact when its card is next written; nothing goes through all contacts.
 * - Of several contacts that are one, who is merged into whom first is a matter of order; who remains is not.
 */
export async function deduplicator(
  deps: Deps,
  items: readonly Item[],
): Promise<(item: Item) => Promise<void>> {
  const context = await contextOf(deps);
  const ids = [...new Set(items.map(contactIdOf))];
  const done = new Map<string, Promise<void>>();
  // Those of one batch find each other, whichever comes first. What fails here fails again in its turn.
  if (ids.length > 1) {
    await inParallel(ids, AT_ONCE, async (id) => {
      if (await isNobodysMatch(context, id).catch(() => false)) done.set(id, Promise.resolve());
    });
  }
  return (item) => {
    const id = contactIdOf(item);
    const doing = done.get(id) ?? deduplicate(context, id);
    done.set(id, doing);
    return doing;
  };
}

const AT_ONCE = 8;

const contactIdOf = ({ pk }: Item): string => pk.slice("C#".length);

/** Brings a contact under its match keys, and tells whether that is all: it has none, and nothing is in question. */
async function isNobodysMatch(context: Context, contactId: string): Promise<boolean> {
  const view = await readView(context, contactId);
  if (view === undefined) return true;
  const { subject, pairs } = view;
  if ((await keepKeys(context, view)) === "lost") return false;
  return (
    pairs.size === 0 && subject.contact.merged.length === 0 && (await keysOf(context, subject)).size === 0
  );
}

/** Does for one contact what is to be done, until nothing is. @throws StoreUnavailable: the record must come again. */
async function deduplicate(context: Context, contactId: string): Promise<void> {
  for await (const _ of attempts(context.deps)) {
    if ((await step(context, contactId)) === "settled") return;
  }
  throw new StoreUnavailable({ mayHaveWritten: true });
}

/** `again` when something was changed that the rest goes by, or somebody else was faster. */
async function step(context: Context, contactId: string): Promise<"settled" | "again"> {
  const view = await readView(context, contactId);
  if (view === undefined) return "settled";
  if ((await keepKeys(context, view)) === "lost") return "again";
  if ((await keepMerged(context, view)) !== "kept") return "again";
  const found = await search(context, view);
  if (await settleGenerics(context, found, deduplicate)) return "again";
  if (await flagGenerics(context, found)) return "again";
  if ((await doubtMerges(context, view)) !== "kept") return "again";
  const pairs = await resolve(context, found.case);
  if (pairs === "changed") return "again";
  return (await keepOpen(context, view, pairs)) === "kept" ? "settled" : "again";
}
