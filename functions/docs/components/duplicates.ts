import * as z from "zod/mini";
import { MergeDocument, UnmergeDocument } from "../../../lib/core/duplicate-document.ts";
import {
  BlockedValues,
  DuplicateLimits,
  DuplicatePolicy,
  DuplicateRule,
  RULE_FIELDS,
  RULE_TIERS,
} from "../../../lib/core/identity/duplicate-policy.ts";
import { PAIR_STATES } from "../../../lib/store/duplicates.ts";
import { component } from "./component.ts";
import { listTexts, pageOf, UtcInstant } from "./words.ts";

const text = z.string();

export const Evidence = z.strictObject({
  field: z.enum([...RULE_FIELDS, "identities"]),
  rule: text,
  detail: text,
});
export const DuplicatePair = z.strictObject({
  id: text,
  tier: z.enum(RULE_TIERS),
  score: z.number().check(z.gte(0), z.lte(1)),
  contacts: z.array(text).check(z.length(2)),
  evidence: z.array(Evidence),
  state: z.enum(PAIR_STATES),
  mergedId: z.nullable(text),
  at: UtcInstant,
  by: z.nullable(text),
});
const id = text;
const pairTexts = { id: "The pair.", state: "What has become of it." };

/** The steward's queue, and the duplicate policy that fills it. */
export const DUPLICATES = {
  MergeDocument: component(MergeDocument, {
    about: "How a pair is to be merged.",
    fields: {
      into: "Which of the two remains; left out, an id of your own before one of the gate's, then the smaller.",
    },
  }),
  UnmergeDocument: component(UnmergeDocument, {
    about: "What is to be taken out of a contact.",
    fields: { contactId: "The id that was merged away." },
  }),
  DuplicatePair: component(DuplicatePair, {
    about: "Two contacts that may be one person.",
    fields: {
      id: pairTexts.id,
      tier: "`suggest`: likely one. `review`: something speaks against it. `auto`: was merged without asking.",
      score: "How likely the two are one, 0–1.",
      contacts: "Ids of the two.",
      evidence: "What speaks for it, then what speaks against.",
      state:
        "`open` waits for you; `merged`; `dismissed`: two, until the evidence changes; `unmerged`: two for good.",
      mergedId:
        "Of an open pair that is one already: the id that was merged away by an address which has turned out to be held under too many names. Merging confirms it, dismissing takes it apart. Else null.",
      at: "When it came to this state.",
      by: "Id of the API key that brought it there; null for the gate itself.",
    },
  }),
  Evidence: component(Evidence, {
    about: "One thing that speaks for or against a pair.",
    fields: {
      field: "What it is about.",
      rule: "The rule of the duplicate policy that brought the pair up.",
      detail: "What was seen, as a sentence.",
    },
  }),
  DuplicateList: component(pageOf(DuplicatePair), {
    about: "A page of pairs, the likeliest first.",
    fields: listTexts,
  }),
  MergedPair: component(z.strictObject({ id, state: z.literal("merged"), contactId: text }), {
    about: "The two are one.",
    fields: { ...pairTexts, contactId: "The contact that remains." },
  }),
  DismissedPair: component(z.strictObject({ id, state: z.enum(["dismissed", "unmerged"]) }), {
    about: "The two are two.",
    fields: { ...pairTexts, state: "`unmerged` when they had been one." },
  }),
  Unmerged: component(z.strictObject({ contactId: text, unmerged: text }), {
    about: "A merge was taken apart.",
    fields: { contactId: "The contact that remains.", unmerged: "The id that stands by itself again." },
  }),
  DuplicatePolicy: component(DuplicatePolicy, {
    about: "When two contacts are one person.",
    fields: {
      $schema: "For editors; not read.",
      enabled: "False: nothing is looked for.",
      expectedContacts:
        "About how many contacts there are: the more, the more must agree for the same score.",
      rules: "A pair gets the strongest tier of the rules that hold for it, and never more than is safe.",
      blocked: "Values that identify nobody.",
      limits: "Beyond these nothing is merged without asking.",
    },
  }),
  DuplicateRule: component(DuplicateRule, {
    about: "When a pair gets a tier.",
    fields: {
      id: "Name of the rule; evidence gives it as `rule`. Kebab-case.",
      match: "How far fields must agree.",
      fields: "So many fields at least must agree, those of `match` among them.",
      score: "Least score of the pair, 0–1; left out, `match` alone decides.",
      tier: "`auto` merges, `suggest` and `review` ask.",
      note: "For people.",
    },
  }),
  DuplicateMatch: component(DuplicateRule.shape.match, {
    about: "How far fields must agree; all given must, and closer is good, too.",
    fields: {
      email: "`exact`, `alias` (the same mailbox by its provider's rules) or `similar`.",
      phone: "`exact`, once normalised.",
      externalId: "`exact`: the same id in the same system.",
      name: "`same`, `compatible` or `weak`.",
      company: "`same`, or `fuzzy` without legal forms and slips.",
      birthDate: "`same`, or `similar` with day and month exchanged or one slip.",
      address: "`same` or `similar`: street, postal code and city.",
    },
  }),
  BlockedValues: component(BlockedValues, {
    about: "Addresses that identify nobody.",
    fields: {
      type: "`email`, `phone`, or the name of a system.",
      pattern: "The address; `*` stands for any characters.",
      note: "For people.",
    },
  }),
  DuplicateLimits: component(DuplicateLimits, {
    about: "Bounds of what is merged without asking.",
    fields: {
      identitiesPerPerson: "Addresses of one person.",
      identitiesPerType: "Addresses of one type of one person.",
      idsPerSystem: "Ids of one person in one system.",
      autoMergesPerPersonAndDay: "Merges of one person on one day, UTC.",
      namesPerValue: "An address with more different names than this identifies nobody any more.",
    },
  }),
};
