import type { CompiledPolicy } from "../../lib/core/compile-policy.ts";
import type { Issue } from "../../lib/core/errors.ts";
import type { Caller } from "./authenticate.ts";
import { type Refusal, refuse } from "./problem.ts";

/** A department that the policy does not declare is a misspelling that would silently do nothing. */
export function departmentIssues(department: unknown, { departments }: CompiledPolicy): Issue[] {
  if (typeof department !== "string" || departments?.has(department) !== false) return [];
  const known = [...departments].join(", ");
  return [{ path: "department", message: `is not declared in the policy, which has: ${known}` }];
}

/** A key bound to a department speaks for no other. */
export const foreignDepartment = (department: unknown, caller: Caller): Refusal | undefined =>
  caller.department === null || department === undefined || department === caller.department
    ? undefined
    : refuse("foreign_department", `The key speaks for ${caller.department} only.`);
