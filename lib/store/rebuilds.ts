import { type DurationMs, durationMs, type EpochMs, epochMs } from "../core/time.ts";
import { BadItem } from "./errors.ts";
import { findHeldHistory, heldWrite } from "./held-history.ts";
import { ACTIVE_POLICY_KEY, newId, REBUILD_KEY } from "./keys.ts";
import { readActivePointer } from "./policies.ts";
import type { Item, Store } from "./store.ts";

/** States being refilled from the timeline, and how far that has come. */
export interface Rebuild {
  readonly id: string;
  /** So far back states are refilled, and keep touches from its beginning on. */
  readonly keepMs: DurationMs;
  /** By the clock of who began it. */
  readonly beganAt: EpochMs;
  /** The table is read in so many parts. */
  readonly segments: number;
  /** Parts that are done. */
  readonly done: readonly number[];
}

/** Whoever loses so many races has met a table that somebody else writes all the time. */
const MOST_ATTEMPTS = 20;

/**
 * Has every writer keep touches for `retention`, and says where to begin; goes on with the rebuild that did so before and
 * has not ended. Undefined when there is no policy. @throws BadItem
 */
export async function beginRebuild(
  store: Store,
  wanted: { readonly retention: DurationMs; readonly now: EpochMs; readonly segments: number },
): Promise<{ readonly rebuild: Rebuild; readonly isResumed: boolean } | "lost" | undefined> {
  const { retention, now, segments } = wanted;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    // What is held is read before the pointer that it is written with: an activation between the two is noticed.
    const [item, before] = [await store.get(REBUILD_KEY), await readActivePointer(store)];
    const held = await findHeldHistory(store, before);
    const active = await readActivePointer(store);
    if (active === undefined || held === undefined) return undefined;
    const underWay = item && rebuildIn(item);
    if (underWay !== undefined && underWay.id === held.rebuild && underWay.keepMs >= retention) {
      return { rebuild: underWay, isResumed: true };
    }
    const keepMs = durationMs(Math.max(retention, held.keepMs ?? 0));
    const rebuild = { id: newId(), keepMs, beganAt: now, segments, done: [] };
    const begun = await store.transact([
      { item: { ...ACTIVE_POLICY_KEY, ...active, keepMs }, expected: active.version },
      heldWrite(held, { heldMs: held.heldMs, keepMs, rebuild: rebuild.id }),
      { item: toItem(rebuild) },
    ]);
    if (begun === "written") return { rebuild, isResumed: false };
  }
  return "lost";
}

/** Remembers how far it has come. */
export const saveRebuild = async (store: Store, rebuild: Rebuild): Promise<void> => {
  await store.put({ item: toItem(rebuild) });
};

/** Says that all states hold as much; `replaced` when another rebuild, or a policy, has taken its place. */
export async function endRebuild(store: Store, { id, keepMs }: Rebuild): Promise<"held" | "replaced"> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const held = await findHeldHistory(store, await readActivePointer(store));
    if (held === undefined) return "replaced";
    if (held.rebuild !== id) return held.rebuild === undefined && held.heldMs >= keepMs ? "held" : "replaced";
    const heldMs = durationMs(Math.max(held.heldMs, keepMs));
    const ended = await store.transact([
      heldWrite(held, { heldMs, keepMs: held.keepMs }),
      { remove: REBUILD_KEY },
    ]);
    if (ended === "written") return "held";
  }
  return "replaced";
}

const toItem = ({ id, keepMs, beganAt, segments, done }: Rebuild): Item => ({
  ...REBUILD_KEY,
  ...{ id, keepMs, beganAt, segments },
  done: JSON.stringify(done),
});

/** @throws BadItem when it does not decode. */
function rebuildIn({ id, keepMs, beganAt, segments, done }: Item): Rebuild {
  try {
    return {
      id: String(id),
      keepMs: durationMs(Number(keepMs)),
      beganAt: epochMs(Number(beganAt)),
      segments: Number(segments),
      done: JSON.parse(String(done)) as readonly number[],
    };
  } catch (cause) {
    throw new BadItem("rebuild", cause);
  }
}
