import * as z from "zod/mini";
import { component } from "./component.ts";
import { Contact, Preferences } from "./contact.ts";
import { RecentTouch } from "./decision.ts";
import { DuplicatePair, Evidence } from "./duplicates.ts";
import { Consent, Lock, Owner, OwnerSince } from "./standing.ts";
import { TIMELINE } from "./timeline.ts";
import { UtcInstant } from "./words.ts";

const text = z.string();

const HeldSuppression = z.strictObject({
  type: z.nullable(text),
  value: z.nullable(text),
  list: text,
  reason: z.nullable(text),
  expiresAt: z.nullable(UtcInstant),
});
const Said = z.strictObject({ addresses: z.array(text), attributes: Contact.shape.attributes });
const HeldMerge = z.strictObject({
  contactId: text,
  mergedId: text,
  rule: text,
  score: z.nullable(z.number()),
  evidence: z.array(Evidence),
  at: UtcInstant,
  by: z.nullable(text),
  undoneAt: z.nullable(UtcInstant),
  said: Said,
});
const ContactExport = z.strictObject({
  exportedAt: UtcInstant,
  contact: Contact,
  preferences: Preferences,
  consents: z.array(Consent),
  owner: Owner,
  locks: z.array(Lock),
  suppressions: z.array(HeldSuppression),
  touches: z.array(RecentTouch),
  merges: z.array(HeldMerge),
  duplicates: z.array(DuplicatePair),
  matchKeys: z.int().check(z.gte(0)),
  owners: z.array(OwnerSince),
  timeline: TIMELINE.Timeline.schema,
});

/** All that is held about a person. */
export const EXPORT = {
  ContactExport: component(ContactExport, {
    about: "All that is held about a person.",
    fields: {
      exportedAt: "When it was read.",
      contact: "The contact.",
      preferences: "The customer's wishes.",
      consents: "What the customer has agreed to.",
      owner: "Who looks after the contact.",
      locks: "Locks, also ended ones that nobody has cleared yet.",
      suppressions: "Lists that the contact or an address of it is on.",
      touches: "The touches that decisions read, oldest first.",
      merges: "Contacts that were made one with this one, also those that were taken apart again.",
      duplicates: "Pairs that the contact is or was in.",
      matchKeys: "Under so many keyed hashes of its fields duplicates find it.",
      owners: "Who owned the contact from when on, newest first.",
      timeline:
        "What happened, newest first, whole; `next` is null unless there is more than an answer can hold, about 4 MB, and then continues `GET …/timeline`.",
    },
  }),
  HeldSuppression: component(HeldSuppression, {
    about: "A list that the contact is on.",
    fields: {
      type: "What kind of address; null when it is not of one address.",
      value: "The address; null when it is not of one address, or kept as a keyed hash only.",
      list: "The list.",
      reason: "Why; null when it was not said.",
      expiresAt: "When it ends; null when it does not.",
    },
  }),
  HeldMerge: component(HeldMerge, {
    about: "Two contacts that were made one.",
    fields: {
      contactId: "The one that remained.",
      mergedId: "The one that was merged away.",
      rule: "The rule of the duplicate policy, `steward` or `onDuplicate`.",
      score: "How likely the two are one, 0–1; null when nobody computed it.",
      evidence: "What spoke for it.",
      at: "When.",
      by: "Id of the API key that asked; null for the gate itself.",
      undoneAt: "When it was taken apart; null while it stands.",
      said: "What had been put to the id that was merged away.",
    },
  }),
  Said: component(Said, {
    about: "What was put to an id.",
    fields: { addresses: "Its addresses.", attributes: "What was said of the person." },
  }),
};
