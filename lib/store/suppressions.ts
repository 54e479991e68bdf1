import { type EpochMs, epochMs } from "../core/time.ts";
import { BadItem } from "./errors.ts";
import type { Item, ItemKey, Removal, Store, Write } from "./store.ts";

/**
 * Suppressed addresses as people list them, in clear, beside the states that decisions read. Each is written in one
 * transaction with the state that it binds, so that the two never disagree.
 */
export interface ListedSuppression {
  /** Contact key of the address. */
  readonly identityKey: string;
  readonly type: string;
  /** In its canonical spelling. */
  readonly value: string;
  readonly list: string;
  readonly reason: string | undefined;
  /** First instant at which it is no longer in force. */
  readonly expiresAt: EpochMs | undefined;
}

/** Lists lie on so many partitions, so that no single one takes a whole import. */
export const SUPPRESSION_SHARDS = 16;

const partitionOf = (shard: number): string => `S#${String(shard).padStart(2, "0")}`;

/** An address always goes to the same shard: its key is a keyed hash, and evenly spread. */
const shardOf = (identityKey: string): number =>
  (Buffer.from(identityKey.slice("c_".length), "base64url")[0] ?? 0) % SUPPRESSION_SHARDS;

/** Names of lists hold no `#`. */
export const suppressionKey = (identityKey: string, list: string): ItemKey => ({
  pk: partitionOf(shardOf(identityKey)),
  sk: `${list}#${identityKey}`,
});

export const suppressionWrite = (listed: ListedSuppression): Write => {
  const { identityKey, list, type, value, reason, expiresAt } = listed;
  return {
    item: {
      ...suppressionKey(identityKey, list),
      type,
      value,
      ...(reason !== undefined && { reason }),
      ...(expiresAt !== undefined && { expiresAt, expiresAtSeconds: Math.ceil(expiresAt / 1_000) }),
    },
  };
};

export const suppressionRemoval = (identityKey: string, list: string): Removal => ({
  remove: suppressionKey(identityKey, list),
});

export interface SuppressionPage {
  readonly entries: readonly ListedSuppression[];
  /** Pass as `cursor` for the page after; undefined on the last. */
  readonly next: string | undefined;
}

/**
 * One page of one list, or of all when `list` is undefined: shard by shard, by list, then by key. What has ended by
 * `now` is left out.
 */
export async function readSuppressions(
  store: Store,
  query: {
    readonly list: string | undefined;
    /** `<shard>#<sort key>`, where the page before ended. */
    readonly cursor: string | undefined;
    readonly limit: number;
    readonly now: EpochMs;
  },
): Promise<SuppressionPage> {
  const { list, cursor, limit, now } = query;
  const found: Item[] = [];
  let after = cursor?.slice(cursor.indexOf("#") + 1);
  for (let shard = Number(cursor?.slice(0, 2) ?? 0); shard < SUPPRESSION_SHARDS; shard++) {
    do {
      const page = await store.query({
        pk: partitionOf(shard),
        limit: limit + 1,
        ...(list !== undefined && { prefix: `${list}#` }),
        ...(after !== undefined && { after }),
      });
      found.push(...page.items.filter(({ expiresAt }) => expiresAt === undefined || Number(expiresAt) > now));
      after = page.next;
    } while (after !== undefined && found.length <= limit);
    if (found.length > limit) break;
  }
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    entries: shown.map(fromSuppressionItem),
    next: found.length > limit && last !== undefined ? `${last.pk.slice("S#".length)}#${last.sk}` : undefined,
  };
}

/** @throws BadItem when it does not decode. */
export function fromSuppressionItem({ sk, type, value, reason, expiresAt }: Item): ListedSuppression {
  const [list = "", identityKey] = sk.split("#");
  if (identityKey === undefined || typeof type !== "string" || typeof value !== "string") {
    throw new BadItem("suppression");
  }
  return {
    identityKey,
    type,
    value,
    list,
    reason: reason === undefined ? undefined : String(reason),
    expiresAt: expiresAt === undefined ? undefined : epochMs(Number(expiresAt)),
  };
}
