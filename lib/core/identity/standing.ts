import type { DuplicatePolicy } from "./duplicate-policy.ts";
import type { MatchIdentity } from "./match-record.ts";
import type { MatchContext } from "./match-verdict.ts";

/** Whether an address tells who somebody is, or why it does not. */
export type Standing = "personal" | "blocked" | "invalid" | "generic" | "role" | "disposable";

/**
 * The standing of an address. One that is `shared` stays personal: two contacts that list one address always share
 * it, and it is the names that must then agree (`match.ts`).
 */
export function standingOf(identity: MatchIdentity, { policy, generic }: MatchContext): Standing {
  if (isBlocked(identity, policy)) return "blocked";
  if (!identity.valid) return "invalid";
  if (identity.flags.includes("generic") || generic(identity.type, identity.value)) return "generic";
  if (identity.flags.includes("role")) return "role";
  return identity.flags.includes("disposable") ? "disposable" : "personal";
}

/** Whether a pattern of the policy names the address. */
export const isBlocked = ({ type, value }: MatchIdentity, { blocked }: DuplicatePolicy): boolean =>
  blocked.some((entry) => entry.type === type && matches(entry.pattern.toLowerCase(), value.toLowerCase()));

/** `*` stands for any characters. Linear: after the first stretch each is looked for once, from the left. */
function matches(pattern: string, text: string): boolean {
  const stretches = pattern.split("*");
  const [first = "", ...others] = stretches;
  if (others.length === 0) return text === first;
  const last = others.pop() ?? "";
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let at = first.length;
  for (const stretch of others) {
    const found = text.indexOf(stretch, at);
    if (found < 0) return false;
    at = found + stretch.length;
  }
  return at <= text.length - last.length;
}
