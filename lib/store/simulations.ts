import { gunzipSync, gzipSync } from "node:zlib";
import type { Actor } from "../core/events.ts";
import { type Tally, withoutContacts } from "../core/simulation/tally.ts";
import { type EpochMs, epochMs } from "../core/time.ts";
import { BadItem } from "./errors.ts";
import type { Item, ItemKey, Store } from "./store.ts";

/** A policy that is being tried on recorded history, or was. */
export interface StoredSimulation {
  readonly id: string;
  readonly state: "queued" | "running" | "done" | "failed";
  readonly createdAt: EpochMs;
  readonly by: Actor;
  /** The policy that is tried. */
  readonly policy: unknown;
  /** Version that was in force when it was asked for: the tried one is compared with it. */
  readonly against: number;
  /** Touches at or after `from` and before `to` are judged. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** So many contacts with touches, drawn by chance; fewer when there are no more. */
  readonly sample: number;
  readonly progress: SimulationProgress;
  /** Of all that was judged so far. */
  readonly tally: Tally | undefined;
  /** Why it failed. */
  readonly reason: string | undefined;
  /** Grows with every write. */
  readonly version: number;
}

/** How far it has come. */
export interface SimulationProgress {
  /** The table is cut into so many segments, which are read in an order of chance. */
  readonly segments: number;
  /** So many of them are done. */
  readonly done: number;
  /** Where the reading of the next stands; undefined at its beginning. */
  readonly after: ItemKey | undefined;
  /** Contacts with touches so far. */
  readonly contacts: number;
}

const SIMULATIONS = "SIMULATION";
const KEPT_SECONDS = 30 * 24 * 60 * 60;

const keyOf = (id: string): ItemKey => ({ pk: SIMULATIONS, sk: id });

/** A policy of 256 KB and what came of its thousand rules must fit an item of 400 KB: as gzip it does. */
const packed = (fields: unknown): string => gzipSync(JSON.stringify(fields)).toString("base64");
const unpacked = (text: string): unknown => JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString());

/** Writes it if it is still as it was read; false when somebody else was faster. */
export async function writeSimulation(store: Store, simulation: StoredSimulation): Promise<boolean> {
  const { version, ...fields } = simulation;
  const item = {
    ...keyOf(simulation.id),
    simulation: packed(fields),
    version: version + 1,
    expiresAtSeconds: Math.ceil(simulation.createdAt / 1_000) + KEPT_SECONDS,
  };
  return (await store.put({ item, expected: version === 0 ? "absent" : version })).written;
}

/** Undefined when there is none, or none any more. @throws BadItem when it does not decode. */
export async function readSimulation(
  store: Store,
  id: string,
  now: EpochMs,
): Promise<StoredSimulation | undefined> {
  const item = await store.get(keyOf(id));
  if (item === undefined || Number(item.expiresAtSeconds) * 1_000 <= now) return undefined;
  return fromSimulationItem(item);
}

/** Ids of those that are not at their end. */
export async function unfinishedSimulations(store: Store, now: EpochMs): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page = await store.query({ pk: SIMULATIONS, ...(after !== undefined && { after }) });
    const kept = page.items.filter(({ expiresAtSeconds }) => Number(expiresAtSeconds) * 1_000 > now);
    const open = kept
      .map(fromSimulationItem)
      .filter(({ state }) => state === "queued" || state === "running");
    ids.push(...open.map(({ id }) => id));
    after = page.next;
  } while (after !== undefined);
  return ids;
}

/** @throws BadItem when it does not decode. */
export function fromSimulationItem({ simulation, version }: Item): StoredSimulation {
  try {
    const fields = unpacked(String(simulation)) as Omit<StoredSimulation, "version">;
    const [createdAt, from, to] = [fields.createdAt, fields.from, fields.to].map(epochMs) as [
      EpochMs,
      EpochMs,
      EpochMs,
    ];
    return { ...fields, createdAt, from, to, version: Number(version) };
  } catch (cause) {
    throw new BadItem("simulation", cause);
  }
}

/** Takes contacts out of what simulations tell of single ones. */
export async function clearSimulations(store: Store, contactKeys: readonly string[]): Promise<void> {
  let after: string | undefined;
  do {
    const page = await store.query({ pk: SIMULATIONS, ...(after !== undefined && { after }) });
    for (const item of page.items) await clearOne(store, item, contactKeys);
    after = page.next;
  } while (after !== undefined);
}

async function clearOne(store: Store, item: Item, contactKeys: readonly string[]): Promise<void> {
  let simulation = fromSimulationItem(item);
  for (;;) {
    const { tally } = simulation;
    const erased = new Set(contactKeys);
    if (
      tally === undefined ||
      ![...tally.hardest, ...tally.samples].some(({ contact }) => erased.has(contact))
    )
      return;
    const cleared = withoutContacts(tally, erased);
    if (await writeSimulation(store, { ...simulation, tally: cleared })) return;
    const now = await store.get(keyOf(simulation.id));
    if (now === undefined) return;
    simulation = fromSimulationItem(now);
  }
}
