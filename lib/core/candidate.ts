import type { CompiledPolicy } from "./compile-policy.ts";
import { type Contact, destinationOf, type Identity } from "./contact.ts";
import { engagementAt } from "./engagement.ts";
import type { Request } from "./request.ts";
import type { Engagement } from "./rule-document.ts";
import { type EpochMs, NEVER } from "./time.ts";
import { counts, type Touch } from "./touches.ts";
import { zonesOf } from "./zones.ts";

/** One question put to the rules: would this request pass at instant `at`? */
export interface Candidate {
  readonly policy: CompiledPolicy;
  readonly contact: Contact;
  readonly request: Request;
  /** The address the touch would go to, when known. */
  readonly destination: Identity | undefined;
  /** The candidate's instant x. Everything is judged as of it. */
  readonly at: EpochMs;
  /** Touches that count as of `at`, oldest first; planned ones may lie after it. */
  readonly touches: readonly Touch[];
  /** Whether the purpose obeys every rule, or only hard ones. */
  readonly obeysAll: boolean;
  readonly engagement: Engagement;
}

/** The question at the request's own instant. */
export function candidateOf(question: {
  policy: CompiledPolicy;
  contact: Contact;
  request: Request;
  at: EpochMs;
}): Candidate {
  const { policy, contact, request, at } = question;
  return candidateAt(
    {
      policy,
      contact,
      request,
      at,
      destination: destinationOf(contact, request.channel, request.namedKey),
      touches: contact.touches,
      obeysAll: policy.purposes.get(request.purpose)?.obeys !== "hard",
      engagement: "dormant",
    },
    at,
  );
}

/** The same question at another instant. */
export function candidateAt(candidate: Candidate, at: EpochMs): Candidate {
  const { touches } = candidate.contact;
  const all = touches.every((touch) => counts(touch, at));
  return {
    ...candidate,
    at,
    touches: all ? touches : touches.filter((touch) => counts(touch, at)),
    engagement: candidate.policy.readsEngagement ? engagementAt(touches, at).level : "dormant",
  };
}

/**
 * The next instant after the candidate's at which something that rules read changes by itself: a lease or a
 * suppression ends, engagement cools. NEVER when nothing does. Between two such instants a rule's verdict
 * moves only with the candidate's own instant.
 */
export function nextChangeAfter(candidate: Candidate): EpochMs {
  const { contact, at, policy } = candidate;
  let next: EpochMs = NEVER;
  const consider = (instant: EpochMs | undefined) => {
    if (instant !== undefined && instant > at && instant < next) next = instant;
  };
  for (const touch of contact.touches) if (touch.state === "reserved") consider(touch.expiresAt);
  for (const suppression of contact.suppressions) consider(suppression.expiresAt);
  if (policy.readsEngagement) consider(engagementAt(contact.touches, at).changesAt);
  return next;
}

/** The zones a rule's clock runs in: all of them must agree. Empty when the contact's are unknown. */
export function zonesFor(zone: string, candidate: Candidate): readonly string[] {
  if (zone === "policy") return candidate.policy.timezoneList;
  if (zone === "contact") return zonesOf(candidate.contact, candidate.destination);
  return [zone];
}

/** As `zonesFor`, with the policy's zone standing in for an unknown one. */
export function zonesOrPolicy(zone: string, candidate: Candidate): readonly string[] {
  const zones = zonesFor(zone, candidate);
  return zones.length > 0 ? zones : candidate.policy.timezoneList;
}
