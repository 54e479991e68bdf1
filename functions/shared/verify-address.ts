import type { Verdict } from "../../lib/adapters/verification/json-verifier.ts";
import type { Contact, Identity } from "../../lib/core/contact.ts";
import type { IdentityFlag } from "../../lib/core/identity/flags.ts";
import { DAY_MS, type EpochMs, epochMs } from "../../lib/core/time.ts";
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
  deps: Asking,
  address: { readonly identity: Identity; readonly value: string },
): Promise<Identity> {
  const { identity } = address;
  if (deps.verifier === undefined || !knows(deps.verifier, identity)) return identity;
  const heard = await hear(deps.verifier, address, deps);
  const told = withHeard(identity, heard);
  return heard.verdict === "unknown" ? { ...told, flags: [...told.flags, UNVERIFIED] } : told;
}

type Asking = Pick<Deps, "verifier" | "log" | "now">;

export const knows = ({ types }: Verifier, { type }: Identity): boolean => types.includes(type);

interface Heard extends Verification {
  /** The day, by its first instant; undefined without an answer. */
  readonly askedAt: EpochMs | undefined;
}

async function hear(
  verifier: Verifier,
  { identity, value }: { readonly identity: Identity; readonly value: string },
  { log, now }: Asking,
): Promise<Heard> {
  const { verdict, fault } = await verifier.ask({ type: identity.type, value });
  if (fault === undefined) return { verdict, askedAt: epochMs(now() - (now() % DAY_MS)) };
  log({ level: "warn", verifier: fault, address: identity.key });
  return { verdict, fault, askedAt: undefined };
}

/** What could not be told leaves the address as it was, but for when that was said. */
function withHeard(identity: Identity, { verdict, askedAt }: Heard): Identity {
  const asked = { ...identity, ...(askedAt !== undefined && { askedAt }) };
  if (verdict === "unknown") return asked;
  const flags = identity.flags.filter((flag) => flag !== UNVERIFIED);
  return { ...asked, valid: verdict === "deliverable", flags };
}

/** What came of asking again of a contact's addresses. */
export interface VerifiedAgain {
  /** As it stands now. */
  readonly contact: Contact;
  readonly asked: number;
  readonly undeliverable: number;
  /** Of these nobody could tell. */
  readonly unverified: number;
  /** Of these the service has said nothing at all. */
  readonly unanswered: number;
}

/**
 * Asks again of those of a contact's addresses that are due, and writes what is heard. An address of which the service
 * says nothing stays as it is. Undefined for a contact that is not there.
 */
export async function verifyAgain(
  deps: Deps & { readonly verifier: Verifier },
  contactId: string,
  isDue: (identity: Identity) => boolean,
): Promise<VerifiedAgain | Refusal | undefined> {
  const { verifier } = deps;
  const before = await readContact(deps, contactId);
  if (before === undefined) return undefined;
  const { contact, card } = before;
  const due = contact.identities.flatMap((identity) => {
    const value = card.addresses[identity.key];
    const isAsked = value !== undefined && knows(verifier, identity) && isDue(identity);
    return isAsked ? [{ identity, value }] : [];
  });
  const heard = await Promise.all(
    due.map(async (address) => [address.identity.key, await hear(verifier, address, deps)] as const),
  );
  const answers = heard.map(([, answer]) => answer);
  const told = new Map(heard.filter(([, { fault }]) => fault === undefined));
  const stands = told.size === 0 ? contact : await writeTold(deps, contact, told);
  if (stands === undefined || "refused" in stands) return stands;
  return {
    contact: stands,
    asked: answers.length,
    undeliverable: answers.filter(({ verdict }) => verdict === "undeliverable").length,
    unverified: answers.filter(({ verdict }) => verdict === "unknown").length,
    unanswered: answers.length - told.size,
  };
}

/** The contact as it was written; undefined when it has gone meanwhile. */
async function writeTold(
  deps: Deps,
  { contactId }: Contact,
  told: ReadonlyMap<string, Heard>,
): Promise<Contact | Refusal | undefined> {
  for await (const _ of attempts(deps)) {
    const contact = (await readContact(deps, contactId))?.contact;
    if (contact === undefined) return undefined;
    const identities = contact.identities.map((identity) => {
      const heard = told.get(identity.key);
      return heard === undefined ? identity : withHeard(identity, heard);
    });
    const done = await commitContact({ store: deps.store }, { ...contact, identities }, []);
    if (done.written) return done.contact;
  }
  return contended();
}
