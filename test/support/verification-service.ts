import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A service that verifies addresses, on a port of its own. */
export interface VerificationService {
  /** As `TOUCHGATE_VERIFY_URL` names it. */
  readonly template: string;
  /** What it was asked: path, query and bearer, in order. */
  readonly asked: { readonly url: URL; readonly authorization: string | undefined }[];
  /** How it answers from now on. */
  answers: (response: ServerResponse, request: IncomingMessage) => void;
  stop(): Promise<void>;
}

export const json =
  (body: unknown, status = 200) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };

export async function startVerificationService(): Promise<VerificationService> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://127.0.0.1");
    service.asked.push({ url, authorization: request.headers.authorization });
    service.answers(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const service: VerificationService = {
    template: `http://127.0.0.1:${port}/verify?type={type}&address={value}`,
    asked: [],
    answers: json({ result: "deliverable" }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return service;
}
