import { isUtf8 } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Match } from "./router.ts";

/** A request line's target: the path in decoded segments (`/a/b` is `["", "a", "b"]`) and the query as sent. */
export interface Target {
  readonly segments: readonly string[];
  readonly rawQueryString: string;
}

/** Takes a request's target apart; undefined when the path holds a malformed percent-escape. */
export function parseTarget(url: string): Target | undefined {
  const [, path = "", rawQueryString = ""] = /^(?:[a-z]+:\/\/[^/?]*)?([^?]*)\??(.*)$/i.exec(url) ?? [];
  try {
    return { segments: path.split("/").map(decodeURIComponent), rawQueryString };
  } catch {
    return undefined;
  }
}

/** What API Gateway sends a function for a request to an HTTP API (payload format 2.0). */
export function toApiEvent(
  request: IncomingMessage,
  details: { target: Target; match: Match; body: Buffer; requestId: string },
): APIGatewayProxyEventV2 {
  const { target, match, body, requestId } = details;
  const { cookie, ...sent } = joinedHeaders(request.rawHeaders);
  const headers = { ...sent, "x-forwarded-proto": "http" };
  const query = joinedQuery(target.rawQueryString);
  const rawPath = target.segments.join("/");
  const method = request.method ?? "GET";
  const host = sent.host ?? "";
  const at = new Date();
  // What is not UTF-8 arrives as it was sent, so that the function can refuse it.
  const isText = TEXT.test(sent["content-type"] ?? "") && isUtf8(body);
  return {
    version: "2.0",
    routeKey: match.routeKey,
    rawPath,
    rawQueryString: target.rawQueryString,
    ...(cookie !== undefined && { cookies: cookie.split(/[;,] */) }),
    headers,
    ...(query !== undefined && { queryStringParameters: query }),
    ...(match.pathParameters !== undefined && { pathParameters: match.pathParameters }),
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      domainName: host,
      domainPrefix: host.split(/[.:]/)[0] ?? "",
      http: {
        method,
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? "",
        userAgent: sent["user-agent"] ?? "",
      },
      requestId,
      routeKey: match.routeKey,
      stage: "$default",
      time: commonLogTime(at),
      timeEpoch: at.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Bodies that API Gateway hands on as text; all others, those without a type too, arrive as base64. */
const TEXT = /^\s*(text\/|application\/(json|xml|javascript)\s*(;|$))/i;

/** Names in lower case, repeated ones joined by comma. */
function joinedHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    join(headers, (rawHeaders[i] ?? "").toLowerCase(), rawHeaders[i + 1] ?? "");
  }
  return headers;
}

function joinedQuery(rawQueryString: string): Record<string, string> | undefined {
  if (rawQueryString === "") return undefined;
  const query: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(rawQueryString)) join(query, name, value);
  return query;
}

function join(into: Record<string, string>, name: string, value: string): void {
  // defineProperty and hasOwn: `__proto__` is a name like any other to whoever sends it.
  const joined = Object.hasOwn(into, name) ? `${into[name]},${value}` : value;
  Object.defineProperty(into, name, { value: joined, enumerable: true, writable: true, configurable: true });
}

/** `22/Nov/2026:16:36:52 +0000` */
function commonLogTime(at: Date): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(at.toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

/** Writes a function's answer as API Gateway would. */
export function sendResult(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  const body = Buffer.from(result.body ?? "", result.isBase64Encoded === true ? "base64" : "utf8");
  response.statusCode = result.statusCode ?? 200;
  for (const [name, value] of Object.entries(result.headers ?? {})) response.setHeader(name, String(value));
  if (result.cookies !== undefined) response.setHeader("set-cookie", result.cookies);
  response.setHeader("content-length", body.length);
  response.end(body);
}
