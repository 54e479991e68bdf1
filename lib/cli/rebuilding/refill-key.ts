import { changeState } from "../../../functions/shared/change-state.ts";
import type { Deps } from "../../../functions/shared/deps.ts";
import { historyKeysOf } from "../../../functions/shared/history.ts";
import type { CompiledPolicy } from "../../core/compile-policy.ts";
import type { Contact } from "../../core/contact.ts";
import { isErased } from "../../core/erase.ts";
import { TouchgateError } from "../../core/errors.ts";
import { asItStands, homesOf, mayBeAnothers, refilled } from "../../core/refill.ts";
import { MAX_HISTORY_BYTES } from "../../core/rules/history.ts";
import { DAY_MS, type EpochMs, epochMs } from "../../core/time.ts";
import type { Touch } from "../../core/touches.ts";
import { findContact } from "../../store/contacts.ts";
import { packTouches } from "../../store/packed-touches.ts";
import type { Store } from "../../store/store.ts";
import { readToldTouches, readTouchNews } from "../../store/told-touches.ts";

/** What states are refilled by. */
export interface Refilling {
  readonly deps: Deps;
  readonly policy: CompiledPolicy;
  /** What was recorded later than this is looked at. */
  readonly since: EpochMs;
}

/** What became of the states that one key's touches belong to. */
export interface KeyRefilled {
  /** Touches that were put back. */
  readonly touches: number;
  /** Contacts that hold more than checks may add to. */
  readonly full: readonly string[];
}

/** A touch is planned at most 90 days ahead: by so much what is said of it can come before it. */
const LONGEST_AHEAD_MS = 91 * DAY_MS;

/**
 * Puts what was recorded at one key back into the state that the key leads to; what went to an address that has left
 * since, into the state of that address. From then on the touches go wherever links and merges take that state, so that
 * every key needs to be seen once, in any order, while all else goes on.
 * @throws TouchgateError when others wrote too much; BadItem; StoreUnavailable.
 */
export async function refillKey(refilling: Refilling, key: string): Promise<KeyRefilled> {
  const { store } = refilling.deps;
  const told = await readToldTouches(store, key, refilling.since);
  const contact = told.length === 0 ? undefined : await findContact({ store }, key);
  if (contact === undefined || isErased(contact)) return { touches: 0, full: [] };
  const parts = await partsOf(refilling, contact, { key, told });
  let touches = 0;
  const full: string[] = [];
  for (const part of parts.filter((one) => one.told.length > 0)) {
    const done = await refillContact(refilling, { ...part, origin: key });
    // Somebody was linked, merged or taken apart meanwhile: whose the touches are is found anew.
    if (done === "changed") return refillKey(refilling, key);
    touches += done.touches;
    if (done.isFull) full.push(done.contactId);
  }
  return { touches, full };
}

/** Touches and whose they are. */
interface Part {
  /** The key whose contact lacks them. */
  readonly home: string;
  readonly told: readonly Touch[];
  /** The contact by which that was found, for the part that is its own. */
  readonly contact?: Contact;
}

async function partsOf(
  refilling: Refilling,
  contact: Contact,
  { key, told }: { readonly key: string; readonly told: readonly Touch[] },
): Promise<Part[]> {
  const { store } = refilling.deps;
  const others = await partedFrom(store, contact);
  const ids = others.map(({ contactId }) => contactId);
  const left = new Set([...contact.parted, ...ids, ...others.flatMap(historyKeysOf)]);
  // What became of a touch was told at the key of whoever had it then.
  const keys = new Set([...historyKeysOf(contact), key, ...contact.parted, ...ids]);
  const news = await readTouchNews(store, [...keys], epochMs(refilling.since - LONGEST_AHEAD_MS));
  const homes = new Map<string, Touch[]>();
  for (const touch of told.flatMap((one) => asItStands(one, news))) {
    const isAlsoTheirs = !isOneOfItsAddresses(contact, key) && mayBeAnothers(touch, news);
    for (const home of [
      ...homesOf(contact, { touch, key, left, sharedUntil: news.sharedUntil }),
      ...(isAlsoTheirs ? ids : []),
    ]) {
      homes.set(home, [...(homes.get(home) ?? []), touch]);
    }
  }
  return [...homes].map(([home, all]) => ({ home, told: all, ...(home === key && { contact }) }));
}

/** What was recorded at an address of a contact went there. */
const isOneOfItsAddresses = ({ contactId, identities }: Contact, key: string): boolean =>
  key !== contactId && identities.some((identity) => identity.key === key);

/** Those who parted from a contact, and from them in turn. */
async function partedFrom(store: Store, contact: Contact): Promise<readonly Contact[]> {
  const found = new Map<string, Contact>([[contact.contactId, contact]]);
  const left = [...contact.parted];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    const other = await findContact({ store }, id);
    if (other === undefined || found.has(other.contactId)) continue;
    found.set(other.contactId, other);
    left.push(...other.parted);
  }
  found.delete(contact.contactId);
  return [...found.values()];
}

/** What of a contact says whose touches are. */
const belongings = ({ contactId, identities, merged, parted }: Contact): string =>
  JSON.stringify([contactId, identities.map(({ key, shared }) => [key, shared]), merged, parted]);

interface ContactRefilled {
  readonly contactId: string;
  readonly touches: number;
  readonly isFull: boolean;
}

async function refillContact(
  { deps, policy }: Refilling,
  { home, told, contact: found, origin }: Part & { readonly origin: string },
): Promise<ContactRefilled | "changed"> {
  const { store } = deps;
  // An address that nothing is kept at belongs to nobody else.
  const isThere = found !== undefined || (await findContact({ store }, home)) !== undefined;
  const at = isThere ? home : origin;
  const done = await changeState<ContactRefilled & { readonly isChanged?: true }>(deps, at, (contact) => {
    const { contactId } = contact;
    if (found !== undefined && belongings(found) !== belongings(contact)) {
      return { answer: { contactId, touches: 0, isFull: false, isChanged: true } };
    }
    const next = refilled(contact, { told, origin }, { policy, now: deps.now() });
    if (next === undefined) return { answer: { contactId, touches: 0, isFull: false } };
    const fitting = fittingIn(contact, next);
    const touches = fitting.touches.length - contact.touches.length;
    // No events: the timeline and the counts have these touches already.
    return {
      answer: { contactId, touches, isFull: bytesOf(fitting.touches) > MAX_HISTORY_BYTES },
      write: { contact: fitting, events: [] },
    };
  });
  if (!("refused" in done)) return done.isChanged === true ? "changed" : done;
  if (done.refused === "contact_not_found") return { contactId: at, touches: 0, isFull: false };
  throw new TouchgateError({
    code: done.refused,
    publicMessage: `${done.detail} Give the same command again to go on.`,
    retryable: true,
  });
}

/** An item holds 400 KB. Of a history that is full either way the oldest may be left out: they leave it first. */
const MOST_BYTES = 4 * MAX_HISTORY_BYTES;

function fittingIn(before: Contact, next: Contact): Contact {
  const known = new Set(before.touches.map(({ id }) => id));
  let { touches } = next;
  while (bytesOf(touches) > MOST_BYTES) {
    const added = touches.filter(({ id }) => !known.has(id));
    if (added.length === 0) break;
    const dropped = new Set(added.slice(0, Math.ceil(added.length / 8)).map(({ id }) => id));
    touches = touches.filter(({ id }) => !dropped.has(id));
  }
  return { ...next, touches };
}

function bytesOf(touches: readonly Touch[]): number {
  const { words, lists } = packTouches([touches]);
  return Buffer.byteLength(words) + Buffer.byteLength(lists[0] ?? "");
}
