import type { Calendar } from "./calendar.ts";
import { validateDuplicates } from "./identity/validate-duplicates.ts";
import { type PolicyVerdict, validatePolicy } from "./validate-policy.ts";

/**
 * Every problem of a policy document with all its parts, where it is put. Decisions read only the part that
 * `validatePolicy` speaks of, and load no more than that.
 */
export function validateDocument(input: unknown, calendar: Calendar): PolicyVerdict {
  const verdict = validatePolicy(input, calendar);
  const duplicates = (input as { readonly duplicates?: unknown } | null)?.duplicates;
  const found = duplicates === undefined ? undefined : validateDuplicates(duplicates, PART);
  if (found === undefined || found.valid) return verdict;
  // Of the same fault the one speaks more closely.
  const others = verdict.valid ? [] : verdict.issues.filter(({ path }) => !isOfPart(path));
  return { valid: false, issues: [...others, ...found.issues] };
}

const PART = "duplicates";

const isOfPart = (path: string): boolean => path === PART || path.startsWith(`${PART}.`);
