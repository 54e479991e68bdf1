import type { CompiledPolicy } from "../../lib/core/compile-policy.ts";
import type { Issue } from "../../lib/core/errors.ts";
import { parse } from "../../lib/core/issues.ts";
import {
  type CheckRequest,
  CheckRequestSchema,
  overdueIssue,
  type Plan,
  planningIssues,
} from "../../lib/core/request.ts";
import { type EpochMs, parseInstant } from "../../lib/core/time.ts";
import type { Caller } from "../shared/authenticate.ts";
import { departmentIssues, foreignDepartment } from "../shared/departments.ts";
import { type SentKey, sentKey } from "../shared/idempotency.ts";
import { type Refusal, refuse, refuseInput } from "../shared/problem.ts";
import { type Recipient, readRecipient } from "../shared/recipient.ts";

/** A check that can be decided. */
export interface ReadyCheck {
  readonly request: CheckRequest & { readonly department: string };
  readonly recipient: Recipient;
  /** The fault of a planned instant that has passed: only a retry, known by its key, is answered. */
  readonly overdue?: Issue | undefined;
}

/** What a body is read against. */
interface Reading {
  readonly policy: CompiledPolicy;
  readonly pepper: string;
  readonly caller: Caller;
  readonly now: EpochMs;
  /** Faults found beside the body, to be told with the body's own. */
  readonly issues: readonly Issue[];
  /** Whether the request brings an idempotency key. */
  readonly keyed?: boolean;
}

/**
 * Reads the body of a check and says everything that is wrong with it at once: its form, its address, and
 * words that the policy does not know.
 */
export async function readCheck(body: unknown, reading: Reading): Promise<ReadyCheck | Refusal> {
  const parsed = parse(CheckRequestSchema, body, "the body");
  // A body with faults of form is read on as it is, for the faults that its sound fields may have.
  const fields = ("value" in parsed ? parsed.value : asRecord(body)) as Partial<
    Record<keyof CheckRequest, unknown>
  >;
  const department = fields.department ?? reading.caller.department ?? undefined;
  const recipient = await readRecipient(fields.to, reading.pepper);

  const formIssues = "issues" in parsed ? parsed.issues : [];
  const spokenOf = new Set(formIssues.map(({ path }) => path));
  const overdue = overdueIssue(planOf(fields), reading.now);
  const others = [
    ...(overdue !== undefined && reading.keyed !== true ? [overdue] : []),
    ...planningIssues(planOf(fields), reading.now),
    ...(recipient !== undefined && "issues" in recipient ? recipient.issues : []),
    ...wordIssues({ ...fields, department }, reading.policy),
    ...requiredIssues(fields, reading.policy),
    ...overrideIssues(fields.override, reading.policy),
  ].filter(({ path }) => !spokenOf.has(path));
  const issues = [...reading.issues, ...formIssues, ...others];
  if (issues.length > 0) return refuseInput(issues);
  const foreign = foreignDepartment(department, reading.caller);
  if (foreign !== undefined) return foreign;
  if (fields.override !== undefined && !reading.caller.scopes.includes("override")) {
    return refuse("missing_scope", "To override a rule the key needs the scope override.");
  }
  return { request: { ...fields, department }, recipient, overdue } as ReadyCheck;
}

/** The idempotency key of a check: it stands for who is asked about and all that decides, not for how it is told. */
export function keyOf(
  { request, recipient }: ReadyCheck,
  { sent, by }: { readonly sent: string | undefined; readonly by: string | null },
): SentKey | undefined {
  if (sent === undefined) return undefined;
  const { to: _to, include: _include, reserveSeconds: _reserveSeconds, ...deciding } = request;
  const person = "contactId" in recipient ? recipient.contactId : recipient.address.key;
  return sentKey({ key: sent, by, payload: { ...deciding, person } });
}

/** Words that the policy must know. */
export function wordIssues(fields: Readonly<Record<string, unknown>>, policy: CompiledPolicy): Issue[] {
  const { department, purpose } = fields;
  const issues: Issue[] = [];
  if (department === undefined) {
    issues.push({ path: "department", message: "is missing: the API key is not bound to one" });
  }
  issues.push(...departmentIssues(department, policy));
  if (typeof purpose === "string" && !policy.purposes.has(purpose)) {
    const known = [...policy.purposes.keys()].join(", ");
    issues.push({ path: "purpose", message: `is not declared in the policy, which has: ${known}` });
  }
  return issues;
}

/** Fields that the purpose requires of who asks; what has happened is told with what is known of it. */
function requiredIssues(fields: Readonly<Record<string, unknown>>, { purposes }: CompiledPolicy): Issue[] {
  const { purpose } = fields;
  const { requires = [] } = (typeof purpose === "string" ? purposes.get(purpose) : undefined) ?? {};
  return requires
    .filter((field) => fields[field] === undefined)
    .map((path) => ({ path, message: `is required for the purpose ${String(purpose)}` }));
}

/** Rules that there are not, or that may not be set aside. */
function overrideIssues(override: unknown, policy: CompiledPolicy): Issue[] {
  const { rules } = asRecord(override) as { rules?: unknown };
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((id: unknown, index) => {
    const rule = policy.rules.find((known) => known.id === id);
    if (typeof id !== "string" || rule?.overridable === true) return [];
    const message =
      rule === undefined
        ? "is no rule of the policy"
        : "cannot be overridden: the policy does not say overridable";
    return [{ path: `override.rules.${index}`, message }];
  });
}

export const asRecord = (value: unknown): object =>
  typeof value === "object" && value !== null ? value : {};

/** When the touch is planned for and what is to become of it, as far as either can be read. */
function planOf({ at, mode = "record", reserveSeconds }: Readonly<Record<string, unknown>>): Plan {
  const instant = typeof at === "string" ? parseInstant(at) : at;
  return {
    at: typeof instant === "number" ? (instant as EpochMs) : undefined,
    mode: typeof mode === "string" ? mode : "",
    reserveSeconds,
  };
}
