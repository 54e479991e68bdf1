import type { Contact } from "./contact.ts";
import { mergeInto } from "./merge.ts";
import { type MergedPair, type Parted, takeApart } from "./unmerge.ts";

/** A contact out of which one was taken that had been merged into it, at whatever depth. */
export interface TakenOut<M extends MergedPair> extends Parted {
  /** Of the merges that stand, those that would have been others without the one taken out, as they would have been. */
  readonly changed: readonly M[];
}

/**
 * Takes one merge apart, whatever was merged before and after it: the later ones are taken apart too, the latest
 * first, and then made again without it. So each is compared with the two that it joined, and a no that another merge
 * brought is not mistaken for one that goes. Undefined when the contact is not made of these merges.
 */
export function takeOutMerged<M extends MergedPair>(
  now: Contact,
  merges: readonly M[],
  mergedId: string,
): TakenOut<M> | undefined {
  const latest = latestOf(now, merges);
  if (latest === undefined) return undefined;
  const parted = takeApart(now, latest);
  if (latest.loser.contactId === mergedId) return { ...parted, changed: [] };
  const side = parted.loser.merged.includes(mergedId) ? "loser" : "survivor";
  const others = merges.filter((merge) => merge !== latest);
  const within = takeOutMerged(parted[side], others, mergedId);
  if (within === undefined) return undefined;
  const survivor = side === "survivor" ? within.survivor : parted.survivor;
  const loser = side === "loser" ? within.survivor : parted.loser;
  const again: M = { ...latest, survivor: asOf(survivor, latest.survivor), loser: asOf(loser, latest.loser) };
  return { survivor: mergeInto(survivor, loser), loser: within.loser, changed: [...within.changed, again] };
}

/** Of the merges into this very contact that stand, the last. Versions only grow. */
const latestOf = <M extends MergedPair>(now: Contact, merges: readonly M[]): M | undefined =>
  merges
    .filter(
      ({ survivor, loser }) => survivor.contactId === now.contactId && now.merged.includes(loser.contactId),
    )
    .sort((a, b) => b.survivor.version - a.survivor.version)[0];

const asOf = (contact: Contact, { version }: Contact): Contact => ({ ...contact, version });
