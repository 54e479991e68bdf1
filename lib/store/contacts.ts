import { isDeepStrictEqual } from "node:util";
import type { Contact, Identity } from "../core/contact.ts";
import { newContact } from "../core/contact.ts";
import type { StateEvent } from "../core/events.ts";
import { fromStateItem, historyBytesOf, type State, toStateItem } from "./items.ts";
import { stateKey } from "./keys.ts";
import { eventsOf } from "./packed-events.ts";
import type { CallOptions, Store } from "./store.ts";

/** A merge rewrites every key that leads to the loser, so one hop is the rule; more are a merge in flight. */
const MOST_HOPS = 4;

/**
 * Where linked addresses led when last looked. A memory is only a hint: the state it leads to must list the
 * address, else it is resolved anew.
 */
export class RememberedLinks {
  readonly #targets = new Map<string, string>();
  readonly #capacity: number;

  constructor(capacity = 10_000) {
    this.#capacity = capacity;
  }

  get(key: string): string | undefined {
    return this.#targets.get(key);
  }

  remember(key: string, target: string): void {
    // The oldest goes first: a Map keeps the order of insertion.
    if (this.#targets.size >= this.#capacity) {
      const oldest = this.#targets.keys().next();
      if (oldest.done !== true) this.#targets.delete(oldest.value);
    }
    this.#targets.set(key, target);
  }

  forget(key: string): void {
    this.#targets.delete(key);
  }
}

/** What is asked of a contact key: `links` when an address may be remembered. */
export interface Lookup {
  readonly store: Store;
  readonly links?: RememberedLinks | undefined;
  readonly call?: CallOptions | undefined;
}

/** The state at a key itself, without following where it moved. */
export async function readState({ store, call }: Lookup, key: string): Promise<State> {
  return fromStateItem(key, await store.get(stateKey(key), call));
}

/**
 * The contact that a key leads to; undefined when nothing was ever kept there. One read, or two for a linked
 * address that is not remembered.
 */
export async function findContact(lookup: Lookup, key: string): Promise<Contact | undefined> {
  const remembered = lookup.links?.get(key);
  if (remembered !== undefined) {
    const state = await readState(lookup, remembered);
    if (state.kind === "contact" && owns(state.contact, key)) return state.contact;
    lookup.links?.forget(key);
  }
  return followMoves(lookup, key, await readState(lookup, key));
}

/**
 * The contact that an item read at `key` is, or leads to. One that does not know the key has lost it since the way
 * was read: whoever wrote for the key there would write to another person. The key is then read again.
 */
export async function followMoves(lookup: Lookup, key: string, at: State): Promise<Contact | undefined> {
  let state = at;
  for (let hop = 0; state.kind === "moved" && hop < MOST_HOPS; hop++) {
    const { to } = state;
    const reached = await readState(lookup, to);
    const lost = reached.kind === "contact" && !isLedTo(reached.contact, key);
    state = lost ? await readState(lookup, key) : reached;
    if (state.kind === "contact" && owns(state.contact, key) && !lost) lookup.links?.remember(key, to);
  }
  return state.kind === "contact" ? state.contact : undefined;
}

/** Whether a key is this contact's: its own, that of an address that it owns, or of a contact merged into it. */
export const isLedTo = (contact: Contact, key: string): boolean =>
  contact.contactId === key || owns(contact, key) || contact.merged.includes(key);

const owns = (contact: Contact, key: string): boolean =>
  contact.identities.some((identity) => identity.key === key && !identity.shared);

/** The contact of an address: the one it leads to, or a stranger known by nothing else. */
export const findByAddress = async (lookup: Lookup, address: Identity): Promise<Contact> =>
  (await findContact(lookup, address.key)) ?? newContact(address.key, [address]);

/**
 * What many keys lead to, by key; absent for a key that nothing was ever kept at. One read of a hundred keys, and one
 * more of those that moved.
 */
export async function findContacts(
  { store, call }: Lookup,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Contact>> {
  const found = new Map<string, Contact>();
  // What was asked for, by the key that it is sought at now.
  let sought = new Map(keys.map((key) => [key, [key]]));
  for (let hop = 0; sought.size > 0 && hop <= MOST_HOPS; hop++) {
    const at = [...sought.keys()];
    const items = await store.getMany(at.map(stateKey), call);
    const next = new Map<string, string[]>();
    const seek = (key: string, asked: string) => next.set(key, [...(next.get(key) ?? []), asked]);
    for (const [index, key] of at.entries()) {
      const state = fromStateItem(key, items[index]);
      for (const asked of sought.get(key) ?? []) {
        if (state.kind === "moved") seek(state.to, asked);
        else if (state.kind === "contact" && isLedTo(state.contact, asked)) {
          found.set(asked, state.contact);
        } else if (state.kind === "contact") seek(asked, asked);
      }
    }
    sought = next;
  }
  return found;
}

/** How a write of a contact ended: what stands, or what somebody else wrote first. */
export type CommitResult =
  | { readonly written: true; readonly contact: Contact }
  | {
      readonly written: false;
      readonly current: State;
      /** What the write that stands there did. */
      readonly events: readonly StateEvent[];
    };

/**
 * Writes the contact's next state, if the version it was made from still stands. `contact.version` is that
 * version; the state written has the next one.
 */
export async function commitContact(
  { store, call }: Lookup,
  contact: Contact,
  events: readonly StateEvent[],
): Promise<CommitResult> {
  const next = nextVersion(contact);
  const item = toStateItem(next, events);
  const expected = contact.version === 0 ? "absent" : contact.version;
  const result = await store.put({ item, expected }, call);
  // The SDK's own retry after a lost answer meets what its first attempt wrote. Instants and ids tell one write
  // from another; a twin that wrote the very same is as good as it.
  if (result.written || isDeepStrictEqual(result.current, item)) {
    return { written: true, contact: { ...next, historyBytes: historyBytesOf(item) } };
  }
  const { current } = result;
  return {
    written: false,
    current: fromStateItem(contact.contactId, current),
    events: current === undefined ? [] : eventsOf(current),
  };
}

export const nextVersion = (contact: Contact): Contact => ({ ...contact, version: contact.version + 1 });
