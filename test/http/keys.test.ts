import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROUTES, type Route, SCOPES } from "../../functions/routes.ts";
import { hashOf } from "../../lib/store/keys.ts";
import {
  type Fields,
  freshEmail,
  pathsOf,
  problemOf,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate();
});
afterAll(() => gate.stop());

interface Key extends Fields {
  readonly id: string;
  readonly key: string;
}

async function createKey(body: Fields): Promise<Key> {
  const reply = await gate.send<Key>("POST /v1/keys", { body });
  expect(reply.status).toBe(201);
  return reply.body;
}

const listed = async () => (await gate.send("GET /v1/keys")).body.items as Fields[];
const check = (key: string | null, headers = {}) =>
  gate.send("POST /v1/check", {
    key,
    headers,
    body: { to: { email: freshEmail() }, channel: "email", department: "sales", purpose: "sales" },
  });
const basic = (name: string, key: string) => ({
  authorization: `Basic ${Buffer.from(`${name}:${key}`).toString("base64")}`,
});

describe("/v1/keys", () => {
  it("makes a key, tells its text once, and lists nothing that opens anything", async () => {
    const made = await createKey({ scopes: ["check", "check"], department: "sales", note: "dialler" });
    expect(made).toStrictEqual({
      id: expect.stringMatching(/^[A-Za-z0-9]{12}$/),
      department: "sales",
      scopes: ["check"],
      note: "dialler",
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      key: expect.stringMatching(/^tg_[A-Za-z0-9]{12}\.[\w-]{43}$/),
    });
    const list = await gate.send("GET /v1/keys");
    const { key, ...shown } = made;
    expect([list.status, Object.keys(list.body)]).toEqual([200, ["items", "next"]]);
    expect(list.body.items).toContainEqual(shown);
    const text = JSON.stringify(list.body);
    for (const secret of [key, key.split(".")[1] ?? key, hashOf(key), "hash"]) {
      expect(text).not.toContain(secret);
    }
  });

  it("makes keys for any department unless told one", async () => {
    expect(await createKey({ scopes: ["check"] })).toMatchObject({ department: null, note: null });
    expect(await createKey({ scopes: [...SCOPES], department: null })).toMatchObject({ scopes: SCOPES });
  });

  it("makes keys that work at once, as Bearer and as Basic password, and not otherwise", async () => {
    const { id, key } = await createKey({ scopes: ["check"] });
    expect((await check(key)).status).toBe(200);
    expect((await check(null, { authorization: `bearer ${key}` })).status).toBe(200);
    expect((await check(null, basic("anybody", key))).status).toBe(200);
    expect((await check(null, basic("", key))).status).toBe(200);
    for (const authorization of [
      key,
      `Bearer ${key}x`,
      `Bearer ${key.slice(0, -1)}`,
      `Bearer tg_${id}`,
      `Bearer tg_${id}.`,
      `Token ${key}`,
      `Bearer ${key} ${key}`,
      basic(key, "").authorization,
      `Basic ${key}`,
      "Bearer",
      "",
    ]) {
      expect([authorization, (await check(null, { authorization })).status]).toEqual([authorization, 401]);
    }
  });

  it("binds a key to its department", async () => {
    const { key } = await createKey({ scopes: ["check"], department: "marketing" });
    const foreign = problemOf(await check(key));
    expect([foreign.status, foreign.code]).toEqual([403, "foreign_department"]);
  });

  it("revokes a key: 401 from then on, and it is listed no more", async () => {
    const { id, key } = await createKey({ scopes: ["check"] });
    expect((await check(key)).status).toBe(200);
    const revoked = await gate.send(`DELETE /v1/keys/${id}`);
    expect([revoked.status, revoked.body]).toEqual([204, null]);
    expect(problemOf(await check(key))).toMatchObject({ status: 401, code: "unauthenticated" });
    expect((await listed()).map((item) => item.id)).not.toContain(id);
    expect(problemOf(await gate.send(`DELETE /v1/keys/${id}`)).code).toBe("key_not_found");
  });

  it("answers a key that nobody has with 404, and an id too long for any with a client's problem", async () => {
    expect(problemOf(await gate.send("DELETE /v1/keys/nobody")).status).toBe(404);
    expect(problemOf(await gate.send(`DELETE /v1/keys/${"a".repeat(3_000)}`)).status).toBeLessThan(500);
  });

  it("refuses a body with every fault at once", async () => {
    const body = { scopes: ["check", "everything"], department: "", note: 1, secret: "mine" };
    const problem = problemOf(await gate.send("POST /v1/keys", { body }));
    expect([problem.status, pathsOf(problem)]).toEqual([400, ["department", "note", "scopes.1", "secret"]]);
    for (const scopes of [undefined, [], "check"]) {
      const refused = problemOf(await gate.send("POST /v1/keys", { body: { scopes } }));
      expect([refused.status, pathsOf(refused)]).toEqual([400, ["scopes"]]);
    }
  });

  it("lists more keys than fit a page of the table", async () => {
    const made = await Promise.all(Array.from({ length: 120 }, () => createKey({ scopes: ["check"] })));
    const ids = (await listed()).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
  });
});

const GUARDED = ROUTES.filter((route: Route) => route.scope !== "public");
const lineOf = ({ method, path }: Route) =>
  `${method} ${path.replace("{contactId}", "c-nobody").replace("{keyId}", "nobody")}`;
/** A body that every schema refuses, so that a call which gets past the guard changes nothing. */
const bodyFor = ({ method }: Route) =>
  ["POST", "PUT", "PATCH"].includes(method) ? { body: { "no such field": 1 } } : {};

describe.each(GUARDED)("$method $path", (route) => {
  const send = (key: string | null) => gate.send(lineOf(route), { ...bodyFor(route), key });

  it("answers 401 without a good key", async () => {
    const { id, key } = await createKey({ scopes: [...SCOPES] });
    await gate.send(`DELETE /v1/keys/${id}`);
    for (const bad of [null, "sesame", "tg_", "tg_nobody.secret", "tg_dev_admin.x", key]) {
      const refused = await send(bad);
      expect([bad, problemOf(refused).code, refused.status]).toEqual([bad, "unauthenticated", 401]);
      expect(refused.headers.get("www-authenticate")).toContain("Bearer");
    }
  });

  it(`answers 403 to a key that may do everything but ${route.scope}`, async () => {
    const { key } = await createKey({ scopes: SCOPES.filter((scope) => scope !== route.scope) });
    const refused = problemOf(await send(key));
    expect([refused.status, refused.code]).toEqual([403, "missing_scope"]);
    expect(refused.detail).toContain(route.scope);
  });

  it(`lets a key with nothing but ${route.scope} through to the operation`, async () => {
    const { key } = await createKey({ scopes: [route.scope] });
    expect([401, 403]).not.toContain((await send(key)).status);
  });
});

it("/healthz needs no key", async () => {
  expect(await gate.send("GET /healthz", { key: null })).toMatchObject({
    status: 200,
    body: {
      status: "ok",
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      policy: { id: "default", version: 1 },
    },
  });
});
