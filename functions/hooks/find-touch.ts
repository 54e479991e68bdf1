import type { HookMessage } from "../../lib/adapters/hook.ts";
import type { Contact, Identity } from "../../lib/core/contact.ts";
import { HOUR_MS } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { findByAddress, findContact } from "../../lib/store/contacts.ts";
import { touchesOfReference } from "../../lib/store/hooks.ts";
import { touchIdOf } from "../../lib/store/keys.ts";
import type { Deps } from "../shared/deps.ts";
import { type NamedTouch, readTouchId } from "../touches/touch-id.ts";

type Outcome = Extract<HookMessage, { kind: "outcome" }>;

/** A message to this address that is so old is no longer meant by what is told of the address alone. */
const WINDOW_MS = 72 * HOUR_MS;
/** The vendor's clock may be behind ours. */
const SKEW_MS = HOUR_MS / 12;

/**
 * The touch that an event is about: by its id, which the sender passed on; else by the sender's own reference, if one
 * touch alone has it; else the last before the event on this channel to this address, within 72 hours. Never one that is
 * known to have gone to another address: a message to two people bears the id of one.
 */
export async function findTouch(
  deps: Deps,
  message: Outcome,
  address: Identity | undefined,
): Promise<NamedTouch | undefined> {
  const named = message.touchId === undefined ? undefined : readTouchId(message.touchId);
  if (named !== undefined && !(await wentElsewhere(deps, named, address))) return named;
  if (message.reference !== undefined) {
    const [touchId, ...others] = await touchesOfReference(deps.store, message.reference, deps.now());
    const only = touchId === undefined || others.length > 0 ? undefined : readTouchId(touchId);
    if (only !== undefined && !(await wentElsewhere(deps, only, address))) return only;
  }
  if (address === undefined) return undefined;
  const contact = await findByAddress({ store: deps.store }, address);
  const touch = contact.touches.findLast((one) => isMeant(one, { message, address }));
  return touch && namedIn(contact, touch);
}

/** Of a touch that is kept no longer nobody knows. */
async function wentElsewhere(
  { store }: Deps,
  { id, contactKey }: NamedTouch,
  address: Identity | undefined,
): Promise<boolean> {
  if (address === undefined) return false;
  const contact = await findContact({ store }, contactKey);
  const to = contact?.touches.find((touch) => touch.id === id)?.address;
  return to !== undefined && to !== address.key;
}

function isMeant(
  touch: Touch,
  { message, address }: { readonly message: Outcome; readonly address: Identity },
): boolean {
  const { channel, at, state, bearing } = touch;
  return (
    channel === message.channel &&
    (touch.address === undefined || touch.address === address.key) &&
    at <= message.at + SKEW_MS &&
    at > message.at - WINDOW_MS &&
    state !== "released" &&
    bearing !== "inbound"
  );
}

function namedIn({ contactId }: Contact, { id, origin = contactId }: Touch): NamedTouch {
  return { touchId: touchIdOf(origin, id), id, contactKey: origin };
}
