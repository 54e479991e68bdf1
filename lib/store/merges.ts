import type { Attributes, Contact } from "../core/contact.ts";
import type { Actor } from "../core/events.ts";
import type { Evidence } from "../core/identity/match-verdict.ts";
import { type EpochMs, epochMs } from "../core/time.ts";
import type { MergedPair } from "../core/unmerge.ts";
import { BadItem } from "./errors.ts";
import { type Card, fromStateItem, toStateItem } from "./items.ts";
import type { Item, ItemKey, Write } from "./store.ts";

/** What was said of a contact under one id alone. */
export interface Said {
  readonly attributes: Attributes;
  /** What only people read; addresses in clear, by their keys. */
  readonly card: Card;
}

/** Why two contacts were made one. */
export interface MergeReason {
  /** Id of the duplicate policy's rule; `steward` or `onDuplicate` when a person or a caller asked for it. */
  readonly rule: string;
  readonly score: number | undefined;
  readonly evidence: readonly Evidence[];
  /** Of the policy that the rule stood in; undefined without one. */
  readonly policyVersion: number | undefined;
}

/** A merge, kept under the id that it took away for as long as there is anything of the two: nothing is deleted. */
export interface Merge extends MergedPair {
  /** What was put to the id that was merged away, before and since. */
  readonly said: Said;
  readonly because: MergeReason;
  readonly at: EpochMs;
  /** An API key, or null for the gate itself. */
  readonly by: Actor;
  /** When it was taken apart; undefined while it stands. */
  readonly undoneAt: EpochMs | undefined;
}

export const mergeKey = (loserId: string): ItemKey => ({ pk: `C#${loserId}`, sk: "MERGE" });

/** Both states as their items would be, so that they are read as any state is. */
export const mergeWrite = ({ survivor, loser, ...merge }: Merge): Write => ({
  item: {
    ...mergeKey(loser.contactId),
    survivorId: survivor.contactId,
    survivor: JSON.stringify(toStateItem(survivor, [])),
    loser: JSON.stringify(toStateItem(loser, [])),
    merge: JSON.stringify(merge),
  },
});

/** @throws BadItem when it does not decode. */
export function fromMergeItem(item: Item): Merge {
  try {
    const { undoneAt, ...merge } = JSON.parse(String(item.merge)) as Merge;
    return {
      ...merge,
      at: epochMs(merge.at),
      undoneAt: undoneAt === undefined ? undefined : epochMs(undoneAt),
      survivor: contactIn(String(item.survivorId), item.survivor),
      loser: contactIn(item.pk.slice("C#".length), item.loser),
    };
  } catch (cause) {
    throw new BadItem("merge", cause);
  }
}

function contactIn(contactId: string, packed: string | number | undefined): Contact {
  const state = fromStateItem(contactId, JSON.parse(String(packed)) as Item);
  if (state.kind !== "contact") throw new Error("expected the state of a contact");
  return state.contact;
}
