import type { CompiledPolicy } from "./compile-policy.ts";
import type { Contact, KeptKey } from "./contact.ts";
import { after, DAY_MS, durationMs, type EpochMs } from "./time.ts";
import type { Touch } from "./touches.ts";

/** Keys are good for so long, and reservations that have ended are remembered as long. */
const REMEMBERED = durationMs(DAY_MS);

/** When a key is good no longer. */
export const forgottenAt = ({ at }: KeptKey): EpochMs => after(at, REMEMBERED);

/** What a contact is written with. */
export interface Recording {
  readonly policy: CompiledPolicy;
  readonly now: EpochMs;
}

/** The contact after `touch`. What no rule counts, no lease needs and no key names is told to the stream only. */
export function withTouch(
  contact: Contact,
  touch: Touch,
  { policy, now, key }: Recording & { readonly key?: KeptKey | undefined },
): Contact {
  const { touches, keys, ...rest } = withoutEnded(contact, { policy, now });
  const stays = key !== undefined || keptUntil(touch, policy) > now;
  return {
    ...rest,
    touches: stays ? inOrder([...touches, touch]) : touches,
    keys: key === undefined ? keys : [...keys.filter(({ hash }) => hash !== key.hash), key],
  };
}

/** The contact without what need not be kept any longer. */
export function withoutEnded(contact: Contact, { policy, now }: Recording): Contact {
  const keys = contact.keys.filter((key) => forgottenAt(key) > now);
  const named = new Set(keys.map(({ touch }) => touch));
  const touches = contact.touches.filter((touch) => keptUntil(touch, policy) > now || named.has(touch.id));
  return { ...contact, touches, keys };
}

/**
 * When a touch leaves the state: a reservation when it has been over for a day, also when it was confirmed and does
 * not count; any other touch that does not count at once, and one that does when it is older than the policy retains.
 * A touch that started a cooldown stays until that ends.
 */
export function keptUntil(
  touch: Touch,
  policy: CompiledPolicy,
  cooldowns: CompiledPolicy["cooldowns"] = policy.cooldowns,
): EpochMs {
  let until = neededUntil(touch, policy);
  for (const { endOf } of cooldowns) {
    const end = endOf(touch);
    if (end > until) until = end;
  }
  return until;
}

function neededUntil(touch: Touch, policy: CompiledPolicy): EpochMs {
  if (touch.expiresAt !== undefined) return after(touch.expiresAt, REMEMBERED);
  return touch.bearing === undefined ? after(touch.at, policy.retention) : touch.at;
}

/** Oldest first; of one instant, in the order given. */
export const inOrder = (touches: readonly Touch[]): Touch[] => [...touches].sort((a, b) => a.at - b.at);
