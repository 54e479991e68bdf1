import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { newId } from "../../lib/store/keys.ts";

/** A request to the API, by its row in the route table. */
export interface ApiCall {
  readonly method: string;
  /** As in the route table: `/v1/contacts/{contactId}`. */
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
  /** JSON; undefined for none. */
  readonly body?: unknown;
  /** The API key. */
  readonly key: string;
}

/** What API Gateway sends a function for a JSON request to an HTTP API (payload format 2.0). */
export function apiEvent({ method, path, params, body, key }: ApiCall): APIGatewayProxyEventV2 {
  const routeKey = `${method} ${path}`;
  const rawPath = path.replace(/\{(\w+)\}/g, (_, name: string) => params?.[name] ?? "");
  const text = body === undefined ? "" : JSON.stringify(body);
  return {
    version: "2.0",
    routeKey,
    rawPath,
    rawQueryString: "",
    headers: {
      accept: "application/json",
      authorization: `Bearer ${key}`,
      "content-length": String(Buffer.byteLength(text)),
      "content-type": "application/json",
      host: "gate.example.com",
      "user-agent": "bench/1",
      "x-forwarded-for": "192.0.2.1",
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
    },
    ...(params !== undefined && { pathParameters: { ...params } }),
    requestContext: {
      accountId: "000000000000",
      apiId: "bench",
      domainName: "gate.example.com",
      domainPrefix: "gate",
      http: { method, path: rawPath, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "bench/1" },
      requestId: newId(),
      routeKey,
      stage: "$default",
      time: "24/Nov/2026:12:00:00 +0000",
      timeEpoch: Date.UTC(2026, 10, 24, 12),
    },
    ...(body !== undefined && { body: text }),
    isBase64Encoded: false,
  };
}

/** What the functions are handed beside the event; they read nothing of it. */
export const NO_CONTEXT = {} as Context;

/** The body of an answer, parsed. @throws Error when the status is not 2xx. */
export function bodyOf({ statusCode, body }: APIGatewayProxyStructuredResultV2): Record<string, unknown> {
  if (statusCode === undefined || statusCode < 200 || statusCode > 299) {
    throw new Error(`The gate answered ${statusCode}: ${body}`);
  }
  return JSON.parse(body ?? "{}");
}
