import { loadCalendar } from "../../lib/core/calendar.ts";
import { InvalidInput } from "../../lib/core/errors.ts";
import { epochMs } from "../../lib/core/time.ts";
import { validateDocument } from "../../lib/core/validate-document.ts";
import { activateNewPolicy, ensurePepper, readActiveVersion, readPolicy } from "../../lib/store/policies.ts";
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
  const active = await readActiveVersion(store);
  if (active !== undefined) return { policy: "kept" };
  await putNext(store, policy, active);
  return { policy: "created" };
}

/** Puts `document` in force unless it already is. @throws InvalidInput when it has faults. */
export async function activatePolicy(store: Store, document: unknown): Promise<void> {
  const active = await readActiveVersion(store);
  const same =
    active !== undefined &&
    JSON.stringify((await readPolicy(store, active)).document) === JSON.stringify(document);
  if (!same) await putNext(store, document, active);
}

async function putNext(store: Store, document: unknown, active: number | undefined): Promise<void> {
  const verdict = validateDocument(document, await loadCalendar());
  if (!verdict.valid) throw new InvalidInput(verdict.issues);
  await activateNewPolicy(store, { document, active, told: { at: epochMs(Date.now()), by: null } });
}
