import type { Contact, Preferences } from "../../lib/core/contact.ts";
import { type Actor, fieldChanges } from "../../lib/core/events.ts";
import { mergePreferences } from "../../lib/core/merge-wishes.ts";
import { type EpochMs, formatInstant } from "../../lib/core/time.ts";
import type { Heard } from "../../lib/core/unmerge.ts";
import { etagOf } from "../contacts/representation.ts";
import { changeState } from "../shared/change-state.ts";
import type { Deps } from "../shared/deps.ts";
import { preconditionOf } from "../shared/precondition.ts";
import type { Refusal } from "../shared/problem.ts";
import { findLiving } from "../shared/read-contact.ts";
import type { Recipient } from "../shared/recipient.ts";

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
  const contact = await findLiving({ store: deps.store }, contactId);
  return contact && preferencesBody(contact.preferences);
}

/** What a customer wishes, as somebody tells it of a contact or of whoever has an address. */
type ToldPreferences = Recipient & { readonly preferences: Preferences; readonly by: Actor };

/**
 * Replaces the whole document. It is part of the state that checks decide on, so once this has answered no
 * touch that it forbids can be recorded.
 */
export const putPreferences = (
  deps: Deps,
  put: ToldPreferences & { readonly ifMatch: string | undefined },
): Promise<PreferencesBody | Refusal> => {
  const at = deps.now();
  return changeState(deps, put, (contact) => {
    const refused = preconditionOf(put.ifMatch, etagOf(preferencesBody(contact.preferences)));
    const heard = (before: Heard) => ({ ...before, preferences: put.preferences });
    return refused ?? stepTo(put.preferences, { contact, at, by: put.by, heard });
  });
};

/** Adds every no of a document to what the customer wishes already; none is taken back. */
export const addPreferences = (deps: Deps, added: ToldPreferences): Promise<PreferencesBody | Refusal> => {
  const at = deps.now();
  return changeState(deps, added, (contact) => {
    const preferences = mergePreferences(contact.preferences, added.preferences);
    const heard = (before: Heard) => ({
      ...before,
      preferences: mergePreferences(before.preferences, added.preferences),
    });
    const step = stepTo(preferences, { contact, at, by: added.by, heard });
    const isKnown = etagOf(step.answer) === etagOf(preferencesBody(contact.preferences));
    return isKnown && contact.merged.length === 0 ? { answer: step.answer } : step;
  });
};

function stepTo(
  preferences: Preferences,
  told: {
    readonly contact: Contact;
    readonly at: EpochMs;
    readonly by: Actor;
    readonly heard: (before: Heard) => Heard;
  },
) {
  const { contact, at, by, heard } = told;
  const answer = preferencesBody(preferences);
  const changes = fieldChanges(preferencesBody(contact.preferences), answer);
  const event = { type: "preference" as const, at, by, changes };
  return { answer, write: { contact: { ...contact, preferences }, events: [event], heard } };
}
