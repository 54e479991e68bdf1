import { type ContactChange, changeContact } from "../../functions/contacts/command.ts";
import { putPreferences } from "../../functions/preferences/command.ts";
import { mergeContacts } from "../../functions/shared/merge-contacts.ts";
import type { Refusal } from "../../functions/shared/problem.ts";
import { readContact } from "../../functions/shared/read-contact.ts";
import { unmergeContacts } from "../../functions/shared/unmerge-contacts.ts";
import { changeSuppressions } from "../../functions/suppressions/command.ts";
import type { Contact, Preferences } from "../../lib/core/contact.ts";
import type { NormalisedIdentity } from "../../lib/core/identity/normalise.ts";
import { findContact } from "../../lib/store/contacts.ts";
import { createMemoryStore } from "../../lib/store/memory-store.ts";
import { addressed, depsOver, NOW, PEPPER } from "./checking.ts";

const TOLD = { at: NOW, by: "steward" } as const;
const BECAUSE = { rule: "steward", score: undefined, evidence: [], policyVersion: undefined } as const;

const unrefused = <T extends object>(done: T | Refusal): T => {
  if ("refused" in done) throw new Error(`${(done as Refusal).refused}: ${(done as Refusal).detail}`);
  return done as T;
};

/** Contacts that are put, merged and taken apart as the functions do it, over a store of their own. */
export function persons() {
  const store = createMemoryStore();
  const deps = depsOver(store);
  const change = async (contactId: string, more: Partial<ContactChange>) => {
    const common = { identities: [], attributes: {}, onDuplicate: "allow", mayCreate: true } as const;
    const asked = { contactId, ...common, ifMatch: undefined, by: "crm", ...more };
    return unrefused(await changeContact({ deps, pepper: PEPPER }, asked));
  };
  return {
    store,
    deps,
    put: (contactId: string, identities: readonly NormalisedIdentity[], attributes = {}) =>
      change(contactId, { identities, attributes }),
    remove: (contactId: string, identity: NormalisedIdentity) =>
      change(contactId, { removeIdentities: [identity] }),
    merge: async (survivor: string, loser: string) =>
      unrefused(await mergeContacts({ deps, survivor, loser, told: TOLD, because: BECAUSE })),
    unmerge: async (contactId: string, mergedId: string) =>
      unrefused(await unmergeContacts({ deps, contactId, mergedId, told: TOLD })),
    wish: async (contactId: string, preferences: Preferences) =>
      unrefused(await putPreferences(deps, { contactId, preferences, ifMatch: undefined, by: null })),
    async suppress({ type, value }: NormalisedIdentity) {
      const identity = addressed({ type, value, regions: [], flags: [] }).address;
      const suppression = {
        identityKey: identity.key,
        list: "internal",
        reason: undefined,
        expiresAt: undefined,
      };
      await changeSuppressions(deps, { identity, value, changes: [{ change: "added", suppression }] }, TOLD);
    },
    async at(key: string): Promise<Contact> {
      const found = await findContact({ store }, key);
      if (found === undefined) throw new Error(`${key} is nobody`);
      return found;
    },
    cardOf: async (id: string) => (await readContact(deps, id))?.card,
  };
}

export const keyOf = (identity: NormalisedIdentity): string => addressed(identity).address.key;
