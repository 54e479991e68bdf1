import type { TriedCase } from "../../../conform/try-case.ts";

/** How often cases saw a rule on either side. */
export interface RuleCoverage {
  readonly rule: string;
  /** Cases in which it failed, whatever its effect. */
  readonly failed: number;
  /** Cases in which it spoke of the request and let it pass. */
  readonly passed: number;
}

interface WrittenRule {
  readonly id: string;
  readonly kind: string;
}

/** Of every rule of a policy that gates anything. */
export function coverageOf(
  rules: readonly WrittenRule[],
  tried: readonly TriedCase[],
): readonly RuleCoverage[] {
  return rules
    .filter(({ kind }) => kind !== "cadence")
    .map(({ id }) => ({
      rule: id,
      failed: tried.filter(({ failed }) => failed.includes(id)).length,
      passed: tried.filter(({ passed }) => passed.includes(id)).length,
    }));
}

/** Cases show a rule when it fails in one and passes in another. */
export const isShown = ({ failed, passed }: RuleCoverage): boolean => failed > 0 && passed > 0;

/** Shown rules in a hundred; of no rules, all. */
export const shareOf = (coverage: readonly RuleCoverage[]): number =>
  coverage.length === 0 ? 100 : (100 * coverage.filter(isShown).length) / coverage.length;

/** What is missing of a rule, in words. */
export function missingOf({ failed, passed }: RuleCoverage): string {
  if (failed === 0 && passed === 0) return "no case asks it";
  return failed === 0 ? "no case shows it stopping anything" : "no case shows it letting anything pass";
}
