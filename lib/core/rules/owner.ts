import type { Candidate } from "../candidate.ts";
import type { OwnerDocument } from "../rule-document.ts";
import { NEVER } from "../time.ts";
import { PASSES, type Test } from "./rule.ts";

/** Denies when somebody owns the contact and the request comes from another agent, or another department. */
export function compileOwner({ by = "agent" }: OwnerDocument): Test {
  const isAnothers = ({ contact, request }: Candidate): boolean => {
    const owner = contact.owner?.[by];
    return owner !== undefined && owner !== request[by];
  };
  return {
    failsUntil: (candidate) => (isAnothers(candidate) ? NEVER : PASSES),
    explain: ({ contact }) => ({
      code: "not_the_owner",
      details: { by, agent: contact.owner?.agent, department: contact.owner?.department },
    }),
  };
}
