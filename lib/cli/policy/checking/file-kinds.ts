import { AuthorSchema, casesIn, isListOfCases, readAuthorCase } from "../../../conform/author-case.ts";
import { AuditPolicy } from "../../../core/audit/audit-policy.ts";
import { validateAudit } from "../../../core/audit/validate-audit.ts";
import { loadCalendar } from "../../../core/calendar.ts";
import type { Issue } from "../../../core/errors.ts";
import { withHints } from "../../../core/hints/hint.ts";
import { DuplicatePolicy } from "../../../core/identity/duplicate-policy.ts";
import { validateDuplicates } from "../../../core/identity/validate-duplicates.ts";
import { parse } from "../../../core/issues.ts";
import { PageDocument, validatePage } from "../../../core/page/page-document.ts";
import { PolicyDocument } from "../../../core/policy.ts";
import { RegulationDocument } from "../../../core/regulations/regulation-document.ts";
import { validateDocument } from "../../../core/validate-document.ts";
import { presetsOf } from "../../../regulations/load-presets.ts";

/** What files are, with the words for several. */
export const KIND_NAMES = {
  policy: "policies",
  "duplicate policy": "duplicate policies",
  "audit policy": "audit policies",
  page: "pages",
  preset: "presets",
  case: "cases",
  schema: "schemas",
} as const;
export type KindName = keyof typeof KIND_NAMES;

/** What is wrong with a document, and what is only doubtful. */
export interface Verdict {
  readonly errors: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/** A kind of file that lies beside policies. */
export interface FileKind {
  readonly name: KindName;
  readonly schema: Schema;
  check(document: unknown): Promise<Verdict> | Verdict;
}

type Schema = Parameters<typeof parse>[0] & { readonly shape: Readonly<Record<string, unknown>> };

async function checkPolicy(document: unknown): Promise<Verdict> {
  const verdict = validateDocument(document, await loadCalendar(), await presetsOf(document));
  return verdict.valid
    ? { errors: [], warnings: verdict.warnings }
    : { errors: verdict.issues, warnings: [] };
}

type Validate = (
  document: unknown,
) => { readonly valid: true } | { readonly valid: false; readonly issues: readonly Issue[] };

/** A part of a policy in a file of its own. */
const partKind = (name: KindName, schema: Schema, validate: Validate): FileKind => ({
  name,
  schema,
  check(document) {
    const verdict = validate(document);
    return {
      errors: verdict.valid ? [] : withHints(verdict.issues, { document, schema }),
      warnings: [],
    };
  },
});

/** What has its form is good; `what` names it in messages about the whole. */
const plainKind = (name: KindName, schema: Schema, what: string): FileKind =>
  partKind(name, schema, (document) => {
    const parsed = parse(schema, document, what);
    return "issues" in parsed ? { valid: false, issues: parsed.issues } : { valid: true };
  });

/** Of authors or of the conformance kit, one or a list. */
const CASES: FileKind = {
  name: "case",
  schema: AuthorSchema,
  check(document) {
    const errors = casesIn(document).flatMap(({ written, path }) => {
      const read = readAuthorCase(written, { policy: {}, path });
      return "issues" in read ? read.issues : [];
    });
    return { errors, warnings: [] };
  },
};

export const FILE_KINDS: readonly FileKind[] = [
  { name: "policy", schema: PolicyDocument, check: checkPolicy },
  partKind("duplicate policy", DuplicatePolicy, (document) => validateDuplicates(document)),
  partKind("audit policy", AuditPolicy, (document) => validateAudit(document)),
  partKind("page", PageDocument, (document) => validatePage(document)),
  plainKind("preset", RegulationDocument, "the preset"),
  CASES,
];

/** The kind whose fields a document has most of; of two, the earlier, so that what looks like nothing is a policy. */
export function kindOf(document: unknown): FileKind {
  if (isListOfCases(document)) return CASES;
  const names = Object.keys(Object(document)).filter((name) => name !== "$schema");
  const fitting = FILE_KINDS.map((kind) => ({
    kind,
    fields: names.filter((name) => Object.hasOwn(kind.schema.shape, name)).length,
  }));
  const most = Math.max(...fitting.map(({ fields }) => fields));
  return (fitting.find(({ fields }) => fields === most) as (typeof fitting)[number]).kind;
}

/** Whether a document is the schema of others, as editors read it. */
export const isSchema = (document: unknown): boolean => {
  const { $schema } = Object(document) as { readonly $schema?: unknown };
  return typeof $schema === "string" && /^https?:\/\/json-schema\.org\//.test($schema);
};
