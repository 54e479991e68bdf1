import type { Deps } from "../../../functions/shared/deps.ts";
import { inParallel } from "../../../functions/shared/in-parallel.ts";
import { TouchgateError } from "../../core/errors.ts";
import { type DurationMs, epochMs } from "../../core/time.ts";
import { beginRebuild, endRebuild, type Rebuild, saveRebuild } from "../../store/rebuilds.ts";
import { itemsOf, type Scanner } from "../../store/scanner.ts";
import { type Refilling, refillKey } from "./refill-key.ts";

/** A rebuild and all that it goes by. */
export interface RebuildRun {
  readonly deps: Deps;
  readonly scanner: Pick<Scanner, "scan">;
  /** So far back states shall hold touches. */
  readonly retention: DurationMs;
  /** The table is read in so many parts; what is done of them is remembered part by part. */
  readonly segments: number;
  /** From the beginning on, until every function surely keeps touches for so long. */
  readonly waitMs: number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Keys at a time, of each of two parts. */
  readonly atOnce: number;
  readonly onProgress: (done: number, of: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** What a rebuild came to. */
export interface Rebuilt {
  readonly keys: number;
  /** Touches that were put back in this run. */
  readonly touches: number;
  /** Contacts whose history is full since. */
  readonly full: readonly string[];
  readonly keepMs: DurationMs;
  readonly isResumed: boolean;
}

/**
 * Refills states from the timeline while all else goes on. First every writer is told to keep touches for as long; when
 * all surely do, each key is seen once; then states hold so much. Ended at any moment and given again it goes on, and
 * comes to the same.
 * @throws TouchgateError when there is no policy, it was stopped, or another rebuild has taken its place.
 */
export async function runRebuild(run: RebuildRun): Promise<Rebuilt> {
  const { deps, retention, segments, waitMs, wait } = run;
  const begun = await beginRebuild(deps.store, { retention, now: epochMs(Date.now()), segments });
  if (begun === undefined) throw broken("No policy was ever put: there is nothing to refill.");
  if (begun === "lost")
    throw broken("Somebody else changes the policy all the time: give the command again.");
  const { rebuild, isResumed } = begun;
  const leftMs = rebuild.beganAt + waitMs - Date.now();
  if (leftMs > 0) await wait(leftMs);
  const { compiled: policy } = await deps.policy.renew();
  // A touch that is older may have started a cooldown while it was kept.
  const refilling = { deps, policy, since: epochMs(deps.now() - 2 * rebuild.keepMs) };
  const counted = await refillSegments(run, rebuild, refilling);
  if ((await endRebuild(deps.store, rebuild)) === "replaced") {
    throw broken("Another rebuild has taken the place of this one: let it end, or give the command again.");
  }
  return { ...counted, keepMs: rebuild.keepMs, isResumed };
}

async function refillSegments(
  { deps, scanner, atOnce, onProgress, signal }: RebuildRun,
  rebuild: Rebuild,
  refilling: Refilling,
): Promise<Pick<Rebuilt, "keys" | "touches" | "full">> {
  const { segments } = rebuild;
  const done = new Set(rebuild.done);
  const counted = { keys: 0, touches: 0, full: new Set<string>() };
  const left = Array.from({ length: segments }, (_, segment) => segment).filter((one) => !done.has(one));
  const refuseStopped = () => {
    if (signal?.aborted === true) throw broken("Stopped: give the same command again to go on.");
  };
  await inParallel(left, PARTS_AT_ONCE, async (segment) => {
    refuseStopped();
    for await (const keys of pagesOf(itemsOf(scanner, { segment, segments, only: ["#"] }))) {
      refuseStopped();
      for (const { touches, full } of await inParallel(keys, atOnce, (key) => refillKey(refilling, key))) {
        counted.touches += touches;
        for (const contactId of full) counted.full.add(contactId);
      }
      counted.keys += keys.length;
    }
    done.add(segment);
    await saveRebuild(deps.store, { ...rebuild, done: [...done] });
    onProgress(done.size, segments);
  });
  return { ...counted, full: [...counted.full] };
}

const PARTS_AT_ONCE = 2;
const PAGE = 100;

/** Keys of states, a hundred at a time. */
async function* pagesOf(items: AsyncIterable<{ readonly pk: string }>): AsyncGenerator<readonly string[]> {
  let page: string[] = [];
  for await (const { pk } of items) {
    if (!pk.startsWith("C#")) continue;
    page.push(pk.slice("C#".length));
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

const broken = (publicMessage: string) => new TouchgateError({ code: "rebuild_stopped", publicMessage });
