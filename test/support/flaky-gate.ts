import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * What goes wrong with a call. The gate does it, but the answer is lost or never comes; or it never reaches the gate, and
 * a status, a page or a way elsewhere is answered.
 */
export type Trouble =
  | "answer lost"
  | "answer never comes"
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly text?: string };

/** A gate behind a network on which calls go wrong. */
export interface FlakyGate {
  readonly url: string;
  /** What goes wrong with the next calls, one for each; then nothing. */
  readonly troubles: (Trouble | undefined)[];
  /** Calls that came, as `POST /v1/check`. */
  readonly calls: string[];
  stop(): Promise<void>;
}

export async function startFlakyGate(gate: { readonly url: string }): Promise<FlakyGate> {
  const troubles: (Trouble | undefined)[] = [];
  const calls: string[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Buffer.concat(await request.toArray());
    calls.push(`${request.method} ${request.url}`);
    const trouble = troubles.shift();
    if (typeof trouble === "object") {
      return void response.writeHead(trouble.status, { ...trouble.headers }).end(trouble.text ?? "");
    }
    const { host: _, connection: __, "content-length": ___, ...headers } = request.headers;
    const answer = await fetch(`${gate.url}${request.url}`, {
      method: request.method ?? "POST",
      headers: headers as Record<string, string>,
      body: new Uint8Array(body),
    });
    const text = await answer.text();
    if (trouble === "answer lost") return void request.socket.destroy();
    if (trouble === "answer never comes") return;
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(text);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((fault) => response.destroy(fault));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, troubles, calls },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
