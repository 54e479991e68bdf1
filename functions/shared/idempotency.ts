import type { Contact, KeptKey } from "../../lib/core/contact.ts";
import type { Issue } from "../../lib/core/errors.ts";
import { after, DAY_MS, durationMs, type EpochMs } from "../../lib/core/time.ts";
import { standingOf, type Touch } from "../../lib/core/touches.ts";
import { hashOf } from "../../lib/store/keys.ts";

/** An idempotency key as a request brings it. */
export interface SentKey {
  /** Of the API key and the key that it sent. */
  readonly hash: string;
  /** Of everything in the request that decides. */
  readonly payload: string;
}

/** The form of a key. */
export const PRINTABLE = /^[\x20-\x7e]{1,128}$/;

export const keyIssues = (key: unknown, path: string): Issue[] =>
  key === undefined || (typeof key === "string" && PRINTABLE.test(key))
    ? []
    : [{ path, message: "must be 1–128 printable characters" }];

/** Bits enough that two keys of one contact and day do not meet: 96. */
const HASH_CHARS = 24;

export const sentKey = (sent: {
  readonly key: string;
  readonly by: string | null;
  readonly payload: unknown;
}): SentKey => ({
  hash: hashOf(`${sent.by}\u0000${sent.key}`).slice(0, HASH_CHARS),
  payload: hashOf(JSON.stringify(sorted(sent.payload))).slice(0, HASH_CHARS),
});

/** The same value with the fields of every object in one order. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => [name, sorted(field)]),
  );
}

const LIFETIME = durationMs(DAY_MS);

/** What was answered to a key before, while the touch of that answer stands; a touch that has ended frees its key. */
export function answeredBefore(
  contact: Contact,
  key: SentKey,
  now: EpochMs,
): { readonly kept: KeptKey; readonly touch: Touch } | undefined {
  const kept = contact.keys.find(({ hash, at }) => hash === key.hash && after(at, LIFETIME) > now);
  const touch = kept && contact.touches.find(({ id }) => id === kept.touch);
  if (kept === undefined || touch === undefined) return undefined;
  const standing = standingOf(touch, now);
  return standing === "released" || standing === "expired" ? undefined : { kept, touch };
}
