import { type Contact, idsOf } from "../../lib/core/contact.ts";
import { findContact } from "../../lib/store/contacts.ts";
import { areSaidTwo } from "../../lib/store/duplicates.ts";
import type { Deps } from "../shared/deps.ts";
import { mergeRefusal } from "../shared/merge-contacts.ts";
import type { Refusal } from "../shared/problem.ts";
import type { ContactChange } from "./command.ts";

interface Joining {
  readonly change: ContactChange;
  readonly owners: readonly string[];
  readonly contact: Contact;
}

/** The contact that the changed one is to be merged into, if it is to be; refused before anything is written. */
export async function joinedBy(
  { store }: Deps,
  { change, owners: [owner, ...more], contact }: Joining,
): Promise<Contact | Refusal | undefined> {
  if (change.onDuplicate !== "merge" || owner === undefined || more.length > 0) return undefined;
  const survivor = await findContact({ store }, owner);
  if (survivor === undefined || (await areSaidTwo(store, idsOf(survivor), idsOf(contact)))) return undefined;
  return mergeRefusal(survivor, contact) ?? survivor;
}
