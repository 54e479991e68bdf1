import type { CompiledPolicy } from "./compile-policy.ts";
import type { Contact } from "./contact.ts";
import { after, type EpochMs } from "./time.ts";
import type { Touch } from "./touches.ts";

/**
 * The contact after `touch`. A touch of a purpose that does not count is told to the stream only; touches
 * older than the policy's retention leave.
 */
export function withTouch(
  contact: Contact,
  touch: Touch,
  { policy, now }: { policy: CompiledPolicy; now: EpochMs },
): Contact {
  const kept = contact.touches.filter((old) => after(old.at, policy.retention) > now);
  const counting = policy.purposes.get(touch.purpose)?.counts !== false;
  return { ...contact, touches: counting ? inOrder([...kept, touch]) : kept };
}

/** Oldest first; of one instant, in the order given. */
export const inOrder = (touches: readonly Touch[]): Touch[] => [...touches].sort((a, b) => a.at - b.at);
