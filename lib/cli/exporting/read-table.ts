import type { Read } from "../../../functions/shared/read-contact.ts";
import { BadItem } from "../../store/errors.ts";
import type { Card } from "../../store/items.ts";
import { type Kept, readKeptItem } from "../../store/kept.ts";
import { cardKey } from "../../store/keys.ts";
import { pagesOf, type Scanner } from "../../store/scanner.ts";
import type { Item, Store } from "../../store/store.ts";

/** So many parts of the table are read side by side. */
const SEGMENTS = 4;

/** A page of the table, read. */
export interface ReadPage {
  /** Items that it was made of. */
  readonly items: number;
  /** Contacts with their cards, and what is no contact. */
  readonly found: readonly Found[];
}

export type Found =
  | { readonly kind: "contact"; readonly read: Read }
  | { readonly kind: "link"; readonly from: string; readonly to: string }
  /** An item that does not decode, as it is. */
  | { readonly kind: "unreadable"; readonly item: Item }
  | Exclude<Kept, { readonly kind: "state" | "card" }>;

/** The whole table, in no order. Memory holds a few pages of 1 MB, however large it is. */
export async function* readTable(
  { store, scanner }: { readonly store: Store; readonly scanner: Pick<Scanner, "scan"> },
  signal?: AbortSignal,
): AsyncGenerator<ReadPage> {
  for await (const items of pagesOf(scanner, SEGMENTS, { signal })) {
    const kept = items.map(readOrLeave);
    yield { items: items.length, found: await joined(store, kept, signal) };
  }
}

/** One that does not decode is told of by itself. */
function cardIn(item: Item | undefined): Card {
  const kept = item && readOrLeave(item);
  return kept?.kind === "card" ? kept.card : { addresses: {} };
}

type Unreadable = Extract<Found, { kind: "unreadable" }>;

function readOrLeave(item: Item): Kept | Unreadable {
  try {
    return readKeptItem(item);
  } catch (fault) {
    if (!(fault instanceof BadItem)) throw fault;
    return { kind: "unreadable", item };
  }
}

/** Joins contacts with their cards: mostly of the same page, where a contact's items lie beside each other. */
async function joined(
  store: Store,
  kept: readonly (Kept | Unreadable)[],
  signal: AbortSignal | undefined,
): Promise<Found[]> {
  const cards = new Map(kept.flatMap((one) => (one.kind === "card" ? [[one.key, one.card] as const] : [])));
  // Only who was put, or merged with one who was, has a card.
  const elsewhere = kept.flatMap((one) => {
    if (one.kind !== "state" || one.state.kind !== "contact" || cards.has(one.key)) return [];
    const { put, merged } = one.state.contact;
    return put || merged.length > 0 ? [one.key] : [];
  });
  if (elsewhere.length > 0) {
    const items = await store.getMany(elsewhere.map(cardKey), { signal });
    for (const [index, key] of elsewhere.entries()) cards.set(key, cardIn(items[index]));
  }
  return kept.flatMap((one): Found[] => {
    if (one.kind === "card") return [];
    if (one.kind !== "state") return [one];
    const { key, state } = one;
    if (state.kind === "moved") return [{ kind: "link", from: key, to: state.to }];
    if (state.kind === "absent") return [];
    const card = cards.get(key) ?? { addresses: {} };
    return [{ kind: "contact", read: { contact: state.contact, card } }];
  });
}
