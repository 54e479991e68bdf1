import type { HookAddress, HookMessage } from "../../lib/adapters/hook.ts";
import type { Contact, Identity, Preferences } from "../../lib/core/contact.ts";
import { isErased } from "../../lib/core/erase.ts";
import { normaliseIdentity } from "../../lib/core/identity/normalise.ts";
import type { EpochMs } from "../../lib/core/time.ts";
import { findContact, readState } from "../../lib/store/contacts.ts";
import { notErasedSince } from "../../lib/store/erasures.ts";
import {
  type LastWords,
  type Review,
  readLastWords,
  reviewWrite,
  writeLastWords,
} from "../../lib/store/hooks.ts";
import { hashOf } from "../../lib/store/keys.ts";
import type { Check } from "../../lib/store/store.ts";
import { etagOf } from "../contacts/representation.ts";
import { addPreferences, preferencesBody, putPreferences } from "../preferences/command.ts";
import { attempts, contended } from "../shared/attempts.ts";
import type { Caller } from "../shared/authenticate.ts";
import type { Deps } from "../shared/deps.ts";
import type { Refusal } from "../shared/problem.ts";
import { contactOf, identityOf } from "../shared/recipient.ts";
import { reportOutcome } from "../touches/change.ts";
import { readTouchId } from "../touches/touch-id.ts";
import { findTouch } from "./find-touch.ts";

/** Who tells, and by what. */
export interface Taking {
  readonly deps: Deps;
  readonly vendor: string;
  readonly pepper: string;
}

/** `review`: it is kept for a person to look at. A refusal is none of the vendor's faults: it should come again. */
export type Taken = "taken" | "review" | "nothing" | Refusal;

type Of<Kind extends HookMessage["kind"]> = Extract<HookMessage, { kind: Kind }>;

/**
 * Does what one message asks for. The same message again, late or in another order leaves the same: outcomes are told
 * once, and of stop and go on the later counts, by the vendor's clock.
 */
export async function take(taking: Taking, message: HookMessage): Promise<Taken> {
  switch (message.kind) {
    case "outcome":
      return takeOutcome(taking, message);
    case "optOut":
      return takeWord(taking, message);
    case "optIn":
      return takeWord(taking, message);
    default:
      return "nothing";
  }
}

const callerOf = ({ vendor }: Taking): Caller => ({
  keyId: `hook:${vendor}`,
  department: null,
  scopes: [],
  outage: undefined,
});

async function takeOutcome(taking: Taking, message: Of<"outcome">): Promise<Taken> {
  const { deps, vendor } = taking;
  const address = message.address && (await identityIn(taking, message.address));
  if (await isOfErased(taking, message, address)) return "nothing";
  const named = await findTouch(deps, message, address);
  if (named === undefined)
    return review(taking, message, { because: "touch_not_found", contactKey: address?.key });
  const at = message.at > deps.now() ? undefined : message.at;
  const told = await reportOutcome({ deps, caller: callerOf(taking), named, outcome: message.outcome, at });
  if ("refused" in told) {
    if (told.refused !== "touch_not_found") return told;
    return review(taking, message, { because: "touch_not_found", contactKey: named.contactKey });
  }
  if (message.outcome !== "complained") return "taken";
  // Who complains of a channel is not to get any more by it, whatever the message was.
  const preferences = { channels: { [message.channel]: { optOut: true } } };
  const whom = address === undefined ? { contactId: named.contactKey } : { address };
  const added = await addPreferences(deps, { ...whom, preferences, by: `hook:${vendor}` });
  return "refused" in added ? added : "taken";
}

/** Of an erased person nothing is kept, and nobody needs to look at it: they are contacted no more. */
async function isOfErased(
  { deps }: Taking,
  message: HookMessage,
  address: Identity | undefined,
): Promise<boolean> {
  const named = message.kind === "outcome" && message.touchId ? readTouchId(message.touchId) : undefined;
  const keys = [named?.contactKey, address?.key].filter((key) => key !== undefined);
  const found = await Promise.all(keys.map((key) => findContact({ store: deps.store }, key)));
  return found.some((contact) => contact !== undefined && isErased(contact));
}

/** Stop, or go on. */
async function takeWord(taking: Taking, message: Of<"optOut"> | Of<"optIn">): Promise<Taken> {
  const { deps } = taking;
  const address = await identityIn(taking, message.address);
  if (address === undefined)
    return review(taking, message, { because: "unreadable_address", contactKey: undefined });
  if (await isOfErased(taking, message, address)) return "nothing";
  const { channel } = message;
  for await (const _ of attempts(deps)) {
    const words = await readLastWords(deps.store, address.key, channel);
    if (isOlder(message, words)) return "taken";
    const done =
      message.kind === "optOut"
        ? await stop(taking, message, address)
        : await resume(taking, message, address);
    // Erased since it was looked at: nothing is kept of it.
    if (done === "nothing") return "nothing";
    if (done !== "taken") return done;
    const notErased = await notErasedNow(deps, address.key);
    if (notErased === undefined) return "nothing";
    const last = { addressKey: address.key, channel, words: after(message, words) };
    // Written after it is done: should this fail, the vendor's next attempt does it again.
    if (await writeLastWords(deps.store, last, notErased)) break;
  }
  const isUnclear = message.kind === "optOut" && !message.isSure;
  return isUnclear
    ? review(taking, message, { because: "unclear_opt_out", contactKey: address.key })
    : "taken";
}

/** Whether the customer has said otherwise since; of the same instant the no counts. */
function isOlder({ kind, at }: Of<"optOut"> | Of<"optIn">, { stoppedAt, resumedAt }: LastWords): boolean {
  const other = kind === "optOut" ? resumedAt : stoppedAt;
  return other !== undefined && (kind === "optOut" ? at < other : at <= other);
}

const after = ({ kind, at }: Of<"optOut"> | Of<"optIn">, words: LastWords): LastWords =>
  kind === "optOut"
    ? { ...words, stoppedAt: later(words.stoppedAt, at) }
    : { ...words, resumedAt: later(words.resumedAt, at) };
const later = (a: EpochMs | undefined, b: EpochMs): EpochMs => (a !== undefined && a > b ? a : b);

async function stop(
  { deps, vendor }: Taking,
  message: Of<"optOut">,
  address: Identity,
): Promise<"taken" | "nothing" | Refusal> {
  const { channel, scope, topic } = message;
  const preferences: Preferences =
    topic !== undefined
      ? { topics: { [topic]: { optOut: true } } }
      : {
          channels: { [channel]: { optOut: channel === "sms" ? "hard" : true } },
          ...(scope === "all" && { optOutAll: true }),
        };
  const added = await addPreferences(deps, { address, preferences, by: `hook:${vendor}` });
  return endOf(added);
}

/** Of an address that anybody may have, only an erased person's is not found. */
const endOf = (done: object | Refusal): "taken" | "nothing" | Refusal => {
  if (!("refused" in done)) return "taken";
  return done.refused === "contact_not_found" ? "nothing" : done;
};

/** Takes the no to this channel back, and no other. */
async function resume(
  { deps, vendor }: Taking,
  { channel }: Of<"optIn">,
  address: Identity,
): Promise<"taken" | "nothing" | Refusal> {
  for await (const _ of attempts(deps)) {
    const contact = (await contactOf({ store: deps.store }, { address })) as Contact;
    const wishes = contact.preferences.channels?.[channel];
    if (!wishes?.optOut) return "taken";
    const channels = { ...contact.preferences.channels, [channel]: { ...wishes, optOut: false } };
    const ifMatch = etagOf(preferencesBody(contact.preferences));
    const preferences = { ...contact.preferences, channels };
    const put = await putPreferences(deps, { address, preferences, ifMatch, by: `hook:${vendor}` });
    if (!("refused" in put)) return "taken";
    if (put.refused !== "precondition_failed") return endOf(put);
  }
  return contended();
}

/** Undefined for what is no address. */
async function identityIn(
  { pepper }: Taking,
  { type, value, region }: HookAddress,
): Promise<Identity | undefined> {
  const read = await normaliseIdentity({ type, value, region });
  return read.ok ? identityOf(pepper, read.identity) : undefined;
}

async function review(
  { deps, vendor }: Taking,
  message: Of<"outcome"> | Of<"optOut"> | Of<"optIn">,
  of: Pick<Review, "because" | "contactKey">,
): Promise<"review" | "nothing"> {
  const id = hashOf(`${vendor} ${message.id} ${message.kind}`).slice(0, 24);
  const write = reviewWrite({ id, at: message.at, vendor, detail: detailOf(message), ...of });
  if (of.contactKey === undefined) {
    await deps.store.put(write);
    return "review";
  }
  const notErased = await notErasedNow(deps, of.contactKey);
  if (notErased === undefined) return "nothing";
  // Refused where it is kept already, or of one who was erased in this moment.
  await deps.store.transact([write, notErased]);
  return "review";
}

/**
 * The condition on which something is written beside the state of a key; undefined where an erased person was. Of a
 * key that nothing stands at, there was no erasure.
 */
async function notErasedNow({ store }: Deps, key: string): Promise<Check | undefined> {
  const state = await readState({ store }, key);
  if (state.kind === "absent") return notErasedSince(key, 1);
  if (state.kind === "moved") return notErasedSince(key, state.version);
  return isErased(state.contact) ? undefined : notErasedSince(key, state.contact.version);
}

function detailOf(message: Of<"outcome"> | Of<"optOut"> | Of<"optIn">): string {
  switch (message.kind) {
    case "outcome":
      return [message.outcome, message.channel, message.reference, message.detail]
        .filter(Boolean)
        .join(" · ");
    case "optOut":
      return [message.channel, message.words].filter(Boolean).join(" · ");
    case "optIn":
      return message.channel;
  }
}
