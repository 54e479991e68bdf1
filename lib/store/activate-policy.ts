import type { Told } from "../core/events.ts";
import { retentionOf } from "../core/retention.ts";
import { type DurationMs, formatInstant } from "../core/time.ts";
import { changeWrite } from "./changes.ts";
import { findHeldHistory, type HeldHistory, heldUnder, heldWrite } from "./held-history.ts";
import { ACTIVE_POLICY_KEY, policyVersionKey } from "./keys.ts";
import type { ActivePointer, StoredPolicy } from "./policies.ts";
import type { Store, Write } from "./store.ts";

/** Who puts or activates a policy, when, and what they say of it. */
export interface PolicyTold extends Told {
  readonly note?: string | undefined;
}

/** Somebody was faster; or the policy looks back further than states hold touches. */
export type NotActivated = "lost" | { readonly heldMs: DurationMs };

/**
 * Puts a validated document as the next version and makes it the active one, if `active` is still what is in force
 * (undefined: none yet). One transaction: there is never a pointer without its document.
 */
export async function activateNewPolicy(
  store: Store,
  policy: {
    readonly document: unknown;
    readonly active: ActivePointer | undefined;
    readonly told: PolicyTold;
  },
): Promise<{ readonly version: number } | NotActivated> {
  const { active, document, told } = policy;
  const version = (active?.latest ?? 0) + 1;
  const item = {
    ...policyVersionKey(version),
    document: JSON.stringify(document),
    createdAt: formatInstant(told.at),
    ...(told.by !== null && { by: told.by }),
    ...(told.note !== undefined && { note: told.note }),
  };
  const writes = await pointerWrites(store, { active, next: { version, latest: version }, document, told });
  if (!("writes" in writes)) return writes;
  const result = await store.transact([{ item, expected: "absent" }, ...writes.writes]);
  return result === "lost" ? "lost" : { version };
}

/** Makes a version that was put before the active one, if `active` is still what is in force. */
export async function activateOldPolicy(
  store: Store,
  policy: { readonly chosen: StoredPolicy; readonly active: ActivePointer; readonly told: PolicyTold },
): Promise<"written" | NotActivated> {
  const {
    chosen: { version, document },
    active,
    told,
  } = policy;
  const writes = await pointerWrites(store, {
    ...{ active, document, told },
    next: { version, latest: active.latest },
  });
  return "writes" in writes ? store.transact(writes.writes) : writes;
}

interface Activation {
  readonly active: ActivePointer | undefined;
  readonly next: Pick<ActivePointer, "version" | "latest">;
  readonly document: unknown;
  readonly told: PolicyTold;
}

async function pointerWrites(
  store: Store,
  { active, next, document, told }: Activation,
): Promise<{ readonly writes: readonly Write[] } | { readonly heldMs: DurationMs }> {
  const retention = retentionOf(document);
  const before: HeldHistory = (await findHeldHistory(store, active)) ?? { version: 0, heldMs: retention };
  // Of nothing that was recorded before the first policy anything is lacking.
  const held = active === undefined ? { heldMs: retention } : heldUnder(before, retention);
  if (held === undefined) return { heldMs: before.heldMs };
  const { keepMs } = held;
  const pointer = { ...ACTIVE_POLICY_KEY, ...next, ...(keepMs !== undefined && { keepMs }) };
  return {
    writes: [
      { item: pointer, expected: active?.version ?? "absent" },
      heldWrite(before, held),
      changeWrite({
        ...told,
        what: "policy",
        id: idOf(document),
        from: active?.version ?? null,
        to: next.version,
      }),
    ],
  };
}

/** Documents are validated before they are put: each has an id. */
const idOf = (document: unknown): string => String((document as { readonly id?: unknown }).id);
