import type { Contact } from "../../lib/core/contact.ts";
import { engagementAt } from "../../lib/core/engagement.ts";
import type { StateEvent } from "../../lib/core/events.ts";
import { formatInstant } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { countOf } from "../../lib/store/counts.ts";
import { StoreUnavailable } from "../../lib/store/errors.ts";
import { eventsOf, fromStateItem } from "../../lib/store/items.ts";
import { hashOf, touchIdOf } from "../../lib/store/keys.ts";
import type { Item, Store } from "../../lib/store/store.ts";
import { hasEntry, type TimelineEntry, timelineWrite } from "../../lib/store/timeline.ts";

/** A transaction on a much used count may lose to another; so often is it tried again. */
const MOST_ATTEMPTS = 8;

/**
 * Tells what one write of a state did: a timeline entry for each event and the day's counts, in one transaction.
 * An entry is written only where it is absent, so a record that comes again, in whatever order, changes nothing.
 * @throws StoreUnavailable when it could not be told: the record must come again.
 */
export async function recordWrite(store: Store, item: Item): Promise<"told" | "known" | "nothing"> {
  const contactKey = item.pk.slice("C#".length);
  const events = eventsOf(item);
  const entries = events.map((event, index) => entryOf({ contactKey, item, event, index }));
  const [first] = entries;
  if (first === undefined) return "nothing";
  const counts = events.flatMap((event) =>
    event.type === "touched" ? [countOf(contactKey, event.touch)] : [],
  );
  const writes = [...entries.map((entry) => timelineWrite(contactKey, entry)), ...counts];

  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    if ((await store.transact(writes)) === "written") return "told";
    // Lost to itself, told earlier, or to another touch on the same count.
    if (await hasEntry(store, contactKey, first)) return "known";
  }
  throw new StoreUnavailable({ mayHaveWritten: false });
}

interface ToldEvent {
  readonly contactKey: string;
  readonly item: Item;
  readonly event: StateEvent;
  /** Place of the event in its write. */
  readonly index: number;
}

function entryOf({ contactKey, item, event, index }: ToldEvent): TimelineEntry {
  if (event.type === "touched") {
    const { touch } = event;
    const at = formatInstant(touch.at);
    const asItWas = contactAsItWas(contactKey, item, touch);
    const { reference, by } = event;
    return {
      kind: "touch",
      at,
      id: touch.id,
      shown: { type: "touch", ...shownTouch(contactKey, touch), reference, by, contact: asItWas },
    };
  }
  const { at: toldAt, type, ...said } = event;
  const at = formatInstant(toldAt);
  // Two keys of one person can be written at one instant: the key tells their entries apart when paging.
  const id = `${String(item.version).padStart(10, "0")}-${index}-${hashOf(contactKey).slice(0, 8)}`;
  return { kind: "audit", at, id, shown: { at, type: SHOWN_AS[type], ...said } };
}

/** Events that are one story to the reader have one name. */
const SHOWN_AS = { preference: "preference", linked: "link", movedIn: "merge", movedOut: "merge" } as const;

function shownTouch(contactKey: string, touch: Touch) {
  const { id, at, channel, department, purpose, campaign, topic, product, subject, agent, state } = touch;
  const tags = { channel, department, purpose, campaign, topic, product, subject, agent };
  return { touchId: touchIdOf(contactKey, id), at: formatInstant(at), ...tags, state, outcome: null };
}

/** What rules could read of the contact when it was touched: later edits do not change history. */
function contactAsItWas(contactKey: string, item: Item, touch: Touch) {
  const state = fromStateItem(contactKey, item);
  if (state.kind !== "contact") return {};
  const { attributes, touches }: Contact = state.contact;
  const { country, region, timezone, stage, tier } = attributes;
  return { country, region, timezone, stage, tier, engagement: engagementAt(touches, touch.at).level };
}
