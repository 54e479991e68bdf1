import { idsOf } from "../../lib/core/contact.ts";
import { matchKeysOf } from "../../lib/core/identity/match.ts";
import type { MatchKey } from "../../lib/core/identity/match-verdict.ts";
import { notErasedSince } from "../../lib/store/erasures.ts";
import { isKept, type KeptKeys, keptWrites, matchPartitionOf } from "../../lib/store/match-keys.ts";
import { readMerges } from "../shared/read-contact.ts";
import type { Context } from "./context.ts";
import type { Subject } from "./subject.ts";
import type { View } from "./view.ts";

/** The match keys of a contact, by their partitions. */
export async function keysOf(
  { duplicates, pepper }: Context,
  { record }: Subject,
): Promise<ReadonlyMap<string, MatchKey>> {
  const keys = await matchKeysOf(record, duplicates);
  return new Map(keys.map((key) => [matchPartitionOf(pepper, key), key]));
}

/**
 * Brings a contact under the match keys that it has now, and those that were merged into it under none. A merge is
 * told on the bus before that is kept, so that it is told at least once.
 */
export async function keepKeys(context: Context, view: View): Promise<"kept" | "lost"> {
  const { subject, kept } = view;
  const partitions = [...(await keysOf(context, subject)).keys()];
  const { contactId, version } = subject.contact;
  await tellMerges(context, view);
  for (const [index, id] of idsOf(subject.contact).entries()) {
    const before = kept[index] as KeptKeys;
    const next = index === 0 ? { partitions, isMerged: false } : { partitions: [], isMerged: true };
    if (isKept(before, next)) continue;
    // Match keys are written beside the state: never of a contact that was erased since it was read.
    const writes = [...keptWrites(id, before, next), notErasedSince(contactId, version)];
    if ((await context.deps.store.transact(writes)) === "lost") return "lost";
  }
  return "kept";
}

/** Tells the merges in whose wake nothing was kept yet. */
async function tellMerges({ deps }: Context, { subject, kept }: View): Promise<void> {
  const { contact } = subject;
  const untold = contact.merged.filter((_, index) => kept[index + 1]?.isMerged !== true);
  if (untold.length === 0) return;
  for (const { survivor, loser, because, at, by } of await readMerges(deps, contact)) {
    const { contactId: mergedId } = loser;
    if (!untold.includes(mergedId)) continue;
    const { contactId } = survivor;
    const id = `merged-${mergedId}-${at}`;
    await deps.alert({ type: "ContactMerged", id, contactId, mergedId, rule: because.rule, by });
  }
}
