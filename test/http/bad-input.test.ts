import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SERVED } from "../../functions/routes.ts";
import { MAX_BODY_BYTES } from "../../functions/shared/body.ts";
import {
  type Fields,
  freshEmail,
  pathsOf,
  problemOf,
  type Sent,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const POLICY = {
  id: "strict",
  purposes: { marketing: { requires: ["topic"] }, sales: {} },
  departments: ["marketing", "sales"],
  rules: [],
};

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
});
afterAll(() => gate.stop());

const JSON_TYPE = { "content-type": "application/json" };
const GOOD = { to: { email: "li@example.com" }, channel: "email", department: "sales", purpose: "sales" };
const good = (more: Fields = {}): Fields => ({ ...GOOD, ...more });
const check = (sent: Sent) => gate.send("POST /v1/check", sent);
const raw = (text: string | Buffer): Sent => ({ raw: Buffer.from(text), headers: JSON_TYPE });
const deep = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);

describe("a check with a body that is not as it should be", () => {
  const cases: readonly [string, Fields, readonly string[]][] = [
    ["an unknown field", good({ chanel: "email" }), ["chanel"]],
    ["a wrong type", good({ channel: 1 }), ["channel"]],
    ["a channel that is none", good({ channel: "fax" }), ["channel"]],
    ["no channel", good({ channel: undefined }), ["channel"]],
    ["no recipient", good({ to: undefined }), ["to"]],
    ["a recipient that is a text", good({ to: "li@example.com" }), ["to"]],
    ["a recipient without a name", good({ to: {} }), ["to"]],
    ["two recipients", good({ to: { email: "li@example.com", contactId: "li" } }), ["to"]],
    ["a region without a phone", good({ to: { email: "li@example.com", region: "CN" } }), ["to.region"]],
    ["an unknown field of the recipient", good({ to: { email: "li@example.com", fax: "1" } }), ["to.fax"]],
    ["an undeclared purpose", good({ purpose: "spam" }), ["purpose"]],
    ["an undeclared department", good({ department: "legal" }), ["department"]],
    ["no department, and a key for any", good({ department: undefined }), ["department"]],
    ["a purpose without the field it requires", good({ purpose: "marketing" }), ["topic"]],
    ["a field too long", good({ campaign: "c".repeat(129) }), ["campaign"]],
    ["an empty field", good({ agent: "" }), ["agent"]],
    ["a control character", good({ topic: "a\u0007b" }), ["topic"]],
    ["half a surrogate pair", good({ topic: "a\ud800" }), ["topic"]],
    ["null for a field that cannot be cleared", good({ topic: null }), ["topic"]],
    ["a mode that is none", good({ mode: "maybe" }), ["mode"]],
    ["an instant without a zone", good({ mode: "dryRun", at: "2030-01-01T00:00:00" }), ["at"]],
    ["an instant in the past", good({ mode: "dryRun", at: "2020-01-01T00:00:00Z" }), ["at"]],
    ["an instant for a touch to be recorded", good({ at: "2020-01-01T00:00:00Z" }), ["at"]],
    ["an include that is none", good({ include: ["recent", "everything"] }), ["include.1"]],
    ["a lease of a touch to be recorded", good({ reserveSeconds: 60 }), ["reserveSeconds"]],
    ["a lease too short", good({ mode: "reserve", reserveSeconds: 4 }), ["reserveSeconds"]],
    ["an override of nothing", good({ override: { rules: [] } }), ["override.reason", "override.rules"]],
    ["an unknown thing to include", good({ include: ["alternatives", "weather"] }), ["include.1"]],
  ];
  it.each(cases)("%s", async (_what, body, paths) => {
    const problem = problemOf(await check({ body }));
    expect([problem.status, problem.code]).toEqual([400, "invalid_request"]);
    expect([...new Set(pathsOf(problem))]).toEqual(paths);
  });

  it.each([
    ["email", { email: "nobody" }, /no @/],
    ["email", { email: "li@" }, /nothing after the @/],
    ["email", { email: "li@localhost" }, /no dot/],
    ["email", { email: "Li <li@example.com>" }, /angle brackets/],
    ["email", { email: "li@example.com, wu@example.com" }, /more than one|comma/],
    ["phone", { phone: "13800138000" }, /no country/],
    ["phone", { phone: "+86138" }, /too short/],
    ["phone", { phone: "+86138001380001380" }, /too long/],
    ["phone", { phone: "call me" }, /not a phone number/],
    ["phone", { phone: "13800138000", region: "XX" }, /region/],
    ["externalId", { externalId: { system: "Zoho CRM", id: "1" } }, /system's name/],
    ["externalId", { externalId: { system: "zoho", id: "\u200b" } }, /empty/],
  ])("an address of type %s that is %j, with what is wrong with it", async (type, to, message) => {
    const problem = problemOf(await check({ body: good({ to }) }));
    expect(problem.issues).toEqual([{ path: `to.${type}`, message: expect.stringMatching(message) }]);
  });

  it("is answered with every fault at once", async () => {
    const body = {
      to: { email: "nobody", fax: 1 },
      channel: "fax",
      department: "legal",
      purpose: "spam",
      topic: "",
      mode: "maybe",
      reserveSeconds: 4,
      include: ["recent", "x"],
      at: "soon",
      colour: "red",
    };
    const problem = problemOf(await check({ body }));
    expect(problem.status).toBe(400);
    expect(pathsOf(problem)).toEqual([
      "at",
      "channel",
      "colour",
      "department",
      "include.1",
      "mode",
      "purpose",
      "reserveSeconds",
      "to.email",
      "to.fax",
      "topic",
    ]);
    expect(problem.detail).toContain("11");
  });

  it("says that the recipient is named twice beside another fault of it", async () => {
    const problem = problemOf(await check({ body: good({ to: { email: 5, phone: "+8613800138000" } }) }));
    expect(pathsOf(problem)).toEqual(["to", "to.email"]);
  });
});

describe("a body that is no JSON object", () => {
  it.each<[string, Sent, number, string]>([
    ["no body", { headers: JSON_TYPE }, 400, "not_json"],
    ["no body and no content type", {}, 415, "unsupported_media_type"],
    ["an empty body", raw(""), 400, "not_json"],
    ["half a body", raw('{"to":'), 400, "not_json"],
    ["a word", raw("hello"), 400, "not_json"],
    [
      "a form",
      { raw: Buffer.from("a=b"), headers: { "content-type": "application/x-www-form-urlencoded" } },
      415,
      "unsupported_media_type",
    ],
    [
      "JSON that is called text",
      { raw: Buffer.from("{}"), headers: { "content-type": "text/plain" } },
      415,
      "unsupported_media_type",
    ],
    ["JSON without a content type", { raw: Buffer.from("{}") }, 415, "unsupported_media_type"],
    [
      "JSON that is called application/jsonp",
      { raw: Buffer.from("{}"), headers: { "content-type": "application/jsonp" } },
      415,
      "unsupported_media_type",
    ],
    ["a byte that is not UTF-8", raw(Buffer.from([0x22, 0xff, 0x22])), 400, "not_json"],
    [
      "half a UTF-8 character in a field",
      raw(Buffer.concat([Buffer.from(`{"topic":"`), Buffer.from([0xe6, 0x9d]), Buffer.from(`"}`)])),
      400,
      "not_json",
    ],
    ["two values", raw("{}{}"), 400, "not_json"],
    ["a null", raw("null"), 400, "invalid_request"],
    ["a list", raw("[]"), 400, "invalid_request"],
    ["a text", raw('"check"'), 400, "invalid_request"],
    ["a number", raw("1e999"), 400, "invalid_request"],
    ["100 000 lists within one another", raw(deep(100_000)), 400, "invalid_request"],
    [
      "a recipient of 100 000 lists within one another",
      raw(`{"to":${deep(100_000)}}`),
      400,
      "invalid_request",
    ],
    ["one byte too many", raw(`"${"a".repeat(MAX_BODY_BYTES - 1)}"`), 413, "too_large"],
    ["far too many bytes", raw(Buffer.alloc(7 * 1024 * 1024, 0x20)), 413, "too_large"],
  ])("%s", async (_what, sent, status, code) => {
    const problem = problemOf(await check(sent));
    expect([problem.status, problem.code]).toEqual([status, code]);
  });

  it("is measured in bytes, and read to the last that is permitted", async () => {
    const most = MAX_BODY_BYTES - 2;
    expect((await check(raw(`"${"a".repeat(most)}"`))).status).toBe(400);
    expect((await check(raw(`"${"é".repeat(most / 2 + 1)}"`))).status).toBe(413);
  });

  it.each(["application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.acme+json"])(
    "is taken when it is one and called %s",
    async (type) => {
      const reply = await check({
        raw: Buffer.from(JSON.stringify(good())),
        headers: { "content-type": type },
      });
      expect(reply.status).toBe(200);
    },
  );
});

describe("fields with names that JavaScript has plans for", () => {
  it("are unknown fields like any other", async () => {
    const rest = JSON.stringify(good()).slice(1);
    const text = `{"__proto__":{"mode":"dryRun"},"constructor":1,"toString":2,${rest}`;
    const problem = problemOf(
      await check(raw(text.replace('"to":{', '"to":{"__proto__":{"contactId":"x"},'))),
    );
    expect(pathsOf(problem)).toEqual(["__proto__", "constructor", "to.__proto__", "toString"]);
    expect(({} as Fields).mode).toBeUndefined();
  });

  it.each(["topic", "campaign", "agent"])("are values like any other in %s", async (field) => {
    const values = ["__proto__", "constructor", "hasOwnProperty"];
    for (const value of values) {
      const body = good({ to: { email: freshEmail() }, [field]: value });
      expect((await check({ body })).status).toBe(200);
    }
  });

  it.each(["constructor", "__proto__", "toString"])("name no purpose and no department: %s", async (name) => {
    const problem = problemOf(await check({ body: good({ purpose: name, department: name }) }));
    expect(pathsOf(problem)).toEqual(["department", "purpose"]);
  });
});

describe("a check that is not permitted or leads nowhere", () => {
  it.each<[string, Sent, number, string]>([
    ["no key", { key: null, body: good() }, 401, "unauthenticated"],
    ["another department's key", { key: "tg_dev_marketing", body: good() }, 403, "foreign_department"],
    ["an unknown contact", { body: good({ to: { contactId: "nobody" } }) }, 404, "contact_not_found"],
    [
      "an unknown id of the gate's kind",
      { body: good({ to: { contactId: "c_nobody" } }) },
      404,
      "contact_not_found",
    ],
    ["a long key", { body: good(), headers: { "idempotency-key": "k".repeat(129) } }, 400, "invalid_request"],
  ])("with %s", async (_what, sent, status, code) => {
    const problem = problemOf(await check(sent));
    expect([problem.status, problem.code]).toEqual([status, code]);
  });

  it("without the scope", async () => {
    const made = await gate.send("POST /v1/keys", { body: { scopes: ["contacts:read"] } });
    const problem = problemOf(await check({ body: good(), key: String(made.body.key) }));
    expect([problem.status, problem.code]).toEqual([403, "missing_scope"]);
  });

  it.each(["200", "500", "429", "", "403,410", "abc"])("with denyStatus=%s", async (status) => {
    const problem = problemOf(await gate.send(`POST /v1/check?denyStatus=${status}`, { body: good() }));
    expect([problem.status, pathsOf(problem)]).toEqual([400, ["denyStatus"]]);
  });
});

describe("a path or a method that is not served", () => {
  it.each([
    "/",
    "/v1",
    "/v1/nothing",
    "/v1/check/",
    "//v1/check",
    "/V1/CHECK",
    "/v1/contacts/a/b",
    "/v1/contacts/",
  ])("%s answers 404, without a key too", async (path) => {
    for (const method of ["GET", "POST"]) {
      const problem = problemOf(await gate.send(`${method} ${path}`, { key: null }));
      expect([problem.status, problem.code]).toEqual([404, "no_route"]);
    }
  });

  /** Other methods of some paths are there for a path with a parameter in the place of their last word. */
  const isServedElsewhere = (method: string, path: string) =>
    SERVED.some(
      (route) =>
        route.method === method &&
        route.path.endsWith("}") &&
        route.path.replace(/[^/]+$/, "") === path.replace(/[^/]+$/, ""),
    );
  const paths = [...new Set(SERVED.map(({ path }) => path))];
  it.each(paths)("%s answers other methods with 405 and the methods it serves", async (path) => {
    const served: readonly string[] = SERVED.filter((route) => route.path === path).map(
      ({ method }) => method,
    );
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      if (served.includes(method) || isServedElsewhere(method, path)) continue;
      const reply = await gate.send(`${method} ${path.replaceAll(/\{.*?\}/g, "x")}`);
      expect([method, problemOf(reply).status, problemOf(reply).code]).toEqual([
        method,
        405,
        "method_not_allowed",
      ]);
      const elsewhere = ["GET", "PUT", "PATCH", "DELETE"].filter((one) => isServedElsewhere(one, path));
      const allowed = [...new Set([...served, ...elsewhere])];
      expect(reply.headers.get("allow")?.split(", ").sort()).toEqual(allowed.sort());
    }
  });

  it("answers HEAD without a body: as GET what anybody may read, and nothing else", async () => {
    for (const path of ["/healthz", "/docs", "/openapi.json"]) {
      const reply = await gate.send(`HEAD ${path}`);
      expect([reply.status, reply.body]).toEqual([200, null]);
    }
    const reply = await gate.send("HEAD /v1/contacts/x");
    expect([reply.status, reply.body]).toEqual([405, null]);
    expect(reply.headers.get("allow")).toContain("GET");
    expect((await gate.send("HEAD /nothing")).status).toBe(404);
  });

  it.each(["/%zz", "/%", "/v1/contacts/%e6%9d", "/v1/contacts/%ff", "/v1/check%"])(
    "%s answers 400: its percent-escapes are none",
    async (path) => {
      const problem = problemOf(await gate.send(`GET ${path}`));
      expect([problem.status, problem.code]).toEqual([400, "invalid_request"]);
    },
  );

  it("finds a route through percent-escapes as through plain letters", async () => {
    expect((await gate.send("GET /%68ealthz")).status).toBe(200);
    expect((await gate.send("GET /healthz?email=%zz&a=%")).status).toBe(200);
  });
});

describe("faults of every kind in one request", () => {
  it.each<[string, string, Fields, string[]]>([
    ["form and plan", "", { mode: "dryRun", at: "2020-01-01T00:00:00.000Z", foo: 1 }, ["at", "foo"]],
    ["two malformed addresses", "", { to: { email: "bad", phone: "123" } }, ["to", "to.email", "to.phone"]],
    ["query and body", "?denyStatus=500", { foo: 1 }, ["denyStatus", "foo"]],
  ])("are told together: %s", async (_, query, more, paths) => {
    const answer = await gate.send(`POST /v1/check${query}`, { body: good(more) });
    expect(pathsOf(problemOf(answer)).sort()).toEqual(paths);
  });

  it("are told together of a contact and of a policy", async () => {
    const contact = {
      identities: [{ type: "email", value: "x" }],
      attributes: { timezone: "Mars/X", foo: 1 },
    };
    const put = await gate.send("PUT /v1/contacts/faults", { body: contact });
    expect(pathsOf(problemOf(put)).sort()).toEqual([
      "attributes.foo",
      "attributes.timezone",
      "identities.0.value",
    ]);
    const gap = { id: "a", kind: "gap", min: "P400D", when: { purpose: ["nosuch"] } };
    const policy = {
      id: "p",
      foo: 1,
      purposes: { sales: {} },
      rules: [gap, { ...gap, kind: "curfew" }, gap],
    };
    const { body } = await gate.send("POST /v1/policies/validate", { body: policy });
    const paths = (body as { issues: { path: string }[] }).issues.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(["foo", "rules.0.min", "rules.0.when.purpose.0", "rules.1.kind", "rules.2.id"]),
    );
  });

  it.each<[string, string[]]>([
    ["/v1/duplicates?stat=open", ["stat"]],
    ["/v1/duplicates?stat=open&state=x&limit=0&cursor=x", ["cursor", "limit", "stat", "state"]],
    ["/v1/contacts/nobody/timeline?since=x&limit=0&cursor=x", ["cursor", "limit", "since"]],
    ["/v1/contacts/nobody/timeline?since=x", ["since"]],
    ["/v1/contacts/nobody/owner/history?since=x&until=y&limit=0", ["limit", "since", "until"]],
    ["/v1/suppressions?lists=a&list=a%20b&limit=0", ["limit", "list", "lists"]],
    ["/v1/suppressions?kind=a&type=email&value=nobody&limit=1", ["kind", "limit", "value"]],
    ["/v1/contacts?mail=li%40example.com&email=nobody&region=CN", ["email", "mail", "region"]],
    ["/v1/contacts?email=nobody&phone=1&externalId=zoho", ["", "email", "externalId", "phone"]],
    ["/v1/contacts/nobody?since=x", ["since"]],
    ["/v1/keys?since=x&__proto__=y", ["__proto__", "since"]],
  ])("are told together of the query of GET %s", async (path, paths) => {
    const problem = problemOf(await gate.send(`GET ${path}`));
    expect([problem.status, problem.code, pathsOf(problem)]).toEqual([400, "invalid_request", paths]);
  });

  it("are told of a query only to who may read what it asks for", async () => {
    const made = await gate.send("POST /v1/keys", { body: { scopes: ["check"] } });
    const problem = problemOf(
      await gate.send("GET /v1/duplicates?stat=open", { key: String(made.body.key) }),
    );
    expect([problem.status, problem.code]).toEqual([403, "missing_scope"]);
  });

  it("a misspelt query parameter is refused: its sender relies on it", async () => {
    const answer = await gate.send("POST /v1/check?denystatus=422", { body: good() });
    expect(pathsOf(problemOf(answer))).toEqual(["denystatus"]);
  });

  it.each(["email", "phone"])("%s is no system of external ids", async (system) => {
    const answer = await gate.send("POST /v1/check", {
      body: good({ to: { externalId: { system, id: "li@example.com" } } }),
    });
    expect(pathsOf(problemOf(answer))).toEqual(["to.externalId"]);
  });

  it("wishes that would crowd out everything else are refused", async () => {
    const topics = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`${i}`.padEnd(120, "x"), { optOut: true }]),
    );
    await gate.send("PUT /v1/contacts/wishful", { body: {} });
    const answer = await gate.send("PUT /v1/contacts/wishful/preferences", { body: { topics } });
    expect(problemOf(answer)).toMatchObject({
      status: 400,
      issues: [{ message: expect.stringContaining("8192 bytes") }],
    });
  });
});
