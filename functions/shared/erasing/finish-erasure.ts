import { removeFindings } from "../../../lib/store/audits.ts";
import { type ErasedKey, erasureWrite, type Left, readErasure } from "../../../lib/store/erasures.ts";
import { StoreUnavailable } from "../../../lib/store/errors.ts";
import { removeReviews } from "../../../lib/store/hooks.ts";
import { stateKey } from "../../../lib/store/keys.ts";
import { sharerKey } from "../../../lib/store/sharers.ts";
import { clearSimulations } from "../../../lib/store/simulations.ts";
import type { TransactWrite } from "../../../lib/store/store.ts";
import { suppressionKey } from "../../../lib/store/suppressions.ts";
import { attempts } from "../attempts.ts";
import type { Deps } from "../deps.ts";
import { bindSharers } from "./bind-sharers.ts";
import { clearPartition } from "./clear-partition.ts";
import { type Tombstone, writeWhileErased } from "./while-erased.ts";

/** `going` when the signal ended it before all was gone. */
export type Finished = "gone" | "going";

/**
 * Clears what the erasure of a person has left to clear, whichever of their keys is named. It may be begun again at any
 * time, by anybody, and by many at once; when all is gone there is nothing left to do.
 *
 * Why nothing comes back. A person is erased by one transaction, from which on the state of each of their keys is a
 * tombstone, and its erasure has the version of it.
 * - Whoever writes the state (checks, wishes, links, merges) does so on the version that they read, and loses.
 * - Whoever writes beside the state what they know from it (`record` the timeline, `dedup` match keys and pairs, an
 *   outcome that no rule reads) does so in one transaction with `notErasedSince` the version that they read. So it
 *   stands before the erasure, and is found here; or it is refused, however late it comes and how often.
 * - What is taken away here is so on the condition that the tombstone stands. A key gets another state only when
 *   nothing is left to clear; a sweep that was thought dead then takes nothing of it.
 *
 * Known limitations
 * - What was told while they were one with another stays on the other's timeline: keyed hashes, and callers' own words,
 *   like the reason of a suppression.
 * The others concern an id that a caller chose, never a name or an address:
 * - A scheduled audit that has read the person before may still put a finding aside, which goes with the report.
 * - Of an address of others that was listed under an id, and left while that id was merged into another, it stays noted
 *   that the id had listed it.
 */
export async function finishErasure(deps: Deps, contactKey: string, signal?: AbortSignal): Promise<Finished> {
  const erasure = await readErasure(deps.store, contactKey);
  if (erasure?.of === undefined) return "gone";
  const person = erasure.of;
  const left = person === contactKey ? erasure.left : (await readErasure(deps.store, person))?.left;
  if (left === undefined) return "gone";
  // What forbids comes before what is taken away.
  for (const { key } of left.keys) await bindSharers(deps, key);
  for (const key of left.keys) {
    if ((await clearKey(deps, key, { left, signal })) === "going") return "going";
  }
  await clearElsewhere(deps, left, person);
  return close(deps, left, person);
}

const tombstoneOf = ({ key: contactKey, version }: ErasedKey): Tombstone => ({ contactKey, version });

async function clearKey(
  deps: Deps,
  key: ErasedKey,
  { left: { ids }, signal }: { readonly left: Left; readonly signal: AbortSignal | undefined },
): Promise<Finished> {
  const inClear = key.lists.map((list) => ({ remove: suppressionKey(key.key, list) }));
  await writeWhileErased(deps, tombstoneOf(key), inClear);
  const cleared = await clearPartition(deps, tombstoneOf(key), { ids, signal });
  return cleared === "going" ? "going" : "gone";
}

async function clearElsewhere(deps: Deps, { ids, keys, shared }: Left, person: string): Promise<void> {
  const sharing = shared.flatMap((address) => ids.map((id) => ({ remove: sharerKey(address, id) })));
  const own = keys.find(({ key }) => key === person);
  if (own !== undefined) await writeWhileErased(deps, tombstoneOf(own), sharing);
  await removeFindings(deps.store, (finding) => names(finding, ids));
  const everyKey = [...ids, ...keys.map(({ key }) => key)];
  await removeReviews(deps.store, everyKey);
  await clearSimulations(deps.store, everyKey);
}

/** Notes at once, at all keys, that nothing is left: at most 41, each with the condition that its tombstone stands. */
async function close(deps: Deps, { keys }: Left, person: string): Promise<Finished> {
  const writes = keys.flatMap(({ key, version }): TransactWrite[] => [
    { check: stateKey(key), expected: version },
    erasureWrite(key, { version, of: undefined, left: undefined }),
  ]);
  for await (const _ of attempts(deps)) {
    if ((await deps.store.transact(writes)) === "written") return "gone";
    // Somebody else was as far.
    if ((await readErasure(deps.store, person))?.of === undefined) return "gone";
  }
  throw new StoreUnavailable({ mayHaveWritten: false });
}

/** Whether one of the ids stands anywhere in it as a value. */
function names(value: unknown, ids: readonly string[]): boolean {
  if (typeof value === "string") return ids.includes(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((one) => names(one, ids));
}
