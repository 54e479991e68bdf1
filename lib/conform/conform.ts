import type { Case } from "./case.ts";
import type { OpenGate } from "./open-gate.ts";
import { type Result, runCase } from "./run-case.ts";

/** A case with how the gate did on it. */
export interface Outcome {
  readonly of: Case;
  readonly result: Result;
}

/**
 * Runs cases one after the other, for a gate has one clock and one policy in force; both are put back at the end,
 * whatever happens. Stops between two cases when `signal` says so.
 */
export async function conform(
  gate: OpenGate,
  cases: readonly Case[],
  { onDone, signal }: { onDone?: (done: number) => void; signal?: AbortSignal } = {},
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  try {
    for (const of of cases) {
      if (signal?.aborted === true) break;
      outcomes.push({ of, result: await runCase(gate, of) });
      onDone?.(outcomes.length);
    }
  } finally {
    await gate.close();
  }
  return outcomes;
}
