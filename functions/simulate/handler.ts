import { createDynamoScanner } from "../../lib/store/dynamo-scanner.ts";
import type { Scanner } from "../../lib/store/scanner.ts";
import { type Deps, deployedDeps } from "../shared/deps.ts";
import { readEnv } from "../shared/env.ts";
import { failSimulation, runSimulationTurn, type SimulationTurnEnd } from "./turn.ts";

/** What the state machine hands over; with `failed` that it has given up, and why. */
export interface SimulateEvent {
  readonly simulationId: string;
  readonly failed?: { readonly Error?: string; readonly Cause?: string };
}

/** What Lambda says of the invocation. */
interface Invocation {
  getRemainingTimeInMillis(): number;
}

interface SimulateDeps {
  readonly deps: Deps;
  readonly scanner: Scanner;
}

function deployed(): SimulateDeps {
  const { tableName } = readEnv(process.env);
  return {
    deps: deployedDeps(),
    scanner: createDynamoScanner({ tableName, endpoint: process.env.DYNAMODB_ENDPOINT }),
  };
}

/** Goes on with a simulation. @throws Error: it is to be invoked again, which counts nobody twice. */
export const createHandler =
  (of: () => SimulateDeps = deployed) =>
  async (
    { simulationId: id, failed }: SimulateEvent,
    invocation: Invocation,
  ): Promise<{ readonly simulationId: string; readonly state: SimulationTurnEnd }> => {
    const { deps, scanner } = of();
    if (failed !== undefined) {
      await failSimulation(deps, id, failed.Error);
      return { simulationId: id, state: "failed" };
    }
    const remainingMs = () => invocation.getRemainingTimeInMillis();
    return { simulationId: id, state: await runSimulationTurn({ deps, scanner, id, remainingMs }) };
  };

export const handler = createHandler();
