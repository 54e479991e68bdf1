import {
  DuplicatePolicy,
  type DuplicatePolicy as Duplicates,
} from "../../lib/core/identity/duplicate-policy.ts";
import { parse } from "../../lib/core/issues.ts";
import shipped from "../../policies/duplicates.json" with { type: "json" };
import type { ActivePolicy } from "../shared/active-policy.ts";
import type { Deps } from "../shared/deps.ts";

/** What every step of deduplication goes by. */
export interface Context {
  readonly deps: Deps;
  readonly duplicates: Duplicates;
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

const READ = new WeakMap<object, Duplicates>();

function duplicatesOf(document: ActivePolicy["document"]): Duplicates {
  const policy = document as { readonly duplicates?: unknown };
  const known = READ.get(policy);
  if (known !== undefined) return known;
  const parsed = parse(DuplicatePolicy, policy.duplicates ?? shipped, "the duplicate policy");
  // It was validated when it was put.
  if ("issues" in parsed) throw new Error(`Duplicate policy: ${parsed.issues[0]?.message}`);
  READ.set(policy, parsed.value);
  return parsed.value;
}
