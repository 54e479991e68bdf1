import {
  type Attributes,
  CONTACT_STATUSES,
  type Consent,
  type Contact,
  type ContactStatus,
  type Identity,
  type KeptKey,
  type ManualLock,
  type OwedConfirmation,
  type Owner,
  type Preferences,
  type Suppression,
} from "../core/contact.ts";
import type { StateEvent } from "../core/events.ts";
import { DAY_MS, epochMs } from "../core/time.ts";
import { BadItem } from "./errors.ts";
import { cardKey, stateKey } from "./keys.ts";
import { packEvents } from "./packed-events.ts";
import { packTouches, unpackTouches } from "./packed-touches.ts";
import type { Item } from "./store.ts";

/**
 * What a contact key holds: nothing yet, a contact's state, or the way to where it went.
 */
export type State =
  | { readonly kind: "absent" }
  | { readonly kind: "contact"; readonly contact: Contact }
  | { readonly kind: "moved"; readonly to: string; readonly version: number };

/** The item of a contact's state after a write that did `events`. */
export function toStateItem(contact: Contact, events: readonly StateEvent[]): Item {
  const told = events.flatMap((event) => ("touch" in event ? [event.touch] : []));
  const { words, lists } = packTouches([contact.touches, told]);
  const [touches = "", toldTouches = ""] = lists;
  return {
    ...stateKey(contact.contactId),
    version: contact.version,
    ...(contact.status !== "active" && { status: contact.status }),
    ...(contact.put && { put: 1 }),
    ...(hasAny(contact.attributes) && { attributes: JSON.stringify(contact.attributes) }),
    ...(contact.identities.length > 0 && { identities: packIdentities(contact) }),
    ...(hasAny(contact.preferences) && { preferences: JSON.stringify(contact.preferences) }),
    ...(contact.suppressions.length > 0 && { suppressions: JSON.stringify(contact.suppressions) }),
    ...(contact.consents !== undefined && { consents: JSON.stringify(contact.consents) }),
    ...(contact.owner !== undefined && { owner: JSON.stringify(contact.owner) }),
    ...(contact.locks.length > 0 && { locks: JSON.stringify(contact.locks) }),
    ...(contact.confirmations?.length && { confirmations: JSON.stringify(contact.confirmations) }),
    ...(contact.originKey !== undefined && { originKey: contact.originKey }),
    ...(contact.merged.length > 0 && { merged: contact.merged.join(" ") }),
    ...(contact.parted.length > 0 && { parted: contact.parted.join(" ") }),
    ...(contact.keys.length > 0 && { keys: JSON.stringify(contact.keys) }),
    ...(words !== "" && { words }),
    ...(touches !== "" && { touches }),
    ...(events.length > 0 && { events: packEvents(events, toldTouches.split("\n")) }),
  };
}

/** The item left where a contact was, or at the key of an address that belongs to one. */
export function toMovedItem(
  key: string,
  moved: { readonly to: string; readonly version: number; readonly events: readonly StateEvent[] },
): Item {
  return {
    ...stateKey(key),
    version: moved.version,
    movedTo: moved.to,
    ...(moved.events.length > 0 && { events: packEvents(moved.events, []) }),
  };
}

/** Reads a state item. @throws BadItem when it does not decode. */
export function fromStateItem(contactKey: string, item: Item | undefined): State {
  if (item === undefined) return { kind: "absent" };
  try {
    const version = numberOf(item.version);
    if (item.movedTo !== undefined) return { kind: "moved", to: textOf(item.movedTo), version };
    return { kind: "contact", contact: contactOf(contactKey, version, item) };
  } catch (cause) {
    throw new BadItem("contact state", cause);
  }
}

function contactOf(contactId: string, version: number, item: Item): Contact {
  const {
    status = "active",
    attributes,
    identities,
    preferences,
    suppressions,
    consents,
    owner,
    locks,
    confirmations,
    originKey,
    merged,
    parted,
    keys,
    words = "",
    touches = "",
  } = item;
  return {
    contactId,
    version,
    status: statusOf(status),
    attributes: attributes === undefined ? {} : (recordOf(attributes) as Attributes),
    identities: identities === undefined ? [] : unpackIdentities(contactId, textOf(identities)),
    preferences: preferences === undefined ? {} : (recordOf(preferences) as Preferences),
    suppressions: listOf<Suppression>(suppressions),
    consents: consents === undefined ? undefined : listOf<Consent>(consents),
    owner: owner === undefined ? undefined : (recordOf(owner) as Owner),
    locks: listOf<ManualLock>(locks),
    ...(confirmations !== undefined && { confirmations: listOf<OwedConfirmation>(confirmations) }),
    originKey: originKey === undefined ? undefined : textOf(originKey),
    merged: namesOf(merged),
    parted: namesOf(parted),
    touches: unpackTouches({ words: textOf(words), lines: textOf(touches) }),
    put: item.put === 1,
    historyBytes: historyBytesOf(item),
    keys: listOf<KeptKey>(keys),
  };
}

/** Bytes that the touches of a state item take, with the words that they need. */
export const historyBytesOf = ({ words = "", touches = "" }: Item): number =>
  bytesOf(words) + bytesOf(touches);

function statusOf(value: string | number): ContactStatus {
  const status = CONTACT_STATUSES.find((known) => known === value);
  if (status === undefined) throw new Error(`${value} is no status`);
  return status;
}

/** An identity line: key (empty for the state's own), type, regions, `!` when invalid, `~` when shared, flags, day. */
function packIdentities({ contactId, identities }: Contact): string {
  return identities
    .map(({ key, type, regions, valid, shared, flags, askedAt }) =>
      [
        key === contactId ? "" : key,
        type,
        regions.join(" "),
        (valid ? "" : "!") + (shared ? "~" : ""),
        flags.join(" "),
        askedAt === undefined ? "" : askedAt / DAY_MS,
      ]
        .join(",")
        .replace(/,+$/, ""),
    )
    .join("\n");
}

function unpackIdentities(contactId: string, lines: string): Identity[] {
  const list = (text: string | undefined) => (text ? text.split(" ") : []);
  return lines.split("\n").map((line) => {
    const [key, type, regions, marks = "", flags, askedOn] = line.split(",");
    if (type === undefined) throw new Error(`identity ${line} has no type`);
    return {
      key: key || contactId,
      type,
      regions: list(regions),
      valid: !marks.includes("!"),
      shared: marks.includes("~"),
      flags: list(flags),
      ...(askedOn !== undefined && { askedAt: epochMs(Number(askedOn) * DAY_MS) }),
    };
  });
}

/** What only people and matching read of a contact; addresses in clear, by their keys. */
export interface Card {
  readonly addresses: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly company?: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string;
  readonly city?: string;
  readonly street?: string;
  readonly postalCode?: string;
  /** Of a contact that others were merged into: what was put to its own id. */
  readonly own?: { readonly attributes: Attributes; readonly card: Card };
}

export const toCardItem = (contactId: string, card: Card): Item => ({
  ...cardKey(contactId),
  card: JSON.stringify(card),
});

/** @throws BadItem when it does not decode. */
export function fromCardItem(item: Item | undefined): Card {
  if (item === undefined) return { addresses: {} };
  try {
    return JSON.parse(textOf(item.card)) as Card;
  } catch (cause) {
    throw new BadItem("contact card", cause);
  }
}

const hasAny = (record: object): boolean => {
  for (const _ in record) return true;
  return false;
};

function textOf(value: string | number | undefined): string {
  if (typeof value !== "string") throw new Error("expected a text");
  return value;
}

const bytesOf = (text: string | number): number => Buffer.byteLength(textOf(text));

/** Contact ids hold no spaces. */
const namesOf = (value: string | number | undefined): string[] =>
  value === undefined ? [] : textOf(value).split(" ");

/** Fields that are undefined are not in JSON: each is read as absent. */
function listOf<T>(value: string | number | undefined): readonly T[] {
  if (value === undefined) return [];
  const list: unknown = JSON.parse(textOf(value));
  if (!Array.isArray(list)) throw new Error("expected a list");
  return list;
}

function recordOf(value: string | number | undefined): object {
  const record: unknown = JSON.parse(textOf(value));
  if (typeof record !== "object" || record === null) throw new Error("expected a record");
  return record;
}

function numberOf(value: string | number | undefined): number {
  if (typeof value !== "number") throw new Error("expected a number");
  return value;
}

/** Size of an item as DynamoDB counts it, up to the rounding of numbers: UTF-8 bytes of names and values. */
export function sizeOf(item: Item): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(item)) {
    bytes +=
      name.length +
      (typeof value === "string" ? Buffer.byteLength(value) : Math.ceil(String(value).length / 2) + 1);
  }
  return bytes;
}
