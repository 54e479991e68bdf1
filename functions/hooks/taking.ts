import type { HookAddress, HookMessage } from "../../lib/adapters/hook.ts";
import type { Identity } from "../../lib/core/contact.ts";
import { isErased } from "../../lib/core/erase.ts";
import { normaliseIdentity } from "../../lib/core/identity/normalise.ts";
import { findContact, readState } from "../../lib/store/contacts.ts";
import { notErasedSince } from "../../lib/store/erasures.ts";
import { type Review, reviewWrite } from "../../lib/store/hooks.ts";
import { hashOf } from "../../lib/store/keys.ts";
import type { Check } from "../../lib/store/store.ts";
import { attempts, contended } from "../shared/attempts.ts";
import type { Deps } from "../shared/deps.ts";
import type { Refusal } from "../shared/problem.ts";
import { identityOf } from "../shared/recipient.ts";
import { readTouchId } from "../touches/touch-id.ts";

/** Who tells, and by what. */
export interface Taking {
  readonly deps: Deps;
  readonly vendor: string;
  readonly pepper: string;
}

/** `review`: it is kept for a person to look at. A refusal is none of the vendor's faults: it should come again. */
export type Taken = "taken" | "review" | "nothing" | Refusal;

export type Of<Kind extends HookMessage["kind"]> = Extract<HookMessage, { kind: Kind }>;

/** An address, and its canonical spelling. */
export interface HookIdentity {
  readonly identity: Identity;
  readonly value: string;
}

/** Undefined for what is no address. */
export async function identityIn(
  { pepper }: Taking,
  { type, value, region }: HookAddress,
): Promise<HookIdentity | undefined> {
  const read = await normaliseIdentity({ type, value, region });
  return read.ok ? { identity: identityOf(pepper, read.identity), value: read.identity.value } : undefined;
}

/** Of an erased person nothing is kept, and nobody needs to look at it: they are contacted no more. */
export async function isOfErased(
  { deps }: Taking,
  message: HookMessage,
  address: Identity | undefined,
): Promise<boolean> {
  const named = message.kind === "outcome" && message.touchId ? readTouchId(message.touchId) : undefined;
  const keys = [named?.contactKey, address?.key].filter((key) => key !== undefined);
  const found = await Promise.all(keys.map((key) => findContact({ store: deps.store }, key)));
  return found.some((contact) => contact !== undefined && isErased(contact));
}

export async function review(
  { deps, vendor }: Taking,
  message: Of<"outcome"> | Of<"optOut"> | Of<"optIn">,
  of: Pick<Review, "because" | "contactKey">,
): Promise<Taken> {
  const id = hashOf(`${vendor} ${message.id} ${message.kind}`).slice(0, 24);
  const write = reviewWrite({ id, at: message.at, vendor, detail: detailOf(message), ...of });
  if (of.contactKey === undefined) {
    await deps.store.put(write);
    return "review";
  }
  for await (const _ of attempts(deps)) {
    const notErased = await notErasedNow(deps, of.contactKey);
    if (notErased === undefined) return "nothing";
    if ((await deps.store.transact([write, notErased])) === "written") return "review";
    // Kept already; else one was erased in this moment, or another transaction was in the way.
    const { pk, sk } = write.item;
    if ((await deps.store.get({ pk, sk })) !== undefined) return "review";
  }
  return contended();
}

/**
 * The condition on which something is written beside the state of a key; undefined where an erased person was. Of a
 * key that nothing stands at, there was no erasure.
 */
export async function notErasedNow({ store }: Deps, key: string): Promise<Check | undefined> {
  const state = await readState({ store }, key);
  if (state.kind === "absent") return notErasedSince(key, 1);
  if (state.kind === "moved") return notErasedSince(key, state.version);
  return isErased(state.contact) ? undefined : notErasedSince(key, state.contact.version);
}

function detailOf(message: Of<"outcome"> | Of<"optOut"> | Of<"optIn">): string {
  switch (message.kind) {
    case "outcome":
      return [message.outcome, message.channel, message.reference, message.detail]
        .filter(Boolean)
        .join(" · ");
    case "optOut":
      return [message.channel, message.words].filter(Boolean).join(" · ");
    case "optIn":
      return message.channel;
  }
}
