import type { CompiledPolicy } from "./compile-policy.ts";
import type { Contact, KeptKey, OwedConfirmation } from "./contact.ts";
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
    ...(rest.confirmations && { confirmations: stillOwed(rest.confirmations, touch, policy) }),
    touches: stays ? withNew(touches, touch) : touches,
    keys: key === undefined ? keys : [...keys.filter(({ hash }) => hash !== key.hash), key],
  };
}

/** A touch that confirms a stop was the one that the customer was owed on its channel. */
function stillOwed(
  confirmations: readonly OwedConfirmation[],
  { channel, purpose }: Touch,
  { purposes }: CompiledPolicy,
): readonly OwedConfirmation[] {
  const isConfirming = purposes.get(purpose)?.confirmsOptOut === true;
  return isConfirming ? confirmations.filter((owed) => owed.channel !== channel) : confirmations;
}

/** The contact without what need not be kept any longer. */
export function withoutEnded(contact: Contact, { policy, now }: Recording): Contact {
  const keys = kept(contact.keys, (key) => forgottenAt(key) > now);
  const isNamed = ({ id }: Touch) => keys.some(({ touch }) => touch === id);
  const touches = kept(contact.touches, (touch) => keptUntil(touch, policy) > now || isNamed(touch));
  const confirmations = contact.confirmations?.filter(({ until }) => until > now);
  return { ...contact, touches, keys, ...(confirmations && { confirmations }) };
}

/** Those that stay; the same list when all do, as they mostly do. */
const kept = <T>(list: readonly T[], stays: (one: T) => boolean): readonly T[] =>
  list.every(stays) ? list : list.filter(stays);

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

/** The touches with a new one at its place: mostly the last. */
function withNew(touches: readonly Touch[], touch: Touch): Touch[] {
  const last = touches.at(-1);
  return last === undefined || last.at <= touch.at ? [...touches, touch] : inOrder([...touches, touch]);
}
