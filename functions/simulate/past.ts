import type { Attributes, Contact } from "../../lib/core/contact.ts";
import type { PastTouch } from "../../lib/core/simulation/past-touch.ts";
import { type EpochMs, parseInstant } from "../../lib/core/time.ts";
import { CHANNELS } from "../../lib/core/words.ts";
import type { Store } from "../../lib/store/store.ts";
import { shownIn } from "../../lib/store/timeline.ts";
import { readTouchNews, type TouchNews, touchItems } from "../../lib/store/told-touches.ts";
import { historyKeysOf } from "../shared/history.ts";

/** What a contact was sent since an instant, oldest first, and what became of it. @throws BadItem; StoreUnavailable. */
export async function pastOf(
  store: Store,
  contact: Contact,
  { since, before }: { readonly since: EpochMs; readonly before: EpochMs },
): Promise<readonly PastTouch[]> {
  const keys = historyKeysOf(contact);
  const [news, ...told] = await Promise.all([
    readTouchNews(store, keys, since),
    ...keys.map((key) => touchItems(store, key, since)),
  ]);
  const touches = new Map<string, PastTouch>();
  for (const item of told.flat()) {
    const shown = shownIn(item);
    const touch = touchIn(shown, { news, contact });
    if (touch !== undefined && touch.at < before) touches.set(String(shown.touchId), touch);
  }
  return [...touches.values()].sort((a, b) => a.at - b.at);
}

type Shown = Readonly<Record<string, unknown>>;

/** Undefined for one that was never sent, and for what does not read as a touch. */
function touchIn(shown: Shown, { news, contact }: { readonly news: TouchNews; readonly contact: Contact }) {
  const { type, touchId, department, purpose, state, outcome } = shown;
  const at = parseInstant(String(shown.at));
  const channel = CHANNELS.find((one) => one === shown.channel);
  const id = String(touchId).slice("t_".length).split(".")[0] ?? "";
  const isSent =
    state !== "released" && !news.released.has(id) && (state !== "reserved" || news.confirmed.has(id));
  if (at === undefined || channel === undefined || !isSent) return undefined;
  if (typeof department !== "string" || typeof purpose !== "string") return undefined;
  const first = typeof outcome === "string" ? [{ outcome: outcome as never, at }] : [];
  return {
    ...{ at, channel, department, purpose },
    ...{ campaign: textOf(shown.campaign), topic: textOf(shown.topic), product: textOf(shown.product) },
    ...{ subject: textOf(shown.subject), agent: textOf(shown.agent) },
    isInbound: type === "inbound",
    outcomes: [...first, ...(news.outcomes.get(id) ?? [])],
    attributes: attributesThen(shown.contact, contact),
  } satisfies PastTouch;
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** As the rules could read them then; what was not kept, as it is today. */
function attributesThen(then: unknown, { attributes }: Contact): Attributes {
  if (typeof then !== "object" || then === null) return attributes;
  const { engagement: _, ...kept } = then as Attributes & { readonly engagement?: string };
  const { language, recipientType, tags } = attributes;
  return {
    ...(language !== undefined && { language }),
    ...(recipientType !== undefined && { recipientType }),
    ...(tags !== undefined && { tags }),
    ...kept,
  };
}
