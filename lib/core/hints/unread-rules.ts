import type { Issue } from "../errors.ts";
import { parse } from "../issues.ts";
import { PolicyDocument } from "../policy.ts";
import { RuleDocument } from "../rule-document.ts";
import { nameIssues } from "../validate-rule.ts";
import { fieldOf } from "./path-segments.ts";

/** Undeclared names in rules that have not their form, so that mending the form is not followed by another fault. */
export function namesInUnreadRules(input: unknown): readonly Issue[] {
  const rules = fieldOf(input, "rules");
  if (!Array.isArray(rules)) return [];
  const { purposes, departments } = PolicyDocument.shape;
  const declared = {
    purposes: readAs(purposes, fieldOf(input, "purposes")),
    departments: readAs(departments, fieldOf(input, "departments")),
  };
  return rules.flatMap((rule: unknown, index) =>
    "value" in parse(RuleDocument, rule)
      ? []
      : MATCHERS.flatMap((name) => {
          const named = matcherOf(fieldOf(rule, name));
          return nameIssues(named, `rules.${index}.${name}`, declared);
        }),
  );
}

const MATCHERS = ["when", "unless", "counts"];

function readAs<S extends Parameters<typeof parse>[0]>(schema: S, value: unknown) {
  const parsed = parse(schema, value);
  return "value" in parsed ? parsed.value : undefined;
}

/** The names of a matcher that are texts, at their places. */
const matcherOf = (matcher: unknown) => ({
  purpose: textsOf(fieldOf(matcher, "purpose")),
  department: textsOf(fieldOf(matcher, "department")),
});

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === "string") ? value : [];
