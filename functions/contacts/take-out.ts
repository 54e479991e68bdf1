import type { Contact } from "../../lib/core/contact.ts";
import type { StateEvent, Told } from "../../lib/core/events.ts";
import { unlink } from "../../lib/core/unlink.ts";
import { readState } from "../../lib/store/contacts.ts";
import { toStateItem } from "../../lib/store/items.ts";
import { sharerKey } from "../../lib/store/sharers.ts";
import type { TransactWrite } from "../../lib/store/store.ts";
import type { Deps } from "../shared/deps.ts";
import type { Linked } from "./link.ts";

/** A contact without the addresses that left, and the writes beside its own that make it so. */
interface TakenOut extends Pick<Linked, "contact" | "events"> {
  readonly writes: readonly TransactWrite[];
}

/**
 * Takes addresses out of a contact. Each is again a stranger of its own, with its touches and every no; one that was
 * only shared leaves nothing.
 */
export async function takeOut(
  { store }: Deps,
  of: { readonly contact: Contact; readonly keys: readonly string[]; readonly told: Told },
): Promise<TakenOut> {
  const writes: TransactWrite[] = [];
  const events: StateEvent[] = [];
  let { contact } = of;
  for (const key of of.keys) {
    const identity = contact.identities.find((one) => one.key === key);
    if (identity === undefined) continue;
    const state = await readState({ store }, key);
    if (identity.shared || (state.kind === "moved" && state.to !== contact.contactId)) {
      events.push({ type: "unlinked", ...of.told, key, shared: true });
      writes.push({ remove: sharerKey(key, contact.contactId) });
      contact = {
        ...contact,
        identities: contact.identities.filter((one) => one.key !== key),
        suppressions: contact.suppressions.filter(({ identityKey }) => identityKey !== key),
      };
      continue;
    }
    const parted = unlink(contact, identity);
    const stood = state.kind === "moved" ? state.version : undefined;
    const stranger = { ...parted.stranger, version: (stood ?? 0) + 1 };
    const event: StateEvent = { type: "unlinked", ...of.told, key };
    events.push(event);
    writes.push({ item: toStateItem(stranger, [event]), expected: stood ?? "absent" });
    contact = parted.contact;
  }
  return { contact, writes, events };
}
