import type { Preferences } from "../../lib/core/contact.ts";
import { type Actor, fieldChanges } from "../../lib/core/events.ts";
import { formatInstant } from "../../lib/core/time.ts";
import { findContact } from "../../lib/store/contacts.ts";
import { etagOf } from "../contacts/representation.ts";
import { changeState } from "../shared/change-state.ts";
import type { Deps } from "../shared/deps.ts";
import { preconditionOf } from "../shared/precondition.ts";
import type { Refusal } from "../shared/problem.ts";

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
export const putPreferences = (
  deps: Deps,
  put: {
    readonly contactId: string;
    readonly preferences: Preferences;
    readonly ifMatch: string | undefined;
    readonly by: Actor;
  },
): Promise<PreferencesBody | Refusal> => {
  const at = deps.now();
  const answer = preferencesBody(put.preferences);
  return changeState(deps, put.contactId, (contact) => {
    const before = preferencesBody(contact.preferences);
    const refused = preconditionOf(put.ifMatch, etagOf(before));
    if (refused !== undefined) return refused;
    const event = { type: "preference" as const, at, by: put.by, changes: fieldChanges(before, answer) };
    const { preferences } = put;
    return {
      answer,
      write: { contact: { ...contact, preferences }, events: [event], heard: { preferences } },
    };
  });
};
