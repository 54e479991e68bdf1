import type { Candidate } from "../candidate.ts";
import type { ManualLock } from "../contact.ts";
import { formatInstant } from "../time.ts";
import { PASSES, type Rule } from "./rule.ts";

/** The lock of another department that ends last. */
function lockOf({ contact, request, at }: Candidate): ManualLock | undefined {
  let last: ManualLock | undefined;
  for (const lock of contact.locks) {
    if (lock.department === request.department || lock.until <= at) continue;
    if (last === undefined || lock.until > last.until) last = lock;
  }
  return last;
}

/** Built-in: a department holds the contact, and all others wait until it lets go. */
export const manualLock: Rule = {
  id: "manual-lock",
  kind: "manual-lock",
  effect: "deny",
  overridable: false,
  applies: ({ contact, obeysAll }) => obeysAll && contact.locks.length > 0,
  failsUntil: (candidate) => lockOf(candidate)?.until ?? PASSES,
  explain(candidate) {
    const { department, reason, until } = lockOf(candidate) as ManualLock;
    return { code: "locked", details: { department, reason, until: formatInstant(until) } };
  },
};
