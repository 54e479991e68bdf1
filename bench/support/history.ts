import { DAY_MS, type EpochMs, epochMs } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import type { Channel } from "../../lib/core/words.ts";
import { newId } from "../../lib/store/keys.ts";

/** One of the touches that a sample contact has had: how many days ago, and by whom. */
export interface Past {
  readonly daysAgo: number;
  readonly department: string;
  readonly purpose?: string;
  readonly campaign?: string;
  readonly channel?: Channel;
}

/** Touches as a state keeps them, oldest first, for a contact whose address has the key `address`. */
export const historyOf = (
  past: readonly Past[],
  { now, address }: { now: EpochMs; address: string },
): Touch[] =>
  [...past]
    .sort((a, b) => b.daysAgo - a.daysAgo)
    .map(({ daysAgo, department, purpose = department, campaign, channel = "email" }) => ({
      id: newId(),
      at: epochMs(now - Math.round(daysAgo * DAY_MS)),
      channel,
      department,
      purpose,
      campaign,
      topic: "news",
      product: undefined,
      subject: undefined,
      agent: undefined,
      address,
      origin: undefined,
      state: "recorded",
      expiresAt: undefined,
      outcomes: [],
    }));

const CAMPAIGNS = ["spring", "summer", "may-sale", "back-to-work"];
const DEPARTMENTS = ["marketing", "sales", "marketing", "service"];

/**
 * What a busy but well-kept contact has behind them: `count` touches by three departments in four campaigns,
 * evenly spread over the time from `newestDaysAgo` to 88 days ago.
 */
export const busyPast = (count: number, newestDaysAgo: number): Past[] =>
  Array.from({ length: count }, (_, i) => ({
    daysAgo: newestDaysAgo + ((88 - newestDaysAgo) * i) / Math.max(count - 1, 1),
    department: DEPARTMENTS[i % DEPARTMENTS.length] as string,
    campaign: CAMPAIGNS[i % CAMPAIGNS.length] as string,
  }));
