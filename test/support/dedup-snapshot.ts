import { PAIR_STATES } from "../../lib/store/duplicates.ts";
import { fromCardItem } from "../../lib/store/items.ts";
import { cardKey } from "../../lib/store/keys.ts";
import { readKept } from "../../lib/store/match-keys.ts";
import type { DedupWorld } from "./deduplicating.ts";

/**
 * What deduplication has made of the contacts of a world, without what may differ from one order to another:
 * versions, instants, and who was merged into whom first.
 */
export async function snapshotOf(world: DedupWorld, ids: readonly string[]) {
  const { store } = world;
  const kept = await readKept(store, ids);
  const people = new Map<string, object>();
  for (const id of ids) {
    const { contactId, merged, identities, attributes } = await world.contact(id);
    const listed = identities
      .map(({ key, flags }) => ({ key, flags }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const { own: _, ...card } = fromCardItem(await store.get(cardKey(contactId)));
    people.set(contactId, { contactId, merged, identities: listed, attributes, card: sorted(card) });
  }
  const partitions = [...new Set(kept.flatMap((one) => one.partitions))].sort();
  const members = await Promise.all(
    partitions.map(async (pk) => [pk, (await store.query({ pk })).items.map(({ sk }) => sk)]),
  );
  const queues = await Promise.all(
    PAIR_STATES.filter((state) => state !== "merged").map(async (state) => [state, await world.queue(state)]),
  );
  const pairs = queues.flatMap(([state, queue]) =>
    (queue as Awaited<ReturnType<DedupWorld["queue"]>>).map(
      ({ contacts, tier, score, evidence, doubted }) => ({
        ...{ state, contacts, tier, score, evidence, doubted },
      }),
    ),
  );
  return {
    people: [...people].sort(([a], [b]) => (a < b ? -1 : 1)),
    kept: ids.map((id, index) => [id, kept[index]?.partitions, kept[index]?.isMerged]),
    members,
    pairs: pairs.map((pair) => JSON.stringify(pair)).sort(),
  };
}

const sorted = ({ addresses, ...card }: { readonly addresses: object }) => ({
  ...Object.fromEntries(Object.entries(card).sort()),
  addresses: Object.fromEntries(Object.entries(addresses).sort()),
});
