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

/**
 * What was answered to a key before, while the touch of that answer stands; a touch that has ended frees its key. A key
 * that was used for two addresses of what is now one contact has two answers: each request finds its own.
 */
export function answeredBefore(contact: Contact, key: SentKey, now: EpochMs): Answered | undefined {
  const answers = contact.keys
    .filter(({ hash, at }) => hash === key.hash && after(at, LIFETIME) > now)
    .flatMap((kept): Answered[] => {
      const touch = contact.touches.find(({ id }) => id === kept.touch);
      return touch !== undefined && stands(touch, now) ? [{ kept, touch }] : [];
    });
  return answers.find(({ kept }) => kept.payload === key.payload) ?? answers[0];
}

/** An answer that was given to a key, and its touch. */
interface Answered {
  readonly kept: KeptKey;
  readonly touch: Touch;
}

const stands = (touch: Touch, now: EpochMs): boolean =>
  !["released", "expired"].includes(standingOf(touch, now));
