import * as z from "zod/mini";
import { ConsentDocument, ConsentsDocument } from "../../../lib/core/consent-document.ts";
import { LockDocument } from "../../../lib/core/lock-document.ts";
import { OwnerDocument } from "../../../lib/core/owner-document.ts";
import {
  ListName,
  SUPPRESSIBLE,
  SuppressionDocument,
  SuppressionRemoval,
  SuppressionRemovals,
  SuppressionsDocument,
} from "../../../lib/core/suppression-document.ts";
import { CHANNELS, CONSENT_SAYINGS } from "../../../lib/core/words.ts";
import { Issue, problemFields, problemTexts } from "./administration.ts";
import { component } from "./component.ts";
import { listTexts, pageOf, UtcInstant } from "./words.ts";

const text = z.string();

export const Consent = z.strictObject({
  channel: z.enum(CHANNELS),
  purpose: text,
  level: z.enum(CONSENT_SAYINGS),
  source: z.nullable(text),
  at: UtcInstant,
  expiresAt: z.nullable(UtcInstant),
  evidence: z.nullable(text),
});
const consentTexts = {
  channel: "For which channel.",
  purpose: "For which purpose.",
  level: "How firmly the customer agreed, `implied` the least; `withdrawn` for a yes that was taken back.",
  source: "Where it was given, like `web form`.",
  at: "When it was given or taken back; it is in force from then on.",
  expiresAt: "First instant at which it is no longer in force; null when it does not end by itself.",
  evidence: "What proves it: a text or a reference.",
};

const ownerTexts = { agent: "Who, in the department.", department: "Which department." };
export const Owner = z.strictObject({ agent: z.nullable(text), department: z.nullable(text) });
export const OwnerSince = z.strictObject({ at: UtcInstant, ...Owner.shape, by: z.nullable(text) });

export const Lock = z.strictObject({
  lockId: text,
  department: text,
  until: UtcInstant,
  reason: z.nullable(text),
});
export const lockTexts = {
  lockId: "Id of the lock.",
  department: "Which department keeps the contact to itself.",
  until: "When it ends.",
  reason: "Why.",
};

const Suppression = z.strictObject({
  type: z.enum(SUPPRESSIBLE),
  value: text,
  list: text,
  reason: z.nullable(text),
  expiresAt: z.nullable(UtcInstant),
});
const ListStamped = z.strictObject({
  list: text,
  asOf: z.nullable(UtcInstant),
  stamped: z.boolean(),
  detail: z.nullable(text),
});
const ListAge = z.strictObject({
  list: text,
  asOf: z.nullable(UtcInstant),
  toldAt: z.nullable(UtcInstant),
  by: z.nullable(text),
  maxAgeDays: z.nullable(z.int()),
});
const addressTexts = {
  type: "Addresses that a channel reaches.",
  value: "The address, in any spelling.",
  region: "Country of a national phone number, ISO 3166-1.",
  list: "Name of the list, like `internal`.",
};
export const ItemProblem = z.strictObject({ ...problemFields, issues: z.array(Issue) });
const Done = z.strictObject({ status: z.literal(200), contactId: text });
const NotDone = z.strictObject({ status: z.int().check(z.gte(400)), problem: ItemProblem });
const EntryAnswer = z.union([Done, NotDone]);

/** What stands in a contact's state besides attributes and wishes: consents, owner, locks, suppressions. */
export const STANDING = {
  ConsentsDocument: component(ConsentsDocument, {
    about:
      "The customer's consents, the whole document: what is left out is withdrawn. One that is `withdrawn` says when, where and how it was taken back.",
    fields: { consents: "One for each channel and purpose." },
  }),
  ConsentDocument: component(ConsentDocument, {
    about: "A yes to one channel for one purpose.",
    fields: consentTexts,
  }),
  Consents: component(z.strictObject({ consents: z.array(Consent) }), {
    about: "The customer's consents.",
    fields: { consents: "In the order in which they were put." },
  }),
  Consent: component(Consent, {
    about: "A consent: every field, null for what is not known.",
    fields: consentTexts,
  }),
  OwnerDocument: component(OwnerDocument, {
    about: "Who is to look after the contact. A field left out stays as it is, null clears it.",
    fields: ownerTexts,
    also: { minProperties: 1 },
  }),
  Owner: component(Owner, { about: "Who looks after the contact; null for nobody.", fields: ownerTexts }),
  OwnerSince: component(OwnerSince, {
    about: "Who owned the contact from an instant on.",
    fields: { at: "From when on.", ...ownerTexts, by: "Id of the API key that changed it." },
  }),
  OwnerHistory: component(pageOf(OwnerSince), {
    about: "A page of owners, newest first.",
    fields: listTexts,
  }),
  LockDocument: component(LockDocument, {
    about: "A department keeps the contact to itself.",
    fields: {
      department: "Which; may be left out when the key is bound to one.",
      until: "When it ends, at most 400 days ahead.",
      reason: lockTexts.reason,
    },
  }),
  Lock: component(Lock, { about: "A manual lock.", fields: lockTexts }),
  ListName: component(ListName, {
    about: "Name of a suppression list: 1–64 of `A-Z a-z 0-9 _ . : -`, the first a letter or digit.",
  }),
  SuppressionsDocument: component(SuppressionsDocument, {
    about: "Addresses to put on lists. Each entry is answered by itself.",
    fields: {
      items: "1–500 entries.",
      asOf: "The list that all entries name is whole as of this instant once they are on it: whoever joined it before is there. Sent with the last part of a list that comes in parts.",
    },
  }),
  SuppressionDocument: component(SuppressionDocument, {
    about: "An address that is not to be used.",
    fields: {
      ...addressTexts,
      reason: "Why.",
      expiresAt:
        "First instant at which it is no longer in force; null or left out when it does not end by itself.",
    },
  }),
  SuppressionRemovals: component(SuppressionRemovals, {
    about: "Addresses to take off lists. Each entry is answered by itself.",
    fields: { items: "1–500 entries." },
  }),
  SuppressionRemoval: component(SuppressionRemoval, {
    about: "An address and a list.",
    fields: addressTexts,
  }),
  SuppressionAnswers: component(
    z.strictObject({ items: z.array(EntryAnswer), list: z.optional(ListStamped) }),
    {
      about: "How each entry came out.",
      fields: { items: "In the order of the request.", list: "How the list came out; only with `asOf`." },
    },
  ),
  ListStamped: component(ListStamped, {
    about: "A list that was told whole.",
    fields: {
      list: "The list.",
      asOf: "As of when it is known whole from now on, the later of what was told; null when it never was.",
      stamped: "False when it was not told whole now.",
      detail: "Why not, and what to do; null when it was.",
    },
  }),
  SuppressionDone: component(Done, {
    about: "It is as was asked, whether it was so before or not.",
    fields: { status: "200.", contactId: "The contact that the address leads to." },
  }),
  SuppressionNotDone: component(NotDone, {
    about: "Nothing was changed by this entry.",
    fields: { status: "As in the problem.", problem: "Why not." },
  }),
  ItemProblem: component(ItemProblem, { about: "Why one entry was refused.", fields: problemTexts }),
  SuppressionList: component(
    z.strictObject({ ...pageOf(Suppression).shape, lists: z.optional(z.array(ListAge)) }),
    {
      about: "A page of suppressions that are in force.",
      fields: {
        ...listTexts,
        lists: "How old lists are and may be; left out where one address is asked for.",
      },
    },
  ),
  ListAge: component(ListAge, {
    about: "A list that was told whole, or that the policy sets an age for.",
    fields: {
      list: "The list.",
      asOf: "As of when it is known whole; null when it never was.",
      toldAt: "When that was told.",
      by: "Id of the API key that told it, or `import`.",
      maxAgeDays: "How old the policy lets it be; null for any age.",
    },
  }),
  Suppression: component(Suppression, {
    about: "An address on a list.",
    fields: {
      type: "What kind of address.",
      value: "The address in its canonical spelling.",
      list: "The list.",
      reason: "Why; null when it was not said.",
      expiresAt: "When it ends; null when it does not.",
    },
  }),
};
