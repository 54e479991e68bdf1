import type { Deps } from "../../functions/shared/deps.ts";
import { failSimulation, runSimulationTurn } from "../../functions/simulate/turn.ts";
import type { Scanner } from "../store/scanner.ts";
import { unfinishedSimulations } from "../store/simulations.ts";

/** Stands where the state machine stands in the cloud: goes on with simulations until they are done. */
export interface Jobs {
  start(simulationId: string): void;
  /** Goes on with those that were under way when the gate was stopped. */
  resume(): Promise<void>;
  /** Resolves when none is under way. */
  idle(): Promise<void>;
}

/** As often as the state machine. */
const MOST_ATTEMPTS = 4;
/** A turn need not hurry here: nobody stops it. */
const TURN_MS = 60_000;

export function createJobs(of: () => { readonly deps: Deps; readonly scanner: Scanner }): Jobs {
  const running = new Map<string, Promise<void>>();

  const run = async (id: string): Promise<void> => {
    const { deps, scanner } = of();
    for (let attempt = 1; ; ) {
      try {
        const startedMs = performance.now();
        const remainingMs = () => TURN_MS - (performance.now() - startedMs);
        if ((await runSimulationTurn({ deps, scanner, id, remainingMs })) !== "running") return;
      } catch (fault) {
        if (attempt === MOST_ATTEMPTS) return failSimulation(deps, id, (fault as Error).name);
        attempt += 1;
      }
    }
  };

  const start = (id: string): void => {
    if (running.has(id)) return;
    const job = run(id)
      .catch(() => {}) // The store is gone: the gate is being stopped, and goes on with it when it starts again.
      .finally(() => running.delete(id));
    running.set(id, job);
  };

  return {
    start,
    resume: async () => {
      const { deps } = of();
      for (const id of await unfinishedSimulations(deps.store, deps.now())) start(id);
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}
