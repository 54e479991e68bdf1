import { validateAudit } from "./audit/validate-audit.ts";
import type { Calendar } from "./calendar.ts";
import { withHints } from "./hints/hint.ts";
import { namesInUnreadRules } from "./hints/unread-rules.ts";
import { validateDuplicates } from "./identity/validate-duplicates.ts";
import { lintPolicy } from "./lint/lint-policy.ts";
import { validatePage } from "./page/page-document.ts";
import { type PolicyVerdict, type Presets, validatePolicy } from "./validate-policy.ts";
import { WholePolicy } from "./whole-policy.ts";

/**
 * Every problem of a policy document with all its parts, where it is put, each with what may have been meant; of one
 * without problems, every warning. Decisions read only the part that `validatePolicy` speaks of, and load no more
 * than that.
 */
export function validateDocument(input: unknown, calendar: Calendar, presets?: Presets): PolicyVerdict {
  const verdict = verdictOnAllParts(input, validatePolicy(input, calendar, presets));
  if (!verdict.valid) {
    const issues = [...verdict.issues, ...namesInUnreadRules(input)];
    return { valid: false, issues: withHints(issues, { document: input, schema: WholePolicy }) };
  }
  return { ...verdict, warnings: [...verdict.warnings, ...lintPolicy(verdict.document)] };
}

function verdictOnAllParts(input: unknown, verdict: PolicyVerdict): PolicyVerdict {
  const fields = (input ?? {}) as Readonly<Record<string, unknown>>;
  const found = Object.entries(PARTS).flatMap(([part, validate]) => {
    const value = fields[part];
    const read = value === undefined ? undefined : validate(value, part);
    return read === undefined || read.valid ? [] : [{ part, issues: read.issues }];
  });
  if (found.length === 0) return verdict;
  // Of the same fault the part's own check speaks more closely.
  const isSpokenOf = (path: string) => found.some(({ part }) => path === part || path.startsWith(`${part}.`));
  const others = verdict.valid ? [] : verdict.issues.filter(({ path }) => !isSpokenOf(path));
  return { valid: false, issues: [...others, ...found.flatMap(({ issues }) => issues)] };
}

type ValidatePart = typeof validateDuplicates | typeof validateAudit | typeof validatePage;

const PARTS: Readonly<Record<string, ValidatePart>> = {
  duplicates: validateDuplicates,
  audit: validateAudit,
  page: validatePage,
};
