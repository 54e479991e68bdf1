import type { Issue } from "../errors.ts";
import type { PolicyDocument } from "../policy.ts";
import type { RuleDocument } from "../rule-document.ts";

/** What a valid policy says that its author can hardly mean. */
export interface Finding extends Issue {
  /** What is claimed of the rule at `path`, for those who hold the claim against decisions. */
  readonly claim: Claim;
  /** Index of the rule; absent when the finding is of no single one. */
  readonly rule?: number;
}

/**
 * `neverFires`: it reports nothing, whoever is asked about. `neverAlone`: whenever it stops a request, another rule
 * does too. `told`: it does what it says, which is told plainly.
 */
export type Claim = "neverFires" | "neverAlone" | "told";

/** A rule with its place. */
export interface Placed<R extends RuleDocument = RuleDocument> {
  readonly rule: R;
  readonly index: number;
  readonly policy: PolicyDocument;
}

/** Something to look for. */
export type Lint = (policy: PolicyDocument) => readonly Finding[];

/** Looks at each rule by itself. */
export const eachRule =
  (look: (placed: Placed) => readonly Finding[]): Lint =>
  (policy) =>
    policy.rules.flatMap((rule, index) => look({ rule, index, policy }));

/** A finding about a rule, at one of its fields. */
export const found = (
  { index }: Placed,
  claim: Claim,
  { field, message }: { readonly field?: string; readonly message: string },
): Finding => ({
  path: field === undefined ? `rules.${index}` : `rules.${index}.${field}`,
  message,
  claim,
  rule: index,
});

export const neverFires = (placed: Placed, field: string | undefined, why: string): Finding[] => [
  found(placed, "neverFires", {
    ...(field !== undefined && { field }),
    message: `${placed.rule.id} can never fire: ${why}`,
  }),
];
