import type { Contact, Identity, OwedConfirmation, Preferences } from "../../lib/core/contact.ts";
import { after, durationMs, type EpochMs, MINUTE_MS } from "../../lib/core/time.ts";
import type { Channel } from "../../lib/core/words.ts";
import { type LastWords, readLastWords, writeLastWords } from "../../lib/store/hooks.ts";
import { hashOf } from "../../lib/store/keys.ts";
import { etagOf } from "../contacts/representation.ts";
import { addPreferences, preferencesBody, putPreferences } from "../preferences/command.ts";
import { attempts, contended } from "../shared/attempts.ts";
import type { Refusal } from "../shared/problem.ts";
import { contactOf } from "../shared/recipient.ts";
import { hasSaidNoSince } from "./newer-no.ts";
import { identityIn, isOfErased, notErasedNow, type Of, review, type Taken, type Taking } from "./taking.ts";

/** Stop, or go on. A clock that is ahead of ours must not outdate what is said after it: nothing is later than now. */
export const takeWord = (taking: Taking, message: Of<"optOut"> | Of<"optIn">): Promise<Taken> => {
  const now = taking.deps.now();
  return takeSaid(taking, message.at > now ? { ...message, at: now } : message);
};

async function takeSaid(taking: Taking, message: Of<"optOut"> | Of<"optIn">): Promise<Taken> {
  const { deps } = taking;
  const address = (await identityIn(taking, message.address))?.identity;
  if (address === undefined)
    return review(taking, message, { because: "unreadable_address", contactKey: undefined });
  if (await isOfErased(taking, message, address)) return "nothing";
  const { channel } = message;
  for await (const _ of attempts(deps)) {
    const words = await readLastWords(deps.store, address.key, channel);
    if (isKnown(message, words)) break;
    const isOutdated = isOlder(message, words);
    if (isOutdated && !outlivesGoOn(message)) return "taken";
    if (message.kind === "optIn" && (await hasSaidNoSince(deps, address, message))) {
      return review(taking, message, { because: "newer_no", contactKey: address.key });
    }
    const done =
      message.kind === "optOut"
        ? await stop(taking, message, address, { isOutdated })
        : await resume(taking, message, address);
    // Erased since it was looked at: nothing is kept of it.
    if (done === "nothing") return "nothing";
    if (done !== "taken") return done;
    const notErased = await notErasedNow(deps, address.key);
    if (notErased === undefined) return "nothing";
    const last = { addressKey: address.key, channel, words: wordsAfter(message, words) };
    // Written after it is done: should this fail, the vendor's next attempt does it again.
    if (await writeLastWords(deps.store, last, notErased)) break;
  }
  const isUnclear = message.kind === "optOut" && !message.isSure;
  return isUnclear
    ? review(taking, message, { because: "unclear_opt_out", contactKey: address.key })
    : "taken";
}

/** Whether it was taken before: a vendor that tells no time could else be repeated to undo what came since. */
const isKnown = (message: Of<"optOut"> | Of<"optIn">, { ids }: LastWords): boolean =>
  ids.includes(wordId(message));

/** A vendor may tell several wishes in one event. */
function wordId(message: Of<"optOut"> | Of<"optIn">): string {
  const { id, kind } = message;
  const about = kind === "optOut" ? [message.scope, message.topic] : [];
  return hashOf(JSON.stringify([id, kind, ...about])).slice(0, 12);
}
/** So many words of one address on one channel are remembered. */
const MOST_WORDS = 50;

/** Whether the customer has said otherwise since; of the same instant the no counts. */
function isOlder({ kind, at }: Of<"optOut"> | Of<"optIn">, { stoppedAt, resumedAt }: LastWords): boolean {
  const other = kind === "optOut" ? resumedAt : stoppedAt;
  return other !== undefined && (kind === "optOut" ? at < other : at <= other);
}

/** A go on takes the no to its channel back, and no other: one to everything, or to a topic, holds all the same. */
const outlivesGoOn = (message: Of<"optOut"> | Of<"optIn">): boolean =>
  message.kind === "optOut" && (message.scope === "all" || message.topic !== undefined);

const wordsAfter = (message: Of<"optOut"> | Of<"optIn">, words: LastWords): LastWords => ({
  ...words,
  ids: [...words.ids, wordId(message)].slice(-MOST_WORDS),
  ...(message.kind === "optOut"
    ? { stoppedAt: later(words.stoppedAt, message.at) }
    : { resumedAt: later(words.resumedAt, message.at) }),
});
const later = (a: EpochMs | undefined, b: EpochMs): EpochMs => (a !== undefined && a > b ? a : b);

async function stop(
  { deps, vendor }: Taking,
  message: Of<"optOut">,
  address: Identity,
  { isOutdated }: { readonly isOutdated: boolean },
): Promise<"taken" | "nothing" | Refusal> {
  const { channel, scope, topic, isAnswered = false } = message;
  const preferences: Preferences =
    topic !== undefined
      ? { topics: { [topic]: { optOut: true } } }
      : {
          ...(!isOutdated && { channels: { [channel]: { optOut: channel === "sms" ? "hard" : true } } }),
          ...(scope === "all" && { optOutAll: true }),
        };
  const mayConfirm = TEXTED.includes(channel) && !isAnswered && !isOutdated && topic === undefined;
  const owed = mayConfirm ? confirmationOf(message, deps.now()) : undefined;
  return endOf(await addPreferences(deps, { address, preferences, by: `hook:${vendor}`, owed }));
}

/** Who stops by a text is told by a text. */
const TEXTED: readonly Channel[] = ["sms", "whatsapp", "wechat"];

/** A stop may be confirmed once, within five minutes: 47 CFR 64.1200(a)(12). Only purposes of the policy that say so may. */
const confirmationOf = ({ channel, at }: Of<"optOut">, now: EpochMs): OwedConfirmation | undefined => {
  const until = after(at < now ? at : now, CONFIRMABLE);
  return until > now ? { channel, until } : undefined;
};
const CONFIRMABLE = durationMs(5 * MINUTE_MS);

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
