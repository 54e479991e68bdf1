import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { problemAnswer, refusalOf, refuse } from "../../functions/shared/problem.ts";
import { parseTarget, sendResult, type Target, toApiEvent } from "./api-event.ts";
import { CannotStart } from "./errors.ts";
import type { Match } from "./router.ts";

/** A function as Lambda calls it. */
export type ApiHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** What the local runtime answers by itself, below `/_local`; undefined when it has nothing there. */
export type LocalControl = (request: {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly requestId: string;
}) => Promise<APIGatewayProxyStructuredResultV2 | undefined>;

/** A listening server. */
export interface LocalServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Takes no new requests, finishes those it has (5 s at most), and closes. */
  stop(): Promise<void>;
}

/** What Lambda takes, in bytes; API Gateway takes more, but cannot pass it on. */
export const BODY_LIMIT_BYTES = 6 * 1024 * 1024;

/** Of a body that is too large this much is still read, and forgotten, before the connection is closed. */
const READ_AT_MOST_BYTES = 10 * BODY_LIMIT_BYTES;
/** API Gateway's limit. */
const HEADERS_LIMIT_BYTES = 10_240;
const FUNCTION_TIMEOUT_MS = 30_000;
const CLOSE_WITHIN_MS = 5_000;

/**
 * Stands where API Gateway stands in the cloud: turns HTTP requests into events, calls the function that
 * the route names, and writes its answer.
 * @throws CannotStart when the port is taken or the host is not ours.
 */
export async function startServer(options: {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly route: (method: string, segments: readonly string[]) => Match;
  /** By folder below functions/. */
  readonly handlers: ReadonlyMap<string, ApiHandler>;
  readonly control?: LocalControl | undefined;
  /** Told of a handler that threw, which answers 500. */
  readonly onFault: (fault: unknown, routeKey: string) => void;
}): Promise<LocalServer> {
  const server = createServer({ maxHeaderSize: HEADERS_LIMIT_BYTES }, (request, response) => {
    const requestId = randomUUID();
    response.setHeader("x-request-id", requestId);
    answer(request, requestId).then(
      (result) => {
        if (!server.listening) response.setHeader("connection", "close"); // stop() waits for this connection
        sendResult(response, result);
      },
      () => response.destroy(), // The client went away before it had sent its whole request.
    );
  });

  async function answer(
    request: IncomingMessage,
    requestId: string,
  ): Promise<APIGatewayProxyStructuredResultV2> {
    const target = parseTarget(request.url ?? "/");
    if (target === undefined) {
      return problemAnswer(
        refuse("invalid_request", "The path holds a malformed percent-escape."),
        requestId,
      );
    }
    const body = await readBody(request);
    if (body === "too large") {
      const refusal = refuse("too_large", `The body is larger than ${BODY_LIMIT_BYTES} bytes.`);
      return problemAnswer({ ...refusal, headers: { connection: "close" } }, requestId);
    }
    const own = await options.control?.({
      method: request.method ?? "GET",
      path: target.segments.join("/"),
      body: body.toString("utf8"),
      requestId,
    });
    return own ?? callFunction(request, { target, body, requestId });
  }

  async function callFunction(
    request: IncomingMessage,
    details: { target: Target; body: Buffer; requestId: string },
  ): Promise<APIGatewayProxyStructuredResultV2> {
    const match = options.route(request.method ?? "GET", details.target.segments);
    try {
      const handler = options.handlers.get(match.function);
      if (handler === undefined) throw new Error(`no function ${match.function}`);
      return await handler(toApiEvent(request, { ...details, match }), contextOf(match, details.requestId));
    } catch (fault) {
      options.onFault(fault, match.routeKey);
      return problemAnswer(refusalOf(fault), details.requestId);
    }
  }

  server.listen(options.port, options.host);
  try {
    await once(server, "listening");
  } catch (fault) {
    throw cannotListen(fault, options);
  }
  return {
    url: urlOf(server.address(), options.host),
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      const patience = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
      await closed;
      clearTimeout(patience);
    },
  };
}

/** The whole body. One that is too large is read to its end and forgotten, so that the sender hears why. */
function readBody(request: IncomingMessage): Promise<Buffer | "too large"> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= BODY_LIMIT_BYTES) chunks.push(chunk);
      else if (bytes > READ_AT_MOST_BYTES) resolve("too large");
      else chunks.length = 0;
    });
    request.once("end", () => resolve(bytes <= BODY_LIMIT_BYTES ? Buffer.concat(chunks) : "too large"));
    request.once("error", reject);
    request.once("close", () => reject(new Error("the request ended early")));
  });
}

/** What a function may ask of its surroundings, as far as the local runtime has it. */
function contextOf(match: Match, requestId: string): Context {
  const endsAt = performance.now() + FUNCTION_TIMEOUT_MS;
  const functionName = match.function;
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${functionName}`,
    memoryLimitInMB: "512",
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    getRemainingTimeInMillis: () => Math.max(0, Math.round(endsAt - performance.now())),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}

function cannotListen(fault: unknown, at: { host: string; port: number }): unknown {
  switch ((fault as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return new CannotStart(`Port ${at.port} on ${at.host} is in use; choose another with --port.`, fault);
    case "EACCES":
      return new CannotStart(
        `Port ${at.port} may not be used by this user; choose another with --port.`,
        fault,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new CannotStart(
        `${at.host} is not an address of this machine; choose another with --host.`,
        fault,
      );
    default:
      return fault;
  }
}

function urlOf(address: ReturnType<ReturnType<typeof createServer>["address"]>, host: string): string {
  const port = address === null || typeof address === "string" ? "" : `:${address.port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}${port}`;
}
