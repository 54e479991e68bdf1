import type { PolicyDocument } from "../policy.ts";
import { amountLint } from "./amounts.ts";
import { countingLint } from "./counting.ts";
import type { Finding, Lint } from "./finding.ts";
import { closedTogetherLint, openingLint } from "./hours.ts";
import { reachLint } from "./reach.ts";
import { shadowedLint } from "./shadowed.ts";
import { retentionLint, unusedGroupLint, unusedHolidaysLint } from "./unused.ts";

const LINTS: readonly Lint[] = [
  reachLint,
  countingLint,
  openingLint,
  amountLint,
  shadowedLint,
  closedTogetherLint,
  unusedGroupLint,
  unusedHolidaysLint,
  retentionLint,
];

/**
 * What a valid document says that its author can hardly mean, rules in their order. Of a rule that never fires nothing
 * else is told. Only what is certain is told: what depends on contacts or senders is left to the simulator.
 */
export function findingsOf(policy: PolicyDocument): readonly Finding[] {
  const found = LINTS.flatMap((lint) => lint(policy));
  const idle = new Map(
    found.filter(({ claim }) => claim === "neverFires").map((finding) => [finding.rule, finding]),
  );
  const kept = found.filter((finding) => {
    const first = finding.rule === undefined ? undefined : idle.get(finding.rule);
    return first === undefined || first === finding;
  });
  return kept.sort((a, b) => (a.rule ?? -1) - (b.rule ?? -1));
}

/** The findings as warnings. */
export const lintPolicy = (policy: PolicyDocument) =>
  findingsOf(policy).map(({ path, message }) => ({ path, message }));
