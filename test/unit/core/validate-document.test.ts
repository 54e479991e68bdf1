import { expect, it } from "vitest";
import { loadCalendar } from "../../../lib/core/calendar.ts";
import { validateDocument } from "../../../lib/core/validate-document.ts";
import defaultPolicy from "../../../policies/default.json" with { type: "json" };
import shipped from "../../../policies/duplicates.json" with { type: "json" };

const calendar = await loadCalendar();
const [rule] = shipped.rules;

it("a policy with a duplicate policy of its own is good, and so is one without", () => {
  for (const duplicates of [shipped, { rules: [] }, undefined]) {
    expect(validateDocument({ ...defaultPolicy, duplicates }, calendar)).toMatchObject({ valid: true });
  }
});

it.each([
  ["a text", "strict", [{ path: "duplicates", message: "the duplicate policy must be an object" }]],
  [
    "a limit below one and a field that there is not",
    { ...shipped, limits: { namesPerValue: 0, most: 3 } },
    [
      { path: "duplicates.limits.namesPerValue", message: "must be at least 1" },
      { path: "duplicates.limits.most", message: "is not a known field" },
    ],
  ],
  [
    "a tier that there is not",
    { rules: [{ ...rule, tier: "block" }] },
    [{ path: "duplicates.rules.0.tier", message: "must be one of: auto, suggest, review" }],
  ],
])("a duplicate policy that is %s is refused with its path", (_what, duplicates, issues) => {
  expect(validateDocument({ ...defaultPolicy, duplicates }, calendar)).toEqual({ valid: false, issues });
});

it("faults of the rules are told beside those of the duplicate policy", () => {
  const document = { ...defaultPolicy, retention: "P1D", duplicates: {} };
  const verdict = validateDocument(document, calendar);
  const paths = verdict.valid ? [] : verdict.issues.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(["retention", "duplicates.rules"]));
});

it("what is no document is refused once", () => {
  expect(validateDocument(null, calendar)).toMatchObject({ valid: false, issues: [{ path: "" }] });
});

it("a value that cannot be written as a text is a fault like another, wherever it stands", () => {
  const whole = {
    ...defaultPolicy,
    duplicates: { ...shipped, blocked: [{ type: "email", pattern: "a@*" }] },
  };
  const unprintable = JSON.parse('{"toString": null}');
  for (const path of pathsIn(whole)) {
    const document = structuredClone(whole) as Fields;
    const parent = path.slice(0, -1).reduce<Fields>((at, key) => at[key] as Fields, document);
    for (const value of [unprintable, [unprintable]]) {
      parent[path.at(-1) as string] = value;
      expect(() => validateDocument(document, calendar), path.join(".")).not.toThrow();
    }
  }
});

type Fields = Record<string, unknown>;

const pathsIn = (value: unknown, at: readonly string[] = []): (readonly string[])[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) => [[...at, key], ...pathsIn(inner, [...at, key])]);
