import type { PolicyDocument } from "../policy.ts";
import type { RegulatedAs } from "../regulated-as.ts";

/** What purposes are to the law when the policy does not say: by their names, and the strictest for the rest. */
const BY_NAME: Readonly<Record<string, RegulatedAs>> = {
  marketing: "solicitation",
  sales: "solicitation",
  collections: "collection",
  survey: "research",
  service: "none",
  transactional: "none",
};

export function regulatedAs(
  name: string,
  { regulatedAs: said, obeys }: PolicyDocument["purposes"][string],
): RegulatedAs {
  if (said !== undefined) return said;
  const byName = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  return byName ?? (obeys === "hard" ? "none" : "solicitation");
}

/** The purposes of a policy that are what a law speaks of. */
export const purposesOf = ({ purposes }: PolicyDocument, kind: RegulatedAs): string[] =>
  Object.entries(purposes).flatMap(([name, purpose]) => (regulatedAs(name, purpose) === kind ? [name] : []));
