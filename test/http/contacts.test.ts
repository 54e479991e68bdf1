import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findContact } from "../../lib/store/contacts.ts";
import { stateKey } from "../../lib/store/keys.ts";
import {
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
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

const put = (id: string, body: Fields, headers: Record<string, string> = {}) =>
  gate.send(`PUT /v1/contacts/${id}`, { body, headers });
const patch = (id: string, body: Fields, headers: Record<string, string> = {}) =>
  gate.send(`PATCH /v1/contacts/${id}`, { body, headers });
const get = (id: string) => gate.send(`GET /v1/contacts/${id}`);
const emailOf = (value: string) => ({ type: "email", value });
const etagOf = ({ headers }: { headers: Headers }): string => headers.get("etag") ?? "none";
const attributesOf = ({ body }: { body: Fields }) => body.attributes as Fields;

const NO_ATTRIBUTES = {
  name: null,
  company: null,
  birthDate: null,
  city: null,
  street: null,
  postalCode: null,
  country: null,
  region: null,
  timezone: null,
  language: null,
  stage: null,
  tier: null,
  tags: null,
  recipientType: null,
};

describe("PUT /v1/contacts/{contactId}", () => {
  it("makes a contact with 201, its addresses in canonical spelling, and shows the same to GET", async () => {
    const [id, email, phone] = [freshId(), freshEmail(), freshPhone()];
    const attributes = {
      name: "李明",
      company: "Acme 有限公司",
      birthDate: null,
      country: "cn",
      region: "44",
      city: "广州",
      postalCode: "510000",
      timezone: "Asia/Shanghai",
      language: "zh-CN",
      stage: "prospect",
      tier: "key",
      tags: ["purchased:crm"],
      recipientType: "consumer",
    };
    const made = await put(id, {
      identities: [
        emailOf(` ${email.toUpperCase()} `),
        { type: "phone", value: phone.slice(3), region: "CN" },
        { type: "zoho", value: "47-11" },
      ],
      attributes,
    });
    expect(made.status).toBe(201);
    expect(etagOf(made)).toMatch(/^"[\w-]+"$/);
    expect(made.body).toStrictEqual({
      contactId: id,
      status: "active",
      identities: [
        { type: "email", value: email, valid: true, flags: [], shared: false },
        { type: "phone", value: phone, valid: true, flags: [], shared: false },
        { type: "zoho", value: "47-11", valid: true, flags: [], shared: false },
      ],
      attributes: { ...NO_ATTRIBUTES, ...attributes, country: "CN" },
    });
    const read = await get(id);
    expect([read.status, read.body, etagOf(read)]).toEqual([200, made.body, etagOf(made)]);
  });

  it("flags addresses of functions, of throw-away and of free providers, and shows the same to GET", async () => {
    const [id, number] = [freshId(), freshId().replace(/\D/g, "")];
    const made = await put(id, {
      identities: [
        emailOf(`sales.${number}@example.com`),
        emailOf(`li.${number}@QQ.com`),
        emailOf(`kefu${number}@mailinator.com`),
        emailOf(`li.${number}@example.com`),
        { type: "phone", value: `400 820 ${number.padStart(4, "0")}`, region: "CN" },
        { type: "zoho", value: `info@${number}` },
      ],
    });
    expect(made.status).toBe(201);
    expect((made.body.identities as Fields[]).map(({ flags }) => flags)).toEqual([
      ["role"],
      ["free-mail"],
      ["role", "disposable"],
      [],
      ["role"],
      [],
    ]);
    const read = await get(id);
    expect([read.body, etagOf(read)]).toEqual([made.body, etagOf(made)]);
  });

  it("suggests what was likely meant by a mistyped address, keeps what was put, and says the same to every read", async () => {
    const [id, number] = [freshId(), freshId().replace(/\D/g, "")];
    const value = `li.${number}@gmail.con`;
    const made = await put(id, { identities: [emailOf(value), emailOf(`li.${number}@mail.com`)] });
    expect(made.body.identities).toStrictEqual([
      {
        ...{ type: "email", value, valid: true, flags: [], shared: false },
        suggestion: `li.${number}@gmail.com`,
      },
      {
        ...{ type: "email", value: `li.${number}@mail.com`, valid: true, flags: ["free-mail"] },
        shared: false,
      },
    ]);
    const read = await get(id);
    expect([read.body, etagOf(read)]).toEqual([made.body, etagOf(made)]);
    expect((await gate.send(`GET /v1/contacts?email=${value}`)).body.items).toEqual([made.body]);
    const meant = await gate.send(`GET /v1/contacts?email=li.${number}@gmail.com`);
    expect(meant.body.items).toEqual([]);
  });

  it("flags an address that the contact had listed before anybody asked what can be read off it", async () => {
    const email = `info${freshId().replace(/\D/g, "")}@example.com`;
    const to = { email };
    const body = { to, channel: "email", department: "service", purpose: "service" };
    const { contactId } = (await gate.send("POST /v1/check", { body })).body;
    const stranger = await get(String(contactId));
    expect(stranger.body.identities).toMatchObject([{ value: null, flags: [] }]);
    const known = await put(String(contactId), { identities: [emailOf(email)] });
    expect([known.status, known.body.identities]).toMatchObject([200, [{ value: email, flags: ["role"] }]]);
  });

  it("tells where a number can be that the contact had listed before its first digits were kept", async () => {
    const id = freshId();
    const identities = [{ type: "phone", value: "+1 850 432 1234" }];
    const first = await put(id, { identities });
    const regions = async () => (await findContact({ store: gate.store }, id))?.identities[0]?.regions;
    expect(await regions()).toEqual(["US/850"]);
    const item = JSON.stringify(await gate.store.get(stateKey(id)));
    await gate.store.put({ item: JSON.parse(item.replace("US/850", "US")) });
    expect(await regions()).toEqual(["US"]);
    const again = await put(id, { identities });
    expect([again.status, etagOf(again), await regions()]).toEqual([200, etagOf(first), ["US/850"]]);
  });

  it("answers 200 and changes nothing when the same is put again, in any spelling", async () => {
    const [id, email] = [freshId(), freshEmail()];
    const first = await put(id, { identities: [emailOf(email)], attributes: { stage: "lead" } });
    const again = await put(id, {
      identities: [emailOf(email.toUpperCase())],
      attributes: { stage: "lead" },
    });
    expect([again.status, again.body, etagOf(again)]).toEqual([200, first.body, etagOf(first)]);
  });

  it("replaces the attributes given, keeps those left out, and clears with null", async () => {
    const id = freshId();
    const tags = ["a", "b"];
    await put(id, { attributes: { name: "Li", city: "Wuhan", stage: "lead", tier: "key", tags } });
    const changed = await put(id, { attributes: { name: null, stage: "customer", tier: null } });
    expect(attributesOf(changed)).toEqual({ ...NO_ATTRIBUTES, city: "Wuhan", stage: "customer", tags });
    expect(attributesOf(await put(id, { attributes: { tags: [] } }))).toMatchObject({ tags: [] });
    expect(attributesOf(await get(id))).toMatchObject({ city: "Wuhan", stage: "customer" });
  });

  it("adds addresses to those it has", async () => {
    const [id, one, two] = [freshId(), freshEmail(), freshEmail()];
    await put(id, { identities: [emailOf(one)] });
    const both = await put(id, { identities: [emailOf(two)] });
    expect(both.body.identities).toMatchObject([{ value: one }, { value: two }]);
  });

  it("takes an empty body: a contact of which nothing is known", async () => {
    const made = await put(freshId(), {});
    expect([made.status, made.body.identities, attributesOf(made)]).toEqual([201, [], NO_ATTRIBUTES]);
  });

  it("holds at most 20 identities, in one body or over several", async () => {
    const id = freshId();
    const many = (count: number) => Array.from({ length: count }, () => emailOf(freshEmail()));
    const tooMany = problemOf(await put(id, { identities: many(21) }));
    expect([tooMany.status, pathsOf(tooMany)]).toEqual([400, ["identities"]]);
    expect((await get(id)).status).toBe(404);
    const full = many(20);
    expect((await put(id, { identities: full })).status).toBe(201);
    expect((await put(id, { identities: full })).status).toBe(200);
    const oneMore = problemOf(await put(id, { identities: many(1) }));
    expect([oneMore.status, pathsOf(oneMore)]).toEqual([400, ["identities"]]);
    expect((await get(id)).body.identities).toHaveLength(20);
  });

  it("refuses an id of the gate's own kind that it never made", async () => {
    const unknown = problemOf(await put("c_AAAAAAAAAAAAAAAAAAAAAA", { attributes: { stage: "lead" } }));
    expect([unknown.status, unknown.code]).toEqual([404, "contact_not_found"]);
  });

  it("names every fault of a body at once", async () => {
    const problem = problemOf(
      await put(`bad*${freshId()}`, {
        identities: [
          emailOf("no-at"),
          { type: "phone", value: "123", region: "CN" },
          { type: "E", value: "" },
        ],
        attributes: { country: "China", birthDate: "1990-02-31", tags: "a", colour: "red" },
        onDuplicate: "join",
        extra: 1,
      }),
    );
    expect([problem.status, problem.code]).toEqual([400, "invalid_request"]);
    expect(pathsOf(problem)).toEqual([
      "attributes.birthDate",
      "attributes.colour",
      "attributes.country",
      "attributes.tags",
      "contactId",
      "extra",
      "identities.0.value",
      "identities.1.value",
      "identities.2.type",
      "identities.2.value",
      "onDuplicate",
    ]);
  });

  it("refuses a time zone that is none", async () => {
    const problem = problemOf(await put(freshId(), { attributes: { timezone: "Mars/Olympus" } }));
    expect([problem.status, pathsOf(problem)]).toEqual([400, ["attributes.timezone"]]);
  });
});

describe("If-Match", () => {
  it("lets a change through only over the representation that was seen", async () => {
    const id = freshId();
    const first = etagOf(await put(id, { attributes: { stage: "lead" } }));
    const second = await put(id, { attributes: { stage: "prospect" } }, { "if-match": first });
    expect(second.status).toBe(200);
    const stale = problemOf(await put(id, { attributes: { stage: "x" } }, { "if-match": first }));
    expect([stale.status, stale.code]).toEqual([412, "precondition_failed"]);
    const stalePatch = await patch(id, { attributes: { stage: "x" } }, { "if-match": first });
    expect([stalePatch.status, problemOf(stalePatch).code]).toEqual([412, "precondition_failed"]);
    expect(attributesOf(await get(id))).toMatchObject({ stage: "prospect" });
    expect((await patch(id, { attributes: { stage: "y" } }, { "if-match": etagOf(second) })).status).toBe(
      200,
    );
  });

  it("with * needs the contact to be there", async () => {
    const id = freshId();
    expect((await put(id, {}, { "if-match": "*" })).status).toBe(412);
    await put(id, {});
    expect((await put(id, { attributes: { stage: "lead" } }, { "if-match": "*" })).status).toBe(200);
  });

  it("does not change with touches: only with what the body shows", async () => {
    const [id, email] = [freshId(), freshEmail()];
    const made = await put(id, { identities: [emailOf(email)] });
    await gate.check({ to: { email }, channel: "email", department: "marketing", purpose: "marketing" });
    expect(etagOf(await get(id))).toBe(etagOf(made));
  });
});

describe("PATCH /v1/contacts/{contactId}", () => {
  it("changes the attributes given and nothing else", async () => {
    const [id, email] = [freshId(), freshEmail()];
    await put(id, { identities: [emailOf(email)], attributes: { name: "Li", tier: "key" } });
    const patched = await patch(id, { attributes: { name: null, stage: "customer" } });
    expect(patched.status).toBe(200);
    expect(patched.body.identities).toMatchObject([{ value: email }]);
    expect(attributesOf(patched)).toEqual({ ...NO_ATTRIBUTES, tier: "key", stage: "customer" });
    expect((await get(id)).body).toEqual(patched.body);
  });

  it("answers 404 for a contact that is not there, and makes none", async () => {
    const id = freshId();
    expect(problemOf(await patch(id, { attributes: { stage: "lead" } })).code).toBe("contact_not_found");
    expect(problemOf(await get(id)).status).toBe(404);
  });

  it("names every fault of a body at once", async () => {
    const body = {
      attributes: { stage: "", tier: 3 },
      removeIdentities: [emailOf("no-at"), 7],
      identities: [],
      onDuplicate: "allow",
    };
    const problem = problemOf(await patch(freshId(), body));
    expect([problem.status, pathsOf(problem)]).toEqual([
      400,
      [
        "attributes.stage",
        "attributes.tier",
        "identities",
        "onDuplicate",
        "removeIdentities.0.value",
        "removeIdentities.1",
      ],
    ]);
  });
});

describe("GET /v1/contacts", () => {
  it("finds a contact by e-mail, phone or external id, in any spelling", async () => {
    const [id, email, phone] = [freshId(), freshEmail(), freshPhone()];
    const made = await put(id, {
      identities: [emailOf(email), { type: "phone", value: phone }, { type: "zoho", value: `${id}:7` }],
    });
    for (const query of [
      `email=${encodeURIComponent(email.toUpperCase())}`,
      `phone=${encodeURIComponent(phone)}`,
      `phone=${phone.slice(3)}&region=CN`,
      `externalId=${encodeURIComponent(`zoho:${id}:7`)}`,
    ]) {
      const found = await gate.send(`GET /v1/contacts?${query}`);
      expect([found.status, found.body]).toEqual([200, { items: [made.body], next: null }]);
    }
  });

  it("finds nobody under an address that is not known", async () => {
    const found = await gate.send(`GET /v1/contacts?email=${freshEmail()}`);
    expect([found.status, found.body]).toEqual([200, { items: [], next: null }]);
  });

  it.each([
    ["", [""]],
    ["?region=CN", [""]],
    ["?name=Li", ["", "name"]],
    ["?email=a@example.com&phone=%2B8613800138000", [""]],
    ["?email=nobody", ["email"]],
    ["?email=a@example.com&region=CN", ["region"]],
    ["?phone=12", ["phone"]],
    ["?externalId=zoho", ["externalId"]],
    ["?externalId=Z!:1", ["externalId"]],
    ["?__proto__=1", ["", "__proto__"]],
  ])("refuses the query %j", async (query, paths) => {
    const problem = problemOf(await gate.send(`GET /v1/contacts${query}`));
    expect([problem.status, problem.code, pathsOf(problem)]).toEqual([400, "invalid_request", paths]);
  });

  it("answers 404 for an id that nobody has", async () => {
    for (const id of [freshId(), "c_AAAAAAAAAAAAAAAAAAAAAA", "a%2Fb", "%E6%9D%8E", "__proto__"]) {
      expect([problemOf(await get(id)).status, problemOf(await get(id)).code]).toEqual([
        404,
        "contact_not_found",
      ]);
    }
  });

  it.each(["GET", "PATCH"])(
    "answers a %s with an id longer than any with a client's problem",
    async (method) => {
      const line = `${method} /v1/contacts/${"a".repeat(3_000)}`;
      const reply = await gate.send(line, method === "GET" ? {} : { body: {} });
      expect(problemOf(reply).status).toBeLessThan(500);
    },
  );
});

describe("an address of two contacts", () => {
  const twoWith = async (email: string) => {
    const [first, second] = [freshId(), freshId()];
    await put(first, { identities: [emailOf(email)] });
    return { first, second, later: await put(second, { identities: [emailOf(email)] }) };
  };

  it("belongs to the first, and is listed as shared by the second", async () => {
    const email = freshEmail();
    const { first, later } = await twoWith(email);
    expect([later.status, later.body.identities]).toMatchObject([201, [{ value: email, shared: true }]]);
    expect((await get(first)).body.identities).toMatchObject([{ shared: false }]);
    const found = await gate.send(`GET /v1/contacts?email=${email}`);
    expect(found.body.items).toMatchObject([{ contactId: first }]);
  });

  it("counts for the first when a check names it", async () => {
    const email = freshEmail();
    const { first, second } = await twoWith(email);
    const request = { channel: "email", department: "marketing", purpose: "marketing", include: ["recent"] };
    const touched = await gate.check({ ...request, to: { email } });
    expect(touched.contactId).toBe(first);
    const dryRun = { ...request, mode: "dryRun" };
    expect((await gate.check({ ...dryRun, to: { contactId: first } })).recent).toHaveLength(1);
    expect((await gate.check({ ...dryRun, to: { contactId: second } })).recent).toHaveLength(0);
  });

  it("is refused with 409 and the first one's id when the second does not want to share", async () => {
    const [first, second, email] = [freshId(), freshId(), freshEmail()];
    await put(first, { identities: [emailOf(email)] });
    const refused = await put(second, { identities: [emailOf(email)], onDuplicate: "reject" });
    const problem = problemOf(refused);
    expect([problem.status, problem.code]).toEqual([409, "identity_taken"]);
    expect(problem.detail).toContain(first);
    expect((await get(second)).status).toBe(404);
    expect((await put(first, { identities: [emailOf(email)], onDuplicate: "reject" })).status).toBe(200);
  });

  it("goes to exactly one of many who list it at the same time", async () => {
    const email = freshEmail();
    const ids = Array.from({ length: 8 }, freshId);
    const made = await Promise.all(ids.map((id) => put(id, { identities: [emailOf(email)] })));
    const shared = made.map(({ body }) => (body.identities as { shared: boolean }[])[0]?.shared);
    expect(made.map(({ status }) => status)).toEqual(ids.map(() => 201));
    expect(shared.filter((is) => is === false)).toHaveLength(1);
    const found = await gate.send(`GET /v1/contacts?email=${email}`);
    expect(found.body.items).toMatchObject([{ contactId: ids[shared.indexOf(false)] }]);
  });
});
