import { once } from "node:events";
import { connect } from "node:net";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { afterEach, describe, expect, it } from "vitest";
import { createClock } from "../../../lib/local/clock.ts";
import { createControl } from "../../../lib/local/control.ts";
import { CannotStart } from "../../../lib/local/errors.ts";
import { createRouter } from "../../../lib/local/router.ts";
import {
  type ApiHandler,
  BODY_LIMIT_BYTES,
  type LocalServer,
  startServer,
} from "../../../lib/local/server.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";

/** Answers with the event it was given. */
const echo: ApiHandler = async (event, context) => ({
  statusCode: 200,
  headers: { "content-type": "application/json", "x-remaining": `${context.getRemainingTimeInMillis()}` },
  body: JSON.stringify(event),
});

const ROUTES = [
  { method: "PUT", path: "/v1/contacts/{contactId}", function: "echo", operation: "put", scope: "public" },
  { method: "POST", path: "/v1/check", function: "echo", operation: "check", scope: "public" },
  { method: "GET", path: "/held", function: "held", operation: "held", scope: "public" },
  { method: "GET", path: "/broken", function: "broken", operation: "broken", scope: "public" },
  { method: "GET", path: "/absent", function: "absent", operation: "absent", scope: "public" },
  { method: "GET", path: "/cookies", function: "cookies", operation: "cookies", scope: "public" },
] as const;

const running: LocalServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function start(handlers: Record<string, ApiHandler> = {}) {
  const faults: unknown[] = [];
  const clock = createClock();
  const server = await startServer({
    host: "127.0.0.1",
    port: 0,
    route: createRouter(ROUTES, { function: "echo" }),
    handlers: new Map(Object.entries({ echo, ...handlers })),
    control: createControl({ clock, store: createMemoryStore(), drain: async () => {} }),
    onFault: (fault) => faults.push(fault),
  });
  running.push(server);
  return { ...server, clock, faults };
}

/** Sends a request and reads back the event that the function saw. */
async function seen(url: string, init?: RequestInit): Promise<APIGatewayProxyEventV2> {
  const response = await fetch(url, init);
  expect(response.status).toBe(200);
  return (await response.json()) as APIGatewayProxyEventV2;
}

/** Writes raw bytes and reads until the server closes. */
async function raw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(text);
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk.toString();
  });
  await once(socket, "close");
  return answer;
}

describe("the event a function is given", () => {
  it("carries route, decoded path and parameters, query and body", async () => {
    const { url } = await start();
    const event = await seen(`${url}/v1/contacts/a%20b%2Fc?x=1&x=2&y=%C3%A9+z&empty`, {
      method: "PUT",
      headers: { "Content-Type": "application/json", "X-Thing": "One" },
      body: '{"name":"李明"}',
    });
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "PUT /v1/contacts/{contactId}",
      rawPath: "/v1/contacts/a b/c",
      rawQueryString: "x=1&x=2&y=%C3%A9+z&empty",
      queryStringParameters: { x: "1,2", y: "é z", empty: "" },
      pathParameters: { contactId: "a b/c" },
      body: '{"name":"李明"}',
      isBase64Encoded: false,
      requestContext: {
        routeKey: "PUT /v1/contacts/{contactId}",
        stage: "$default",
        http: { method: "PUT", path: "/v1/contacts/a b/c", protocol: "HTTP/1.1", sourceIp: "127.0.0.1" },
      },
    });
    expect(event.headers).toMatchObject({ "content-type": "application/json", "x-thing": "One" });
    expect(event.requestContext.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(event.requestContext.time).toMatch(/^\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} \+0000$/);
  });

  it("leaves out what the request did not have", async () => {
    const { url } = await start();
    const event = await seen(`${url}/nowhere`);
    expect(event.routeKey).toBe("$default");
    expect(event.isBase64Encoded).toBe(false);
    for (const field of ["body", "cookies", "queryStringParameters", "pathParameters"]) {
      expect(event).not.toHaveProperty(field);
    }
  });

  it("joins repeated headers with commas and sets cookies apart", async () => {
    const { url } = await start();
    const lines = [
      "GET /nowhere HTTP/1.1",
      "Host: gate",
      "X-A: 1",
      "x-a: 2",
      "Cookie: a=1; b=2",
      "__proto__: x",
    ];
    const answer = await raw(url, `${lines.join("\r\n")}\r\nConnection: close\r\n\r\n`);
    const event = JSON.parse(answer.split("\r\n\r\n")[1] ?? "") as APIGatewayProxyEventV2;
    expect(event.headers["x-a"]).toBe("1,2");
    expect(event.cookies).toEqual(["a=1", "b=2"]);
    expect(event.headers).not.toHaveProperty("cookie");
    expect(Object.hasOwn(event.headers, "__proto__")).toBe(true);
  });

  it.each([
    ["application/json; charset=utf-8", false],
    ["text/plain", false],
    ["application/xml", false],
    ["application/javascript", false],
    ["application/x-www-form-urlencoded", true],
    ["application/octet-stream", true],
    ["application/jsonlines", true],
    ["", true],
  ])("gives a body of type %j base64: %s", async (type, encoded) => {
    const { url } = await start();
    const body = new TextEncoder().encode("List-Unsubscribe=One-Click");
    const headers: Record<string, string> = type === "" ? {} : { "content-type": type };
    const event = await seen(`${url}/v1/check`, { method: "POST", headers, body });
    expect(event.isBase64Encoded).toBe(encoded);
    const decoded = Buffer.from(event.body ?? "", encoded ? "base64" : "utf8").toString();
    expect(decoded).toBe("List-Unsubscribe=One-Click");
  });
});

describe("what the server does of its own", () => {
  it("answers 400 to a malformed percent-escape", async () => {
    const { url } = await start();
    const response = await fetch(`${url}/v1/contacts/%E0%A4%A`);
    expect(response.status).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      status: 400,
      code: "invalid_request",
      requestId: response.headers.get("x-request-id"),
    });
  });

  it("takes a body of 6 MB and answers 413 to a byte more", async () => {
    const { url } = await start({
      echo: async (event) => ({ statusCode: 200, body: `${event.body?.length}` }),
    });
    const send = (bytes: number) =>
      fetch(`${url}/v1/check`, {
        method: "POST",
        headers: { "content-type": "text/plain" },
        body: "x".repeat(bytes),
      });
    const largest = await send(BODY_LIMIT_BYTES);
    expect([largest.status, await largest.text()]).toEqual([200, `${BODY_LIMIT_BYTES}`]);
    const larger = await send(BODY_LIMIT_BYTES + 1);
    expect(larger.status).toBe(413);
    expect(larger.headers.get("connection")).toBe("close");
    expect(await larger.json()).toMatchObject({ status: 413, code: "too_large" });
  });

  it("answers 500 and tells its owner when a function fails or is not there", async () => {
    const broken = new Error("boom");
    const { url, faults } = await start({ broken: () => Promise.reject(broken) });
    const response = await fetch(`${url}/broken`);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ status: 500, code: "internal" });
    expect((await fetch(`${url}/absent`)).status).toBe(500);
    expect(faults).toEqual([broken, expect.objectContaining({ message: "no function absent" })]);
  });

  it("routes HEAD as it is and sends no body", async () => {
    const { url } = await start();
    const response = await fetch(`${url}/held`, { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
  });

  it("writes cookies and base64 bodies as API Gateway does", async () => {
    const { url } = await start({
      cookies: async () => ({ cookies: ["a=1", "b=2"], body: btoa("bytes"), isBase64Encoded: true }),
    });
    const response = await fetch(`${url}/cookies`);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await response.text()).toBe("bytes");
  });

  it("finishes the request it has before it stops", async () => {
    let arrived = () => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let finish = () => {};
    const { url, stop } = await start({
      held: () =>
        new Promise((resolve) => {
          finish = () => resolve({ statusCode: 200, body: "done" });
          arrived();
        }),
    });
    const answer = fetch(`${url}/held`).then((response) => response.text());
    await arrival;
    const stopped = stop();
    finish();
    expect(await answer).toBe("done");
    await stopped;
    running.length = 0;
    await expect(fetch(`${url}/held`)).rejects.toThrow();
  });

  it("survives a client that goes away in the middle of its body", async () => {
    const { url } = await start();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    socket.write("POST /v1/check HTTP/1.1\r\nHost: gate\r\nContent-Length: 100\r\n\r\nhalf");
    socket.destroy();
    expect((await fetch(`${url}/nowhere`)).status).toBe(200);
  });

  it("says which port is taken", async () => {
    const { url } = await start();
    const taken = startServer({
      host: "127.0.0.1",
      port: Number(new URL(url).port),
      route: createRouter([], { function: "echo" }),
      handlers: new Map(),
      onFault: () => {},
    });
    await expect(taken).rejects.toThrow(CannotStart);
    await expect(taken).rejects.toThrow(/^Port \d+ on 127\.0\.0\.1 is in use; choose another with --port\.$/);
  });
});

describe("/_local", () => {
  const set = (url: string, body: string) => fetch(`${url}/_local/clock`, { method: "POST", body });

  it("sets, shows and frees the clock", async () => {
    const { url, clock } = await start();
    const answer = await set(url, '{"now":"2026-11-22T13:00:00+08:00"}');
    expect(await answer.json()).toEqual({ now: "2026-11-22T05:00:00.000Z", frozen: true });
    expect(clock.now()).toBe(Date.UTC(2026, 10, 22, 5));
    const shown = await fetch(`${url}/_local/clock`);
    expect(await shown.json()).toEqual({ now: "2026-11-22T05:00:00.000Z", frozen: true });
    expect(await (await set(url, '{"now":null}')).json()).toMatchObject({ frozen: false });
  });

  it.each([
    '{"now":"yesterday"}',
    '{"now":"2026-11-22"}',
    '{"now":5}',
    "{}",
    "null",
    "",
    '{"now":null,"zone":"UTC"}',
  ])("refuses %s and leaves the clock alone", async (body) => {
    const { url, clock } = await start();
    const answer = await set(url, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ status: 400, code: "invalid_request" });
    expect(clock.frozen()).toBe(false);
  });

  it("drains at once while there are no streams", async () => {
    const { url } = await start();
    const answer = await fetch(`${url}/_local/drain`, { method: "POST" });
    expect(await answer.json()).toEqual({ drained: true });
  });

  it("leaves every other path below it to the routes", async () => {
    const { url } = await start();
    expect((await seen(`${url}/_local/other`)).routeKey).toBe("$default");
  });
});
