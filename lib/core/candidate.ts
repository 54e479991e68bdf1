import type { CompiledPolicy } from "./compile-policy.ts";
import { type Contact, destinationOf, type Identity } from "./contact.ts";
import { zonesOf } from "./place/place.ts";
import type { Request } from "./request.ts";
import type { EpochMs } from "./time.ts";
import { counts, type Touch } from "./touches.ts";

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
}

/** The question at the request's own instant. */
export function candidateOf(question: {
  policy: CompiledPolicy;
  contact: Contact;
  request: Request;
  at: EpochMs;
}): Candidate {
  const { policy, contact, request, at } = question;
  return {
    policy,
    contact,
    request,
    at,
    destination: destinationOf(contact, request.channel, request.namedKey),
    obeysAll: policy.purposes.get(request.purpose)?.obeys !== "hard",
    touches: countingAt(contact.touches, at),
  };
}

/** The same question at another instant. */
export function candidateAt(candidate: Candidate, at: EpochMs): Candidate {
  if (at === candidate.at) return candidate;
  const { touches } = candidate.contact;
  const leased = touches.some(({ state }) => state === "reserved");
  // Whether any other touch counts is the same at every instant.
  return { ...candidate, at, touches: leased ? countingAt(touches, at) : candidate.touches };
}

function countingAt(touches: readonly Touch[], at: EpochMs): readonly Touch[] {
  const all = touches.every((touch) => counts(touch, at));
  return all ? touches : touches.filter((touch) => counts(touch, at));
}

/** The counted touches t with |x − t| < `reachMs`, oldest first. */
export function touchesNear({ touches, at }: Candidate, reachMs: number): readonly Touch[] {
  let from = touches.length;
  while (from > 0 && at - (touches[from - 1] as Touch).at < reachMs) from--;
  let to = touches.length;
  while (to > from && (touches[to - 1] as Touch).at - at >= reachMs) to--;
  return touches.slice(from, to);
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
