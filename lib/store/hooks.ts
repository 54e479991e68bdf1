import { createHash } from "node:crypto";
import { type EpochMs, epochMs } from "../core/time.ts";
import type { Channel } from "../core/words.ts";
import { BadItem } from "./errors.ts";
import { hashOf } from "./keys.ts";
import type { Check, Item, ItemKey, Removal, Store, Write } from "./store.ts";

/** What the gate keeps for vendors' callbacks: their secrets, whose message was whose, and what a person should read. */

const HOOKS = "HOOK";
const hookKey = (vendor: string): ItemKey => ({ pk: HOOKS, sk: vendor });

/** A vendor that may call. */
export interface StoredHook {
  readonly vendor: string;
  /** What its requests are verified by, as the vendor's adapter reads it. */
  readonly secrets: unknown;
  readonly createdAt: EpochMs;
}

export const putHook = (store: Store, { vendor, secrets, createdAt }: StoredHook) =>
  store.put({ item: { ...hookKey(vendor), secrets: JSON.stringify(secrets), createdAt } });

export const deleteHook = (store: Store, vendor: string): Promise<void> => store.delete(hookKey(vendor));

/** @throws BadItem when one does not decode. */
export async function listHooks(store: Store): Promise<readonly StoredHook[]> {
  const { items } = await store.query({ pk: HOOKS });
  return items.map(fromHookItem);
}

/** @throws BadItem when it does not decode. */
export function fromHookItem({ sk: vendor, secrets, createdAt }: Item): StoredHook {
  try {
    return { vendor, secrets: JSON.parse(String(secrets)), createdAt: epochMs(Number(createdAt)) };
  } catch (cause) {
    throw new BadItem("hook", cause);
  }
}

/**
 * Whether a proof of a vendor's may speak for a body: the first that came with it, and no other. Known by their hashes
 * until the proof is good no longer.
 */
export async function bindProof(
  store: Store,
  of: { readonly vendor: string; readonly proof: string; readonly body: Uint8Array; readonly until: EpochMs },
): Promise<boolean> {
  const key = { pk: `PROOF#${hashOf(`${of.vendor} ${of.proof}`).slice(0, 32)}`, sk: "#" };
  const body = createHash("sha256").update(of.body).digest("base64url");
  const expiresAtSeconds = Math.ceil(of.until / 1_000);
  const put = await store.put({ item: { ...key, body, expiresAtSeconds }, expected: "absent" });
  return put.written || put.current?.body === body;
}

const DAY_SECONDS = 24 * 60 * 60;

/** Events come days later, and reports months: a reference leads to its touch for so long. */
const REFERENCE_DAYS = 100;

/** The sender's own id of a message, which leads to the touch. */
export const referenceWrite = (
  reference: string,
  of: { readonly touchId: string; readonly at: EpochMs },
): Write => ({
  item: {
    ...referenceKey(reference, of.touchId),
    expiresAtSeconds: Math.ceil(of.at / 1_000) + REFERENCE_DAYS * DAY_SECONDS,
  },
});
/** Takes a reference away that leads to a touch. */
export const referenceRemoval = (reference: string, touchId: string): Removal => ({
  remove: referenceKey(reference, touchId),
});
const referencePartition = (reference: string): string => `F#${hashOf(reference).slice(0, 32)}`;
const referenceKey = (reference: string, touchId: string): ItemKey => ({
  pk: referencePartition(reference),
  sk: touchId,
});

/** Ids of the touches with a reference, at most two: several senders may use one. */
export async function touchesOfReference(
  store: Store,
  reference: string,
  now: EpochMs,
): Promise<readonly string[]> {
  const { items } = await store.query({ pk: referencePartition(reference), limit: 10 });
  return items
    .filter(({ expiresAtSeconds }) => Number(expiresAtSeconds) * 1_000 > now)
    .map(({ sk }) => sk)
    .slice(0, 2);
}

/** When the customer last said stop, and when go on, by the vendor's clock; an older word never overrules a newer one. */
export interface LastWords {
  readonly stoppedAt: EpochMs | undefined;
  readonly resumedAt: EpochMs | undefined;
  /** Hashes of the vendors' ids of what was said, the last at the end. */
  readonly ids: readonly string[];
  /** 0 before the first. */
  readonly version: number;
}

const wordsKey = (addressKey: string, channel: Channel): ItemKey => ({
  pk: `C#${addressKey}`,
  sk: `W#${channel}`,
});

export async function readLastWords(store: Store, addressKey: string, channel: Channel): Promise<LastWords> {
  const item = await store.get(wordsKey(addressKey, channel));
  const at = (value: string | number | undefined) =>
    value === undefined ? undefined : epochMs(Number(value));
  return {
    stoppedAt: at(item?.stoppedAt),
    resumedAt: at(item?.resumedAt),
    ids: item?.ids === undefined ? [] : String(item.ids).split(" "),
    version: Number(item?.version ?? 0),
  };
}

/** Written on a condition beside it; false when that fails, or somebody else was faster. */
export async function writeLastWords(
  store: Store,
  of: { readonly addressKey: string; readonly channel: Channel; readonly words: LastWords },
  condition: Check,
): Promise<boolean> {
  const { stoppedAt, resumedAt, ids, version } = of.words;
  const item = {
    ...wordsKey(of.addressKey, of.channel),
    ...(stoppedAt !== undefined && { stoppedAt }),
    ...(resumedAt !== undefined && { resumedAt }),
    ...(ids.length > 0 && { ids: ids.join(" ") }),
    version: version + 1,
  };
  const words: Write = { item, expected: version === 0 ? "absent" : version };
  return (await store.transact([words, condition])) === "written";
}

/** What a vendor told that a person should look at. */
export interface Review {
  /** Unique: told again, it is the same. */
  readonly id: string;
  readonly at: EpochMs;
  readonly vendor: string;
  /** Why nobody could do it alone. */
  readonly because:
    | "touch_not_found"
    | "unclear_opt_out"
    | "newer_no"
    | "unreadable_address"
    | "unreadable_event";
  /** Key of the contact or of the address, when there is one. */
  readonly contactKey: string | undefined;
  /** In words, for the person; no address. */
  readonly detail: string;
}

const REVIEWS = "REVIEW";
const REVIEW_DAYS = 90;

export const reviewWrite = (review: Review): Write => ({
  item: {
    pk: REVIEWS,
    sk: review.id,
    review: JSON.stringify(review),
    ...(review.contactKey !== undefined && { contactKey: review.contactKey }),
    expiresAtSeconds: Math.ceil(review.at / 1_000) + REVIEW_DAYS * DAY_SECONDS,
  },
  expected: "absent",
});

export const settleReview = (store: Store, id: string): Promise<void> =>
  store.delete({ pk: REVIEWS, sk: id });

/** Takes everything off the list that is about one of these keys. */
export async function removeReviews(store: Store, contactKeys: readonly string[]): Promise<void> {
  let after: string | undefined;
  do {
    const page = await store.query({ pk: REVIEWS, ...(after !== undefined && { after }) });
    const about = page.items.filter(({ contactKey }) => contactKeys.includes(String(contactKey)));
    for (const { pk, sk } of about) await store.delete({ pk, sk });
    after = page.next;
  } while (after !== undefined);
}

export interface ReviewPage {
  readonly reviews: readonly Review[];
  readonly next: string | undefined;
}

/** One page, in no order of their own. @throws BadItem when one does not decode. */
export async function readReviews(
  store: Store,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<ReviewPage> {
  const after = cursor === undefined ? {} : { after: cursor };
  const { items, next } = await store.query({ pk: REVIEWS, limit, ...after });
  return { reviews: items.map(fromReviewItem), next };
}

export function fromReviewItem(item: Item): Review {
  try {
    const review = JSON.parse(String(item.review)) as Review;
    return { ...review, at: epochMs(review.at) };
  } catch (cause) {
    throw new BadItem("review", cause);
  }
}
