import type { Candidate } from "../candidate.ts";
import { murmurHash } from "../murmur-hash.ts";
import type { HoldoutDocument } from "../rule-document.ts";
import { NEVER } from "../time.ts";
import { PASSES, type Test } from "./rule.ts";

/** Denies a stable share of the contacts: those whose hash of salt and origin key falls below `basisPoints`. */
export function compileHoldout({ salt, basisPoints }: HoldoutDocument): Test {
  const isHeldOut = ({ contact }: Candidate): boolean =>
    murmurHash(`${salt}:${contact.originKey ?? contact.contactId}`) % 10_000 < basisPoints;
  return {
    failsUntil: (candidate) => (isHeldOut(candidate) ? NEVER : PASSES),
    explain: () => ({ code: "held_out", details: { basisPoints } }),
  };
}
