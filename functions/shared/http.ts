import middy from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import type { Issue } from "../../lib/core/errors.ts";
import { type Route, type Scope, SERVED } from "../routes.ts";
import { type Caller, callerOf } from "./authenticate.ts";
import { readBytes, readForm, readJson } from "./body.ts";
import { type Deps, deployedDeps } from "./deps.ts";
import type { LogLine } from "./logger.ts";
import { problemAnswer, type Refusal, refusalOf, refuseInput } from "./problem.ts";
import { readQuery, refuseBoth } from "./query.ts";

/** What an operation is given: the request in the words of the product. */
export interface Call {
  readonly deps: Deps;
  /** Who asks. On public routes nobody in particular. */
  readonly caller: Caller;
  /** What the operation takes: a JSON value, FormFields or bytes; undefined for operations that take none. */
  readonly body: unknown;
  readonly params: Readonly<Record<string, string>>;
  /** The parameters that the operation knows; on public routes all of them. */
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly method: string;
  readonly path: string;
  /** As it was sent, without the question mark. */
  readonly rawQuery: string;
  /** Scheme and host that the request came to, without a slash at the end. */
  readonly origin: string;
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
  /**
   * What is read of the body, and bounded, before `run`. With `optionalJson` none at all stands for an empty object;
   * with `form` whatever is no form stands for an empty one; `bytes` are as they were sent, for a signature.
   */
  readonly takes: "json" | "optionalJson" | "form" | "bytes" | "nothing";
  /** Largest body it takes, where that is not the ordinary one. */
  readonly maxBodyBytes?: number;
  /** Query parameters it knows; others are refused. */
  readonly query?: readonly string[];
  /** Whether it changes something though it is a GET. */
  readonly records?: boolean;
  /** Tells what is refused in place of a problem document, for people who look at it in a browser. */
  readonly showRefusal?: (refusal: Refusal, asked: Asked) => Answer;
  /** Whether it has an answer of its own while the store is out; else the caller gets 503. */
  readonly servesOutage?: boolean;
  run(call: Call): Promise<Answer | Refusal>;
}

/** As much of a request as is known of one that is turned away. */
export type Asked = Pick<Call, "headers" | "query"> & { readonly requestId: string };

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
  SERVED.map((route) => [`${route.method} ${route.path}`, route]),
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
    request.response = respond(request.event, refusal);
  };

  /** The answer as API Gateway takes it. */
  const respond = (event: Handled, answer: Answer | Refusal): APIGatewayProxyStructuredResultV2 => {
    const { requestId, http } = event.requestContext;
    const response = "refused" in answer ? refused(event, answer) : answerOf(answer, requestId);
    const { body: _, ...bodiless } = response;
    return http.method === "HEAD" ? bodiless : response;
  };

  const refused = (event: Handled, refusal: Refusal): APIGatewayProxyStructuredResultV2 => {
    const { requestId } = event.requestContext;
    const problem = problemAnswer(refusal, requestId);
    const { headers, queryStringParameters: query = {} } = event;
    const shown = operationOf(event).operation.showRefusal?.(refusal, { headers, query, requestId } as Asked);
    if (shown === undefined) return problem;
    const { "content-type": _, ...kept } = problem.headers;
    return answerOf(
      { ...shown, status: problem.statusCode, headers: { ...kept, ...shown.headers } },
      requestId,
    );
  };

  return middy<Handled, APIGatewayProxyStructuredResultV2>()
    .use({ before: read, onError: fail })
    .handler(async (event) => {
      const startedAtMs = performance.now();
      const { requestId } = event.requestContext;
      const read = event.read as Read | Refusal;
      const answer = "refused" in read ? read : await answerTo(read, operationOf(event).operation);
      const isRefused = "refused" in answer;
      const response = respond(event, answer);
      deps().log({
        level: "info",
        requestId,
        route: event.routeKey,
        key: "refused" in read ? null : read.call.caller.keyId,
        status: response.statusCode,
        durationMs: Math.round((performance.now() - startedAtMs) * 100) / 100,
        ...(isRefused ? { code: answer.refused } : answer.logged),
      });
      if (!isRefused) for (const metric of answer.metrics ?? []) deps().log(metric);
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
  const isRead = method === "GET" && operation.records !== true;
  const goesOn = tooLong.length === 0 && (issues.length === 0 || isRead);
  if (!goesOn) return refuseInput([...tooLong, ...issues]);
  const body = await readBody(event, operation);
  if ("refused" in body) return body;
  const params = (event.pathParameters ?? {}) as Record<string, string>;
  const path = event.rawPath;
  const origin = originOf(event);
  const asked = { params, query: known, headers, method, path, rawQuery: event.rawQueryString, origin };
  return { call: { deps, caller, body: body.value, deadlineAtMs, ...asked }, issues };
}

/** API Gateway speaks HTTPS only; what runs on a machine of one's own says that it does not. */
const originOf = ({ headers, requestContext }: Handled): string =>
  `${headers["x-forwarded-proto"] === "http" ? "http" : "https"}://${requestContext.domainName}`;

async function answerTo({ call, issues }: Read, operation: Operation): Promise<Answer | Refusal> {
  const answer = await operation.run(call);
  return issues.length === 0 ? answer : refuseBoth(issues, answer);
}

async function readBody(
  event: Handled,
  { takes, maxBodyBytes }: Operation,
): Promise<{ readonly value: unknown } | Refusal> {
  if (takes === "nothing") return { value: undefined };
  if (takes === "form") return readForm(event, maxBodyBytes);
  if (takes === "bytes") return readBytes(event, maxBodyBytes);
  return takes === "optionalJson" && !event.body ? { value: {} } : readJson(event, maxBodyBytes);
}

/** Longer than every id there is; the table refuses keys of a kilobyte. A token holds an id and a topic. */
const MOST_ID_CHARS = 256;
const MOST_TOKEN_CHARS = 2_048;

const longIds = ({ pathParameters = {} }: APIGatewayProxyEventV2): Issue[] =>
  Object.entries(pathParameters).flatMap(([path, id = ""]) => {
    const most = path === "token" ? MOST_TOKEN_CHARS : MOST_ID_CHARS;
    return id.length > most ? [{ path, message: `must have at most ${most} characters` }] : [];
  });

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
