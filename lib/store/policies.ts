import type { Actor } from "../core/events.ts";
import { type DurationMs, durationMs } from "../core/time.ts";
import { BadItem } from "./errors.ts";
import { ACTIVE_POLICY_KEY, newSecret, PEPPER_KEY, POLICY_PARTITION, policyVersionKey } from "./keys.ts";
import type { CallOptions, Item, Store } from "./store.ts";

/** A policy version as it was put. Versions never change. */
export interface StoredPolicy {
  readonly version: number;
  readonly document: unknown;
  /** ISO 8601 with milliseconds. */
  readonly createdAt: string;
  /** Who put it. */
  readonly by: Actor;
  /** What its author said of it. */
  readonly note: string | null;
}

/** Which version is in force. */
export interface ActivePointer {
  readonly version: number;
  /** The highest there is: after a roll back it is not the one in force. */
  readonly latest: number;
  /** States keep touches for so long, also when the policy retains less; undefined while no rebuild asks for it. */
  readonly keepMs?: DurationMs | undefined;
}

/** Undefined when no policy was ever put. @throws BadItem when it does not decode. */
export async function readActivePointer(store: Store): Promise<ActivePointer | undefined> {
  const pointer = await store.get(ACTIVE_POLICY_KEY);
  if (pointer === undefined) return undefined;
  const { version, latest = version, keepMs } = pointer;
  if (typeof version !== "number" || typeof latest !== "number" || typeof keepMs === "string") {
    throw new BadItem("pointer to the active policy");
  }
  return { version, latest, ...(keepMs !== undefined && { keepMs: durationMs(keepMs) }) };
}

/** Undefined when there is no such version. @throws BadItem when it does not decode. */
export async function findPolicy(store: Store, version: number): Promise<StoredPolicy | undefined> {
  const item = await store.get(policyVersionKey(version));
  return item && fromPolicyItem(item);
}

/** @throws BadItem when the version is missing or does not decode. */
export async function readPolicy(store: Store, version: number): Promise<StoredPolicy> {
  const found = await findPolicy(store, version);
  if (found === undefined) throw new BadItem(`policy (version ${version})`);
  return found;
}

/** @throws BadItem when it does not decode. */
export function fromPolicyItem({ sk, document, createdAt, by, note }: Item): StoredPolicy {
  const version = Number(sk.slice(VERSIONS.length));
  try {
    const text = (value: string | number | undefined) => (value === undefined ? null : String(value));
    return {
      version,
      document: JSON.parse(String(document)) as unknown,
      createdAt: String(createdAt),
      by: text(by),
      note: text(note),
    };
  } catch (cause) {
    throw new BadItem(`policy (version ${version})`, cause);
  }
}

const VERSIONS = "V#";

/** One page of all versions, newest first. @throws BadItem when one does not decode. */
export async function readPolicies(
  store: Store,
  { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
): Promise<{ readonly policies: readonly StoredPolicy[]; readonly next: string | undefined }> {
  const { items, next } = await store.query({
    ...{ pk: POLICY_PARTITION, prefix: VERSIONS, newestFirst: true, limit },
    ...(cursor !== undefined && { after: cursor }),
  });
  return { policies: items.map(fromPolicyItem), next };
}

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
