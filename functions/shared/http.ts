import middy from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import type { Issue } from "../../lib/core/errors.ts";
import { ROUTES, type Route, type Scope } from "../routes.ts";
import { type Caller, callerOf } from "./authenticate.ts";
import { readJson } from "./body.ts";
import { type Deps, deployedDeps } from "./deps.ts";
import type { LogLine } from "./logger.ts";
import { problemAnswer, type Refusal, refusalOf, refuseInput } from "./problem.ts";
import { readQuery, refuseBoth } from "./query.ts";

/** What an operation is given: the request in the words of the product. */
export interface Call {
  readonly deps: Deps;
  /** Who asks. On public routes nobody in particular. */
  readonly caller: Caller;
  /** The JSON body; undefined for operations that take none. */
  readonly body: unknown;
  readonly params: Readonly<Record<string, string>>;
  /** The parameters that the operation knows; on public routes all of them. */
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly method: string;
  readonly path: string;
  /** When a check gives up on the store, by `performance.now()`: one budget for the key, the policy and the state. */
  readonly deadlineAtMs: number;
}

export interface Answer {
  readonly status: number;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of `body`; `headers` name its type. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the log line says of this request besides its route and status. No addresses. */
  readonly logged?: LogLine;
  /** Metric lines beside it. */
  readonly metrics?: readonly LogLine[];
}

export interface Operation {
  /** `json` reads and bounds the body before `run`; with `optionalJson` none at all stands for an empty object. */
  readonly takes: "json" | "optionalJson" | "nothing";
  /** Largest body it takes, where that is not the ordinary one. */
  readonly maxBodyBytes?: number;
  /** Query parameters it knows; others are refused. */
  readonly query?: readonly string[];
  /** Whether it has an answer of its own while the store is out; else the caller gets 503. */
  readonly servesOutage?: boolean;
  run(call: Call): Promise<Answer | Refusal>;
}

/** A call, and what is wrong with its query beside what its operation says of it. */
interface Read {
  readonly call: Call;
  readonly issues: readonly Issue[];
}

type Handled = APIGatewayProxyEventV2 & { read?: Read | Refusal };
export type HttpHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

const ROUTE_OF_KEY: ReadonlyMap<string, Route> = new Map(
  ROUTES.map((route) => [`${route.method} ${route.path}`, route]),
);

/**
 * The one chain: every answer carries a request id, every refusal is a problem document, and nothing runs
 * before the key and its scope are known.
 */
export function createHttpHandler(
  operations: Readonly<Record<string, Operation>>,
  given: Deps | (() => Deps) = deployedDeps,
): HttpHandler {
  const deps = typeof given === "function" ? given : () => given;

  const operationOf = (event: Handled): { operation: Operation; scope: Scope | "public" } => {
    const route = ROUTE_OF_KEY.get(event.routeKey);
    const operation = operations[route?.operation ?? "noRoute"];
    if (operation === undefined) throw new Error(`No operation serves ${event.routeKey}`);
    return { operation, scope: route?.scope ?? "public" };
  };

  const read: middy.MiddlewareFn<Handled, APIGatewayProxyStructuredResultV2> = async ({ event }) => {
    const deadlineAtMs = performance.now() + deps().deadlineMs;
    event.read = await readCall(event, { ...operationOf(event), deps: deps(), deadlineAtMs });
  };

  const fail: middy.MiddlewareFn<Handled, APIGatewayProxyStructuredResultV2> = async (request) => {
    const { requestId } = request.event.requestContext;
    const refusal = refusalOf(request.error);
    const fault = faultText(request.error);
    deps().log({ level: "error", requestId, route: request.event.routeKey, code: refusal.refused, fault });
    request.response = problemAnswer(refusal, requestId);
  };

  return middy<Handled, APIGatewayProxyStructuredResultV2>()
    .use({ before: read, onError: fail })
    .handler(async (event) => {
      const startedAtMs = performance.now();
      const { requestId } = event.requestContext;
      const read = event.read as Read | Refusal;
      const answer = "refused" in read ? read : await answerTo(read, operationOf(event).operation);
      const refused = "refused" in answer;
      const response = refused ? problemAnswer(answer, requestId) : answerOf(answer, requestId);
      deps().log({
        level: "info",
        requestId,
        route: event.routeKey,
        key: "refused" in read ? null : read.call.caller.keyId,
        status: response.statusCode,
        durationMs: Math.round((performance.now() - startedAtMs) * 100) / 100,
        ...(refused ? { code: answer.refused } : answer.logged),
      });
      if (!refused) for (const metric of answer.metrics ?? []) deps().log(metric);
      return response;
    }) as unknown as HttpHandler;
}

/** The request in the words of the product, or why it is turned away before its operation sees it. */
async function readCall(
  event: Handled,
  route: {
    readonly operation: Operation;
    readonly scope: Scope | "public";
    readonly deps: Deps;
    readonly deadlineAtMs: number;
  },
): Promise<Read | Refusal> {
  const { operation, scope, deps, deadlineAtMs } = route;
  const headers = event.headers as Record<string, string>;
  const caller = await callerOf({ authorization: headers.authorization, scope, deps, deadlineAtMs });
  if ("refused" in caller) return caller;
  if (caller.outage !== undefined && operation.servesOutage !== true) throw caller.outage;
  const { method } = event.requestContext.http;
  const sent = event.queryStringParameters ?? {};
  const { known, issues } = readQuery(sent, scope === "public" ? Object.keys(sent) : (operation.query ?? []));
  const tooLong = longIds(event);
  // A read changes nothing, so it may go on and say what else is wrong with the query.
  const goesOn = tooLong.length === 0 && (issues.length === 0 || method === "GET");
  if (!goesOn) return refuseInput([...tooLong, ...issues]);
  const body = readBody(event, operation);
  if ("refused" in body) return body;
  const params = (event.pathParameters ?? {}) as Record<string, string>;
  const path = event.rawPath;
  const call = { deps, caller, body: body.value, params, query: known, headers, method, path, deadlineAtMs };
  return { call, issues };
}

async function answerTo({ call, issues }: Read, operation: Operation): Promise<Answer | Refusal> {
  const answer = await operation.run(call);
  return issues.length === 0 ? answer : refuseBoth(issues, answer);
}

function readBody(event: Handled, { takes, maxBodyBytes }: Operation): { readonly value: unknown } | Refusal {
  if (takes === "nothing") return { value: undefined };
  return takes === "optionalJson" && !event.body ? { value: {} } : readJson(event, maxBodyBytes);
}

/** Longer than every id there is; the table refuses keys of a kilobyte. */
const MOST_ID_CHARS = 256;

const longIds = ({ pathParameters = {} }: APIGatewayProxyEventV2): Issue[] =>
  Object.entries(pathParameters).flatMap(([path, id = ""]) =>
    id.length > MOST_ID_CHARS ? [{ path, message: `must have at most ${MOST_ID_CHARS} characters` }] : [],
  );

const answerOf = (
  { status, body, text, headers }: Answer,
  requestId: string,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: {
    ...(body !== undefined && { "content-type": "application/json" }),
    "x-request-id": requestId,
    ...headers,
  },
  ...(text !== undefined && { body: text }),
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

/** The fault's own words for the log: class, message and the causes behind it. */
function faultText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : ` ← ${faultText(error.cause)}`;
  return `${error.name}: ${error.message}${cause}`;
}
