import { candidateOf } from "../core/candidate.ts";
import { PASSES } from "../core/rules/rule.ts";
import { type AuthorCase, authorProbesOf } from "./author-case.ts";
import { decideCase, poseCase } from "./decide-case.ts";
import { type Difference, differences } from "./differences.ts";

/** How a case of an author came out. */
export interface TriedCase {
  /** Empty when all is as expected. */
  readonly failures: readonly { readonly when: string; readonly differences: readonly Difference[] }[];
  /** What came of the case itself. */
  readonly got: Awaited<ReturnType<typeof decideCase>>;
  /** Ids of the rules that failed in it, whatever their effect, and of those that spoke of it and passed. */
  readonly failed: readonly string[];
  readonly passed: readonly string[];
}

/** @throws Error when the policy or the contact of the case is not valid. */
export async function tryCase(tried: AuthorCase): Promise<TriedCase> {
  const failures = [];
  for (const { asked, when, expected } of authorProbesOf(tried)) {
    const found = differences(expected, await decideCase(asked));
    if (found.length > 0) failures.push({ when, differences: found });
  }
  const { policy, contact, request, now } = await poseCase(tried.of, ({ value }) => value);
  const candidate = candidateOf({ policy, contact, request, at: request.at ?? now });
  const asked = policy.rulesFor(candidate).filter((rule) => rule.applies(candidate));
  const idsOf = (wanted: boolean) =>
    asked.filter((rule) => (rule.failsUntil(candidate) === PASSES) === wanted).map(({ id }) => id);
  return { failures, got: await decideCase(tried.of), failed: idsOf(false), passed: idsOf(true) };
}
