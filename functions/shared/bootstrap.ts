import { loadCalendar } from "../../lib/core/calendar.ts";
import { InvalidInput, TouchgateError } from "../../lib/core/errors.ts";
import { DEFAULT_RETENTION } from "../../lib/core/retention.ts";
import { DAY_MS, type DurationMs, epochMs } from "../../lib/core/time.ts";
import { validateDocument } from "../../lib/core/validate-document.ts";
import { presetsOf } from "../../lib/regulations/load-presets.ts";
import { activateNewPolicy } from "../../lib/store/activate-policy.ts";
import { type ActivePointer, ensurePepper, readActivePointer, readPolicy } from "../../lib/store/policies.ts";
import type { Store } from "../../lib/store/store.ts";

/**
 * Sets an empty table up: the pepper, and a first policy when none is active. Safe to run again, and by several
 * at once. @throws InvalidInput when the policy has faults.
 */
export async function bootstrap(
  store: Store,
  { policy }: { readonly policy: unknown },
): Promise<{ readonly policy: "created" | "kept" }> {
  await ensurePepper(store);
  const active = await readActivePointer(store);
  if (active !== undefined) return { policy: "kept" };
  await putNext(store, policy, active);
  return { policy: "created" };
}

/** Puts `document` in force unless it already is. @throws InvalidInput when it has faults. */
export async function activatePolicy(store: Store, document: unknown): Promise<void> {
  const active = await readActivePointer(store);
  const same =
    active !== undefined &&
    JSON.stringify((await readPolicy(store, active.version)).document) === JSON.stringify(document);
  if (!same) await putNext(store, document, active);
}

async function putNext(store: Store, document: unknown, active: ActivePointer | undefined): Promise<void> {
  const verdict = validateDocument(document, await loadCalendar(), await presetsOf(document));
  if (!verdict.valid) throw new InvalidInput(verdict.issues);
  const told = { at: epochMs(Date.now()), by: null };
  const done = await activateNewPolicy(store, { document, active, told });
  if (done !== "lost" && "heldMs" in done) throw new HistoryNotHeld(document, done.heldMs);
}

/** The policy looks back further than the states hold touches. */
class HistoryNotHeld extends TouchgateError {
  constructor(document: unknown, heldMs: DurationMs) {
    super({ code: "history_not_held", publicMessage: notHeldText(document, heldMs) });
  }
}

/** What to do before a policy can be in force that retains more than states hold. */
export function notHeldText(document: unknown, heldMs: DurationMs): string {
  const { retention = DEFAULT_RETENTION } = document as { readonly retention?: string };
  const held = Math.floor(heldMs / DAY_MS);
  return (
    `The policy counts what happened in ${retention}, and contacts hold only the touches of ${held} days: run ` +
    `npx touchgate rebuild --retention ${retention}, which refills them from the timeline, and put it again.`
  );
}
