import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDeps } from "../../functions/shared/deps.ts";
import { MOST_LIST_AGES, stampLists } from "../../lib/store/list-ages.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import { NOW } from "../support/checking.ts";
import {
  type Fields,
  freshEmail,
  freshPhone,
  pathsOf,
  problemOf,
  putPolicy,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

/** Policies may say how old a suppression list may be; a list is told whole as of an instant. */

const TEN = "2026-11-23T10:00:00.000Z";
const DAY = 86_400_000;
const daysAgo = (days: number, more = 0) => new Date(Date.parse(TEN) - days * DAY - more).toISOString();

const policyOf = (suppressionLists: Fields) => ({
  ...{ id: "lists", timezone: "UTC", purposes: { sales: {}, notice: { obeys: "hard" } }, rules: [] },
  suppressionLists,
});

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: policyOf({}) });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(TEN));

let lists = 0;
const freshList = () => `register-${++lists}`;
/** A policy that wants one list at most 31 days old for calls. */
const wanting = async (list: string) => {
  await putPolicy(gate, policyOf({ [list]: { maxAgeDays: 31, when: { channel: ["call"] } } }));
};
const calls = (more: Fields = {}) =>
  gate.check({
    ...{ to: { phone: freshPhone() }, channel: "call", department: "sales", purpose: "sales" },
    ...more,
  });
const post = (body: Fields) => gate.send<Fields>("POST /v1/suppressions", { body });
const entry = (list: string, value = freshPhone()) => ({ type: "phone", value, list });
const told = async (list: string, asOf: string) => {
  const reply = await post({ items: [entry(list)], asOf });
  expect(reply.status).toBe(200);
  return reply.body.list;
};
const agesOf = async (query = "") =>
  (await gate.send<{ lists: readonly Fields[] }>(`GET /v1/suppressions?limit=1${query}`)).body.lists;

describe("a list that the policy wants fresh", () => {
  it("stops whom it is for until it is told whole, then no longer", async () => {
    const list = freshList();
    await wanting(list);
    expect(await calls()).toMatchObject({
      decision: "deny",
      nextAllowedAt: null,
      reasons: [
        {
          ...{ rule: "suppressed", kind: "suppressed", code: "suppressed", nextAllowedAt: null },
          details: { because: "list_outdated", list, asOf: null, maxAgeDays: 31 },
          message: expect.stringMatching(/never imported.*: import it$/),
        },
      ],
    });
    expect(await told(list, daysAgo(31))).toEqual({
      ...{ list, asOf: daysAgo(31), stamped: true, detail: null },
    });
    expect(await calls()).toMatchObject({ decision: "allow", recorded: true });
  });

  it("stops them again once it is older, whatever the purpose, and leaves others free", async () => {
    const list = freshList();
    await wanting(list);
    await told(list, daysAgo(31, 1));
    for (const purpose of ["sales", "notice"]) {
      expect(await calls({ purpose })).toMatchObject({
        decision: "deny",
        reasons: [{ details: { asOf: daysAgo(31, 1) }, message: expect.stringMatching(/import it again$/) }],
      });
    }
    expect(await calls({ channel: "sms" })).toMatchObject({ decision: "allow" });
  });

  it("is not told whole when an entry was refused, and the answer says so", async () => {
    const list = freshList();
    await wanting(list);
    const reply = await post({ items: [entry(list), entry(list, "12")], asOf: TEN });
    expect(reply.status).toBe(200);
    expect(reply.body.list).toEqual({
      ...{ list, asOf: null, stamped: false, detail: expect.stringContaining("send them with asOf again") },
    });
    expect(await calls()).toMatchObject({ decision: "deny" });
  });

  it("is not told whole by entries without asOf", async () => {
    const list = freshList();
    await wanting(list);
    expect((await post({ items: [entry(list)] })).body.list).toBeUndefined();
    expect(await calls()).toMatchObject({ decision: "deny" });
  });

  it("keeps the later instant, whichever is told last", async () => {
    const list = freshList();
    await told(list, daysAgo(2));
    expect(await told(list, daysAgo(9))).toMatchObject({ asOf: daysAgo(2), stamped: true });
    expect(await told(list, daysAgo(1))).toMatchObject({ asOf: daysAgo(1), stamped: true });
  });

  it("is known in another function within its cache time, and keeps its age when the policy changes", async () => {
    const list = freshList();
    const elsewhere = createDeps({ store: gate.store, cacheSeconds: 0 });
    const known = async () => (await elsewhere.policy.get()).compiled.listsAsOf.get(list);
    expect(await known()).toBeUndefined();
    await told(list, daysAgo(3));
    expect(await known()).toBe(Date.parse(daysAgo(3)));
    await wanting(list);
    expect(await known()).toBe(Date.parse(daysAgo(3)));
    expect(await calls()).toMatchObject({ decision: "allow" });
  });

  it("is polled with the policy: between two polls nobody reads it", async () => {
    const list = freshList();
    await wanting(list);
    await told(list, daysAgo(3));
    const read: string[] = [];
    const { get } = gate.store;
    const counted: typeof get = (key) => {
      read.push(key.sk);
      return get(key);
    };
    const store = { ...gate.store, get: counted };
    const deps = createDeps({ store });
    await deps.policy.get();
    for (let i = 0; i < 3; i++) await deps.policy.get();
    expect(read.filter((sk) => sk === "LISTS")).toHaveLength(1);
  });
});

describe("GET /v1/suppressions", () => {
  it("tells how old lists are and may be: those told whole, and those the policy names", async () => {
    const [wanted, toldWhole] = [freshList(), freshList()];
    await wanting(wanted);
    await told(toldWhole, daysAgo(4));
    const ages = await agesOf();
    expect(ages).toContainEqual({ list: wanted, asOf: null, toldAt: null, by: null, maxAgeDays: 31 });
    expect(ages).toContainEqual({
      ...{ list: toldWhole, asOf: daysAgo(4), toldAt: TEN, by: expect.any(String), maxAgeDays: null },
    });
    expect(await agesOf(`&list=${wanted}`)).toHaveLength(1);
  });
});

describe("400", () => {
  it.each([
    ["an instant that lies ahead", { items: [entry("a")], asOf: "2026-11-23T10:00:00.001Z" }, ["asOf"]],
    ["no instant", { items: [entry("a")], asOf: "yesterday" }, ["asOf"]],
    [
      "several lists",
      { items: [entry("a"), entry("b"), { type: "email", value: freshEmail() }], asOf: TEN },
      ["items.1.list", "items.2.list"],
    ],
  ])("%s", async (_, body, paths) => {
    const problem = problemOf(await post(body));
    expect([problem.status, pathsOf(problem)]).toEqual([400, paths]);
    expect((await agesOf("&list=a"))?.length).toBe(0);
  });

  it("taking addresses off a list never makes it whole", async () => {
    const reply = await gate.send("DELETE /v1/suppressions", { body: { items: [entry("a")], asOf: TEN } });
    expect(pathsOf(problemOf(reply))).toEqual(["asOf"]);
  });
});

describe("the ages in the table", () => {
  it("are kept of so many lists, and of no more", async () => {
    const store = createMemoryStore();
    const names = Array.from({ length: MOST_LIST_AGES }, (_, index) => `list-${index}`);
    const told = { asOf: NOW, toldAt: NOW, by: null };
    expect((await stampLists(store, { ...told, lists: names }))?.size).toBe(MOST_LIST_AGES);
    expect(await stampLists(store, { ...told, lists: ["one-more"] })).toBeUndefined();
  });

  it("lose none when many are told at once", async () => {
    const store = createMemoryStore();
    const told = { asOf: NOW, toldAt: NOW, by: null };
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => stampLists(store, { ...told, lists: [`${index}`] })),
    );
    expect((await stampLists(store, { ...told, lists: ["0"] }))?.size).toBe(20);
  });
});
