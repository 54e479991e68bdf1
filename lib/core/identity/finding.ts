import type { RuleField } from "./duplicate-policy.ts";

/** What the comparison of one field found. */
export interface Finding {
  readonly field: RuleField;
  /** How far it agrees, as rules name it; undefined when no rule can hold by it. */
  readonly level: string | undefined;
  /** Log₂ of P(what was found | one person) / P(what was found | two people). */
  readonly bits: number;
  /** A sentence for a steward; undefined when there was nothing to compare. */
  readonly detail: string | undefined;
  /** Whether it is a hard contradiction: the pair never merges by itself, and a third that fits both joins neither. */
  readonly conflict: boolean;
  /** Whether it may tell two namesakes apart who share a telephone: the number alone then merges nobody. */
  readonly apart?: true;
}

/** A field of which one side or both say nothing. */
export const nothingFound = (field: RuleField, detail?: string): Finding => ({
  field,
  level: undefined,
  bits: 0,
  detail,
  conflict: false,
});

/** Something seen that no rule can hold by, but which weighs. */
export const seen = (field: RuleField, bits: number, detail: string): Finding => ({
  field,
  level: undefined,
  bits,
  detail,
  conflict: false,
});

/** An agreement that rules can hold by. */
export const agreed = (
  field: RuleField,
  level: string,
  { bits, detail }: Pick<Finding, "bits" | "detail">,
): Finding => ({
  field,
  level,
  bits,
  detail,
  conflict: false,
});

/** A hard contradiction. */
export const contradiction = (field: RuleField, bits: number, detail: string): Finding => ({
  field,
  level: undefined,
  bits,
  detail,
  conflict: true,
});
