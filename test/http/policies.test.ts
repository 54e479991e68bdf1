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
