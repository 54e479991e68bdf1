import type { Told } from "../core/events.ts";
import { formatInstant } from "../core/time.ts";
import { changeWrite } from "./changes.ts";
import { BadItem } from "./errors.ts";
import { ACTIVE_POLICY_KEY, newSecret, PEPPER_KEY, policyVersionKey } from "./keys.ts";
import type { CallOptions, Store } from "./store.ts";

/** A policy version as it was put. Versions never change. */
export interface StoredPolicy {
  readonly version: number;
  readonly document: unknown;
}

/** The version that the active pointer names; undefined when no policy was ever put. */
export async function readActiveVersion(store: Store, call?: CallOptions): Promise<number | undefined> {
  const pointer = await store.get(ACTIVE_POLICY_KEY, call);
  if (pointer === undefined) return undefined;
  if (typeof pointer.version !== "number") throw new BadItem("pointer to the active policy");
  return pointer.version;
}

/** @throws BadItem when the version is missing or does not decode. */
export async function readPolicy(store: Store, version: number, call?: CallOptions): Promise<StoredPolicy> {
  const item = await store.get(policyVersionKey(version), call);
  try {
    return { version, document: JSON.parse(item?.document as string) };
  } catch (cause) {
    throw new BadItem(`policy (version ${version})`, cause);
  }
}

/**
 * Puts a validated document as the next version and makes it the active one, if `active` is still the version
 * in force (undefined: none yet). One transaction: there is never a pointer without its document.
 */
export async function activateNewPolicy(
  store: Store,
  policy: { readonly document: unknown; readonly active: number | undefined; readonly told: Told },
): Promise<{ readonly version: number } | "lost"> {
  const { active, document, told } = policy;
  const version = (active ?? 0) + 1;
  const result = await store.transact([
    {
      item: {
        ...policyVersionKey(version),
        document: JSON.stringify(document),
        createdAt: formatInstant(told.at),
      },
      expected: "absent",
    },
    { item: { ...ACTIVE_POLICY_KEY, version }, expected: active ?? "absent" },
    changeWrite({ ...told, what: "policy", id: idOf(document), from: active ?? null, to: version }),
  ]);
  return result === "lost" ? "lost" : { version };
}

/** Documents are validated before they are put: each has an id. */
const idOf = (document: unknown): string => String((document as { readonly id?: unknown }).id);

/** The secret that contact keys are made with; undefined before the gate was set up. */
export async function readPepper(store: Store, call?: CallOptions): Promise<string | undefined> {
  const item = await store.get(PEPPER_KEY, call);
  if (item === undefined) return undefined;
  if (typeof item.pepper !== "string") throw new BadItem("pepper");
  return item.pepper;
}

/** Makes the pepper once; whoever comes second keeps the first one's. */
export async function ensurePepper(store: Store): Promise<string> {
  const known = await readPepper(store);
  if (known !== undefined) return known;
  await store.put({ item: { ...PEPPER_KEY, pepper: newSecret() }, expected: "absent" });
  return (await readPepper(store)) as string;
}
