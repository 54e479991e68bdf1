import type { Preferences } from "../../lib/core/contact.ts";
import { type Actor, fieldChanges } from "../../lib/core/events.ts";
import { formatInstant } from "../../lib/core/time.ts";
import { commitContact, findContact } from "../../lib/store/contacts.ts";
import { etagOf } from "../contacts/representation.ts";
import { attempts, contended } from "../shared/attempts.ts";
import type { Deps } from "../shared/deps.ts";
import { preconditionOf } from "../shared/precondition.ts";
import { type Refusal, refuse } from "../shared/problem.ts";

/** The customer's wishes as the API shows them: every field, null or empty for no wish. */
export const preferencesBody = (preferences: Preferences) => ({
  optOutAll: preferences.optOutAll ?? false,
  channels: preferences.channels ?? {},
  topics: preferences.topics ?? {},
  departments: preferences.departments ?? {},
  pausedUntil: typeof preferences.pausedUntil === "number" ? formatInstant(preferences.pausedUntil) : null,
  maxPerWeek: preferences.maxPerWeek ?? null,
});
export type PreferencesBody = ReturnType<typeof preferencesBody>;

export async function readPreferences(deps: Deps, contactId: string): Promise<PreferencesBody | undefined> {
  const contact = await findContact({ store: deps.store }, contactId);
  return contact && preferencesBody(contact.preferences);
}

/**
 * Replaces the whole document. It is part of the state that checks decide on, so once this has answered no
 * touch that it forbids can be recorded.
 */
export async function putPreferences(
  deps: Deps,
  put: {
    readonly contactId: string;
    readonly preferences: Preferences;
    readonly ifMatch: string | undefined;
    readonly by: Actor;
  },
): Promise<PreferencesBody | Refusal> {
  return deps.lanes.run(put.contactId, async () => {
    const lookup = { store: deps.store };
    for await (const _ of attempts(deps)) {
      const contact = await findContact(lookup, put.contactId);
      if (contact === undefined) return refuse("contact_not_found", `There is no contact ${put.contactId}.`);
      const refused = preconditionOf(put.ifMatch, etagOf(preferencesBody(contact.preferences)));
      if (refused !== undefined) return refused;
      const next = { ...contact, preferences: put.preferences };
      const changes = fieldChanges(preferencesBody(contact.preferences), preferencesBody(put.preferences));
      const event = { type: "preference" as const, at: deps.now(), by: put.by, changes };
      const committed = await commitContact(lookup, next, [event]);
      if (committed.written) return preferencesBody(put.preferences);
    }
    return contended();
  });
}
