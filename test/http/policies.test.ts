import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACTIVE_POLICY_KEY, policyVersionKey } from "../../lib/store/keys.ts";
import {
  type Fields,
  freshEmail,
  pathsOf,
  problemOf,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const CAP = { id: "cap", kind: "cap", max: 1, window: { rolling: "P1D" } };
const policy = (more: Fields = {}): Fields => ({
  id: "mine",
  purposes: { marketing: {} },
  departments: ["marketing"],
  rules: [],
  ...more,
});

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate();
});
afterAll(() => gate.stop());

const active = () => gate.send("GET /v1/policies/active");
const put = (body: unknown, headers = {}) => gate.send("PUT /v1/policies/active", { body, headers });
const validate = (body: unknown) => gate.send("POST /v1/policies/validate", { body });
const check = () =>
  gate.check({
    to: { email: freshEmail() },
    channel: "email",
    department: "marketing",
    purpose: "marketing",
  });

describe("the active policy", () => {
  it("is at first the shipped one, shown as it was written", async () => {
    const shipped = JSON.parse(
      await readFile(new URL("../../policies/default.json", import.meta.url), "utf8"),
    );
    const fresh = await startTestGate();
    try {
      const { status, body, headers } = await fresh.send("GET /v1/policies/active");
      expect([status, body, headers.get("etag")]).toEqual([200, shipped, '"1"']);
    } finally {
      await fresh.stop();
    }
  });

  it("is replaced only by who has seen it", async () => {
    const seen = (await active()).headers.get("etag") ?? "none";
    const blind = problemOf(await put(policy()));
    expect([blind.status, blind.code]).toEqual([428, "precondition_required"]);
    const mine = await put(policy(), { "if-match": seen });
    const version = Number(seen.replaceAll('"', "")) + 1;
    expect([mine.status, mine.body]).toEqual([200, { id: "mine", version }]);
    expect(mine.headers.get("etag")).toBe(`"${version}"`);
    const late = problemOf(await put(policy({ id: "late" }), { "if-match": seen }));
    expect([late.status, late.code]).toEqual([412, "precondition_failed"]);
    const now = await active();
    expect([now.body, now.headers.get("etag")]).toEqual([policy(), `"${version}"`]);
  });

  it("goes to exactly one of many who replace the same version at once", async () => {
    const seen = (await active()).headers.get("etag") ?? "none";
    const puts = Array.from({ length: 8 }, (_, i) => put(policy({ id: `p${i}` }), { "if-match": seen }));
    const statuses = (await Promise.all(puts)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, ...Array(7).fill(412)]);
  });

  it("decides the very next check when the call has answered, 20 times in a row", async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      const closed = turn % 2 === 0;
      const rules = closed ? [{ ...CAP, max: 0 }] : [];
      const { body } = await put(policy({ rules }), { "if-match": "*" });
      expect(await check()).toMatchObject({ decision: closed ? "deny" : "allow", policy: body });
      const health = await gate.send("GET /healthz");
      expect(health.body).toMatchObject({ status: "ok", policy: body });
    }
  });

  it("stays as it was when the new one has faults, all of which are listed", async () => {
    const before = await active();
    const problem = problemOf(await put({ id: "Bad Id", purposes: {}, rules: "none" }, { "if-match": "*" }));
    expect([problem.status, problem.code]).toEqual([400, "invalid_request"]);
    expect(pathsOf(problem)).toEqual(["id", "purposes", "rules"]);
    expect((await active()).body).toEqual(before.body);
  });
});

describe("the versions of a policy", () => {
  const seen = async () => (await active()).headers.get("etag") ?? "none";
  const versionOf = async () => Number((await seen()).replaceAll('"', ""));
  const activate = (
    version: number | string,
    { body, headers = {} }: { body?: unknown; headers?: Fields } = {},
  ) =>
    gate.send(`POST /v1/policies/${version}/activate`, { body, headers: headers as Record<string, string> });

  it("are listed newest first, with who put them and what they said", async () => {
    const line = "PUT /v1/policies/active?note=one%20touch%20less";
    const { body } = await gate.send(line, {
      body: policy({ id: "noted" }),
      headers: { "if-match": await seen() },
    });
    const version = body.version as number;
    const { body: list } = await gate.send<{ items: Fields[]; next: string }>("GET /v1/policies?limit=2");
    expect(list.items[0]).toEqual({
      ...{ version, id: "noted", by: "dev_admin", note: "one touch less", active: true },
      createdAt: expect.stringMatching(/^20\d\d-.*Z$/),
    });
    expect(list.items[1]).toMatchObject({ version: version - 1, active: false });
    const rest = await gate.send<{ items: Fields[] }>(`GET /v1/policies?limit=200&cursor=${list.next}`);
    expect(rest.body.items.map((one) => one.version)).toEqual(
      Array.from({ length: version - 2 }, (_, index) => version - 2 - index),
    );
    expect(rest.body.items.at(-1)).toMatchObject({ id: "default", by: null, note: null });
  });

  it("are read as they were put, and never change", async () => {
    const document = policy({ id: "kept", rules: [CAP] });
    const { body } = await put(document, { "if-match": "*" });
    await put(policy({ id: "next" }), { "if-match": "*" });
    const read = await gate.send(`GET /v1/policies/${body.version}`);
    expect([read.status, read.body, read.headers.get("etag")]).toEqual([200, document, `"${body.version}"`]);
  });

  it("come in force again under their own number, and the next one is a new number", async () => {
    const closed = (await put(policy({ id: "closed", rules: [{ ...CAP, max: 0 }] }), { "if-match": "*" }))
      .body;
    const open = (await put(policy({ id: "open" }), { "if-match": "*" })).body;
    expect(await check()).toMatchObject({ decision: "allow", policy: open });
    const back = await activate(closed.version as number, {
      body: { note: "complaints" },
      headers: { "if-match": await seen() },
    });
    expect([back.status, back.body, back.headers.get("etag")]).toEqual([200, closed, `"${closed.version}"`]);
    expect(await check()).toMatchObject({ decision: "deny", policy: closed });
    const { body: list } = await gate.send<{ items: Fields[] }>("GET /v1/policies?limit=2");
    expect(list.items.map((one) => one.active)).toEqual([false, true]);
    const next = await put(policy({ id: "next" }), { "if-match": await seen() });
    expect(next.body).toEqual({ id: "next", version: (open.version as number) + 1 });
  });

  it("are replaced only by who has seen the one in force", async () => {
    const version = await versionOf();
    expect(problemOf(await activate(version - 1)).code).toBe("precondition_required");
    const late = await activate(version - 1, { headers: { "if-match": `"${version - 1}"` } });
    expect(problemOf(late).code).toBe("precondition_failed");
    expect(await versionOf()).toBe(version);
    const rolls = Array.from({ length: 6 }, (_, i) =>
      i % 2 === 0
        ? activate(version - 1, { headers: { "if-match": `"${version}"` } })
        : put(policy({ id: `p${i}` }), { "if-match": `"${version}"` }),
    );
    const statuses = (await Promise.all(rolls)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array(5).fill(412)]);
  });

  it("tell in words what they change against the one in force, or another", async () => {
    const loose = (await put(policy({ rules: [{ ...CAP, max: 3 }] }), { "if-match": "*" })).body;
    const strict = (await put(policy({ rules: [{ ...CAP, max: 2 }] }), { "if-match": "*" })).body;
    const line = `GET /v1/policies/${loose.version}/difference`;
    const back = await gate.send(line);
    expect([back.status, back.body]).toEqual([
      200,
      {
        ...{ from: strict.version, to: loose.version },
        changes: [
          {
            ...{ path: "rules.cap.max", rule: "cap", kind: "changed" },
            text: "cap: at most 2 → 3 touches in any 1 day",
          },
        ],
      },
    ]);
    const chinese = await gate.send(`GET /v1/policies/${strict.version}/difference?from=${loose.version}`, {
      headers: { "accept-language": "zh-CN" },
    });
    expect(chinese.body).toMatchObject({
      from: loose.version,
      changes: [{ text: "cap：最多触达 3 → 2 次（任意 1 天内）" }],
    });
    expect((await gate.send(`${line}?from=${loose.version}`)).body).toMatchObject({ changes: [] });
    expect(problemOf(await gate.send(`${line}?from=99999999`)).code).toBe("policy_not_found");
    expect(problemOf(await gate.send("GET /v1/policies/x/difference")).code).toBe("policy_not_found");
    expect(pathsOf(problemOf(await gate.send(`${line}?from=new`)))).toEqual(["from"]);
  });

  it("stay as they are when the one in force is activated again", async () => {
    const version = await versionOf();
    const again = await activate(version, { headers: { "if-match": "*" } });
    expect([again.status, again.body.version]).toEqual([200, version]);
  });

  it.each(["0", "01", "x", "99999999", "1e3", "-1"])("are not there by the number %s", async (version) => {
    expect(problemOf(await gate.send(`GET /v1/policies/${version}`)).code).toBe("policy_not_found");
    const rolled = await activate(version, { headers: { "if-match": "*" } });
    expect(problemOf(rolled).code).toBe("policy_not_found");
  });

  it("are put and activated with a note of at most 500 characters", async () => {
    const long = "x".repeat(501);
    const rolled = await activate(1, { body: { note: long, more: 1 }, headers: { "if-match": "*" } });
    expect(pathsOf(problemOf(rolled))).toEqual(["more", "note"]);
    const noted = await gate.send(`PUT /v1/policies/active?note=${long}`, {
      body: policy(),
      headers: { "if-match": "*" },
    });
    expect(pathsOf(problemOf(noted))).toEqual(["note"]);
  });

  it.each([
    ["a line break", "fine\n* 9  acme"],
    ["a terminal's escape sequence", "\u001b[2J"],
    ["half of a surrogate pair", "a\ud800b"],
  ])("take no note with %s: it is shown in a line of its own", async (_, note) => {
    const rolled = await activate(1, { body: { note }, headers: { "if-match": "*" } });
    expect(pathsOf(problemOf(rolled))).toEqual(["note"]);
  });

  it("that this gate cannot run any more are not activated: all that is wrong is said", async () => {
    const version = (await versionOf()) + 1;
    await put(policy({ id: "damaged" }), { "if-match": "*" });
    await put(policy({ id: "later" }), { "if-match": "*" });
    const item = { ...policyVersionKey(version), createdAt: "2026-01-01T00:00:00.000Z" };
    await gate.store.put({ item: { ...item, document: JSON.stringify(policy({ colour: 1, rules: 1 })) } });
    const refused = problemOf(await activate(version, { headers: { "if-match": "*" } }));
    expect([refused.code, pathsOf(refused)]).toEqual(["invalid_request", ["colour", "rules"]]);
  });
});

describe("a policy that looks back further than contacts hold touches", () => {
  const keeping = (retention: string) => put(policy({ retention }), { "if-match": "*" });

  it("is refused, put or activated, and the command is named that refills them", async () => {
    const wide = (await put(policy({ retention: "P90D" }), { "if-match": "*" })).body;
    const raised = problemOf(await keeping("P91D"));
    expect([raised.status, raised.code]).toEqual([409, "history_not_held"]);
    expect(raised.detail).toMatch(/P91D.*90 days.*npx touchgate rebuild --retention P91D/);
    expect((await keeping("P30D")).status).toBe(200);
    const back = await gate.send(`POST /v1/policies/${wide.version}/activate`, {
      headers: { "if-match": "*" },
    });
    expect(problemOf(back).code).toBe("history_not_held");
    expect((await keeping("P31D")).status).toBe(409);
    expect((await keeping("P30D")).status).toBe(200);
    await gate.send("POST /_local/held", { body: {} });
    expect((await keeping("P400D")).status).toBe(200);
    expect((await keeping("P90D")).status).toBe(200);
  });
});

describe("a gate without a policy", () => {
  it("answers 503 with Retry-After until the first is put, which needs no If-Match", async () => {
    const bare = await startTestGate();
    try {
      // As a table stands before anybody has set it up.
      await bare.store.delete(ACTIVE_POLICY_KEY);
      await bare.store.delete(policyVersionKey(1));
      const none = await bare.send("GET /v1/policies/active");
      expect([none.status, problemOf(none).code]).toEqual([503, "no_policy"]);
      expect(none.headers.get("retry-after")).toMatch(/^\d+$/);
      const seenWhat = { "if-match": '"1"' };
      const line = "PUT /v1/policies/active";
      expect((await bare.send(line, { body: policy(), headers: seenWhat })).status).toBe(412);
      const first = await bare.send(line, { body: policy() });
      expect([first.status, first.body]).toEqual([200, { id: "mine", version: 1 }]);
    } finally {
      await bare.stop();
    }
  });
});

describe("POST /v1/policies/validate", () => {
  it("finds a good policy valid, and says what in it does nothing", async () => {
    expect((await validate(policy({ rules: [CAP] }))).body).toEqual({ valid: true, warnings: [] });
    expect((await validate(policy())).body).toEqual({
      valid: true,
      warnings: [{ path: "purposes.marketing", message: expect.stringMatching(/./) }],
    });
  });

  it("puts nothing in force", async () => {
    const before = (await active()).headers.get("etag");
    await validate(policy({ id: "other" }));
    expect((await active()).headers.get("etag")).toBe(before);
  });

  it.each<[string, Fields, readonly string[]]>([
    [
      "of form",
      {
        id: "Bad Id",
        timezone: 1,
        departments: [],
        extra: 1,
        rules: [
          null,
          { id: "a" },
          { id: "b", kind: "cooldown" },
          { ...CAP, max: -1, window: { rolling: "P1M" }, surprise: 1 },
          { id: "g", kind: "gap", min: "soon", when: { channel: ["fax"], colour: ["red"] } },
          { id: "h", kind: "hours", allow: [{ days: ["mon"], ranges: [["20:00", "09:00"]] }] },
        ],
      },
      [
        "departments",
        "extra",
        "id",
        "rules.0",
        "rules.1.kind",
        "rules.2.after",
        "rules.2.for",
        "rules.3.max",
        "rules.3.surprise",
        "rules.3.window.rolling",
        "rules.4.min",
        "rules.4.when.channel.0",
        "rules.4.when.colour",
        "rules.5.allow.0.ranges.0",
        "timezone",
      ],
    ],
    [
      "of meaning",
      {
        timezone: "Mars/Olympus",
        retention: "P30D",
        purposes: { marketing: { onOutage: "allow" } },
        rules: [
          { ...CAP, window: { rolling: "P31D" } },
          { ...CAP, hard: true, overridable: true },
          { ...CAP, id: "preference", when: { purpose: ["spam"], department: ["legal"] } },
          { id: "z", kind: "cap", max: 1, window: { calendar: "day", zone: "Nowhere" } },
          { id: "h", kind: "hours", allow: [], unknownZone: "Nowhere" },
        ],
      },
      [
        "purposes.marketing.onOutage",
        "rules.0.window.rolling",
        "rules.1.id",
        "rules.1.overridable",
        "rules.2.id",
        "rules.2.when.department.0",
        "rules.2.when.purpose.0",
        "rules.3.window.zone",
        "rules.4.unknownZone",
        "timezone",
      ],
    ],
  ])("lists all faults %s with their paths", async (_what, faults, paths) => {
    const { status, body } = await validate(policy(faults));
    const issues = body.issues as { path: string; message: string }[];
    expect([status, body.valid]).toEqual([200, false]);
    expect(issues.map(({ path }) => path).sort()).toEqual(paths);
    for (const { message } of issues) expect(message).toMatch(/./);
  });

  it.each([
    [null],
    [[]],
    ["policy"],
    [1],
    [{}],
    [{ "rules.0.kind": 1 }],
    [{ rules: [null] }],
    [{ rules: {} }],
  ])("finds %j invalid", async (body) => {
    expect(await validate(body)).toMatchObject({ status: 200, body: { valid: false } });
  });
});
