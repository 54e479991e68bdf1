import type { Actor } from "../core/events.ts";
import { type EpochMs, epochMs } from "../core/time.ts";
import { changeWrite } from "./changes.ts";
import { BadItem } from "./errors.ts";
import { LINK_KEYS_KEY, newId, newSecret } from "./keys.ts";
import type { CallOptions, Item, Store, Write } from "./store.ts";

/** A secret that links to the preference page and one-click links are signed with. */
export interface LinkKey {
  readonly id: string;
  readonly secret: string;
  /** The one that is `signing` signs; it and those that are `verifying` verify; a `revoked` one does neither. */
  readonly state: "signing" | "verifying" | "revoked";
  readonly createdAt: EpochMs;
}

/** Newest first; none before the first link was made. @throws BadItem when they do not decode. */
export async function readLinkKeys(store: Store, call?: CallOptions): Promise<readonly LinkKey[]> {
  return linkKeysIn(await store.get(LINK_KEYS_KEY, call));
}

/** The keys, with one that signs; whoever comes second keeps the first one's. */
export async function ensureLinkKeys(store: Store, now: EpochMs): Promise<readonly LinkKey[]> {
  const known = await readLinkKeys(store);
  return known.some(({ state }) => state === "signing") ? known : rotateLinkKeys(store, { now, most: 1 });
}

/**
 * Makes a new key that signs from now on. The one before goes on verifying, so that the links that are out stay good;
 * `revoke` names one that is not to.
 */
export async function rotateLinkKeys(
  store: Store,
  told: {
    readonly now: EpochMs;
    readonly revoke?: string | undefined;
    /** Who asked for it, told among the changes; left out, nobody did. */
    readonly by?: Actor;
    /** Leaves it at so many; without it one more is made in any case. */
    readonly most?: number;
  },
): Promise<readonly LinkKey[]> {
  for (;;) {
    const item = await store.get(LINK_KEYS_KEY);
    const known = linkKeysIn(item);
    if (known.length >= (told.most ?? Number.POSITIVE_INFINITY)) return known;
    const next = [newKey(told.now), ...known.map((key) => retired(key, told.revoke))];
    const version = Number(item?.version ?? 0);
    const write = {
      item: { ...LINK_KEYS_KEY, version: version + 1, keys: JSON.stringify(next) },
      expected: item === undefined ? ("absent" as const) : version,
    };
    const { by, now: at } = told;
    const changes = by === undefined ? [] : changesTo(next, { known, at, by });
    if ((await store.transact([write, ...changes])) === "written") return next;
  }
}

/** Which key signs now, and which were revoked: that one verifies which signed before goes without saying. */
const changesTo = (
  next: readonly LinkKey[],
  { known, ...told }: { readonly known: readonly LinkKey[]; readonly at: EpochMs; readonly by: Actor },
): Write[] =>
  next.flatMap(({ id, state }) => {
    const from = known.find((key) => key.id === id)?.state ?? null;
    const isTold = state !== from && state !== "verifying";
    return isTold ? [changeWrite({ ...told, what: "linkKey", id, from, to: state })] : [];
  });

const newKey = (createdAt: EpochMs): LinkKey => ({
  id: newId(),
  secret: newSecret(),
  state: "signing",
  createdAt,
});

const retired = (key: LinkKey, revoke: string | undefined): LinkKey => {
  if (key.id === revoke) return { ...key, state: "revoked" };
  return key.state === "signing" ? { ...key, state: "verifying" } : key;
};

/** @throws BadItem when they do not decode. */
export function linkKeysIn(item: Item | undefined): readonly LinkKey[] {
  if (item === undefined) return [];
  try {
    const keys = JSON.parse(String(item.keys)) as LinkKey[];
    return keys.map((key) => ({ ...key, createdAt: epochMs(key.createdAt) }));
  } catch (cause) {
    throw new BadItem("link keys", cause);
  }
}
