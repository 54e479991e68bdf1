import * as z from "zod/mini";
import { CONTACT_STATUSES } from "../../../lib/core/contact.ts";
import { ENGAGEMENTS } from "../../../lib/core/rule-document.ts";
import { OUTCOMES } from "../../../lib/core/words.ts";
import { component } from "./component.ts";
import { Lock, lockTexts } from "./standing.ts";
import { listTexts, pageOf, touchTags, touchTexts, UtcInstant } from "./words.ts";

const text = z.string();

const told = { at: UtcInstant, by: z.nullable(text) };
const toldTexts = { at: "When it was written.", by: "Id of the API key that asked; null for none." };

const ContactAsItWas = z.strictObject({
  country: z.optional(text),
  region: z.optional(text),
  timezone: z.optional(text),
  stage: z.optional(text),
  tier: z.optional(text),
  engagement: z.optional(z.enum(ENGAGEMENTS)),
});
const OverrideTold = z.strictObject({ rules: z.array(text), reason: text });
const TouchEntry = z.strictObject({
  type: z.enum(["touch", "inbound"]),
  ...touchTags,
  expiresAt: z.optional(UtcInstant),
  outcome: z.nullable(z.enum(OUTCOMES)),
  reference: z.optional(text),
  by: told.by,
  override: z.optional(OverrideTold),
  shadow: z.optional(z.array(z.string())),
  contact: ContactAsItWas,
});
const ReservationEntry = z.strictObject({ type: z.enum(["confirmed", "released"]), ...told, touchId: text });
const OutcomeEntry = z.strictObject({
  type: z.literal("outcome"),
  ...told,
  touchId: text,
  outcome: z.enum(OUTCOMES),
});
const FieldChange = z.strictObject({ path: text, from: z.unknown(), to: z.unknown() });
const changed = { ...told, changes: z.array(FieldChange) };
const PreferenceEntry = z.strictObject({ type: z.literal("preference"), ...changed });
const ConsentEntry = z.strictObject({ type: z.literal("consent"), ...changed });
const OwnerEntry = z.strictObject({ type: z.literal("owner"), ...changed });
const AttributesEntry = z.strictObject({ type: z.literal("attributes"), ...changed });
const addedOrRemoved = { ...told, change: z.enum(["added", "removed"]) };
const LockTold = z.strictObject({ ...Lock.shape, reason: z.optional(text) });
const LockEntry = z.strictObject({ type: z.literal("lock"), ...addedOrRemoved, lock: LockTold });
const SuppressionTold = z.strictObject({
  key: z.optional(text),
  list: text,
  reason: z.optional(text),
  expiresAt: z.optional(UtcInstant),
});
const SuppressionEntry = z.strictObject({
  type: z.literal("suppression"),
  ...addedOrRemoved,
  suppression: SuppressionTold,
});
const StatusEntry = z.strictObject({
  type: z.literal("status"),
  ...told,
  from: z.enum(CONTACT_STATUSES),
  to: z.enum(CONTACT_STATUSES),
  rules: z.array(text),
});
const LinkEntry = z.strictObject({
  type: z.enum(["link", "unlink"]),
  ...told,
  key: text,
  shared: z.optional(z.literal(true)),
});
const MergeEntry = z.strictObject({
  type: z.literal("merge"),
  ...told,
  from: z.optional(text),
  to: z.optional(text),
  rule: z.optional(text),
});
const ErasedEntry = z.strictObject({ type: z.literal("erased"), ...told });
const UnmergeEntry = z.strictObject({ type: z.literal("unmerge"), ...told, from: text });
const TimelineEntry = z.discriminatedUnion("type", [
  TouchEntry,
  ReservationEntry,
  OutcomeEntry,
  PreferenceEntry,
  ConsentEntry,
  OwnerEntry,
  AttributesEntry,
  LockEntry,
  SuppressionEntry,
  StatusEntry,
  LinkEntry,
  MergeEntry,
  UnmergeEntry,
  ErasedEntry,
]);

/** What happened with a contact, as it is answered. */
export const TIMELINE = {
  Timeline: component(pageOf(TimelineEntry), { about: "A page of a timeline.", fields: listTexts }),
  TimelineEntry: component(TimelineEntry, { about: "One thing that happened; `type` tells what." }),
  TouchEntry: component(TouchEntry, {
    about:
      "A touch or a reservation, as it was when it was recorded; what became of it has entries of its own.",
    fields: {
      type: "`touch`, or `inbound` for what the contact began.",
      ...touchTexts,
      expiresAt: "End of the lease of a reservation.",
      outcome: "The outcome that was told along with it; null for none.",
      reference: "The sender's own id for it.",
      by: toldTexts.by,
      override: "Rules that were set aside for it.",
      shadow: "Rules on trial that would have stopped it.",
      contact: "What rules could read of the contact then.",
    },
  }),
  ReservationEntry: component(ReservationEntry, {
    about: "A reservation was confirmed or released. One whose lease ends has no such entry.",
    fields: { type: "Which of the two.", ...toldTexts, touchId: "The reservation." },
  }),
  OutcomeEntry: component(OutcomeEntry, {
    about: "What became of a touch.",
    fields: {
      type: "`outcome`.",
      at: "When it happened.",
      by: toldTexts.by,
      touchId: "The touch.",
      outcome: "What became of it.",
    },
  }),
  ContactAsItWas: component(ContactAsItWas, {
    about: "What rules could read of a contact at a touch; what was unknown is left out.",
    fields: {
      country: "Country.",
      region: "Region.",
      timezone: "IANA zone.",
      stage: "Stage.",
      tier: "Tier.",
      engagement: "How warmly the contact responded.",
    },
  }),
  PreferenceEntry: component(PreferenceEntry, {
    about: "The customer's wishes changed.",
    fields: { type: "`preference`.", ...toldTexts, changes: "Each field that changed." },
  }),
  OverrideTold: component(OverrideTold, {
    about: "Rules that a request set aside.",
    fields: { rules: "Their ids in the policy.", reason: "Why." },
  }),
  ConsentEntry: component(ConsentEntry, {
    about: "The customer's consents changed; paths are like `sms.marketing`.",
    fields: { type: "`consent`.", ...toldTexts, changes: "Each consent that changed, whole." },
  }),
  OwnerEntry: component(OwnerEntry, {
    about: "The contact was handed over.",
    fields: { type: "`owner`.", ...toldTexts, changes: "Each field that changed." },
  }),
  AttributesEntry: component(AttributesEntry, {
    about:
      "What is known of the contact changed. What it came with at first is the `from` of the first change.",
    fields: { type: "`attributes`.", ...toldTexts, changes: "Each attribute that changed." },
  }),
  LockEntry: component(LockEntry, {
    about: "A department locked the contact, or took a lock off.",
    fields: { type: "`lock`.", ...toldTexts, change: "Which of the two.", lock: "The lock." },
  }),
  LockTold: component(LockTold, { about: "A manual lock.", fields: lockTexts }),
  SuppressionEntry: component(SuppressionEntry, {
    about: "An address was put on a list, or taken off.",
    fields: {
      type: "`suppression`.",
      ...toldTexts,
      change: "Which of the two.",
      suppression: "Which address and which list.",
    },
  }),
  SuppressionTold: component(SuppressionTold, {
    about: "A suppression, its address by its key.",
    fields: {
      key: "Id under which the address is known; left out for the whole contact.",
      list: "The list.",
      reason: "Why.",
      expiresAt: "When it ends.",
    },
  }),
  FieldChange: component(FieldChange, {
    about: "One field that changed.",
    fields: {
      path: "Which, like `channels.email.optOut`.",
      from: "Before; null for absent.",
      to: "After; null for absent.",
    },
  }),
  StatusEntry: component(StatusEntry, {
    about: "An audit has found how the contact stands.",
    fields: {
      type: "`status`.",
      ...toldTexts,
      from: "Before.",
      to: "After.",
      rules: "Ids of the audit's rules that say so; empty when it is active again.",
    },
  }),
  LinkEntry: component(LinkEntry, {
    about: "An address was listed, or has left.",
    fields: {
      type: "`link` or `unlink`.",
      ...toldTexts,
      key: "Id under which the address is known.",
      shared: "The address that has left was another contact's, and only shared.",
    },
  }),
  MergeEntry: component(MergeEntry, {
    about: "Touches and wishes came along from another id, or went to one.",
    fields: {
      type: "`merge`.",
      ...toldTexts,
      from: "The id they came from.",
      to: "The id they went to.",
      rule: "Why two contacts were made one: a rule of the duplicate policy, `steward` or `onDuplicate`; left out for an address.",
    },
  }),
  UnmergeEntry: component(UnmergeEntry, {
    about: "A merge was taken apart; told to both.",
    fields: { type: "`unmerge`.", ...toldTexts, from: "The other of the two." },
  }),
  ErasedEntry: component(ErasedEntry, {
    about: "The contact was erased; nothing of before is told.",
    fields: { type: "`erased`.", ...toldTexts },
  }),
};
