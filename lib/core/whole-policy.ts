import * as z from "zod/mini";
import { AuditPolicy } from "./audit/audit-policy.ts";
import { DuplicatePolicy } from "./identity/duplicate-policy.ts";
import { PageDocument } from "./page/page-document.ts";
import { PolicyDocument } from "./policy.ts";

/** The policy document with the parts that decisions do not read. */
export const WholePolicy = z.extend(PolicyDocument, {
  duplicates: z.optional(DuplicatePolicy),
  audit: z.optional(AuditPolicy),
  page: z.optional(PageDocument),
});
