import type { Contact } from "../../lib/core/contact.ts";
import { MOST_IDENTITIES } from "../../lib/core/contact-document.ts";
import { ownerChange, type StateEvent, type Told } from "../../lib/core/events.ts";
import { mergeInto } from "../../lib/core/merge.ts";
import { nextVersion } from "../../lib/store/contacts.ts";
import { fromStateItem, toCardItem, toMovedItem, toStateItem } from "../../lib/store/items.ts";
import { cardKey, stateKey } from "../../lib/store/keys.ts";
import { type Merge, type MergeReason, mergeWrite } from "../../lib/store/merges.ts";
import type { TransactWrite, Write } from "../../lib/store/store.ts";
import { attempts, contended } from "./attempts.ts";
import { noContact } from "./change-state.ts";
import type { Deps } from "./deps.ts";
import { type Refusal, refuse } from "./problem.ts";
import { type Read, readContact, readMerges, saidOf, withKnown } from "./read-contact.ts";

/** Two contacts that are to be one, and who says so. */
export interface MergeCommand {
  readonly deps: Deps;
  /** Id of the one that stays, or any id that leads to it. */
  readonly survivor: string;
  readonly loser: string;
  readonly because: MergeReason;
  readonly told: Told;
  /** Whether what stands now is still what was judged; left out, whatever stands is merged. */
  readonly isAsJudged?: (survivor: Read, loser: Read) => boolean;
}

/** How a merge came out. */
export interface MergedContacts {
  /** The survivor. */
  readonly contactId: string;
  /** The one merged away; undefined when the two were one already. */
  readonly mergedId: string | undefined;
}

/**
 * Makes two contacts one: all addresses, all touches, every no of both. One transaction with every key that led to
 * the other, so a check in flight on either side loses its race and is decided on the whole person.
 */
export const mergeContacts = (command: MergeCommand): Promise<MergedContacts | Refusal> =>
  command.deps.lanes.run(command.survivor, async () => {
    const { deps } = command;
    for await (const _ of attempts(deps)) {
      const survivor = await readContact(deps, command.survivor);
      if (survivor === undefined) return noContact(command.survivor);
      const loser = await readContact(deps, command.loser);
      if (loser === undefined) return noContact(command.loser);
      const { contactId } = survivor.contact;
      const mergedId = loser.contact.contactId;
      if (contactId === mergedId) return { contactId, mergedId: undefined };
      if (command.isAsJudged?.(survivor, loser) === false) return contended();
      const refused = mergeRefusal(survivor.contact, loser.contact);
      if (refused !== undefined) return refused;
      if ((await commit(command, survivor, loser)) === "written") return { contactId, mergedId };
    }
    return contended();
  });

/** DynamoDB's items end at 400 KB. What a merge keeps of the two is one item, and escaped, with all that is no touch. */
const MOST_HISTORY_BYTES = 200 * 1_024;

/** Why the other's recent touches cannot come along. */
export function historyRefusal(contact: Contact, others: readonly Contact[]): Refusal | undefined {
  const bytes = others.reduce((sum, { historyBytes }) => sum + historyBytes, contact.historyBytes);
  if (others.length === 0 || bytes <= MOST_HISTORY_BYTES) return undefined;
  return refuse(
    "limit_reached",
    "Together their recent touches would not fit one contact: merge them when the older ones have left.",
  );
}

/** Why two contacts cannot be made one. */
export function mergeRefusal(survivor: Contact, loser: Contact): Refusal | undefined {
  const erased = [survivor, loser].find(({ status }) => status === "erased");
  if (erased !== undefined) {
    return refuse(
      "not_mergeable",
      `The contact ${erased.contactId} was erased: nothing can be merged with it.`,
    );
  }
  const tooMuch = historyRefusal(survivor, [loser]);
  if (tooMuch !== undefined) return tooMuch;
  const { identities, merged } = mergeInto(survivor, loser);
  if (Math.max(identities.length, merged.length) <= MOST_IDENTITIES) return undefined;
  return refuse(
    "limit_reached",
    `Together they would hold more than ${MOST_IDENTITIES} identities: remove some with PATCH first.`,
  );
}

async function commit(
  { deps, because, told }: MergeCommand,
  survivor: Read,
  loser: Read,
): Promise<"written" | "lost"> {
  const merge: Merge = {
    survivor: survivor.contact,
    loser: loser.contact,
    said: saidOf(loser),
    because,
    at: told.at,
    by: told.by,
    undoneAt: undefined,
  };
  const [mergesOfSurvivor, mergesOfLoser] = await Promise.all([
    readMerges(deps, survivor.contact),
    readMerges(deps, loser.contact),
  ]);
  const merges = [...mergesOfSurvivor, merge, ...mergesOfLoser].sort((a, b) =>
    a.loser.contactId < b.loser.contactId ? -1 : 1,
  );
  const next = withKnown(mergeInto(survivor.contact, loser.contact), saidOf(survivor), merges);
  const { contactId } = survivor.contact;
  const { contactId: from, version } = loser.contact;
  const gone: StateEvent = { type: "movedOut", ...told, to: contactId };
  const came: StateEvent = { type: "movedIn", ...told, from, rule: because.rule };
  const owner = ownerChange(loser.contact.owner, next.contact.owner, told);
  return deps.store.transact([
    {
      item: toStateItem(nextVersion(next.contact), [came, ...owner]),
      expected: survivor.contact.version === 0 ? "absent" : survivor.contact.version,
    },
    {
      item: toMovedItem(from, { to: contactId, version: version + 1, events: [gone] }),
      expected: version === 0 ? "absent" : version,
    },
    ...(await redirections(deps, { keys: keysLeadingTo(loser.contact), from, to: contactId })),
    { item: toCardItem(contactId, next.card) },
    { remove: cardKey(from) },
    mergeWrite(merge),
  ] satisfies TransactWrite[]);
}

/** Keys whose items lead to a contact, besides its own. */
export const keysLeadingTo = ({ contactId, identities, merged }: Contact): string[] => {
  const own = identities.filter(({ shared }) => !shared).map(({ key }) => key);
  return [...new Set([...own, ...merged])].filter((key) => key !== contactId);
};

/** The writes that let keys lead to another contact, of those that lead to `from` now. */
export async function redirections(
  { store }: Deps,
  { keys, from, to }: { readonly keys: readonly string[]; readonly from: string; readonly to: string },
): Promise<Write[]> {
  const items = await store.getMany(keys.map(stateKey));
  return keys.flatMap((key, index): Write[] => {
    const state = fromStateItem(key, items[index]);
    if (state.kind !== "moved" || state.to !== from) return [];
    const { version } = state;
    return [{ item: toMovedItem(key, { to, version: version + 1, events: [] }), expected: version }];
  });
}
