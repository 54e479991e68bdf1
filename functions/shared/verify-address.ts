import type { Verdict } from "../../lib/adapters/verification/json-verifier.ts";
import type { Contact, Identity } from "../../lib/core/contact.ts";
import type { IdentityFlag } from "../../lib/core/identity/flags.ts";
import { commitContact } from "../../lib/store/contacts.ts";
import { attempts, contended } from "./attempts.ts";
import type { Deps } from "./deps.ts";
import type { Refusal } from "./problem.ts";
import { readContact } from "./read-contact.ts";

/** A service that is asked whether addresses work. */
export interface Verifier {
  /** Types of addresses that it knows; others are never sent to it. */
  readonly types: readonly string[];
  /** Answers in time and never throws: an outage is `unknown`, with its fault. */
  ask(address: { readonly type: string; readonly value: string }): Promise<Verification>;
}

export interface Verification {
  readonly verdict: Verdict;
  /** Why there is no verdict, without the address; undefined when the service gave one. */
  readonly fault?: string;
}

/** Of an address that the service could not tell of: it counts as working, and is asked of again by the audit. */
const UNVERIFIED = "unverified" satisfies IdentityFlag;

export const isUnverified = ({ flags }: Identity): boolean => flags.includes(UNVERIFIED);

/**
 * The address with what the service says of it: not valid after a plain no, flagged as unverified when nobody could
 * tell. As it is when no service is set up or it does not know the type.
 */
export async function verifyAddress(
  { verifier, log }: Pick<Deps, "verifier" | "log">,
  { identity, value }: { readonly identity: Identity; readonly value: string },
): Promise<Identity> {
  if (verifier === undefined || !knows(verifier, identity)) return identity;
  const { verdict, fault } = await verifier.ask({ type: identity.type, value });
  if (fault !== undefined) log({ level: "warn", verifier: fault, address: identity.key });
  return withVerdict(identity, verdict);
}

const knows = ({ types }: Verifier, { type }: Identity): boolean => types.includes(type);

function withVerdict(identity: Identity, verdict: Verdict): Identity {
  const flags = identity.flags.filter((flag) => flag !== UNVERIFIED);
  return verdict === "unknown"
    ? { ...identity, flags: [...flags, UNVERIFIED] }
    : { ...identity, valid: verdict === "deliverable", flags };
}

/** What came of asking again of a contact's unverified addresses. */
export interface VerifiedAgain {
  readonly asked: number;
  readonly undeliverable: number;
  /** Of these nobody could tell this time either. */
  readonly unverified: number;
}

/**
 * Asks again of the addresses that are flagged as unverified, and writes what is heard. An address that nobody could
 * tell of stays as it is. Undefined for a contact that is not there.
 */
export async function verifyAgain(
  deps: Deps,
  contactId: string,
): Promise<VerifiedAgain | Refusal | undefined> {
  const { verifier } = deps;
  const before = await readContact(deps, contactId);
  if (before === undefined) return undefined;
  const asked = before.contact.identities.flatMap((identity) => {
    const value = before.card.addresses[identity.key];
    const isAsked = verifier !== undefined && knows(verifier, identity) && isUnverified(identity);
    return isAsked && value !== undefined ? [{ identity, value }] : [];
  });
  const heard = await Promise.all(asked.map((address) => verifyAddress(deps, address)));
  const told = new Map(heard.filter((identity) => !isUnverified(identity)).map((one) => [one.key, one]));
  const answer: VerifiedAgain = {
    asked: asked.length,
    undeliverable: heard.filter(({ valid }) => !valid).length,
    unverified: heard.length - told.size,
  };
  return told.size === 0 ? answer : ((await writeTold(deps, before.contact, told)) ?? answer);
}

async function writeTold(
  deps: Deps,
  { contactId }: Contact,
  told: ReadonlyMap<string, Identity>,
): Promise<Refusal | undefined> {
  for await (const _ of attempts(deps)) {
    const contact = (await readContact(deps, contactId))?.contact;
    if (contact === undefined) return undefined;
    const identities = contact.identities.map((identity) => {
      const { valid } = told.get(identity.key) ?? identity;
      const flags = identity.flags.filter((flag) => flag !== UNVERIFIED);
      return told.has(identity.key) && isUnverified(identity) ? { ...identity, valid, flags } : identity;
    });
    if (identities.every((identity, index) => identity === contact.identities[index])) return undefined;
    if ((await commitContact({ store: deps.store }, { ...contact, identities }, [])).written)
      return undefined;
  }
  return contended();
}
