import { type EpochMs, epochMs, formatInstant, parseInstant } from "../core/time.ts";
import type { ReportedOutcome, Touch } from "../core/touches.ts";
import { CHANNELS, type Channel, OUTCOMES, type Outcome } from "../core/words.ts";
import { BadItem } from "./errors.ts";
import type { Item, Store } from "./store.ts";
import { ENTRY_PREFIXES, shownIn } from "./timeline.ts";

/** Touches as the timeline tells them, for whoever puts them back into a state that has let them go. */

/** What was told of touches after they were recorded, by their own ids. */
export interface TouchNews {
  readonly confirmed: ReadonlySet<string>;
  readonly released: ReadonlySet<string>;
  readonly outcomes: ReadonlyMap<string, readonly ReportedOutcome[]>;
  /** When an address left, or a merge was taken apart, the last time; undefined for never. */
  readonly partedAt: EpochMs | undefined;
  /** When an address that was another's, and only shared, left the last time, by its key. */
  readonly sharedUntil: ReadonlyMap<string, EpochMs>;
}

/**
 * Touches later than `since` that were recorded under a contact key and counted when they were, as they stood then.
 * Entries that were written before `address` and `counts: false` were kept with them are read on the strict side: the
 * touch counted, and where it went is not known.
 * @throws BadItem when one does not decode.
 */
export async function readToldTouches(
  store: Store,
  contactKey: string,
  since: EpochMs,
): Promise<readonly Touch[]> {
  const items = await touchItems(store, contactKey, since);
  return items.flatMap((item) => touchIn(item) ?? []);
}

/** The timeline's items of touches later than `since` under a contact key, oldest first. */
export const touchItems = (store: Store, contactKey: string, since: EpochMs): Promise<readonly Item[]> =>
  readAll(store, { contactKey, prefix: ENTRY_PREFIXES.touch, since });

function touchIn(item: Item): Touch | undefined {
  const shown = shownIn(item);
  if (shown.type !== "touch" || item.uncounted === 1) return undefined;
  const at = parseInstant(String(shown.at));
  const channel = CHANNELS.find((one) => one === shown.channel);
  const { department, purpose } = shown;
  if (at === undefined || channel === undefined || !isText(department) || !isText(purpose)) {
    throw new BadItem("touch on the timeline");
  }
  const outcome = outcomeIn(shown.outcome);
  return {
    id: ownId(shown.touchId),
    ...{ at, channel: channel as Channel, department, purpose },
    campaign: textOf(shown.campaign),
    topic: textOf(shown.topic),
    product: textOf(shown.product),
    subject: textOf(shown.subject),
    agent: textOf(shown.agent),
    address: textOf(item.address),
    origin: undefined,
    state: shown.state === "reserved" || shown.state === "confirmed" ? shown.state : "recorded",
    expiresAt: undefined,
    outcomes: outcome === undefined ? [] : [{ outcome, at }],
  };
}

/** What was told since an instant under any of these keys of one person. @throws BadItem when it does not decode. */
export async function readTouchNews(
  store: Store,
  contactKeys: readonly string[],
  since: EpochMs,
): Promise<TouchNews> {
  const confirmed = new Set<string>();
  const released = new Set<string>();
  const outcomes = new Map<string, ReportedOutcome[]>();
  const sharedUntil = new Map<string, EpochMs>();
  let partedAt: EpochMs | undefined;
  const found = contactKeys.map((contactKey) =>
    readAll(store, { contactKey, prefix: ENTRY_PREFIXES.audit, since }),
  );
  for (const item of (await Promise.all(found)).flat()) {
    const { type, touchId, at: toldAt, outcome: told, key, shared } = shownIn(item);
    const [id, at, outcome] = [ownId(touchId), parseInstant(String(toldAt)), outcomeIn(told)];
    if (type === "confirmed") confirmed.add(id);
    if (type === "released") released.add(id);
    if ((type === "unlink" || type === "unmerge") && at !== undefined) {
      partedAt = epochMs(Math.max(at, partedAt ?? at));
      if (isText(key) && shared === true)
        sharedUntil.set(key, epochMs(Math.max(at, sharedUntil.get(key) ?? at)));
    }
    if (type === "outcome" && at !== undefined && outcome !== undefined) {
      outcomes.set(id, [...(outcomes.get(id) ?? []), { outcome, at }]);
    }
  }
  return { confirmed, released, outcomes, partedAt, sharedUntil };
}

interface Entries {
  readonly contactKey: string;
  readonly prefix: string;
  readonly since: EpochMs;
}

async function readAll(store: Store, { contactKey, prefix, since }: Entries): Promise<readonly Item[]> {
  const items: Item[] = [];
  let after: string | undefined = prefix + formatInstant(since);
  do {
    const page: Awaited<ReturnType<Store["query"]>> = await store.query({
      ...{ pk: `C#${contactKey}`, prefix, after, limit: 1_000 },
    });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}

/** Out of `t_<id>.<contact key>`. */
const ownId = (touchId: unknown): string => {
  const text = String(touchId);
  return text.slice("t_".length, text.indexOf("."));
};

const isText = (value: unknown): value is string => typeof value === "string";
const textOf = (value: unknown): string | undefined => (isText(value) ? value : undefined);
const outcomeIn = (value: unknown): Outcome | undefined => OUTCOMES.find((one) => one === value);
