import type { Contact, Identity } from "../../lib/core/contact.ts";
import { type EpochMs, MINUTE_MS, parseInstant } from "../../lib/core/time.ts";
import type { Channel, Outcome } from "../../lib/core/words.ts";
import { readLastWords } from "../../lib/store/hooks.ts";
import { readTimeline } from "../../lib/store/timeline.ts";
import type { Deps } from "../shared/deps.ts";
import { historyKeysOf } from "../shared/history.ts";
import { contactOf } from "../shared/recipient.ts";

/** A go on that is no older is heard as it comes. */
const LATE_MS = MINUTE_MS;
/** Who has so many entries since is looked at by a person. */
const MOST_ENTRIES = 500;
const PAGE = 100;

/**
 * Whether the customer has said no by another way since a go on that comes late: by a caller, on a page, in a complaint, or
 * from another address of theirs. The words of the address itself are compared by the vendor's clock, and not here.
 */
export async function hasSaidNoSince(
  { store, now }: Pick<Deps, "store" | "now">,
  address: Identity,
  { channel, at }: { readonly channel: Channel; readonly at: EpochMs },
): Promise<boolean> {
  if (at > now() - LATE_MS) return false;
  const contact = (await contactOf({ store }, { address })) as Contact;
  const others = contact.identities.filter(({ type, key }) => type === address.type && key !== address.key);
  const words = await Promise.all(others.map(({ key }) => readLastWords(store, key, channel)));
  if (words.some(({ stoppedAt }) => stoppedAt !== undefined && stoppedAt >= at)) return true;
  return isToldSince(store, historyKeysOf(contact), at);
}

async function isToldSince(
  store: Deps["store"],
  contactKeys: readonly string[],
  since: EpochMs,
): Promise<boolean> {
  let cursor: string | undefined;
  for (let seen = 0; seen < MOST_ENTRIES; seen += PAGE) {
    const { entries, next } = await readTimeline(store, { contactKeys, cursor, limit: PAGE });
    for (const entry of entries as readonly Told[]) {
      if ((parseInstant(String(entry.at)) ?? since) < since) return false;
      if (saysNo(entry)) return true;
    }
    if (next === undefined) return false;
    cursor = next;
  }
  return true;
}

interface Told {
  readonly at?: unknown;
  readonly type?: unknown;
  readonly by?: unknown;
  readonly outcome?: unknown;
}

const NOES: readonly unknown[] = ["complained", "unsubscribed", "refused"] satisfies Outcome[];

/** What vendors tell of wishes is known by their own words. */
const saysNo = ({ type, by, outcome }: Told): boolean =>
  (type === "preference" && !String(by).startsWith("hook:")) ||
  (type === "outcome" && NOES.includes(outcome));
