import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenApi, openApiDocument } from "../../functions/docs/openapi.ts";
import type { RouteKey } from "../../functions/docs/operations/operation.ts";
import { OPERATIONS } from "../../functions/docs/operations.ts";
import { EXAMPLE_PROBLEM } from "../../functions/docs/problems.ts";
import { ROUTES, type Route } from "../../functions/routes.ts";
import { MAX_BODY_BYTES } from "../../functions/shared/body.ts";
import { type Contract, contractOf, describedSender, schemaRef } from "../support/contract.ts";
import { type Fields, freshEmail, freshId, startTestGate, type TestGate } from "../support/gate.ts";
import { fieldPaths, firstObject, hasField } from "../support/sketch.ts";

const document: OpenApi = openApiDocument();
const contract: Contract = contractOf(document);

let gate: TestGate;
let send: ReturnType<typeof describedSender>;
beforeAll(async () => {
  gate = await startTestGate();
  send = describedSender(gate, contract);
});
afterAll(() => gate.stop());

const drain = () => fetch(`${gate.url}/_local/drain`, { method: "POST" });

/** What differs from one gate to the next: made ids, key texts, cursors. */
const MADE: readonly RegExp[] = [
  /c_[\w-]{22}/g,
  /(?<=t_)[\w-]{12}/g,
  /^tg_\w{12}\.[\w-]{43}$/g,
  /^MjAy[\w-]+$/g,
  /^[\w-]{12}$/g,
  /https?:\/\/[\w.:]+(?=\/[up]\/)/g,
  /(?<=\/[up]\/)[\w.-]+/g,
];
const masked = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_name, field: unknown) =>
    typeof field === "string" ? MADE.reduce((text, made) => text.replace(made, "…"), field) : field,
  );

/** Makes the call of a route as its examples have it, and gives the answer beside the documented one. */
async function replay(route: RouteKey, given: Readonly<Record<string, string>> = {}) {
  const { parameters = [], body, answers } = OPERATIONS[route];
  const givenTo = (parameter: { readonly name: string; readonly example?: string }) =>
    given[parameter.name] ?? parameter.example;
  const ofKind = (kind: string) =>
    parameters.flatMap((parameter) => {
      const value = parameter.in === kind ? givenTo(parameter) : undefined;
      return value === undefined ? [] : [[parameter.name, value] as const];
    });
  const line = ofKind("path").reduce(
    (text, [name, value]) => text.replace(`{${name}}`, value),
    route as string,
  );
  const query = new URLSearchParams(Object.fromEntries(ofKind("query"))).toString();
  const headers = Object.fromEntries(ofKind("header"));
  const reply = await send(`${line}${query && `?${query}`}`, { body: body?.example, headers });
  const documented = answers[String(reply.status)];
  return { reply, answered: masked(reply.body), documented: masked(documented?.example ?? null) };
}

describe("the documented examples, one after the other", () => {
  /** Service called at 02:10; now it is 05:10. */
  const calledBefore = async (phone: string) => {
    gate.setClock("2026-11-22T02:10:00.000Z");
    await gate.check({ to: { phone }, channel: "call", department: "service", purpose: "service" });
    gate.setClock("2026-11-22T05:10:00.000Z");
  };

  const touchOf = async (mode: string) => {
    const tags = { channel: "email", department: "service", purpose: "service" };
    const { touchId } = await gate.check({ to: { email: freshEmail() }, ...tags, mode });
    return { touchId: String(touchId) };
  };

  /** What the example answers presuppose. */
  const before: Partial<Record<RouteKey, () => Promise<unknown>>> = {
    "POST /v1/check": () => calledBefore("+8613800138000"),
    "POST /v1/touches": () => calledBefore("+8613900139000"),
    "GET /v1/contacts/{contactId}/timeline": async () => {
      gate.setClock("2026-11-22T06:00:00.000Z");
      const tags = { department: "service", purpose: "service", campaign: "renewal", reference: "m-1" };
      await gate.check({ to: { contactId: "crm-4711" }, channel: "email", ...tags });
      await drain();
    },
    "GET /v1/contacts/{contactId}/export": drain,
    "GET /v1/contacts/{contactId}/owner/history": drain,
    "POST /v1/keys": async () => gate.setClock("2026-11-22T05:10:00.000Z"),
  };

  /** The touches that paths speak of. */
  const touches: Partial<Record<RouteKey, () => Promise<{ readonly touchId: string }>>> = {
    "POST /v1/touches/{touchId}/confirm": () => touchOf("reserve"),
    "POST /v1/touches/{touchId}/release": () => touchOf("reserve"),
    "POST /v1/touches/{touchId}/outcomes": () => touchOf("record"),
  };

  it.each<[RouteKey, number]>([
    ["POST /v1/check", 200],
    ["GET /v1/check", 200],
    ["POST /v1/check/batch", 200],
    ["POST /v1/touches", 200],
    ["POST /v1/touches/{touchId}/confirm", 200],
    ["POST /v1/touches/{touchId}/release", 200],
    ["POST /v1/touches/{touchId}/outcomes", 200],
    ["PUT /v1/contacts/{contactId}", 201],
    ["GET /v1/contacts/{contactId}", 200],
    ["GET /v1/contacts", 200],
    ["GET /v1/contacts/{contactId}/export", 200],
    ["GET /v1/contacts/{contactId}/timeline", 200],
    ["PATCH /v1/contacts/{contactId}", 200],
    ["PUT /v1/contacts/{contactId}/preferences", 200],
    ["GET /v1/contacts/{contactId}/preferences", 200],
    ["PUT /v1/contacts/{contactId}/consents", 200],
    ["GET /v1/contacts/{contactId}/consents", 200],
    ["PUT /v1/contacts/{contactId}/owner", 200],
    ["GET /v1/contacts/{contactId}/owner/history", 200],
    ["POST /v1/contacts/{contactId}/locks", 201],
    ["POST /v1/suppressions", 200],
    ["GET /v1/suppressions", 200],
    ["DELETE /v1/suppressions", 200],
    ["POST /v1/links", 200],
    ["GET /healthz", 200],
    ["POST /v1/policies/validate", 200],
    ["PUT /v1/policies/active", 200],
    ["GET /v1/policies/active", 200],
    ["POST /v1/keys", 201],
  ])("%s answers %i, exactly as it is documented", async (route, status) => {
    await before[route]?.();
    const { reply, answered, documented } = await replay(route, await touches[route]?.());
    expect(reply.status).toBe(status);
    expect(answered).toStrictEqual(documented);
  });

  it("the problem of the overview is what such a request is told", async () => {
    const body = { to: { phone: "12" }, channel: "call", department: "service" };
    const { body: problem } = await send("POST /v1/check", { body });
    expect({ ...problem, requestId: EXAMPLE_PROBLEM.requestId }).toStrictEqual(EXAMPLE_PROBLEM);
  });

  it("GET and DELETE /v1/keys show and revoke the key that was made", async () => {
    const { reply, documented } = await replay("GET /v1/keys");
    const made = (reply.body.items as Fields[]).find(({ note }) => note === "dialler");
    expect(masked({ items: [made], next: null })).toEqual(documented);
    const revoked = await replay("DELETE /v1/keys/{keyId}", { keyId: String(made?.id) });
    expect([revoked.reply.status, revoked.reply.body]).toEqual([204, null]);
  });

  it("are shown for every call that answers JSON of its own", () => {
    const without = Object.entries(OPERATIONS)
      .filter(([, { answers }]) => Object.values(answers).every(({ example }) => example === undefined))
      .map(([route]) => route);
    expect(without).toEqual([
      "DELETE /v1/contacts/{contactId}",
      "DELETE /v1/contacts/{contactId}/locks/{lockId}",
      "GET /u/{token}",
      "POST /u/{token}",
      "GET /p/{token}",
      "POST /p/{token}",
      "POST /v1/hooks/{vendor}/{event}",
      "DELETE /v1/keys/{keyId}",
      "GET /openapi.json",
      "GET /docs",
    ]);
  });
});

describe("answers that have no example", () => {
  const contact = (id: string) => `/v1/contacts/${id}`;
  const mail = (more: Fields = {}): Fields => ({
    to: { email: freshEmail() },
    channel: "email",
    department: "marketing",
    purpose: "marketing",
    ...more,
  });

  it.each(["403", "410", "422", "451"])("are described: a decision with the status %s", async (status) => {
    const id = freshId();
    await send(`PUT ${contact(id)}`, { body: {} });
    await send(`PUT ${contact(id)}/preferences`, { body: { optOutAll: true } });
    const line = `POST /v1/check?denyStatus=${status}`;
    const reply = await send(line, { body: mail({ to: { contactId: id } }) });
    expect([reply.status, reply.body.decision]).toEqual([Number(status), "deny"]);
  });

  it("are described: a timeline of everything that is told", async () => {
    const [id, email] = [freshId(), freshEmail()];
    await send("POST /v1/check", { body: mail({ to: { email }, campaign: "c", agent: "u17" }) });
    await send(`PUT ${contact(id)}`, { body: { identities: [{ type: "email", value: email }] } });
    await send(`PUT ${contact(id)}/preferences`, { body: { channels: { sms: { maxPerWeek: 1 } } } });
    const consents = [{ channel: "sms", purpose: "marketing", level: "express", at: "2026-11-01T00:00:00Z" }];
    await send(`PUT ${contact(id)}/consents`, { body: { consents } });
    await send(`PUT ${contact(id)}/owner`, { body: { agent: "u17" } });
    const until = new Date(gate.clock.now() + 60_000).toISOString();
    const lock = await send(`POST ${contact(id)}/locks`, { body: { department: "sales", until } });
    const removed = await send(`DELETE ${contact(id)}/locks/${lock.body.lockId}`);
    expect(removed.status).toBe(204);
    const items = [{ type: "email", value: email, list: "internal", reason: "letter", expiresAt: until }];
    await send("POST /v1/suppressions", { body: { items } });
    await send(`GET /v1/suppressions?type=email&value=${email}`);
    await drain();
    const { body } = await send(`GET ${contact(id)}/timeline`);
    const types = (body.items as Fields[]).map(({ type }) => type);
    expect(new Set(types)).toEqual(
      new Set(["suppression", "lock", "owner", "consent", "preference", "merge", "link", "touch"]),
    );
  });

  it("are described: where reservations stand, what was told and what came of it, to the agent and on the timeline", async () => {
    const asked = mail();
    const reserved = async () => {
      const { body } = await send("POST /v1/check", {
        body: { ...asked, mode: "reserve", reserveSeconds: 60 },
      });
      expect(body.expiresAt).toBeTypeOf("string");
      return `POST /v1/touches/${body.touchId}`;
    };
    gate.setClock("2026-11-22T07:00:00.000Z");
    const [confirmed, released] = [await reserved(), await reserved()];
    await send(`${confirmed}/confirm`, { body: {} });
    await send(`${released}/release`, { body: {} });
    await send(`${confirmed}/outcomes`, { body: { outcome: "bounced" } });
    const expired = await reserved();
    gate.setClock("2026-11-22T07:01:00.000Z");
    const inbound = { ...asked, direction: "inbound", outcome: "conversation", idempotencyKey: "in" };
    await send("POST /v1/touches", { body: { items: [inbound] } });
    const { body: late } = await send(`${expired}/release`, { body: {} });
    expect(late.state).toBe("expired");
    const { body } = await send("POST /v1/check", { body: { ...asked, include: ["recent"] } });
    const recent = body.recent as Fields[];
    expect(recent.map(({ state, direction }) => [state, direction])).toEqual([
      ["recorded", "inbound"],
      ["expired", undefined],
      ["released", undefined],
      ["confirmed", undefined],
    ]);
    await drain();
    const { body: timeline } = await send(`GET ${contact(String(body.contactId))}/timeline`);
    const told = (timeline.items as Fields[]).map(({ type, state = null }) => `${type} ${state}`);
    expect(told.sort()).toEqual(
      [
        ...["touch reserved", "touch reserved", "touch reserved", "touch recorded"],
        ...["inbound recorded", "confirmed null", "released null", "outcome null"],
      ].sort(),
    );
  });

  it("are described: a check that is asked again with its key, and with another request", async () => {
    const key = { headers: { "idempotency-key": "letter-1" } };
    const body = mail();
    await send("POST /v1/check", { body, ...key });
    const again = await send("POST /v1/check", { body, ...key });
    expect(again.body.replayed).toBe(true);
    const other = await send("POST /v1/check", { body: { ...body, topic: "news" }, ...key });
    expect([other.status, other.body.code]).toEqual([409, "idempotency_conflict"]);
  });

  it("are described: a batch and a list of touches of which some are faulty, others not", async () => {
    const [good, other] = [mail(), mail({ channel: "fax" })];
    const items = [good, other, mail({ to: { contactId: "nobody" } })].map((item, i) => ({
      ref: `${i}`,
      ...item,
    }));
    const batch = await send("POST /v1/check/batch", { body: { items } });
    expect((batch.body.items as Fields[]).map(({ status }) => status)).toEqual([200, 400, 404]);
    expect(batch.body.summary).toEqual({ allow: 1, defer: 0, deny: 0, problem: 2 });
    const told = await send("POST /v1/touches", { body: { items: [good, other] } });
    expect((told.body.items as Fields[]).map(({ status }) => status)).toEqual([200, 400]);
  });

  it("are described: 409 of a reservation that was released, has expired, or is none", async () => {
    gate.setClock("2026-11-23T07:00:00.000Z");
    // Two a week: the reservation and one more.
    const capped = mail();
    const ask = async (body: Fields) => {
      const reply = await send("POST /v1/check", { body });
      return `POST /v1/touches/${reply.body.touchId}`;
    };
    const expired = await ask({ ...capped, mode: "reserve", reserveSeconds: 5 });
    gate.setClock("2026-11-23T07:00:05.000Z");
    await ask(capped);
    const stands = await ask(capped);
    const refused = await send(`${expired}/confirm`, { body: {} });
    const notReserved = await send(`${stands}/release`, { body: {} });
    const gone = await ask({ ...mail(), mode: "reserve" });
    await send(`${gone}/release`, { body: {} });
    const released = await send(`${gone}/confirm`, { body: {} });
    expect([refused, notReserved, released].map(({ status, body }) => [status, body.code])).toEqual([
      [409, "lease_expired"],
      [409, "not_reserved"],
      [409, "released"],
    ]);
  });
  it("are described: a stranger's address, a list of nobody, a policy with faults, a contact put again", async () => {
    const email = freshEmail();
    const { body } = await send("POST /v1/check", { body: mail({ to: { email } }) });
    await send(`GET ${contact(String(body.contactId))}`);
    await send(`GET /v1/contacts?email=${freshEmail()}`);
    expect((await send("POST /v1/policies/validate", { body: { rules: 1 } })).body.valid).toBe(false);
    const id = freshId();
    for (const status of [201, 200])
      expect((await send(`PUT ${contact(id)}`, { body: {} })).status).toBe(status);
  });

  const JSON_TYPE = { "content-type": "application/json" };
  const big = Buffer.from(JSON.stringify({ text: "x".repeat(MAX_BODY_BYTES) }));
  const ifMatch = { "if-match": '"other"' };
  const policy = OPERATIONS["PUT /v1/policies/active"].body?.example;
  const LOCK = OPERATIONS["POST /v1/contacts/{contactId}/locks"].body?.example;
  it.each<[number, string, string, Parameters<typeof send>[1]]>([
    [400, "invalid_request", "POST /v1/check", { body: { to: {} } }],
    [400, "invalid_request", "POST /v1/check?denyStatus=500", { body: {} }],
    [400, "invalid_request", "GET /v1/contacts", {}],
    [400, "invalid_request", "GET /v1/contacts/x/timeline?limit=0&cursor=x", {}],
    [400, "invalid_request", `GET /v1/contacts/${"x".repeat(257)}`, {}],
    [400, "invalid_request", `DELETE /v1/keys/${"x".repeat(257)}`, {}],
    [400, "invalid_request", "POST /v1/keys", { body: { scopes: [] } }],
    [400, "not_json", "POST /v1/check", { raw: Buffer.from("{"), headers: JSON_TYPE }],
    [403, "foreign_department", "POST /v1/check", { body: mail(), key: "tg_dev_sales" }],
    [400, "invalid_request", "POST /v1/check", { body: mail(), headers: { "idempotency-key": "ü" } }],
    [
      400,
      "invalid_request",
      "POST /v1/check/batch",
      { body: { items: [mail()] }, headers: { "idempotency-key": "k" } },
    ],
    [400, "invalid_request", "POST /v1/touches", { body: { items: [] } }],
    [400, "invalid_request", "POST /v1/touches/t_x.y/confirm", { body: { x: 1 } }],
    [400, "invalid_request", "POST /v1/touches/t_x.y/outcomes", { body: { outcome: "lost" } }],
    [404, "touch_not_found", "POST /v1/touches/x/confirm", { body: {} }],
    [404, "touch_not_found", "POST /v1/touches/t_x.nobody/release", { body: {} }],
    [404, "touch_not_found", "POST /v1/touches/t_x.nobody/outcomes", { body: { outcome: "answered" } }],
    [404, "contact_not_found", "GET /v1/contacts/nobody", {}],
    [404, "contact_not_found", "PATCH /v1/contacts/nobody", { body: {} }],
    [404, "contact_not_found", "GET /v1/contacts/nobody/timeline", {}],
    [404, "contact_not_found", "GET /v1/contacts/nobody/export", {}],
    [404, "contact_not_found", "GET /v1/contacts/nobody/preferences", {}],
    [404, "contact_not_found", "PUT /v1/contacts/nobody/preferences", { body: {} }],
    [404, "contact_not_found", "PUT /v1/contacts/c_nobody", { body: {} }],
    [404, "contact_not_found", "GET /v1/contacts/nobody/consents", {}],
    [404, "contact_not_found", "PUT /v1/contacts/nobody/consents", { body: { consents: [] } }],
    [404, "contact_not_found", "PUT /v1/contacts/nobody/owner", { body: { agent: "u17" } }],
    [404, "contact_not_found", "GET /v1/contacts/nobody/owner/history", {}],
    [404, "contact_not_found", "POST /v1/contacts/nobody/locks", { body: LOCK }],
    [404, "contact_not_found", "DELETE /v1/contacts/nobody/locks/none", {}],
    [404, "lock_not_found", "DELETE /v1/contacts/crm-4711/locks/none", {}],
    [400, "invalid_request", "GET /v1/contacts/nobody/owner/history?limit=0", {}],
    [400, "invalid_request", "GET /v1/suppressions?type=fax", {}],
    [400, "invalid_request", "POST /v1/suppressions", { body: { items: [] } }],
    [400, "invalid_request", "DELETE /v1/suppressions", { body: {} }],
    [
      412,
      "precondition_failed",
      "PUT /v1/contacts/crm-4711/consents",
      { body: { consents: [] }, headers: ifMatch },
    ],
    [
      412,
      "precondition_failed",
      "PUT /v1/contacts/crm-4711/owner",
      { body: { agent: "u9" }, headers: ifMatch },
    ],
    [404, "contact_not_found", "POST /v1/check", { body: mail({ to: { contactId: "nobody" } }) }],
    [404, "key_not_found", "DELETE /v1/keys/none", {}],
    [412, "precondition_failed", "PUT /v1/contacts/crm-4711", { body: {}, headers: ifMatch }],
    [412, "precondition_failed", "PATCH /v1/contacts/crm-4711", { body: {}, headers: ifMatch }],
    [412, "precondition_failed", "PUT /v1/contacts/crm-4711/preferences", { body: {}, headers: ifMatch }],
    [412, "precondition_failed", "PUT /v1/policies/active", { body: policy, headers: ifMatch }],
    [413, "too_large", "POST /v1/check", { raw: big, headers: JSON_TYPE }],
    [413, "too_large", "POST /v1/touches", { raw: big, headers: JSON_TYPE }],
    [415, "unsupported_media_type", "PUT /v1/policies/active", { raw: Buffer.from("{}") }],
    [428, "precondition_required", "PUT /v1/policies/active", { body: policy }],
  ])("are described: %i %s of %s", async (status, code, line, sent) => {
    const reply = await send(line, sent);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  it("are described: 409 of an address that another contact has", async () => {
    const identities = [{ type: "email", value: freshEmail() }];
    await send(`PUT ${contact(freshId())}`, { body: { identities } });
    const reply = await send(`PUT ${contact(freshId())}`, { body: { identities, onDuplicate: "reject" } });
    expect([reply.status, reply.body.code]).toEqual([409, "identity_taken"]);
  });

  it("has 404 and 405 outside every route as problems of the same form", async () => {
    for (const [line, status] of [
      ["GET /nowhere", 404],
      ["DELETE /v1/check", 405],
    ] as const) {
      const reply = await gate.send(line);
      expect(reply.status).toBe(status);
      expect(contract.faultsOf(schemaRef("Problem"), reply.body)).toEqual([]);
    }
  });
});

describe("a key", () => {
  const GUARDED: readonly Route[] = ROUTES.filter((route: Route) => route.scope !== "public");
  let weak: string;
  beforeAll(async () => {
    const { body } = await send("POST /v1/keys", { body: { scopes: ["override"] } });
    weak = String(body.key);
  });

  it.each(GUARDED)("is asked for by $method $path, with its scope", async ({ method, path }) => {
    const line = `${method} ${path.replaceAll(/\{\w+\}/g, "x")}`;
    const none = await send(line, { key: null });
    expect([none.status, none.body.code]).toEqual([401, "unauthenticated"]);
    const scopeless = await send(line, { key: weak });
    expect([scopeless.status, scopeless.body.code]).toEqual([403, "missing_scope"]);
  });
});

describe("what the document refuses", () => {
  /** The body with the value at one place replaced, for every place in it; and with one field more. */
  function* mutants(value: unknown): Generator<unknown> {
    yield { surprise: [] };
    if (typeof value !== "object" || value === null) return;
    if (!Array.isArray(value)) yield { ...value, surprise: [] };
    for (const [name, field] of Object.entries(value)) {
      for (const mutant of mutants(field)) {
        yield Array.isArray(value)
          ? value.map((entry, i) => (String(i) === name ? mutant : entry))
          : { ...value, [name]: mutant };
      }
    }
  }

  it.each<[RouteKey, string]>([
    ["POST /v1/check", "CheckRequest"],
    ["PUT /v1/contacts/{contactId}", "ContactDocument"],
    ["PATCH /v1/contacts/{contactId}", "ContactPatch"],
    ["PUT /v1/contacts/{contactId}/preferences", "PreferencesDocument"],
    ["PUT /v1/contacts/{contactId}/consents", "ConsentsDocument"],
    ["PUT /v1/contacts/{contactId}/owner", "OwnerDocument"],
    ["POST /v1/contacts/{contactId}/locks", "LockDocument"],
    ["PUT /v1/policies/active", "Policy"],
    ["POST /v1/keys", "KeyRequest"],
    ["POST /v1/touches/{touchId}/outcomes", "OutcomeDocument"],
  ])("the gate refuses with 400, at every place of %s", async (route, schema) => {
    const line = route.replace("{contactId}", "crm-4711").replace("{touchId}", "t_x.y");
    const bodies = [...mutants(OPERATIONS[route].body?.example)];
    expect(bodies.length).toBeGreaterThan(3);
    for (const body of bodies) {
      expect(contract.faultsOf(schemaRef(schema), body), JSON.stringify(body)).not.toEqual([]);
      const reply = await send(line, { body, headers: { "if-match": "*" } });
      expect(reply.status, JSON.stringify(body)).toBe(400);
    }
  });

  it.each<[RouteKey, string]>([
    ["POST /v1/check/batch", "BatchItem"],
    ["POST /v1/touches", "ToldTouch"],
  ])("the gate refuses in the place of an item, at every place of one of %s", async (route, schema) => {
    const example = OPERATIONS[route].body?.example as { readonly items: readonly unknown[] };
    const items = [...mutants(example.items[0])];
    expect(items.length).toBeGreaterThan(3);
    for (const item of items) {
      expect(contract.faultsOf(schemaRef(schema), item), JSON.stringify(item)).not.toEqual([]);
    }
    const { status, body } = await send(route, { body: { ...example, items } });
    expect(status).toBe(200);
    expect((body.items as Fields[]).map((item) => item.status)).toEqual(items.map(() => 400));
  });
});

const API = new URL("../../../shared/design/api.md", import.meta.url);

describe.skipIf(!existsSync(API))("the design's api.md (skipped where ../shared is absent)", () => {
  const bodies = existsSync(API)
    ? (/^## Bodies[\s\S]*?```\n([\s\S]*?)```/m.exec(readFileSync(API, "utf8"))?.[1] ?? "")
    : "";

  /** What follows a call up to the next one. */
  const textOf = (call: string): string => {
    const at = bodies.indexOf(call);
    expect(at, call).toBeGreaterThanOrEqual(0);
    return bodies.slice(at + call.length).split(/\n(?=[A-Z]{3,} )/, 1)[0] ?? "";
  };

  it.each<[string, RouteKey]>([
    ["POST /v1/check ", "POST /v1/check"],
    ["POST /v1/check/batch ", "POST /v1/check/batch"],
    ["PUT  /v1/contacts/{contactId}", "PUT /v1/contacts/{contactId}"],
    ["PUT  …/preferences", "PUT /v1/contacts/{contactId}/preferences"],
  ])("has the request of %s as our example has it", (call, route) => {
    expect(JSON.parse(firstObject(textOf(call)))).toEqual(OPERATIONS[route].body?.example);
  });

  it.each<[string, string]>([
    ["POST /v1/check ", "Decision"],
    ["POST /v1/check/batch ", "BatchAnswer"],
    ["PUT  /v1/contacts/{contactId}", "Contact"],
    ["PUT  /v1/policies/active", "PolicyVersion"],
    ["POST /v1/policies/validate", "PolicyVerdict"],
    ["GET  …/timeline", "Timeline"],
  ])("names no field in the answer of %s that the schema %s lacks", (call, schema) => {
    const answer = textOf(call).replace(/^[\s\S]*?(?:20[01](?:\/201)? |(?=\{"items"))/, "");
    const paths = fieldPaths(answer);
    expect(paths.length).toBeGreaterThan(1);
    expect(paths.filter((path) => !hasField(document, { $ref: schemaRef(schema) }, path.split(".")))).toEqual(
      [],
    );
  });

  it("names no field of a problem that the schema lacks", () => {
    const [, listed = ""] = /problem\+json`: (.*?) \(all of them/.exec(readFileSync(API, "utf8")) ?? [];
    const names = [...listed.matchAll(/`(\w+)/g)].map(([, name = ""]) => name);
    expect(names).toEqual(Object.keys(document.components.schemas.Problem?.properties ?? {}));
  });
});
