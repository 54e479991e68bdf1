import { erasedSuppression, isErased, isListedErased } from "../../../lib/core/erase.ts";
import { commitContact, findContact, readState } from "../../../lib/store/contacts.ts";
import { StoreUnavailable } from "../../../lib/store/errors.ts";
import { sharersOf } from "../../../lib/store/sharers.ts";
import { attempts } from "../attempts.ts";
import type { Deps } from "../deps.ts";

/** Puts an erased address on the list of the erased for the others who list it: what suppresses it binds them, too. */
export async function bindSharers(deps: Deps, addressKey: string): Promise<void> {
  const { store } = deps;
  const state = await readState({ store }, addressKey);
  // The id of a contact is no address, and one that was taken off the list since is free.
  if (state.kind !== "contact" || !isErased(state.contact)) return;
  if (!isListedErased(state.contact, addressKey)) return;
  for (const id of await sharersOf(store, addressKey)) await bind(deps, id, addressKey);
}

async function bind(deps: Deps, contactId: string, addressKey: string): Promise<void> {
  for await (const _ of attempts(deps)) {
    const contact = await findContact({ store: deps.store }, contactId);
    const lists = contact?.identities.some(({ key, shared }) => key === addressKey && shared) === true;
    if (contact === undefined || !lists || isListedErased(contact, addressKey)) return;
    const suppression = erasedSuppression(addressKey);
    const suppressions = [...contact.suppressions, suppression];
    const event = { type: "suppression", change: "added", suppression, at: deps.now(), by: null } as const;
    if ((await commitContact({ store: deps.store }, { ...contact, suppressions }, [event])).written) return;
  }
  throw new StoreUnavailable({ mayHaveWritten: false });
}
