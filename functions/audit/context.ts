import type { AuditPolicy } from "../../lib/core/audit/audit-policy.ts";
import { validateAudit } from "../../lib/core/audit/validate-audit.ts";
import { type Issue, TouchgateError } from "../../lib/core/errors.ts";
import { durationOf } from "../../lib/core/rule-document.ts";
import { type EpochMs, parseInstant } from "../../lib/core/time.ts";
import { policyVersionKey } from "../../lib/store/keys.ts";
import type { Scanner } from "../../lib/store/scanner.ts";
import shipped from "../../policies/audit.json" with { type: "json" };
import type { Deps } from "../shared/deps.ts";
import { paceOf } from "./verify-due.ts";

/** What one audit goes by, from its beginning to its end. */
export interface AuditContext {
  readonly deps: Deps;
  readonly scanner: Scanner;
  readonly audit: AuditPolicy;
  readonly policy: { readonly id: string; readonly version: number };
  /** Everything is judged as of this instant. */
  readonly at: EpochMs;
  /** The agents there are; undefined when nobody has said. */
  readonly agents: ReadonlySet<string> | undefined;
  /** Whether statuses are set, or only told. */
  readonly applies: boolean;
  /** False while the gate itself is too young for a contact to be stale that nobody has touched. */
  readonly mayBeStaleUntouched: boolean;
  /** Whether there is time to ask the service that verifies addresses. */
  readonly mayAsk: () => boolean;
  /** Waits until that service may be asked so many questions more. */
  readonly pace: (questions: number) => Promise<void>;
}

/** `mayAsk` left out, there is always time. */
export type AuditAsked = Pick<AuditContext, "deps" | "scanner" | "at" | "agents" | "applies"> &
  Partial<Pick<AuditContext, "mayAsk">>;

/** By the policy in force; the shipped audit policy where it has none of its own. */
export async function contextOf(asked: AuditAsked): Promise<AuditContext> {
  const { deps, at } = asked;
  const { document, compiled, version } = await deps.policy.get();
  const audit = auditPolicyOf(document);
  const first = await deps.store.get(policyVersionKey(1));
  const begunAt = parseInstant(String(first?.createdAt));
  const { staleAfter } = audit;
  const isOldEnough = (length: string) => begunAt === undefined || begunAt <= at - durationOf(length);
  return {
    mayAsk: () => true,
    ...asked,
    pace: paceOf(deps),
    audit,
    policy: { id: compiled.id, version },
    mayBeStaleUntouched: staleAfter !== undefined && isOldEnough(staleAfter),
  };
}

/** An audit policy that this version cannot run: nothing is audited until another is put. */
class UnreadableAuditPolicy extends TouchgateError {
  constructor(issues: readonly Issue[]) {
    const [first] = issues;
    super({
      code: "unreadable_policy",
      publicMessage: `The audit policy cannot be run: ${first?.path} ${first?.message}. Put one that can.`,
    });
  }
}

function auditPolicyOf(document: unknown): AuditPolicy {
  const { audit } = document as { readonly audit?: unknown };
  const verdict = validateAudit(audit ?? shipped);
  // It was sound when it was put, by another version of the gate.
  if (!verdict.valid) throw new UnreadableAuditPolicy(verdict.issues);
  return verdict.document;
}
