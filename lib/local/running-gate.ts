import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answers } from "./engine-process.ts";

/** Where the engine of a gate that runs on this machine is, for commands that work on its table. */
export interface RunningGate {
  readonly url: string;
  readonly endpoint: string;
  readonly tableName: string;
}

const fileIn = (dataDirectory: string): string => join(dataDirectory, "running.json");

/** Tells that a gate runs on this data; the answer takes it back. */
export function tellRunning(dataDirectory: string, gate: RunningGate): () => void {
  const file = fileIn(dataDirectory);
  writeFileSync(file, JSON.stringify(gate), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** The gate that runs on this data; undefined when none does, or the one that did was killed. */
export async function findRunning(dataDirectory: string): Promise<RunningGate | undefined> {
  let told: string;
  try {
    told = readFileSync(fileIn(dataDirectory), "utf8");
  } catch {
    return undefined;
  }
  const gate = JSON.parse(told) as RunningGate;
  return (await answers(gate.endpoint)) ? gate : undefined;
}
