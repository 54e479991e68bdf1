import type { Candidate } from "../candidate.ts";
import { compileMatcher } from "../matcher.ts";
import type { SuppressionListDocument } from "../policy.ts";
import { DAY_MS, formatInstant, NEVER } from "../time.ts";
import { PASSES, type Rule } from "./rule.ts";

const asOf = ({ policy }: Candidate, list: string) => policy.listsAsOf.get(list);

/**
 * Built-in and hard: a suppression list that the law wants fresh, like a register of those who are not to be called,
 * tells nothing of who joined it since. Older than `maxAgeDays`, or never told whole, it stops whom it was to protect.
 * A day is 24 hours; a list of exactly that age still does.
 */
export function compileOutdatedList(list: string, { maxAgeDays, when }: SuppressionListDocument): Rule {
  return {
    id: "suppressed",
    kind: "suppressed",
    effect: "deny",
    overridable: false,
    readsEngagement: when?.engagement !== undefined,
    applies: compileMatcher(when),
    failsUntil(candidate) {
      const known = asOf(candidate, list);
      const isFresh = known !== undefined && candidate.at - known <= maxAgeDays * DAY_MS;
      return isFresh ? PASSES : NEVER;
    },
    explain(candidate) {
      const known = asOf(candidate, list);
      return {
        code: "suppressed",
        details: {
          because: "list_outdated",
          list,
          asOf: known === undefined ? null : formatInstant(known),
          maxAgeDays,
        },
      };
    },
  };
}
