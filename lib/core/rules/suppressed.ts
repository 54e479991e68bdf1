import type { Candidate } from "../candidate.ts";
import { type Identity, type Suppression, stoppedBy } from "../contact.ts";
import { type EpochMs, formatInstant, NEVER } from "../time.ts";
import { ADDRESS_TYPE_OF_CHANNEL } from "../words.ts";
import { PASSES, type Rule } from "./rule.ts";

/** The addresses this touch may reach: the destination, or while that is unknown every fitting one. */
function reachable({ contact, request, destination }: Candidate): readonly Identity[] {
  if (destination !== undefined) return [destination];
  const type = ADDRESS_TYPE_OF_CHANNEL[request.channel];
  return contact.identities.filter((identity) => identity.type === type);
}

function suppressionOf(candidate: Candidate): Suppression | undefined {
  const { suppressions } = candidate.contact;
  if (suppressions.length === 0) return undefined;
  const keys = reachable(candidate).map((identity) => identity.key);
  const inForce = suppressions.filter(
    ({ identityKey, expiresAt }) =>
      (expiresAt === undefined || expiresAt > candidate.at) &&
      (identityKey === undefined || keys.includes(identityKey)),
  );
  // The one that lasts longest says when waiting helps.
  return inForce.sort((a, b) => (b.expiresAt ?? NEVER) - (a.expiresAt ?? NEVER))[0];
}

const unreachable = (candidate: Candidate): boolean =>
  reachable(candidate).some((identity) => !identity.valid);

/** Built-in and hard: contact or destination on a suppression list in force, not valid, or erased. */
export const suppressed: Rule = {
  id: "suppressed",
  kind: "suppressed",
  effect: "deny",
  overridable: false,
  applies: () => true,
  failsUntil(candidate): EpochMs {
    if (stoppedBy(candidate.contact.status) !== undefined || unreachable(candidate)) return NEVER;
    const suppression = suppressionOf(candidate);
    return suppression === undefined ? PASSES : (suppression.expiresAt ?? NEVER);
  },
  explain(candidate) {
    const stopping = stoppedBy(candidate.contact.status);
    if (stopping !== undefined) return { code: "suppressed", details: { because: stopping } };
    const suppression = suppressionOf(candidate);
    if (suppression === undefined) return { code: "suppressed", details: { because: "invalid_address" } };
    const { list, reason, expiresAt } = suppression;
    const until = expiresAt === undefined ? null : formatInstant(expiresAt);
    return { code: "suppressed", details: { because: "list", list, reason, until } };
  },
};
