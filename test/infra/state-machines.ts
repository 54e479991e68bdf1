import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** An execution as it is started. */
export interface StartedExecution {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly input: string;
}

/** Stands where Step Functions stands: takes what is started, and keeps it. */
export interface StateMachines {
  readonly endpoint: string;
  readonly started: readonly StartedExecution[];
  stop(): void;
}

export async function startStateMachines(): Promise<StateMachines> {
  const started: StartedExecution[] = [];
  const server = createServer(async (request, response) => {
    started.push((await json(request)) as StartedExecution);
    response.setHeader("content-type", "application/x-amz-json-1.0");
    response.end(JSON.stringify({ executionArn: "arn:aws:states:::execution:x", startDate: 0 }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    started,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
