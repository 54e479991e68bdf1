import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";

let client: SFNClient | undefined;

/**
 * Starts the state machine that TOUCHGATE_SIMULATIONS names, under the simulation's own name: started again, it is one.
 * @throws Error when it does not start, or when none is set up.
 */
export async function startExecution(simulationId: string): Promise<void> {
  const stateMachineArn = process.env.TOUCHGATE_SIMULATIONS;
  if (stateMachineArn === undefined)
    throw new Error("Configuration: TOUCHGATE_SIMULATIONS must name the state machine");
  client ??= new SFNClient({});
  try {
    const input = JSON.stringify({ simulationId });
    await client.send(new StartExecutionCommand({ stateMachineArn, name: simulationId, input }));
  } catch (fault) {
    if (!(fault instanceof ExecutionAlreadyExists)) throw fault;
  }
}
