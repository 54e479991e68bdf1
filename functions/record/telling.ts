import { engagementAt } from "../../lib/core/engagement.ts";
import type { StateEvent } from "../../lib/core/events.ts";
import { type EpochMs, formatInstant } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { fromStateItem } from "../../lib/store/items.ts";
import { hashOf, touchIdOf } from "../../lib/store/keys.ts";
import { eventsOf } from "../../lib/store/packed-events.ts";
import type { Item } from "../../lib/store/store.ts";
import { outcomeEntry, type TimelineEntry } from "../../lib/store/timeline.ts";

/** What one write of a state did, as it is told: its entries on the timeline, and its touches. */
export interface Telling {
  readonly contactKey: string;
  readonly entries: readonly TimelineEntry[];
  readonly touches: readonly Touch[];
  /** The senders' own ids of messages: by them later events find their touches. */
  readonly references: readonly {
    readonly reference: string;
    readonly touchId: string;
    readonly at: EpochMs;
  }[];
}

/** @throws BadItem when the item does not decode. */
export function tellingOf(item: Item): Telling {
  const contactKey = item.pk.slice("C#".length);
  const events = eventsOf(item);
  return {
    contactKey,
    entries: events.flatMap((event, index) => {
      if (event.type === "touched") return [touchEntry(contactKey, item, event)];
      // Two keys of one person can be written at one instant: the key tells their entries apart when paging.
      const write = `${item.version}`.padStart(10, "0");
      const id = `${write}-${index}-${hashOf(contactKey).slice(0, 16)}`;
      const change = changeEntry(contactKey, id, event);
      return event.type === "owner" ? [...change, ownerEntry(id, event, item)] : change;
    }),
    references: events.flatMap((event) => {
      if (event.type !== "touched" || event.reference === undefined) return [];
      const { id, at } = event.touch;
      return [{ reference: event.reference, touchId: touchIdOf(contactKey, id), at }];
    }),
    touches: events.flatMap((event) => ("touch" in event && isSent(event.touch) ? [event.touch] : [])),
  };
}

/** Reservations are counted once they are confirmed, and what came from the contact is no touch of theirs. */
const isSent = ({ state, bearing }: Touch): boolean => state !== "reserved" && bearing !== "inbound";

type Touched = Extract<StateEvent, { type: "touched" }>;

function touchEntry(contactKey: string, item: Item, told: Touched): TimelineEntry {
  const { touch, reference, by, override, shadow } = told;
  const { id, channel, department, purpose, campaign, topic, product, subject, agent, state, expiresAt } =
    touch;
  const at = formatInstant(touch.at);
  const tags = { channel, department, purpose, campaign, topic, product, subject, agent };
  const type = touch.bearing === "inbound" ? "inbound" : "touch";
  const lease =
    state === "confirmed" || expiresAt === undefined ? {} : { expiresAt: formatInstant(expiresAt) };
  const outcome = touch.outcomes[0]?.outcome ?? null;
  const shown = { at, type, touchId: touchIdOf(contactKey, id), ...tags, state, ...lease, outcome };
  const contact = contactAsItWas(contactKey, item, touch);
  const { address, bearing } = touch;
  const kept = {
    ...(address !== undefined && { address }),
    ...(bearing === "uncounted" && { uncounted: 1 as const }),
  };
  return { kind: "touch", at, id, shown: { ...shown, reference, by, override, shadow, contact }, kept };
}

/** What rules could read of the contact when it was touched: later edits do not change history. */
function contactAsItWas(contactKey: string, item: Item, touch: Touch) {
  const state = fromStateItem(contactKey, item);
  if (state.kind !== "contact") return {};
  const { attributes, touches } = state.contact;
  const { country, region, timezone, stage, tier } = attributes;
  return { country, region, timezone, stage, tier, engagement: engagementAt(touches, touch.at) };
}

/** Where a contact went is told where it came to; under its old key it would be told twice to one reader. */
const SHOWN_AS = {
  preference: "preference",
  consent: "consent",
  owner: "owner",
  attributes: "attributes",
  lock: "lock",
  suppression: "suppression",
  status: "status",
  linked: "link",
  unlinked: "unlink",
  movedIn: "merge",
  movedOut: undefined,
  unmerged: "unmerge",
  // Told with the erasure itself, so that nothing need be told of an erased person later.
  erased: undefined,
  confirmed: "confirmed",
  released: "released",
  outcome: "outcome",
} as const;

type Change = Exclude<StateEvent, Touched>;

function changeEntry(contactKey: string, id: string, event: Change): TimelineEntry[] {
  const type = SHOWN_AS[event.type];
  if (type === undefined) return [];
  if (event.type === "outcome") return [outcomeEntry(event)];
  const at = formatInstant(event.at);
  return [{ kind: "audit", at, id, shown: { at, ...saidOf(contactKey, event), type } }];
}

/** What is said of a change in the words of the API, its instants in ISO 8601. */
function saidOf(contactKey: string, event: Change): object {
  switch (event.type) {
    case "confirmed":
      return { by: event.by, touchId: touchIdOf(event.touch.origin ?? contactKey, event.touch.id) };
    case "lock": {
      const { lock, change, by } = event;
      return { by, change, lock: { ...lock, until: formatInstant(lock.until) } };
    }
    case "suppression": {
      const { identityKey: key, list, reason, expiresAt } = event.suppression;
      const ends = expiresAt === undefined ? {} : { expiresAt: formatInstant(expiresAt) };
      return { by: event.by, change: event.change, suppression: { key, list, reason, ...ends } };
    }
    default: {
      const { at: _at, type: _type, ...said } = event;
      return said;
    }
  }
}

/** Who owns the contact since this write. */
function ownerEntry(id: string, { at: toldAt, by }: Change, item: Item): TimelineEntry {
  const at = formatInstant(toldAt);
  const state = fromStateItem(item.pk, item);
  const owner = state.kind === "contact" ? state.contact.owner : undefined;
  const { agent = null, department = null } = owner ?? {};
  return { kind: "owner", at, id, shown: { at, agent, department, by } };
}
