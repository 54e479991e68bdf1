import type { CompiledPolicy } from "./compile-policy.ts";
import type { Contact } from "./contact.ts";
import { after, type EpochMs } from "./time.ts";
import type { Touch } from "./touches.ts";

/** The contact after `touch`. A touch of a purpose that does not count is told to the stream only. */
export function withTouch(
  contact: Contact,
  touch: Touch,
  { policy, now }: { policy: CompiledPolicy; now: EpochMs },
): Contact {
  const kept = contact.touches.filter((old) => keptUntil(old, policy) > now);
  const counting = policy.purposes.get(touch.purpose)?.counts !== false;
  return { ...contact, touches: counting ? inOrder([...kept, touch]) : kept };
}

/** A touch leaves the state when it is older than the policy retains, and the cooldowns that it started are over. */
export function keptUntil(touch: Touch, { retention, cooldowns }: CompiledPolicy): EpochMs {
  let until = after(touch.at, retention);
  for (const endOf of cooldowns) {
    const end = endOf(touch);
    if (end > until) until = end;
  }
  return until;
}

/** Oldest first; of one instant, in the order given. */
export const inOrder = (touches: readonly Touch[]): Touch[] => [...touches].sort((a, b) => a.at - b.at);
