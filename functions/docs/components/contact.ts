import * as z from "zod/mini";
import { CONTACT_STATUSES } from "../../../lib/core/contact.ts";
import { AttributesDocument, PreferencesDocument } from "../../../lib/core/contact-document.ts";
import { component } from "./component.ts";
import { listTexts, pageOf, UtcInstant } from "./words.ts";

const text = z.string();

const Identity = z.strictObject({
  type: text,
  value: z.nullable(text),
  valid: z.boolean(),
  flags: z.array(text),
  shared: z.boolean(),
  suggestion: z.optional(text),
});

/** Every attribute there is, in the form in which it is put; null when unknown. */
const Attributes = z.required(AttributesDocument);

export const Contact = z.strictObject({
  contactId: text,
  status: z.enum(CONTACT_STATUSES),
  identities: z.array(Identity),
  attributes: Attributes,
});

const wishes = PreferencesDocument.shape;
export const Preferences = z.strictObject({
  optOutAll: z.boolean(),
  channels: wishes.channels.def.innerType,
  topics: wishes.topics.def.innerType,
  departments: wishes.departments.def.innerType,
  pausedUntil: z.nullable(UtcInstant),
  maxPerWeek: wishes.maxPerWeek.def.innerType,
});

/** Contacts and wishes as they are answered. */
export const CONTACT = {
  Contact: component(Contact, {
    about: "A contact.",
    fields: {
      contactId: "Its id. Under an id that was merged away the survivor is shown.",
      status:
        "`invalid` and `erased` contacts are never touched. An audit finds who is a `ghost` (never reached) or `junk`; these stop nothing until an `exclude` rule names them.",
      identities: "Its addresses.",
      attributes: "What is known of the person.",
    },
  }),
  Identity: component(Identity, {
    about: "An address of a contact.",
    fields: {
      type: "`email`, `phone`, or the name of a system whose id it is.",
      value:
        "The address in its canonical spelling; null for a stranger's, which is kept as a keyed hash only.",
      valid: "False when it is known not to work: the service that verifies addresses has said so.",
      flags:
        "What is known of the address: `role` (answered by whoever has the function), `disposable`, `free-mail`, `generic` (found on the records of too many different people), `unverified` (the service that verifies addresses could not tell yet).",
      shared: "True when another contact listed it first: a check by it is then the other's.",
      suggestion:
        "What was likely meant when the domain looks like a slip of the hand in that of a large mail host, as `li@gmail.com` for `li@gmial.com`; left out otherwise. Nothing is changed by itself.",
    },
  }),
  Attributes: component(Attributes, {
    about: "Every attribute; null when unknown.",
    fields: {
      name: "Full name.",
      company: "Employer or customer company.",
      birthDate: "A date.",
      city: "City.",
      street: "Street and number.",
      postalCode: "Postal code.",
      country: "ISO 3166-1 code in capitals.",
      region: "Subdivision of the country.",
      timezone: "IANA zone.",
      language: "Language tag.",
      stage: "Stage of the relation.",
      tier: "Tier of the customer.",
      tags: "Your own marks.",
      recipientType: "Like `consumer` or `business`.",
    },
  }),
  ContactList: component(pageOf(Contact), { about: "Contacts that were found.", fields: listTexts }),
  Preferences: component(Preferences, {
    about: "The customer's wishes: every field, null or empty for no wish.",
    fields: {
      optOutAll: "No contact at all.",
      channels: "Wishes for each channel.",
      topics: "Topics the customer does not want.",
      departments: "Departments the customer does not want to hear from.",
      pausedUntil: "No contact before this instant.",
      maxPerWeek: "At most so many touches in any seven days.",
    },
  }),
};
