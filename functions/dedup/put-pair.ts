import { isErased } from "../../lib/core/erase.ts";
import { type DuplicatePair, pairWrites, type StoredPair } from "../../lib/store/duplicates.ts";
import { notErasedSince } from "../../lib/store/erasures.ts";
import { fromStateItem } from "../../lib/store/items.ts";
import { stateKey } from "../../lib/store/keys.ts";
import type { Check } from "../../lib/store/store.ts";
import type { Context } from "./context.ts";

/** What must hold of contacts beside which a new pair is written, by their ids; `erased` for one who was. */
export type Living = ReadonlyMap<string, Check | "erased">;

/**
 * Writes a pair, if it is still the one that was read. One that is new is written beside the states of its contacts:
 * never of one that was erased. `living` is what `livingOf` said of them, when they were read together with others.
 */
export async function putPair(
  context: Context,
  before: StoredPair | undefined,
  next: DuplicatePair,
  living?: Living,
): Promise<"written" | "lost"> {
  const { store } = context.deps;
  if (before !== undefined) return store.transact(pairWrites(before, next));
  const known = living ?? (await livingOf(context, next.contacts));
  const conditions = next.contacts.flatMap((id) => known.get(id) ?? []);
  const checks = conditions.filter((one) => one !== "erased");
  if (checks.length < conditions.length) return "lost";
  return store.transact([...pairWrites(before, next), ...checks]);
}

/** One read, whatever the number of contacts below a hundred. One of whom nothing is kept has no condition. */
export async function livingOf({ deps }: Context, ids: readonly string[]): Promise<Living> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return new Map();
  const items = await deps.store.getMany(distinct.map(stateKey));
  return new Map(
    distinct.flatMap((id, index): [string, Check | "erased"][] => {
      const state = fromStateItem(id, items[index]);
      if (state.kind === "absent") return [];
      if (state.kind === "moved") return [[id, notErasedSince(id, state.version)]];
      return [[id, isErased(state.contact) ? "erased" : notErasedSince(id, state.contact.version)]];
    }),
  );
}
