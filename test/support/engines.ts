import { type Emulator, startEmulator } from "../../lib/local/emulator.ts";
import { type Engine, findDynoxide } from "../../lib/local/find-engine.ts";
import { ensureDynamoDbLocal } from "./dynamodb-local.ts";

/** The engines that store suites run on: the embedded one and AWS's own. */
export const ENGINE_KINDS = ["dynoxide", "dynamodb-local"] as const;
export type EngineKind = (typeof ENGINE_KINDS)[number];

/** Whether an engine can be had here, or why not. */
export type Availability =
  | { readonly kind: EngineKind; readonly engine: Engine }
  | { readonly kind: EngineKind; readonly missing: string };

/**
 * Each engine, or the reason why it is not here. Suites run on those that are and skip the others aloud:
 * `describe.skipIf("missing" in it)(...)`.
 */
export function availableEngines(): Promise<readonly Availability[]> {
  return Promise.all(ENGINE_KINDS.map(find));
}

/** Starts an engine with its data in memory. Each call starts its own. @throws Error when it is not here. */
export async function startEngine(kind: EngineKind): Promise<Emulator> {
  const found = await find(kind);
  if ("missing" in found) throw new Error(found.missing);
  return startEmulator({ dataDirectory: undefined, engine: found.engine });
}

async function find(kind: EngineKind): Promise<Availability> {
  const found = kind === "dynamodb-local" ? await ensureDynamoDbLocal() : findDynoxide();
  if (found === undefined) return { kind, missing: "dynoxide is not installed for this platform" };
  return "missing" in found ? { kind, missing: found.missing } : { kind, engine: found };
}
