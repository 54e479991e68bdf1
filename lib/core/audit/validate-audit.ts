import type { Issue } from "../errors.ts";
import { parse } from "../issues.ts";
import { AuditPolicy } from "./audit-policy.ts";

export type AuditVerdict =
  | { readonly valid: true; readonly document: AuditPolicy }
  | { readonly valid: false; readonly issues: readonly Issue[] };

/** Every problem of an audit policy at once, each with its path below `base`. */
export function validateAudit(input: unknown, base = ""): AuditVerdict {
  const parsed = parse(AuditPolicy, input, "the audit policy");
  const found = [...("issues" in parsed ? parsed.issues : []), ...repeatedIds(input)];
  if ("value" in parsed && found.length === 0) return { valid: true, document: parsed.value };
  const issues = found.map(({ path, message }) => ({ path: below(base, path), message }));
  return { valid: false, issues };
}

const below = (base: string, path: string): string =>
  base === "" ? path : path === "" ? base : `${base}.${path}`;

/** Changes of status name the rules by their ids, ghosts and junk alike. */
function repeatedIds(input: unknown): Issue[] {
  const { ghosts, junk } = fieldsOf(input);
  const named = [...idsIn("ghosts", ghosts), ...idsIn("junk", junk)];
  return named.flatMap(({ path, id }, index) => {
    const earlier = named.findIndex((other) => other.id === id);
    const first = named[earlier];
    if (first === undefined || earlier === index) return [];
    return [{ path: `${path}.id`, message: `${id} is already the id of ${first.path}` }];
  });
}

function idsIn(list: string, rules: unknown): { readonly path: string; readonly id: string }[] {
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((rule, index) => {
    const { id } = fieldsOf(rule);
    return typeof id === "string" ? [{ path: `${list}.${index}`, id }] : [];
  });
}

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};
