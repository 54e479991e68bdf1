import type { DuplicatePolicy } from "./duplicate-policy.ts";
import type { MatchIdentity } from "./match-record.ts";

/** The limit of the policy that two contacts would pass as one person, as a sentence; undefined when they keep all. */
export function overLimit(
  a: readonly MatchIdentity[],
  b: readonly MatchIdentity[],
  limits: DuplicatePolicy["limits"],
): string | undefined {
  const keys = new Map([...a, ...b].map((identity) => [`${identity.type} ${identity.value}`, identity.type]));
  if (keys.size > limits.identitiesPerPerson) {
    return `Together they would have ${keys.size} addresses; the policy allows ${limits.identitiesPerPerson} for one person.`;
  }
  const counts = new Map<string, number>();
  for (const type of keys.values()) counts.set(type, (counts.get(type) ?? 0) + 1);
  for (const [type, count] of [...counts].sort()) {
    const limit = limitOf(type, limits);
    if (count > limit) {
      return `Together they would have ${count} addresses of type ${type}; the policy allows ${limit} for one person.`;
    }
  }
  return undefined;
}

function limitOf(type: string, { identitiesPerType, idsPerSystem }: DuplicatePolicy["limits"]): number {
  const own = Object.hasOwn(identitiesPerType, type) ? identitiesPerType[type] : undefined;
  return own ?? (type === "email" || type === "phone" ? Number.POSITIVE_INFINITY : idsPerSystem);
}
