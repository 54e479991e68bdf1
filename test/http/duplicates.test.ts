import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openApiDocument } from "../../functions/docs/openapi.ts";
import { contractOf, describedSender } from "../support/contract.ts";
import {
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  pathsOf,
  problemOf,
  putPolicy,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const lines: Fields[] = [];
/** At most two marketing touches a week. */
const POLICY = {
  id: "capped",
  timezone: "UTC",
  purposes: { marketing: {} },
  rules: [{ id: "weekly", kind: "cap", max: 2, window: { rolling: "P7D" } }],
};

let gate: TestGate;
beforeAll(async () => {
  const started = await startTestGate({ policy: POLICY, log: (line) => void lines.push(line) });
  // Every answer is also compared with what is documented.
  const described = describedSender(started, contractOf(openApiDocument()));
  gate = { ...started, send: described as TestGate["send"] };
});
afterAll(() => gate.stop());

interface Pair extends Fields {
  readonly id: string;
  readonly contacts: readonly [string, string];
}

const drain = async () => {
  const reply = await fetch(`${gate.url}/_local/drain`, { method: "POST" });
  expect(reply.status).toBe(200);
};
const put = async (id: string, addresses: Fields, attributes: Fields = {}) => {
  const identities = Object.entries(addresses).map(([type, value]) => ({ type, value }));
  const reply = await gate.send(`PUT /v1/contacts/${id}`, { body: { identities, attributes } });
  expect([200, 201]).toContain(reply.status);
};
const contactIdOf = async (id: string) => (await gate.send(`GET /v1/contacts/${id}`)).body.contactId;
const check = (to: Fields) => {
  const channel = to.phone === undefined ? "email" : "sms";
  return gate.check({ to, channel, department: "marketing", purpose: "marketing" });
};
const queue = async (state?: string): Promise<readonly Pair[]> => {
  const query = state === undefined ? "?limit=200" : `?limit=200&state=${state}`;
  const reply = await gate.send<{ items: Pair[] }>(`GET /v1/duplicates${query}`);
  expect(reply.status).toBe(200);
  return reply.body.items;
};
const pairWith = async (id: string, state?: string): Promise<Pair> => {
  const pair = (await queue(state)).find(({ contacts }) => contacts.includes(id));
  if (pair === undefined) throw new Error(`no pair of ${id}`);
  return pair;
};

/** Two contacts that list one address, under names of a person or of two. */
async function putTwo(names: readonly [string, string]) {
  const [a, b] = [freshId(), freshId()].sort() as [string, string];
  const [email, phone] = [freshEmail(), freshPhone()];
  await put(a, { email }, { name: names[0] });
  await put(b, { email, phone }, { name: names[1] });
  await drain();
  return { a, b, email, phone };
}
const ONE = ["Li Ming", "Li Ming"] as const;
const TWO = ["Li Ming", "Wang Fang"] as const;

describe("two contacts that are one person", () => {
  it("are merged by themselves: one cap over both addresses, one no for both", async () => {
    const { a, b, email, phone } = await putTwo(ONE);
    expect(await contactIdOf(b)).toBe(a);
    const decisions = [await check({ email }), await check({ phone }), await check({ email })];
    expect(decisions.map(({ decision, contactId }) => [decision, contactId])).toEqual([
      ["allow", a],
      ["allow", a],
      ["defer", a],
    ]);
    await gate.send(`PUT /v1/contacts/${b}/preferences`, { body: { optOutAll: true } });
    for (const to of [{ email }, { phone }]) {
      expect((await check(to)).reasons.map(({ code }) => code)).toContain("opted_out");
    }
    expect(await pairWith(a, "merged")).toMatchObject({ contacts: [a, b], tier: "auto", by: null });
  });

  it("tell it on the timeline, with the rule and by whom, and on the bus without an address", async () => {
    const { a, b, email, phone } = await putTwo(ONE);
    await drain();
    const { items } = (await gate.send<{ items: Fields[] }>(`GET /v1/contacts/${a}/timeline`)).body;
    expect(items).toContainEqual(
      expect.objectContaining({ type: "merge", from: b, rule: "same-email", by: null }),
    );
    const alerts = lines.flatMap(({ alert }) => (alert === undefined ? [] : [alert as Fields]));
    expect(alerts).toContainEqual(
      expect.objectContaining({ type: "ContactMerged", contactId: a, mergedId: b, rule: "same-email" }),
    );
    for (const secret of [email, phone, "Li Ming"]) expect(JSON.stringify(alerts)).not.toContain(secret);
  });

  it("are two again after unmerge, on the timeline too, and never one again by themselves", async () => {
    const { a, b, email, phone } = await putTwo(ONE);
    const done = await gate.send(`POST /v1/contacts/${a}/unmerge`, { body: { contactId: b } });
    expect([done.status, done.body]).toEqual([200, { contactId: a, unmerged: b }]);
    const again = await gate.send(`POST /v1/contacts/${b}/unmerge`, { body: { contactId: a } });
    expect(problemOf(again).code).toBe("not_merged");
    await drain();
    await put(a, { email }, { city: "Guangzhou" });
    await put(b, { email }, { city: "Guangzhou" });
    await drain();
    expect(await contactIdOf(b)).toBe(b);
    const found = await gate.send<{ items: Fields[] }>(`GET /v1/contacts?phone=${encodeURIComponent(phone)}`);
    expect(found.body.items).toMatchObject([{ contactId: b }]);
    expect(await pairWith(a, "unmerged")).toMatchObject({ contacts: [a, b], state: "unmerged" });
    const { items } = (await gate.send<{ items: Fields[] }>(`GET /v1/contacts/${b}/timeline`)).body;
    expect(items).toContainEqual(expect.objectContaining({ type: "unmerge", from: a }));
  });
});

describe("a pair in the queue", () => {
  it("is shown with its evidence, the likeliest first, page by page", async () => {
    const { a, b } = await putTwo(TWO);
    await putTwo(TWO);
    const pair = await pairWith(a);
    expect(pair).toMatchObject({ tier: "review", contacts: [a, b], state: "open", mergedId: null, by: null });
    expect(pair.id).toMatch(/^d_[0-9a-f]{24}$/);
    const evidence = pair.evidence as Fields[];
    expect(evidence).toContainEqual({
      field: "email",
      rule: "same-email",
      detail: expect.stringMatching(/\.$/),
    });
    const whole = await queue();
    const scores = whole.map(({ score }) => Number(score));
    expect(scores).toEqual([...scores].sort((one, other) => other - one));
    const paged: unknown[] = [];
    let next: unknown = "";
    while (next !== null) {
      const { body } = await gate.send(`GET /v1/duplicates?limit=1${next === "" ? "" : `&cursor=${next}`}`);
      paged.push(...(body.items as unknown[]));
      next = body.next;
    }
    expect(paged).toEqual(whole);
  });

  it("is merged by a steward, into the one of the two that they name, as often as they ask", async () => {
    const { a, b, email, phone } = await putTwo(TWO);
    const { id } = await pairWith(a);
    for (const _time of ["first", "again"]) {
      const done = await gate.send(`POST /v1/duplicates/${id}/merge`, { body: { into: b } });
      expect([done.status, done.body]).toEqual([200, { id, state: "merged", contactId: b }]);
    }
    expect((await check({ email })).contactId).toBe(b);
    expect((await check({ phone })).contactId).toBe(b);
    await drain();
    expect(await pairWith(a, "merged")).toMatchObject({ id, state: "merged", by: expect.any(String) });
    expect((await queue()).some((pair) => pair.id === id)).toBe(false);
    const { items } = (await gate.send<{ items: Fields[] }>(`GET /v1/contacts/${b}/timeline`)).body;
    expect(items).toContainEqual(expect.objectContaining({ type: "merge", from: a, rule: "steward" }));
    const late = await gate.send(`POST /v1/duplicates/${id}/dismiss`);
    expect(problemOf(late)).toMatchObject({ status: 409, code: "already_merged" });
  });

  it("is merged without a body, too", async () => {
    const { a, b } = await putTwo(TWO);
    const { id } = await pairWith(a);
    const done = await gate.send(`POST /v1/duplicates/${id}/merge`);
    expect([done.status, done.body]).toEqual([200, { id, state: "merged", contactId: a }]);
    expect(await contactIdOf(b)).toBe(a);
  });

  it("that is dismissed stays so until something else speaks for it", async () => {
    const { a, b, phone } = await putTwo(TWO);
    const { id } = await pairWith(a);
    for (const _time of ["first", "again"]) {
      const done = await gate.send(`POST /v1/duplicates/${id}/dismiss`, { body: {} });
      expect([done.status, done.body]).toEqual([200, { id, state: "dismissed" }]);
    }
    await put(a, {}, { tier: "key" });
    await put(b, {}, { tier: "key" });
    await drain();
    expect(await pairWith(a, "dismissed")).toMatchObject({ id });
    await put(a, { phone });
    await drain();
    expect(await pairWith(a)).toMatchObject({ id, state: "open" });
    expect(await contactIdOf(b)).toBe(b);
  });
});

describe("an address that is held under too many names", () => {
  it("is flagged, and what was merged by it is confirmed or taken apart by a steward", async () => {
    const email = freshEmail();
    const ids = Array.from({ length: 6 }, freshId).sort();
    const names = ["Ann Walker", "Ann Walker", "Bob Turner", "Carl Schmidt", "Dora Jones"];
    for (const [index, name] of names.entries()) {
      await put(String(ids[index]), { email }, { name });
      await drain();
    }
    await drain();
    const [a, b] = ids as [string, string];
    const { identities } = (await gate.send(`GET /v1/contacts/${a}`)).body;
    expect(identities).toMatchObject([{ value: email, flags: ["generic"] }]);
    const pair = await pairWith(b);
    expect(pair).toMatchObject({ contacts: [a, b], tier: "review", state: "open", mergedId: b });
    expect(await contactIdOf(b)).toBe(a);
    const apart = await gate.send(`POST /v1/duplicates/${pair.id}/dismiss`);
    expect(apart.body).toEqual({ id: pair.id, state: "unmerged" });
    await drain();
    expect(await contactIdOf(b)).toBe(b);
    expect(await pairWith(b, "unmerged")).toMatchObject({ id: pair.id, mergedId: null });
  });
});

describe("what is not as it should be", () => {
  it("is told with its path", async () => {
    const { a } = await putTwo(TWO);
    const { id } = await pairWith(a);
    const into = await gate.send(`POST /v1/duplicates/${id}/merge`, { body: { into: "nobody" } });
    const field = await gate.send(`POST /v1/duplicates/${id}/dismiss`, { body: { because: "two" } });
    const state = await gate.send("GET /v1/duplicates?state=lost&limit=0&cursor=x");
    const missing = await gate.send(`POST /v1/contacts/${a}/unmerge`, { body: {} });
    expect([into, field, state, missing].map((reply) => pathsOf(problemOf(reply)))).toEqual([
      ["into"],
      ["because"],
      ["cursor", "limit", "state"],
      ["contactId"],
    ]);
  });

  it.each(["merge", "dismiss"])("is a pair that there is not: %s answers 404", async (operation) => {
    for (const id of ["x", `d_${"0".repeat(24)}`]) {
      const reply = await gate.send(`POST /v1/duplicates/${id}/${operation}`, { body: {} });
      expect(problemOf(reply)).toMatchObject({ status: 404, code: "duplicate_not_found" });
    }
  });
});

describe("the duplicate policy of a policy", () => {
  it("is validated with it, and in force with it", async () => {
    const bad = { ...POLICY, duplicates: { rules: [], limits: { namesPerValue: 0 } } };
    const verdict = await gate.send("POST /v1/policies/validate", { body: bad });
    expect(verdict.body).toMatchObject({
      valid: false,
      issues: [{ path: "duplicates.limits.namesPerValue", message: "must be at least 1" }],
    });
    const refused = await gate.send("PUT /v1/policies/active", { body: bad, headers: { "if-match": "*" } });
    expect(pathsOf(problemOf(refused))).toEqual(["duplicates.limits.namesPerValue"]);

    await putPolicy(gate, { ...POLICY, duplicates: { enabled: false, rules: [] } });
    const { a, b } = await putTwo(ONE);
    expect([await contactIdOf(a), await contactIdOf(b)]).toEqual([a, b]);
    await putPolicy(gate, POLICY);
    for (const id of [a, b]) await put(id, {}, { city: "Guangzhou" });
    await drain();
    expect(await contactIdOf(b)).toBe(a);
  });
});
