import { createHash } from "node:crypto";
import { formatInstant } from "../core/time.ts";
import type { Touch } from "../core/touches.ts";
import { BadItem } from "./errors.ts";
import type { Addition, Item, Store } from "./store.ts";

/** A day's counts lie on so many partitions, so that no single one takes every touch of the day. */
export const COUNT_SHARDS = 8;

/** Touches of one day (UTC) by what they have in common. */
export interface DayCount {
  readonly channel: string;
  readonly department: string;
  readonly purpose: string;
  readonly campaign: string | null;
  readonly touches: number;
}

const partitionOf = (day: string, shard: number): string => `N#${day}#touches#${shard}`;

/** A contact's touches always go to the same shard. */
const shardOf = (contactKey: string): number =>
  (createHash("sha256").update(contactKey).digest()[0] ?? 0) % COUNT_SHARDS;

/** Counts one touch on its day, also one that counts for no rule: the volume of a day is all that was sent. */
export function countOf(contactKey: string, touch: Touch): Addition {
  const day = formatInstant(touch.at).slice(0, 10);
  const tags = [
    touch.channel,
    touch.department,
    touch.purpose,
    ...(touch.campaign === undefined ? [] : [touch.campaign]),
  ];
  return {
    key: { pk: partitionOf(day, shardOf(contactKey)), sk: JSON.stringify(tags) },
    add: { touches: 1 },
  };
}

/** The counts of a day (`YYYY-MM-DD`, UTC), summed over its shards. */
export async function readDay(store: Store, day: string): Promise<DayCount[]> {
  const sums = new Map<string, number>();
  for (let shard = 0; shard < COUNT_SHARDS; shard++) {
    let after: string | undefined;
    do {
      const page = await store.query({ pk: partitionOf(day, shard), ...(after !== undefined && { after }) });
      for (const { sk, touches } of page.items) sums.set(sk, (sums.get(sk) ?? 0) + Number(touches));
      after = page.next;
    } while (after !== undefined);
  }
  return [...sums].sort().map(([tags, touches]) => ({ ...fromTags(tags), touches }));
}

function fromTags(tags: string): Omit<DayCount, "touches"> {
  const [channel = "", department = "", purpose = "", campaign = null] = JSON.parse(tags) as string[];
  return { channel, department, purpose, campaign };
}

/** What one shard has counted of a day. @throws BadItem when it does not decode. */
export function fromCountItem({ pk, sk, touches }: Item): DayCount & { readonly day: string } {
  try {
    return { day: String(pk.split("#")[1]), ...fromTags(sk), touches: Number(touches) };
  } catch (cause) {
    throw new BadItem("count", cause);
  }
}
