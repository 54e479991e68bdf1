import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** An event as it is put on a bus. */
export interface PutEvent {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
}

/** Stands where EventBridge stands: takes events, and keeps them. */
export interface AlertBus {
  readonly endpoint: string;
  readonly taken: readonly PutEvent[];
  stop(): void;
}

export async function startBus(): Promise<AlertBus> {
  const taken: PutEvent[] = [];
  const server = createServer(async (request, response) => {
    const { Entries } = (await json(request)) as { readonly Entries: readonly PutEvent[] };
    taken.push(...Entries);
    response.setHeader("content-type", "application/x-amz-json-1.1");
    response.end(JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: "1" })) }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
