import { isErased } from "../../lib/core/erase.ts";
import { type DuplicatePair, pairWrites, type StoredPair } from "../../lib/store/duplicates.ts";
import { notErasedSince } from "../../lib/store/erasures.ts";
import { fromStateItem } from "../../lib/store/items.ts";
import { stateKey } from "../../lib/store/keys.ts";
import type { Check } from "../../lib/store/store.ts";
import type { Context } from "./context.ts";

/**
 * Writes a pair, if it is still the one that was read. One that is new is written beside the states of its contacts:
 * never of one that was erased.
 */
export async function putPair(
  context: Context,
  before: StoredPair | undefined,
  next: DuplicatePair,
): Promise<"written" | "lost"> {
  const conditions = before === undefined ? await notErased(context, next) : [];
  if (conditions === "erased") return "lost";
  return context.deps.store.transact([...pairWrites(before, next), ...conditions]);
}

async function notErased({ deps }: Context, { contacts }: DuplicatePair): Promise<Check[] | "erased"> {
  const items = await deps.store.getMany(contacts.map(stateKey));
  const checks: Check[] = [];
  for (const [index, id] of contacts.entries()) {
    const state = fromStateItem(id, items[index]);
    if (state.kind === "contact" && isErased(state.contact)) return "erased";
    if (state.kind === "contact") checks.push(notErasedSince(id, state.contact.version));
    if (state.kind === "moved") checks.push(notErasedSince(id, state.version));
  }
  return checks;
}
