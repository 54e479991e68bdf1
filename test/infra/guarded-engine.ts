import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A DynamoDB endpoint that lets through what a role may do, as IAM would. */
export interface GuardedEngine {
  readonly endpoint: string;
  /** The actions that were asked for, with those that were refused. */
  readonly asked: ReadonlySet<string>;
  stop(): Promise<void>;
}

/** Stands before an engine and refuses every action but those granted, `dynamodb:GetItem` and so on. */
export async function guardEngine(engine: string, granted: readonly string[]): Promise<GuardedEngine> {
  const asked = new Set<string>();
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Buffer.concat(await request.toArray());
    const target = String(request.headers["x-amz-target"]);
    const actions = actionsOf(target.slice(target.indexOf(".") + 1), body);
    for (const action of actions) asked.add(action);
    const refused = actions.filter((action) => !granted.includes(action));
    const answer = refused.length > 0 ? denied(refused) : await forward(engine, request, body);
    response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.0" }).end(answer.body);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((fault) => response.destroy(fault));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** IAM knows no TransactWriteItems: a transaction needs the permission of each of its parts. */
function actionsOf(operation: string, body: Buffer): string[] {
  if (operation !== "TransactWriteItems") return [`dynamodb:${operation}`];
  const { TransactItems } = JSON.parse(body.toString()) as { TransactItems: readonly object[] };
  const ofPart: Readonly<Record<string, string>> = { ConditionCheck: "ConditionCheckItem" };
  return TransactItems.flatMap((part) =>
    Object.keys(part).map((kind) => `dynamodb:${ofPart[kind] ?? `${kind}Item`}`),
  );
}

const denied = (actions: readonly string[]) => ({
  status: 400,
  body: JSON.stringify({
    __type: "com.amazon.coral.service#AccessDeniedException",
    message: `not authorized to perform: ${actions.join(", ")}`,
  }),
});

async function forward(engine: string, { headers }: IncomingMessage, body: Buffer) {
  const kept = ["x-amz-target", "x-amz-date", "content-type", "authorization"];
  const response = await fetch(engine, {
    method: "POST",
    headers: kept.map((name): [string, string] => [name, String(headers[name])]),
    body: new Uint8Array(body),
  });
  return { status: response.status, body: await response.text() };
}
