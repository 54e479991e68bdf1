import { once } from "node:events";
import { chmodSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { actionText } from "../../adapters/postfix/action.ts";
import { createRequestReader, type PolicyRequest } from "../../adapters/postfix/read-requests.ts";
import type { Judge } from "./judge.ts";

/** Where a daemon listens: a TCP port of an address, or a path of a UNIX socket. */
export type Listen = { readonly host: string; readonly port: number } | { readonly path: string };

/** A daemon that runs. */
export interface PolicyDaemon {
  /** As Postfix names it: `inet:127.0.0.1:10040` or `unix:/run/touchgate/postfix`. */
  readonly name: string;
  /** Answers what was asked, then ends. */
  stop(): Promise<void>;
}

/** @throws Error of the system when it cannot listen there. */
export async function startPolicyDaemon(
  listen: Listen,
  judge: Judge,
  onFault: (fault: unknown) => void,
): Promise<PolicyDaemon> {
  /** What ends each connection once its questions are answered. */
  const ends = new Map<Socket, () => void>();
  // A client may end its side and still wait for the answer.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    ends.set(socket, serve(socket, judge, onFault));
    socket.on("close", () => ends.delete(socket));
  });
  if ("path" in listen) await clearStale(listen.path);
  server.listen(listen);
  await once(server, "listening");
  // Its folder says who may reach it.
  if ("path" in listen) chmodSync(listen.path, 0o666);
  const { port } = ("path" in listen ? { port: 0 } : server.address()) as AddressInfo;
  return {
    name: "path" in listen ? `unix:${listen.path}` : `inet:${listen.host}:${port}`,
    async stop() {
      server.close();
      for (const end of ends.values()) end();
      if (ends.size > 0) await once(server, "close");
    },
  };
}

/** Answers the questions of one connection in their order; what is returned ends it after those that came. */
function serve(socket: Socket, judge: Judge, onFault: (fault: unknown) => void): () => void {
  const reader = createRequestReader();
  let answered = Promise.resolve();
  const answer = async (request: PolicyRequest): Promise<void> => {
    const action = await judge(request);
    if (socket.writable) socket.write(actionText(action));
  };
  const queue = (work: () => Promise<void>): void => {
    answered = answered.then(work).catch((fault) => {
      onFault(fault);
      // Postfix asks again, and then does as its default_action says.
      socket.destroy();
    });
  };
  const end = (): void => queue(async () => void socket.end());
  socket.on("data", (chunk) => {
    try {
      for (const request of reader.read(chunk)) queue(() => answer(request));
    } catch (fault) {
      onFault(fault);
      socket.destroy();
    }
  });
  socket.on("end", end);
  // A client that went away needs no answer.
  socket.on("error", () => socket.destroy());
  return end;
}

/** A socket file that nobody serves any more, as a killed daemon leaves it, is taken away. */
async function clearStale(path: string): Promise<void> {
  const code = await new Promise<string | undefined>((resolve) => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(undefined);
    });
    probe.on("error", (fault: NodeJS.ErrnoException) => resolve(fault.code));
  });
  if (code === "ECONNREFUSED") rmSync(path);
}
