import {
  AttributesDocument,
  ContactDocument,
  ContactPatch,
  IdentityDocument,
  PreferencesDocument,
} from "../../../lib/core/contact-document.ts";
import { CheckRequestSchema, ContactId, Instant, Recipient, Text } from "../../../lib/core/request.ts";
import { ClockRange } from "../../../lib/core/rule-document.ts";
import { KeyRequestSchema } from "../../keys/request.ts";
import { component } from "./component.ts";

export const checkTexts = {
  to: "Who would be contacted.",
  channel: "How.",
  department:
    "Which department asks. May be left out, and is then the key's own, when the key is bound to one.",
  purpose: "Why; one of the policy's purposes.",
  campaign: "The campaign it belongs to.",
  topic: "What it is about; customers opt out by topic.",
  product: "The product it is about.",
  subject: "The matter (a debt, a case) that some laws count by.",
  agent: "Who in the department.",
  reference: "Your own message or call id; shown on the timeline.",
  mode: "`record` decides and records in one step. `reserve` holds the touch's place until it is confirmed, released, or its lease ends. `dryRun` only decides.",
  reserveSeconds:
    "Lease of a reservation, 120 left out; with `reserve` only. It begins now, or at the planned instant.",
  at: "Planned instant, up to 90 days ahead; with `reserve` or `dryRun` only. Left out, now.",
  override: "Rules that are not to stop this touch; the key needs the scope `override`.",
  include:
    "`recent` adds the last ten touches to the answer, `alternatives` the other channels, `remaining` what is left of the limits.",
};

/** The schemas that read what callers send, except policies. */
export const REQUESTS = {
  CheckRequest: component(CheckRequestSchema, {
    about: "A touch that somebody is about to make.",
    fields: checkTexts,
  }),
  Override: component(CheckRequestSchema.shape.override.def.innerType, {
    about: "Rules that are set aside for one touch. Both fields are told on the timeline.",
    fields: {
      rules: "Ids of rules of the policy that say `overridable`.",
      reason: "Why, for those who ask later.",
    },
  }),
  Recipient: component(Recipient, {
    about:
      "One person, named in exactly one of four ways. An address that nobody listed yet is a stranger's.",
    fields: {
      contactId: "An id you chose, or one the gate made.",
      email: "An e-mail address, in any spelling.",
      phone: "A phone number; without `+` it needs `region`.",
      region: "Country of a national number, ISO 3166-1; goes with `phone` only.",
      externalId: "The id another system has for the person.",
    },
    also: {
      oneOf: ["contactId", "email", "phone", "externalId"].map((field) => ({ required: [field] })),
      dependentRequired: { region: ["phone"] },
    },
  }),
  ExternalId: component(Recipient.shape.externalId.def.innerType, {
    about: "The id that another system has for a person.",
    fields: { system: "Name of the system, like `zoho`.", id: "The person's id there." },
  }),
  ContactId: component(ContactId, {
    about:
      "An id you chose (not beginning `c_`), or one the gate made (`c_…`): 1–128 of `A-Z a-z 0-9 _ . : -`.",
  }),
  Text: component(Text, { about: "A short text of 1–128 characters, without control characters." }),
  Instant: component(Instant, {
    about: "An ISO 8601 instant with `Z` or an offset, like `2026-11-24T02:10:00.000Z`.",
    also: { format: "date-time" },
  }),
  ContactDocument: component(ContactDocument, {
    about: "What you know of a contact. What is left out stays as it is.",
    fields: {
      identities: "Addresses to add. None is ever removed by leaving it out.",
      attributes: "Facts about the person.",
      onDuplicate:
        "When an address belongs to another contact: `allow` lists it as shared, `reject` answers 409, `merge` makes the two one.",
    },
  }),
  ContactPatch: component(ContactPatch, {
    about: "Changes to a contact that exists.",
    fields: {
      attributes: "Only the attributes named here change.",
      removeIdentities: "Addresses that are not this person's: each goes with its own touches, and every no.",
    },
  }),
  IdentityDocument: component(IdentityDocument, {
    about: "One address of a contact, as you write it.",
    fields: {
      type: "`email`, `phone`, or the name of a system whose id it is.",
      value: "The address. It is stored in its canonical spelling.",
      region: "Country of a national phone number, ISO 3166-1.",
    },
  }),
  AttributesDocument: component(AttributesDocument, {
    about: "Facts about a person. `null` clears one; one that is left out stays as it is.",
    fields: {
      name: "Full name.",
      company: "Employer or customer company.",
      birthDate: "A date, like `1990-05-17`.",
      city: "City.",
      street: "Street and number.",
      postalCode: "Postal code.",
      country: "ISO 3166-1 code of two letters; tells the zone where it has one.",
      region: "Subdivision of the country, like `44` or `CA`.",
      timezone: "IANA zone, like `Asia/Shanghai`; replaces any guess.",
      language: "Language tag, like `zh-CN`.",
      stage: "Stage of the relation, like `prospect`; rules and limits may go by it.",
      tier: "Tier of the customer, like `key`.",
      tags: "Your own marks, like `purchased:crm`.",
      recipientType: "Like `consumer` or `business`; laws differ by it.",
    },
  }),
  PreferencesDocument: component(PreferencesDocument, {
    about: "The customer's own wishes, the whole document: what is left out is no wish.",
    fields: {
      optOutAll: "No contact at all, whatever the purpose.",
      channels: "Wishes for each channel.",
      topics: "Topics the customer does not want, by name.",
      departments: "Departments the customer does not want to hear from, by name.",
      pausedUntil: "No contact before this instant.",
      maxPerWeek: "At most so many touches in any seven days, on all channels.",
    },
  }),
  ChannelWishes: component(PreferencesDocument.shape.channels.def.innerType.def.valueType, {
    about: "The customer's wishes for one channel.",
    fields: {
      optOut: "`true`: not this way. `hard` (a STOP): not even what must be sent otherwise.",
      maxPerWeek: "At most so many touches on this channel in any seven days.",
      hours: "Only at these times of the customer's own day.",
    },
  }),
  OptOut: component(PreferencesDocument.shape.topics.def.innerType.def.valueType, {
    about: "A no to one topic or department.",
    fields: { optOut: "True for no." },
  }),
  ClockRange: component(ClockRange, {
    about:
      'From and to as local times of day, like `["09:00", "20:30"]`; the end is not included and may be `24:00`.',
  }),
  KeyRequest: component(KeyRequestSchema, {
    about: "What a new API key may do.",
    fields: {
      scopes: "What it may call.",
      department: "The only department it may speak for; null or left out for any.",
      note: "What it is for, for those who read the list.",
    },
  }),
};
