import { type Issue, TouchgateError } from "../../lib/core/errors.ts";
import type { DuplicatePolicy } from "../../lib/core/identity/duplicate-policy.ts";
import { validateDuplicates } from "../../lib/core/identity/validate-duplicates.ts";
import shipped from "../../policies/duplicates.json" with { type: "json" };
import type { ActivePolicy } from "../shared/active-policy.ts";
import type { Deps } from "../shared/deps.ts";

/** What every step of deduplication goes by. */
export interface Context {
  readonly deps: Deps;
  readonly duplicates: DuplicatePolicy;
  readonly policyVersion: number;
  readonly pepper: string;
  /** Match keys that are just being settled as generic, further up. */
  readonly settling: ReadonlySet<string>;
}

/** By the policy in force; the shipped duplicate policy where it has none of its own. */
export async function contextOf(deps: Deps): Promise<Context> {
  const { document, version, pepper } = await deps.policy.get();
  return { deps, duplicates: duplicatesOf(document), policyVersion: version, pepper, settling: new Set() };
}

/** A duplicate policy that this version cannot run: nothing is deduplicated until another is put. */
class UnreadableDuplicatePolicy extends TouchgateError {
  constructor(issues: readonly Issue[]) {
    const [first] = issues;
    super({
      code: "unreadable_policy",
      publicMessage: `The duplicate policy cannot be run: ${first?.path} ${first?.message}`,
    });
  }
}

const READ = new WeakMap<object, DuplicatePolicy>();

function duplicatesOf(document: ActivePolicy["document"]): DuplicatePolicy {
  const policy = document as { readonly duplicates?: unknown };
  const known = READ.get(policy);
  if (known !== undefined) return known;
  const verdict = validateDuplicates(policy.duplicates ?? shipped);
  // It was sound when it was put, by another version of the gate.
  if (!verdict.valid) throw new UnreadableDuplicatePolicy(verdict.issues);
  READ.set(policy, verdict.document);
  return verdict.document;
}
