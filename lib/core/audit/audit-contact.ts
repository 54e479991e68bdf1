import { type Contact, type ContactStatus, stoppedBy } from "../contact.ts";
import type { EpochMs } from "../time.ts";
import type { AuditPolicy } from "./audit-policy.ts";
import type { Facts } from "./facts.ts";
import { findGhosts } from "./find-ghosts.ts";
import { findJunk } from "./find-junk.ts";
import { findUnlistedOwner } from "./find-owners.ts";
import { findStale } from "./find-stale.ts";
import {
  findAddresses,
  findEndedSuppressions,
  findEndingConsents,
  findMissingZone,
} from "./find-standing.ts";
import type { Finding } from "./finding.ts";

/** A contact with its past, and who the agents are, when that is known. */
export interface AuditedContact {
  readonly contact: Contact;
  readonly facts: Facts;
  readonly agents?: ReadonlySet<string> | undefined;
}

/** What an audit says of one contact. */
export interface ContactVerdict {
  readonly findings: readonly Finding[];
  /** The status that the findings come to; undefined for a contact whose status an audit leaves alone. */
  readonly status: JudgedStatus | undefined;
}

export interface JudgedStatus {
  readonly status: ContactStatus;
  /** Ids of the rules that say so. */
  readonly rules: readonly string[];
}

/**
 * Judges one contact as of `at`. A status that an audit has set is judged anew each time: whoever answers again, or is
 * tagged no more, is active. What stops a contact for good is left alone, and of the erased nothing is told. Of a
 * stranger, known by an address only, nothing is told that somebody would have to put.
 */
export function auditContact(policy: AuditPolicy, audited: AuditedContact, at: EpochMs): ContactVerdict {
  const { contact, facts, agents } = audited;
  if (contact.status === "erased") return { findings: [], status: undefined };
  const ghosts = findGhosts(policy.ghosts, contact, facts);
  const junk = findJunk(policy.junk, { contact, facts, at });
  const ofPut = contact.put
    ? [
        ...findStale(policy.staleAfter, { contact, facts, at }),
        ...findMissingZone(contact),
        ...(agents === undefined ? [] : findUnlistedOwner(contact, agents)),
      ]
    : [];
  return {
    findings: [
      ...ghosts,
      ...junk,
      ...ofPut,
      ...findAddresses(contact),
      ...findEndingConsents(policy.consentsEndingWithin, contact, at),
      ...findEndedSuppressions(contact, at),
    ],
    status: stoppedBy(contact.status) === undefined ? statusOf(ghosts, junk) : undefined,
  };
}

function statusOf(ghosts: readonly Finding[], junk: readonly Finding[]): JudgedStatus {
  if (junk.length > 0) return { status: "junk", rules: rulesOf(junk) };
  const whole = ghosts.filter(({ code }) => code === "unreachable");
  return { status: whole.length > 0 ? "ghost" : "active", rules: rulesOf(whole) };
}

const rulesOf = (findings: readonly Finding[]): string[] =>
  [...new Set(findings.flatMap(({ evidence: { rule, rules } }) => [rule, rules].flat()))]
    .filter((id) => typeof id === "string")
    .sort();
