import { MAX_RETENTION_MS, retentionOf } from "../core/retention.ts";
import { type DurationMs, durationMs } from "../core/time.ts";
import { BadItem } from "./errors.ts";
import { HELD_HISTORY_KEY } from "./keys.ts";
import { type ActivePointer, readPolicy } from "./policies.ts";
import type { Item, Store, Write } from "./store.ts";

/**
 * How far back all states surely hold what was recorded. Every activation writes it in its own transaction, so that of
 * an activation and a rebuild at once one loses, and whoever loses reads anew.
 */
export interface HeldHistory {
  /** Of the item, 0 while there is none. */
  readonly version: number;
  readonly heldMs: DurationMs;
  /** States keep touches for so long, also when the policy retains less; undefined while no rebuild asks for it. */
  readonly keepMs?: DurationMs | undefined;
  /** The rebuild that asked for it, while it has not ended. */
  readonly rebuild?: string | undefined;
}

/**
 * Where it was never written, states hold what the policy in force retains: nothing was activated since that retains
 * more. Undefined when there is no policy either. @throws BadItem when it does not decode.
 */
export async function findHeldHistory(
  store: Store,
  active: ActivePointer | undefined,
): Promise<HeldHistory | undefined> {
  const item = await store.get(HELD_HISTORY_KEY);
  if (item !== undefined) return heldHistoryIn(item);
  if (active === undefined) return undefined;
  return { version: 0, heldMs: retentionOf((await readPolicy(store, active.version)).document) };
}

/** @throws BadItem when it does not decode. */
export function heldHistoryIn({ version, heldMs, keepMs, rebuild }: Item): HeldHistory {
  if (typeof version !== "number" || typeof heldMs !== "number" || typeof keepMs === "string") {
    throw new BadItem("held history");
  }
  return {
    version,
    heldMs: durationMs(heldMs),
    ...(keepMs !== undefined && { keepMs: durationMs(keepMs) }),
    ...(rebuild !== undefined && { rebuild: String(rebuild) }),
  };
}

/** Writes what is held from now on, if what was read still stands. */
export const heldWrite = (before: HeldHistory, next: Omit<HeldHistory, "version">): Write => ({
  item: {
    ...HELD_HISTORY_KEY,
    version: before.version + 1,
    heldMs: next.heldMs,
    ...(next.keepMs !== undefined && { keepMs: next.keepMs }),
    ...(next.rebuild !== undefined && { rebuild: next.rebuild }),
  },
  expected: before.version === 0 ? "absent" : before.version,
});

/**
 * What is held once a policy is in force that retains so long; undefined when it would look back further than states
 * hold. One that retains less lets states forget, but not what a rebuild has them keep.
 */
export function heldUnder(
  before: HeldHistory,
  retention: DurationMs,
): Omit<HeldHistory, "version"> | undefined {
  const { heldMs, keepMs, rebuild } = before;
  if (retention > heldMs) return undefined;
  const isKept = keepMs !== undefined && keepMs > retention;
  return {
    heldMs: durationMs(Math.min(heldMs, isKept ? keepMs : retention)),
    ...(isKept && { keepMs, rebuild }),
  };
}

/** Says that states hold all that was ever recorded, however far back: for a table that nothing was pruned in. */
export async function holdAll(store: Store, active: ActivePointer): Promise<void> {
  const before = await findHeldHistory(store, active);
  if (before !== undefined)
    await store.put(heldWrite(before, { ...before, heldMs: durationMs(MAX_RETENTION_MS) }));
}
