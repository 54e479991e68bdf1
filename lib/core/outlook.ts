import { candidateOf } from "./candidate.ts";
import type { CompiledPolicy } from "./compile-policy.ts";
import type { Contact } from "./contact.ts";
import { decide } from "./decide.ts";
import type { Request } from "./request.ts";
import type { Filled } from "./rules/rule.ts";
import type { EpochMs } from "./time.ts";
import { ADDRESS_TYPE_OF_CHANNEL, CHANNELS, type Channel, type Effect } from "./words.ts";

/** What a sender may be told beside the decision: other ways to reach the contact, and what is left of the limits. */

/** How the same request would come out by another channel. */
export interface Alternative {
  readonly channel: Channel;
  readonly decision: "allow" | "defer" | "deny";
  /** Null when it is allowed now, or when waiting does not help. */
  readonly nextAllowedAt: EpochMs | null;
}

/** The other channels that an address of the contact fits, those that pass now first, then by when they pass. */
export function alternativesOf(
  policy: CompiledPolicy,
  contact: Contact,
  request: Request,
  now: EpochMs,
): Alternative[] {
  const types = new Set(contact.identities.map(({ type }) => type));
  return CHANNELS.filter(
    (channel) => channel !== request.channel && types.has(ADDRESS_TYPE_OF_CHANNEL[channel] ?? ""),
  )
    .map((channel) => {
      const { decision, nextAllowedAt: next } = decide(policy, contact, { ...request, channel }, now);
      return { channel, decision, nextAllowedAt: next };
    })
    .sort((a, b) => whenOf(a) - whenOf(b));
}

const whenOf = ({ decision, nextAllowedAt: next }: Alternative): number =>
  decision === "allow" ? 0 : (next ?? Number.MAX_VALUE);

/** What is left under one limit. */
export interface Remaining extends Filled {
  /** Rule id of the policy, or the built-in's name. */
  readonly rule: string;
  readonly effect: Effect;
  /** Touches that still fit, before this one. */
  readonly remaining: number;
}

/** Every limit that counts for this request, as of its instant. */
export function remainingOf(
  policy: CompiledPolicy,
  contact: Contact,
  request: Request,
  now: EpochMs,
): Remaining[] {
  const candidate = candidateOf({ policy, contact, request, at: request.at ?? now });
  return policy.rulesFor(candidate).flatMap((rule) => {
    if (rule.filled === undefined || !rule.applies(candidate)) return [];
    const filled = rule.filled(candidate);
    return [
      { rule: rule.id, effect: rule.effect, ...filled, remaining: Math.max(0, filled.max - filled.count) },
    ];
  });
}
