import type { Identity } from "../../lib/core/contact.ts";
import type { Deps } from "../shared/deps.ts";
import { isUnverified, verifyAddress } from "../shared/verify-address.ts";
import type { Claim } from "./link.ts";
import { keyOf, type Named } from "./saying.ts";

/**
 * Has addresses that are about to be listed verified, each once however often the listing is tried anew. One that
 * another contact has was verified when that listed it.
 */
export function verifyingClaims(
  deps: Pick<Deps, "verifier" | "log" | "now">,
  named: readonly Named[],
): (claims: readonly Claim[]) => Promise<Claim[]> {
  const heard = new Map<string, Promise<Identity>>();
  const hear = (identity: Identity): Promise<Identity> => {
    const value = named.find((one) => keyOf(one) === identity.key)?.value ?? "";
    const known = heard.get(identity.key) ?? verifyAddress(deps, { identity, value });
    heard.set(identity.key, known);
    return known;
  };
  return (claims) =>
    Promise.all(
      claims.map(async (claim) => ({ ...claim, identity: knownFrom(claim) ?? (await hear(claim.identity)) })),
    );
}

/** The address with what its owner knows of it; undefined when it is nobody's. */
function knownFrom({ identity, owner }: Claim): Identity | undefined {
  const listed = owner?.put === true ? owner.identities.find(({ key }) => key === identity.key) : undefined;
  if (listed === undefined) return undefined;
  const flags = isUnverified(listed) ? [...identity.flags, "unverified"] : identity.flags;
  const { valid, askedAt } = listed;
  return { ...identity, valid, flags, ...(askedAt !== undefined && { askedAt }) };
}
