import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Fields,
  freshEmail,
  pathsOf,
  problemOf,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const POLICY = {
  id: "overrides",
  timezone: "UTC",
  purposes: { sales: {} },
  departments: ["sales", "marketing"],
  rules: [
    { id: "closed", kind: "cap", max: 0, window: { rolling: "P1D" }, overridable: true },
    {
      id: "no-visits",
      kind: "cap",
      max: 0,
      window: { rolling: "P1D" },
      when: { channel: ["visit"] },
    },
  ],
};
const TEN = "2026-11-23T10:00:00.000Z";
const OVERRIDE = { rules: ["closed"], reason: "the customer asked for a call back" };

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(TEN));

const asked = (more: Fields = {}): Fields => ({
  to: { email: freshEmail() },
  channel: "email",
  department: "sales",
  purpose: "sales",
  ...more,
});
const check = (body: Fields, key = "tg_dev_admin") => gate.send("POST /v1/check", { body, key });

describe("an override", () => {
  it("lets the touch pass, warns with the rule, and is told on the timeline with its reason", async () => {
    const body = asked();
    expect(await gate.check(body)).toMatchObject({ decision: "deny", warnings: [] });
    const decided = await gate.check({ ...body, override: OVERRIDE });
    expect(decided).toMatchObject({
      decision: "allow",
      recorded: true,
      reasons: [],
      warnings: [{ rule: "closed", code: "cap_reached", overridden: true }],
    });
    await gate.send("POST /_local/drain");
    const { body: timeline } = await gate.send(`GET /v1/contacts/${decided.contactId}/timeline`);
    expect(timeline.items).toMatchObject([{ type: "touch", by: "dev_admin", override: OVERRIDE }]);
  });

  it("of one rule sets no other aside, and warns only of what would have stopped", async () => {
    const stopped = await gate.check(asked({ channel: "visit", override: OVERRIDE }));
    expect(stopped).toMatchObject({
      decision: "deny",
      recorded: false,
      reasons: [{ rule: "no-visits" }],
      warnings: [{ rule: "closed", overridden: true }],
    });
    for (const { overridden } of stopped.reasons as unknown as Fields[]) expect(overridden).toBeUndefined();
  });

  it("needs the scope", async () => {
    for (const body of [asked({ override: OVERRIDE }), asked({ override: OVERRIDE, mode: "dryRun" })]) {
      const problem = problemOf(await check(body, "tg_dev_sales"));
      expect([problem.status, problem.code]).toEqual([403, "missing_scope"]);
      expect(problem.detail).toContain("override");
    }
    expect((await check(asked(), "tg_dev_sales")).status).toBe(200);
  });

  it.each<[string, unknown, string[]]>([
    ["a rule that is not there", { ...OVERRIDE, rules: ["closed", "open"] }, ["override.rules.1"]],
    ["a rule that says nothing of it", { ...OVERRIDE, rules: ["no-visits"] }, ["override.rules.0"]],
    [
      "a built-in",
      { ...OVERRIDE, rules: ["suppressed", "preference"] },
      ["override.rules.0", "override.rules.1"],
    ],
    ["no rules", { ...OVERRIDE, rules: [] }, ["override.rules"]],
    ["no reason", { rules: ["closed"] }, ["override.reason"]],
    ["an empty reason", { ...OVERRIDE, reason: "" }, ["override.reason"]],
    [
      "every fault at once",
      { rules: ["open", 1], until: "" },
      ["override.reason", "override.rules.0", "override.rules.1", "override.until"],
    ],
    ["a word", "closed", ["override"]],
  ])("is refused: %s", async (_what, override, paths) => {
    const problem = problemOf(await check(asked({ override })));
    expect([problem.status, pathsOf(problem)]).toEqual([400, paths]);
  });
});
