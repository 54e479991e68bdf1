import type { Contact, OwedConfirmation, Preferences } from "../../lib/core/contact.ts";
import { type Actor, fieldChanges } from "../../lib/core/events.ts";
import { mergePreferences } from "../../lib/core/merge-wishes.ts";
import { type EpochMs, formatInstant } from "../../lib/core/time.ts";
import type { Heard } from "../../lib/core/unmerge.ts";
import type { Channel } from "../../lib/core/words.ts";
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

/**
 * Adds every no of a document to what the customer wishes already; none is taken back. `owed`: the confirmation that
 * the customer may be sent of it, once, on a channel that was not stopped before.
 */
export const addPreferences = (
  deps: Deps,
  added: ToldPreferences & { readonly owed?: OwedConfirmation | undefined },
): Promise<PreferencesBody | Refusal> => {
  const at = deps.now();
  return changeState(deps, added, (contact) => {
    const preferences = mergePreferences(contact.preferences, added.preferences);
    const heard = (before: Heard) => ({
      ...before,
      preferences: mergePreferences(before.preferences, added.preferences),
    });
    const isKnown = etagOf(preferencesBody(preferences)) === etagOf(preferencesBody(contact.preferences));
    const told = isKnown ? contact : owing(contact, added.owed);
    const step = stepTo(preferences, { contact: told, at, by: added.by, heard });
    if (!isKnown) return step;
    // One who was merged may have had it from the other only: it is heard of both, and no news.
    return contact.merged.length === 0
      ? { answer: step.answer }
      : { ...step, write: { ...step.write, events: [] } };
  });
};

function owing(contact: Contact, owed: OwedConfirmation | undefined): Contact {
  const { preferences, confirmations = [] } = contact;
  if (owed === undefined || isStopped(preferences, owed.channel)) return contact;
  return {
    ...contact,
    confirmations: [...confirmations.filter(({ channel }) => channel !== owed.channel), owed],
  };
}

const isStopped = ({ optOutAll, channels }: Preferences, channel: Channel): boolean =>
  optOutAll === true || channels?.[channel]?.optOut === "hard";

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
