import type { Contact, Identity, Suppression } from "../../lib/core/contact.ts";
import { ERASED_LIST, isErased } from "../../lib/core/erase.ts";
import type { Told } from "../../lib/core/events.ts";
import { findByAddress, findContact, findContacts, nextVersion } from "../../lib/store/contacts.ts";
import { toStateItem } from "../../lib/store/items.ts";
import { sharersOf } from "../../lib/store/sharers.ts";
import type { TransactWrite, Write } from "../../lib/store/store.ts";
import { suppressionRemoval, suppressionWrite } from "../../lib/store/suppressions.ts";
import { attempts, contended } from "../shared/attempts.ts";
import type { Deps } from "../shared/deps.ts";
import { finishErasure } from "../shared/erasing/finish-erasure.ts";
import { type Refusal, refuse } from "../shared/problem.ts";
import { type Applied, applyChanges, type SuppressionChange } from "./apply.ts";

/** An address, its value in canonical spelling, and what is asked for it. */
export interface AddressChanges {
  readonly identity: Identity;
  readonly value: string;
  readonly changes: readonly SuppressionChange[];
}

/** How one change came out: the contact that it binds, or why not. */
export type ChangeOutcome = { readonly contactId: string } | Refusal;

/**
 * Changes the lists that an address is on. They are part of the state of the contact that the address leads to, made
 * where there is none, and are listed by themselves in the same transaction: once this has answered, no touch that a
 * suppression forbids is recorded, and whoever lists the suppressions sees it.
 * @returns an outcome for each change, in order.
 */
export const changeSuppressions = (
  deps: Deps,
  of: AddressChanges,
  told: Told,
): Promise<readonly ChangeOutcome[]> =>
  deps.lanes.run(of.identity.key, async () => {
    const lookup = { store: deps.store };
    const { identity, changes } = of;
    /** Changes that an earlier attempt sent: gone from the list, they may have been carried out by it. */
    const sent = new Set<SuppressionChange>();
    for await (const _ of attempts(deps)) {
      const found = await findByAddress(lookup, identity);
      const contact = isErased(found) ? await liftedOf(deps, found, of) : found;
      // Denied by any channel: no list would tell more, and would keep the address in clear.
      if (contact === undefined) return changes.map((change) => onErased(found, change));
      const sharers = await readSharers(deps, contact, identity);
      const applied = applyChanges(contact, { identityKey: identity.key, changes, told });
      const outcomes = applied.refusals.map((refusal, index): ChangeOutcome => {
        const change = changes[index];
        if (refusal === undefined && change !== undefined) sent.add(change);
        const wasSent = change?.change === "removed" && sent.has(change);
        return refusal === undefined || wasSent ? { contactId: contact.contactId } : refusal;
      });
      const own = applied.events.length === 0 ? [] : writesOf(contact, of, applied);
      const writes = [...own, ...sharers.flatMap((sharer) => sharerWrites(sharer, of, told))];
      if (await writeAll(deps, writes)) return outcomes;
    }
    return changes.map(contended);
  });

/**
 * Who is at the address of an erased person once it is taken off their list: a stranger, of whom nothing is known.
 * Undefined when that is not what is asked for.
 */
async function liftedOf(
  deps: Deps,
  erased: Contact,
  { identity, changes }: AddressChanges,
): Promise<Contact | undefined> {
  if (!changes.some((one) => one.change === "removed" && one.list === ERASED_LIST)) return undefined;
  await finishErasure(deps, erased.contactId);
  return { ...erased, status: "active", identities: [identity] };
}

/** An erased person's address is suppressed, whatever else is asked for. */
const onErased = ({ contactId }: Contact, { change }: SuppressionChange): ChangeOutcome =>
  change === "added" ? { contactId } : refuse("suppression_not_found", "The address is not on this list.");

/** What the first of these are is one transaction: the owner's state with its lists. False when a race was lost. */
async function writeAll({ store }: Deps, writes: readonly TransactWrite[]): Promise<boolean> {
  for (let start = 0; start < writes.length; start += MOST_WRITES) {
    if ((await store.transact(writes.slice(start, start + MOST_WRITES))) === "lost") return false;
  }
  return true;
}

/** One transaction holds so many. */
const MOST_WRITES = 100;

/** The others who list the address: what is said of it binds them too. */
async function readSharers({ store }: Deps, owner: Contact, { key }: Identity): Promise<Contact[]> {
  const ids = await sharersOf(store, key);
  const found = await findContacts({ store }, ids);
  const distinct = new Map([...found.values()].map((contact) => [contact.contactId, contact]));
  return [...distinct.values()]
    .filter(({ contactId }) => contactId !== owner.contactId)
    .filter(({ identities }) => identities.some((identity) => identity.key === key));
}

/** Nobody is told how it came out for a sharer, so that no limit of theirs stands in the way. */
function sharerWrites(sharer: Contact, { identity, changes }: AddressChanges, told: Told): Write[] {
  const most = Number.POSITIVE_INFINITY;
  const { suppressions, events } = applyChanges(sharer, { identityKey: identity.key, changes, told, most });
  if (events.length === 0) return [];
  return [{ item: toStateItem(nextVersion({ ...sharer, suppressions }), events), expected: sharer.version }];
}

/** The state, and beside it each list that the address was put on or taken off. */
function writesOf(contact: Contact, { identity, value }: AddressChanges, applied: Applied): TransactWrite[] {
  const { suppressions, events, ended } = applied;
  const next = nextVersion({ ...contact, suppressions });
  const listed = events.map(({ change, suppression }) =>
    change === "removed"
      ? suppressionRemoval(identity.key, suppression.list)
      : suppressionWrite({ ...suppression, identityKey: identity.key, type: identity.type, value }),
  );
  // What leaves the state is listed nowhere: an erasure finds what it is to clear in the state.
  const names = new Set(events.map((event) => event.suppression.list));
  const isBack = (key: string, list: string) => key === identity.key && names.has(list);
  const isOwn = (key: string) => contact.identities.some((one) => one.key === key && !one.shared);
  const over = ended.flatMap(({ identityKey: key, list }) =>
    key === undefined || !isOwn(key) || isBack(key, list) ? [] : [suppressionRemoval(key, list)],
  );
  const expected = contact.version === 0 ? "absent" : contact.version;
  return [{ item: toStateItem(next, events), expected }, ...listed, ...over];
}

/** The suppressions of an address that are in force, as the contact's state has them. */
export async function suppressionsOf(deps: Deps, { key }: Identity): Promise<readonly Suppression[]> {
  const contact = await findContact({ store: deps.store }, key);
  const now = deps.now();
  return (contact?.suppressions ?? []).filter(
    ({ identityKey, expiresAt }) => identityKey === key && (expiresAt === undefined || expiresAt > now),
  );
}
