import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { type Emulator, startEmulator } from "../../lib/local/emulator.ts";

/**
 * What goes wrong with a request. Carried out, but the connection is cut before the answer, or the answer stops
 * after its first byte; carried out late; or not carried out: refused as throttling does, or kept waiting for ever.
 */
export type Fault = "answer lost" | "answer stalls" | "late" | "throttled" | "hangs";

export interface Asked {
  /** `PutItem` and so on. */
  readonly operation: string;
  readonly body: string;
}

/** An engine behind a network on which requests go wrong. */
export interface FaultyEngine {
  readonly endpoint: string;
  /** Asked of each request that comes; undefined when nothing goes wrong with it. */
  fails: (asked: Asked) => Fault | undefined;
  stop(): Promise<void>;
}

/** Goes wrong with the first requests of an operation, a fault for each. */
export function first(operation: string, ...faults: Fault[]): FaultyEngine["fails"] {
  return (asked) => (asked.operation === operation ? faults.shift() : undefined);
}

/** With its data in memory. */
export async function startFaultyEngine(): Promise<FaultyEngine> {
  const emulator = await startEmulator({ dataDirectory: undefined });
  const engine = await startFaultyNetwork(emulator);
  const stopNetwork = engine.stop;
  const stop = async () => {
    await stopNetwork();
    await emulator.stop();
  };
  return Object.assign(engine, { stop });
}

/** In front of an engine that runs, and goes on when this stops. */
export async function startFaultyNetwork({ endpoint }: Pick<Emulator, "endpoint">): Promise<FaultyEngine> {
  const server = createServer((request, response) => {
    serve(request, response).catch((fault) => response.destroy(fault));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Buffer.concat(await request.toArray());
    const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
    const fault = engine.fails({ operation, body: body.toString() });
    const head = { "content-type": "application/x-amz-json-1.0" };
    if (fault === "hangs") return;
    if (fault === "throttled") return void response.writeHead(400, head).end(THROTTLED);
    if (fault === "late") await pause(LATE_MS);
    const answer = await forward(endpoint, request, body);
    if (fault === "answer lost") return void request.socket.destroy();
    response.writeHead(answer.status, { ...head, "content-length": answer.body.length });
    if (fault === "answer stalls") return void response.write(answer.body.subarray(0, 1));
    response.end(answer.body);
  };
  const engine: FaultyEngine = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fails: () => undefined,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return engine;
}

const LATE_MS = 25;

const THROTTLED = JSON.stringify({
  __type: "com.amazonaws.dynamodb.v20120810#ThrottlingException",
  message: "slow down",
});

async function forward(engine: string, { headers }: IncomingMessage, body: Buffer) {
  const kept = ["x-amz-target", "x-amz-date", "content-type", "authorization"];
  const response = await fetch(engine, {
    method: "POST",
    headers: kept.map((name): [string, string] => [name, String(headers[name])]),
    body: new Uint8Array(body),
  });
  return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
}
