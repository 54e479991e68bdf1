import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { MOST_SUPPRESSIONS } from "../../lib/core/suppression-document.ts";
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

const POLICY = {
  id: "suppressions",
  timezone: "UTC",
  purposes: { marketing: {}, notice: { obeys: "hard", counts: false } },
  rules: [],
};
const TEN = "2026-11-23T10:00:00.000Z";
const NOON = "2026-11-23T12:00:00.000Z";

const lines: object[] = [];
let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY, log: (line) => lines.push(line) });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(TEN));

interface Answers {
  readonly items: readonly {
    readonly status: number;
    readonly contactId?: string;
    readonly problem?: { readonly code: string; readonly issues: readonly Fields[] };
  }[];
}
interface Listed {
  readonly items: readonly Fields[];
  readonly next: string | null;
}

const changing = (method: "POST" | "DELETE") => async (items: readonly unknown[]) => {
  const reply = await gate.send<Answers>(`${method} /v1/suppressions`, { body: { items } });
  expect(reply.status).toBe(200);
  return reply.body.items;
};
const suppress = changing("POST");
const release = changing("DELETE");
const listOf = async (query: string) => (await gate.send<Listed>(`GET /v1/suppressions?${query}`)).body;
const ofAddress = (type: string, value: string) => listOf(new URLSearchParams({ type, value }).toString());

/** Every page of a list. */
async function allOf(list: string, limit = 200): Promise<Fields[]> {
  const found: Fields[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Listed = await listOf(`list=${list}&limit=${limit}${cursor && `&cursor=${cursor}`}`);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    cursor = page.next;
  }
  return found;
}

const entry = (value: string, more: Fields = {}): Fields => ({
  type: value.includes("@") ? "email" : "phone",
  value,
  list: "internal",
  ...more,
});
const shown = (value: string, more: Fields = {}): Fields => ({
  reason: null,
  expiresAt: null,
  ...entry(value, more),
});
const mail = (to: Fields, more: Fields = {}) =>
  gate.check({ to, channel: "email", department: "marketing", purpose: "marketing", ...more });
let lists = 0;
const freshList = () => `list-${++lists}`;

describe("a suppressed address", () => {
  it("of a stranger that nobody has seen is never touched, whatever the purpose, until it is taken off", async () => {
    const email = freshEmail();
    const [answer] = await suppress([entry(email, { reason: "asked by letter" })]);
    expect(answer).toEqual({ status: 200, contactId: expect.stringMatching(/^c_/) });
    for (const purpose of ["marketing", "notice"]) {
      expect(await mail({ email }, { purpose })).toMatchObject({
        decision: "deny",
        recorded: false,
        contactId: answer?.contactId,
        reasons: [
          {
            code: "suppressed",
            details: { because: "list", list: "internal", reason: "asked by letter", until: null },
          },
        ],
      });
    }
    expect(await release([entry(email)])).toEqual([{ status: 200, contactId: answer?.contactId }]);
    expect(await mail({ email })).toMatchObject({ decision: "allow" });
  });

  it("of a contact stops its channels and leaves another address free", async () => {
    const [id, email, phone] = [freshId(), freshEmail(), freshPhone()];
    const identities = [
      { type: "email", value: email },
      { type: "phone", value: phone },
    ];
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities } });
    expect(await suppress([entry(email.toUpperCase())])).toEqual([{ status: 200, contactId: id }]);
    expect(await mail({ contactId: id })).toMatchObject({ reasons: [{ code: "suppressed" }] });
    expect(await mail({ contactId: id }, { channel: "sms" })).toMatchObject({ decision: "allow" });
    expect((await ofAddress("email", email)).items).toEqual([shown(email)]);
  });

  it("is free again at its end, in every list", async () => {
    const [email, list] = [freshEmail(), freshList()];
    await suppress([entry(email, { list, expiresAt: "2026-11-23T20:00+08:00" })]);
    expect(await mail({ email })).toMatchObject({ decision: "defer", nextAllowedAt: NOON });
    expect(await allOf(list)).toEqual([shown(email, { list, expiresAt: NOON })]);
    gate.setClock(NOON);
    expect(await mail({ email })).toMatchObject({ decision: "allow" });
    expect([await allOf(list), (await ofAddress("email", email)).items]).toEqual([[], []]);
    expect((await release([entry(email, { list })]))[0]).toMatchObject({ status: 404 });
  });

  it("comes along when it is linked, and is taken off the contact then", async () => {
    const [id, email, list] = [freshId(), freshEmail(), freshList()];
    await suppress([entry(email, { list })]);
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [{ type: "email", value: email }] } });
    expect(await mail({ contactId: id })).toMatchObject({ contactId: id, reasons: [{ code: "suppressed" }] });
    expect(await release([entry(email, { list })])).toEqual([{ status: 200, contactId: id }]);
    expect(await mail({ contactId: id })).toMatchObject({ decision: "allow" });
    expect(await allOf(list)).toEqual([]);
  });

  it("put on its list again has the new reason and end, and is told once for each change", async () => {
    const [email, list] = [freshEmail(), freshList()];
    const first = entry(email, { list, reason: "a" });
    const [answer] = await suppress([first]);
    await suppress([first]);
    gate.setClock("2026-11-23T10:30:00.000Z");
    await suppress([entry(email, { list, reason: "b", expiresAt: NOON })]);
    expect(await allOf(list)).toEqual([shown(email, { list, reason: "b", expiresAt: NOON })]);
    expect((await ofAddress("email", email)).items).toEqual(await allOf(list));
    gate.setClock("2026-11-23T11:00:00.000Z");
    await release([entry(email, { list })]);
    await gate.send("POST /_local/drain");
    const { body } = await gate.send(`GET /v1/contacts/${answer?.contactId}/timeline`);
    const told = { type: "suppression", by: "dev_admin" };
    const key = answer?.contactId;
    expect(body.items).toEqual([
      {
        at: "2026-11-23T11:00:00.000Z",
        ...told,
        change: "removed",
        suppression: { key, list, reason: "b", expiresAt: NOON },
      },
      {
        at: "2026-11-23T10:30:00.000Z",
        ...told,
        change: "added",
        suppression: { key, list, reason: "b", expiresAt: NOON },
      },
      { at: TEN, ...told, change: "added", suppression: { key, list, reason: "a" } },
    ]);
  });
});

describe("entries in bulk", () => {
  it("are answered in order, each by itself, with every fault of each", async () => {
    const [good, other, phone] = [freshEmail(), freshEmail(), freshPhone()];
    const answers = await suppress([
      entry(good),
      entry("nobody@"),
      { type: "zoho", value: "47-11", list: "a b", mood: "bad" },
      entry(phone.slice(3), { region: "CN" }),
      "everybody",
      entry(other, { expiresAt: TEN, reason: "" }),
      entry(other),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 200, 400, 400, 200]);
    const pathsAt = (index: number) => (answers[index]?.problem?.issues ?? []).map(({ path }) => path).sort();
    expect([1, 2, 4, 5].map(pathsAt)).toEqual([
      ["items.1.value"],
      ["items.2.list", "items.2.mood", "items.2.type"],
      ["items.4"],
      ["items.5.expiresAt", "items.5.reason"],
    ]);
    expect(await mail({ phone }, { channel: "sms" })).toMatchObject({ reasons: [{ code: "suppressed" }] });
    expect(await mail({ email: other })).toMatchObject({ decision: "deny" });
  });

  it("of one address are carried out in order, in one write", async () => {
    const email = freshEmail();
    const [a, b] = [freshList(), freshList()];
    const [answer] = await suppress([
      entry(email, { list: a, reason: "first" }),
      entry(email, { list: b }),
      entry(email, { list: a, reason: "second" }),
    ]);
    expect(await allOf(a)).toEqual([shown(email, { list: a, reason: "second" })]);
    const twice = await release([entry(email, { list: a }), entry(email, { list: a })]);
    expect(twice.map(({ status }) => status)).toEqual([200, 404]);
    expect(twice[1]?.problem?.code).toBe("suppression_not_found");
    await gate.send("POST /_local/drain");
    const { body } = await gate.send(`GET /v1/contacts/${answer?.contactId}/timeline`);
    expect(body.items).toHaveLength(3);
  });

  it("of two addresses of one contact at once are all kept", async () => {
    const [id, list] = [freshId(), freshList()];
    const emails = Array.from({ length: 15 }, freshEmail);
    const identities = emails.map((value) => ({ type: "email", value }));
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities } });
    const answers = await suppress(emails.map((email) => entry(email, { list })));
    expect(new Set(answers.map(({ contactId }) => contactId))).toEqual(new Set([id]));
    expect(await allOf(list)).toHaveLength(15);
    for (const email of emails) expect((await ofAddress("email", email)).items).toHaveLength(1);
  });

  it("fill a contact's lists to their limit and no further", async () => {
    const email = freshEmail();
    const answers = await suppress(
      Array.from({ length: MOST_SUPPRESSIONS + 2 }, (_, n) => entry(email, { list: `many-${n}` })),
    );
    expect(answers.map(({ status }) => status)).toEqual([
      ...Array<number>(MOST_SUPPRESSIONS).fill(200),
      409,
      409,
    ]);
    expect(answers.at(-1)?.problem?.code).toBe("limit_reached");
    const [again] = await suppress([entry(email, { list: "many-0", reason: "still there" })]);
    expect(again?.status).toBe(200);
  });

  it("bind whoever shares the address, however many lists they stand on", async () => {
    const [owner, sharer, email, phone] = [freshId(), freshId(), freshEmail(), freshPhone()];
    const address = { type: "email", value: email };
    await gate.send(`PUT /v1/contacts/${owner}`, { body: { identities: [address] } });
    const identities = [address, { type: "phone", value: phone }];
    await gate.send(`PUT /v1/contacts/${sharer}`, { body: { identities } });
    const many = Array.from({ length: MOST_SUPPRESSIONS }, (_, n) => `many-${n}`);
    await suppress(many.map((list) => ({ type: "phone", value: phone, list })));
    const [answer] = await suppress([entry(email, { list: "internal" })]);
    expect(answer).toEqual({ status: 200, contactId: owner });
    const check = { channel: "email", department: "marketing", purpose: "marketing" };
    const { decision } = await gate.check({ to: { contactId: sharer }, ...check });
    expect(decision).toBe("deny");
  });

  it.each<[string, unknown, string[]]>([
    ["no entries", { items: [] }, ["items"]],
    ["too many", { items: Array(501).fill({}) }, ["items"]],
    ["no list of them", { items: {}, list: "internal" }, ["items", "list"]],
    ["a list as it is", [], [""]],
  ])("are refused as a whole: %s", async (_what, body, paths) => {
    for (const method of ["POST", "DELETE"]) {
      const problem = problemOf(await gate.send(`${method} /v1/suppressions`, { body }));
      expect([problem.status, pathsOf(problem)]).toEqual([400, paths]);
    }
  });

  it("never put an address into the log", async () => {
    const email = freshEmail();
    await suppress([entry(email, { list: freshList() }), entry(`${email}@`)]);
    await ofAddress("email", email);
    await release([entry(email)]);
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toContain(email);
  });
});

describe("the list of suppressions", () => {
  it("is whole, page by page, and the same as the states say", async () => {
    const list = freshList();
    const emails = Array.from({ length: 45 }, freshEmail);
    await suppress(emails.map((email) => entry(email, { list })));
    await suppress([entry(freshEmail(), { list: `${list}x` })]);
    for (const limit of [1, 7, 45, 200]) {
      const values = (await allOf(list, limit)).map(({ value }) => value);
      expect(values.toSorted()).toEqual(emails.toSorted());
    }
    await release(emails.slice(0, 40).map((email) => entry(email, { list })));
    const left = await allOf(list);
    expect(left.map(({ value }) => value).sort()).toEqual(emails.slice(40).sort());
    for (const { value } of left) {
      expect((await ofAddress("email", String(value))).items).toEqual([shown(String(value), { list })]);
    }
  });

  it("holds those of every list when none is named", async () => {
    const [email, other] = [freshEmail(), freshEmail()];
    await suppress([entry(email, { list: freshList() }), entry(other, { list: freshList() })]);
    const { items } = await listOf("limit=200");
    expect(items.map(({ value }) => value)).toEqual(expect.arrayContaining([email, other]));
  });

  it("of an address nobody has seen is empty", async () => {
    expect(await ofAddress("phone", freshPhone())).toEqual({ items: [], next: null });
    const region = await listOf(`type=phone&value=${freshPhone().slice(3)}&region=CN`);
    expect(region).toEqual({ items: [], next: null });
  });

  it.each<[string, string[]]>([
    ["type=email", ["value"]],
    ["value=li%40example.com", ["type"]],
    ["type=zoho&value=47-11", ["type"]],
    ["type=email&value=nobody", ["value"]],
    ["type=phone&value=13800138000&region=China", ["region", "value"]],
    ["type=email&value=li%40example.com&list=internal&limit=3", ["limit", "list"]],
    ["list=a%20b&region=CN", ["list", "region"]],
    ["list=internal&cursor=x&limit=0", ["cursor", "limit"]],
    ["lists=internal", ["lists"]],
  ])("refuses ?%s", async (query, paths) => {
    const problem = problemOf(await gate.send(`GET /v1/suppressions?${query}`));
    expect([problem.status, pathsOf(problem)]).toEqual([400, paths]);
  });
});

describe("an address that two contacts list", () => {
  const emailTo = (to: Fields) =>
    gate.check({ to, ...{ channel: "email", department: "d", purpose: "marketing" } });
  const put = (id: string, email: string) =>
    gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [{ type: "email", value: email }] } });

  it("is suppressed for both, and released for both", async () => {
    const [owner, other, email] = [freshId(), freshId(), freshEmail()];
    await put(owner, email);
    await put(other, email);
    await suppress([{ type: "email", value: email, list: "legal" }]);
    for (const contactId of [owner, other]) {
      const decided = await emailTo({ contactId });
      expect(decided).toMatchObject({ contactId, decision: "deny", reasons: [{ code: "suppressed" }] });
    }
    await release([{ type: "email", value: email, list: "legal" }]);
    for (const contactId of [owner, other])
      expect(await emailTo({ contactId })).toMatchObject({ decision: "allow" });
  });

  it("is suppressed for one who lists it later", async () => {
    const [owner, other, email] = [freshId(), freshId(), freshEmail()];
    await put(owner, email);
    await suppress([{ type: "email", value: email, list: "legal" }]);
    await put(other, email);
    const decided = await emailTo({ contactId: other });
    expect(decided).toMatchObject({ decision: "deny", reasons: [{ code: "suppressed" }] });
  });
});
