import { type Contact, idsOf, newContact } from "../../lib/core/contact.ts";
import { ownerChange, type Told } from "../../lib/core/events.ts";
import { takeOutMerged } from "../../lib/core/take-out-merged.ts";
import { readState } from "../../lib/store/contacts.ts";
import { type DuplicatePair, pairIdOf, pairOf, pairWrites, readPair } from "../../lib/store/duplicates.ts";
import { toCardItem, toStateItem } from "../../lib/store/items.ts";
import { fromMergeItem, type Merge, mergeKey, mergeWrite } from "../../lib/store/merges.ts";
import { sharerKey, sharerWrite } from "../../lib/store/sharers.ts";
import type { Removal, TransactWrite, Write } from "../../lib/store/store.ts";
import { attempts, contended } from "./attempts.ts";
import { noContact } from "./change-state.ts";
import type { Deps } from "./deps.ts";
import { keysLeadingTo, redirections } from "./merge-contacts.ts";
import { type Refusal, refuse } from "./problem.ts";
import { type Read, readContact, readMerges, saidOf, withKnown } from "./read-contact.ts";

/** A contact, and the one merged into it that is to stand by itself again. */
export interface UnmergeCommand {
  readonly deps: Deps;
  readonly contactId: string;
  readonly mergedId: string;
  readonly told: Told;
}

export interface UnmergedContacts {
  readonly contactId: string;
  /** The one that stands by itself again. */
  readonly unmerged: string;
}

/**
 * Takes a merge apart, in one transaction with every key that leads to either. The two are remembered as two: nothing
 * joins them by itself again.
 */
export const unmergeContacts = (command: UnmergeCommand): Promise<UnmergedContacts | Refusal> =>
  command.deps.lanes.run(command.contactId, async () => {
    const { deps, contactId, mergedId } = command;
    for await (const _ of attempts(deps)) {
      const read = await readContact(deps, contactId);
      if (read === undefined) return noContact(contactId);
      const merge = await readMerge(deps, mergedId);
      const { contact } = read;
      const done = { contactId: contact.contactId, unmerged: mergedId };
      if (merge?.undoneAt !== undefined && isPartedFrom(contact, merge)) return done;
      if (merge === undefined || merge.undoneAt !== undefined || !contact.merged.includes(mergedId)) {
        return refuse(
          "not_merged",
          `${mergedId} is not merged into ${contactId}: GET it to see where it is.`,
        );
      }
      if ((await commit(command, read, merge)) === "written") return done;
    }
    return contended();
  });

/** Whether a merge into this contact, or into one that is part of it, was taken apart and the two are two since. */
const isPartedFrom = (contact: Contact, { survivor, loser }: Merge): boolean => {
  const ids = idsOf(contact);
  return ids.includes(survivor.contactId) && !ids.includes(loser.contactId);
};

async function readMerge({ store }: Deps, mergedId: string): Promise<Merge | undefined> {
  const item = await store.get(mergeKey(mergedId));
  return item && fromMergeItem(item);
}

async function commit({ deps, told }: UnmergeCommand, read: Read, merge: Merge): Promise<"written" | "lost"> {
  const { contact } = read;
  const parted = takeOutMerged(contact, await readMerges(deps, contact), merge.loser.contactId);
  // A merge that came between the reads: they are read anew.
  if (parted === undefined) return "lost";
  const [stayed, left] = await Promise.all([
    readMerges(deps, parted.survivor),
    readMerges(deps, parted.loser),
  ]);
  const survivor = withKnown(parted.survivor, saidOf(read), stayed);
  // Who lists an address knows it in clear, whichever id said it.
  const { addresses } = read.card;
  const card = { ...merge.said.card, addresses: { ...addresses, ...merge.said.card.addresses } };
  const loser = withKnown(parted.loser, { ...merge.said, card }, left);
  const { contactId } = contact;
  const { contactId: unmerged } = merge.loser;
  const moved = await readState({ store: deps.store }, unmerged);
  if (moved.kind !== "moved") return "lost";
  const keys = keysLeadingTo(loser.contact);
  return deps.store.transact([
    {
      item: toStateItem({ ...survivor.contact, version: contact.version + 1 }, [
        { type: "unmerged", ...told, from: unmerged },
        ...ownerChange(contact.owner, survivor.contact.owner, told),
      ]),
      expected: contact.version,
    },
    {
      item: toStateItem({ ...loser.contact, version: moved.version + 1 }, [
        { type: "unmerged", ...told, from: contactId },
        ...ownerChange(contact.owner, loser.contact.owner, told),
      ]),
      expected: moved.version,
    },
    ...(await redirections(deps, { keys, from: contactId, to: unmerged })),
    // What suppresses an address that is another's must find who lists it from now on.
    ...[survivor.contact, loser.contact].flatMap(sharerWrites),
    ...noLongerShared(contact, survivor.contact),
    { item: toCardItem(contactId, survivor.card) },
    { item: toCardItem(unmerged, loser.card) },
    mergeWrite(asUndone(merge, told)),
    ...parted.changed.map(mergeWrite),
    ...(await keepApart(deps, { contactId, unmerged, merge, told })),
  ]);
}

/** What a merge that was taken apart leaves: that it was. What the two hold is theirs, and goes with each of them. */
const asUndone = (merge: Merge, { at }: Told): Merge => {
  const { heard: _, ...left } = merge;
  return {
    ...left,
    survivor: newContact(merge.survivor.contactId),
    loser: newContact(merge.loser.contactId),
    said: { attributes: {}, card: { addresses: {} } },
    undoneAt: at,
  };
};

/** Addresses of others that it lists no more: they go with the one who leaves. */
const noLongerShared = (before: Contact, { contactId, identities }: Contact): Removal[] =>
  before.identities
    .filter(({ key, shared }) => shared && !identities.some((one) => one.key === key))
    .map(({ key }) => ({ remove: sharerKey(key, contactId) }));

const sharerWrites = ({ contactId, identities }: Contact): Write[] =>
  identities.filter(({ shared }) => shared).map(({ key }) => sharerWrite(key, contactId));

interface Apart {
  readonly contactId: string;
  readonly unmerged: string;
  readonly merge: Merge;
  readonly told: Told;
}

/** From the contact that it leaves, and from the one that it was merged into, should that be merged away itself. */
async function keepApart(deps: Deps, of: Apart): Promise<TransactWrite[]> {
  const from = new Set([of.contactId, of.merge.survivor.contactId]);
  const writes = await Promise.all([...from].map((contactId) => keepTwoApart(deps, { ...of, contactId })));
  return writes.flat();
}

async function keepTwoApart({ store }: Deps, of: Apart): Promise<TransactWrite[]> {
  const contacts = pairOf(of.contactId, of.unmerged);
  const before = await readPair(store, pairIdOf(contacts));
  const { evidence, score = 1 } = of.merge.because;
  const pair: DuplicatePair = {
    ...(before?.pair ?? { contacts, tier: "review", score, evidence }),
    state: "unmerged",
    at: of.told.at,
    by: of.told.by,
  };
  return pairWrites(before, pair);
}
