import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { ConfiguredRetryStrategy } from "@smithy/core/retry";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { orAborted } from "./or-aborted.ts";
import { Sha256 } from "./sha256.ts";

/** Where the table is. Left out, region and credentials come from the Lambda environment. */
export interface DynamoAccess {
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/** What ends the call of a command, by the command's input. */
const signals = new WeakMap<object, AbortSignal>();

/** Whether some attempt at a call was sent and not refused, by the command's input. */
const standing = new WeakMap<object, boolean>();
/** DynamoDB refuses with this status, throttled calls too: nothing was written. */
const REFUSED = 400;

/** Whether a write made with `input` may stand although it failed: unless all attempts at it were refused. */
export const mayStand = (input: object): boolean => standing.get(input) ?? true;

/**
 * Makes a call with `input` on a client made here. `signal` ends it at once, wherever it is: on the wire, or while
 * the SDK waits to try again. @throws what the call throws, or the signal's reason.
 */
export async function untilAborted<Input extends object, Output>(
  signal: AbortSignal | undefined,
  input: Input,
  call: (input: Input) => Promise<Output>,
): Promise<Output> {
  if (signal === undefined) return call(input);
  signals.set(input, signal);
  return orAborted(signal, () => call(input));
}

/** Middleware of the SDK that costs a fifth of a call: it words what no logger takes, and a user agent anew each time. */
const SPARED = ["loggerMiddleware", "getUserAgentMiddleware"];
/** Attempts at a call, and the longest wait before the second; before each further one it is twice as long. */
const MOST_ATTEMPTS = 4;
const LONGEST_WAIT_MS = 25;
/** What CloudTrail calls us. */
const USER_AGENT = "touchgate";

/**
 * The one client of the process: kept-alive connections, and a short leash on each attempt so that a dead
 * connection costs a retry and not the caller's deadline. Its waits are short, for after a throttled attempt the SDK
 * would wait up to a second, which is more than a check has.
 *
 * Most of a check's time is spent in the SDK, so it is spared what it need not do. It keeps the chain of
 * middleware of each command instead of building it for each call; a chain that is kept takes no options of a
 * call, so signals reach its end by the command's input (`untilAborted`).
 */
export function createDynamoClient({ endpoint, region, credentials }: DynamoAccess): DynamoDBClient {
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: 500,
    requestTimeout: 2_000,
    // The other ends with the answer's headers; this one is for a body that stops coming.
    socketTimeout: 2_000,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets: 256 },
    httpsAgent: { keepAlive: true, maxSockets: 256 },
  });
  const config: DynamoDBClientConfig = {
    retryStrategy: new ConfiguredRetryStrategy(
      MOST_ATTEMPTS,
      (retry) => Math.random() * LONGEST_WAIT_MS * 2 ** (retry - 1),
    ),
    requestHandler,
    cacheMiddleware: true,
    sha256: Sha256,
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
  };
  const client = new DynamoDBClient(config);
  for (const name of SPARED) client.middlewareStack.remove(name);
  client.middlewareStack.add(
    () =>
      async ({ input, request }) => {
        const abortSignal = signals.get(input);
        const signed = request as HttpRequest;
        signed.headers["user-agent"] = USER_AGENT;
        const stood = standing.get(input) === true;
        standing.set(input, true);
        const answer = await requestHandler.handle(signed, abortSignal && { abortSignal });
        standing.set(input, stood || answer.response.statusCode !== REFUSED);
        return answer as never;
      },
    { step: "deserialize", priority: "low", name: "sendSigned" },
  );
  return client;
}

type HttpRequest = Parameters<NodeHttpHandler["handle"]>[0];
