import { PolicyDocument } from "../../../lib/core/policy.ts";
import { Matcher, RuleDocument, TouchSelector } from "../../../lib/core/rule-document.ts";
import { WholePolicy } from "../../../lib/core/whole-policy.ts";
import { component } from "./component.ts";

const [Cap, Gap, Lock, Cooldown, Hours, Exclusive, Owner, Consent, Exclude, Holdout, Cadence] =
  RuleDocument.def.options;
const [, SegmentedMax] = Cap.shape.max.def.options;
const Window = Cap.shape.window;
const [Rolling, CalendarPeriod, ConsecutiveDays] = Window.def.options;

/** Of fixed length, and longer than nothing. */
const DURATION = String.raw`^P(?=.*[1-9])(?:0+Y)?(?:0+M)?(?:\d+W)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$`;

const ofEveryRule = {
  id: "Name of the rule; decisions give it as `rule`. Unique, kebab-case.",
  kind: "What kind of rule this is.",
  effect: "`deny` stops (default), `warn` only tells, `shadow` is only reported beside the decision.",
  when: "The rule speaks only of requests and contacts that match.",
  unless: "… and not of those that match this.",
  hard: "Also binds purposes that obey hard rules only.",
  overridable: "A request may set it aside, with the scope `override` and a reason; excludes `hard`.",
  source: "The law or decision behind it.",
  note: "For people.",
};
const ofCountingRules = {
  counts: "Which past touches count; left out, all that count.",
  per: "Counts only touches equal to the request in these; left out, all of the contact's.",
};
const requestFields = {
  channel: "Any of these channels.",
  department: "Any of these departments.",
  purpose: "Any of these purposes.",
  campaign: "Any of these campaigns.",
  topic: "Any of these topics.",
  product: "Any of these products.",
};

/** The policy document and its parts: the schemas that read it. */
export const POLICY = {
  Policy: component(WholePolicy, {
    about: "The rules in force. Versions never change: putting a document makes the next one.",
    fields: {
      $schema: "For editors; not read.",
      id: "Name of the policy, kebab-case.",
      timezone: "IANA zone that stands in where no contact's is known.",
      retention: "How long touches are kept for rules to count; at most 400 days.",
      decisionLog: "Which decisions are logged; only `none` in this version.",
      extends: "Presets of regulations, like `regulations/us-federal`: each binds whom it may protect.",
      purposes: "Every purpose that requests may name. At least one.",
      departments: "Every department that requests may name; left out, any.",
      campaignGroups: "Campaigns that belong together, by name of the group.",
      holidayLists: "The company's own days by the name of a list; added to a shipped list of that name.",
      suppressionLists: "How old lists may be, by name of the list; left out, of any age.",
      rules: "All of them are asked for every request; order is only the order of reasons.",
      duplicates: "When two contacts are one person; left out, as the gate ships it.",
      audit: "What an audit looks for; left out, as the gate ships it.",
      page: "How the pages look that customers see, and what can be chosen there.",
    },
    also: { properties: { purposes: { minProperties: 1 } } },
  }),
  Purpose: component(PolicyDocument.shape.purposes.def.valueType, {
    about: "Why people are contacted, and what that obeys.",
    fields: {
      obeys: "`all` rules (default), or `hard` ones only, as for what must be sent.",
      counts: "Whether its touches use up limits; default true.",
      requires: "Fields that a request with this purpose must have.",
      onOutage: "While the store does not answer: `deny` is 503 (default), `allow` lets it through.",
      confirmsOptOut:
        "Whether it may tell a customer once, within five minutes, that their STOP was heard; default false.",
      regulatedAs:
        "What it is to the law of presets. Default: `marketing` and `sales` are solicitation, `collections` collection, `survey` research, `service` and `transactional` none; others none when they obey `hard`, else solicitation.",
    },
  }),
  SuppressionListAge: component(PolicyDocument.shape.suppressionLists.def.innerType.def.valueType, {
    about:
      "How old a suppression list may be: an older one stops requests, as it tells nothing of who joined since.",
    fields: {
      maxAgeDays: "Days of 24 hours since the instant as of which the list was last told whole.",
      when: "Requests and contacts that the list is for; left out, all.",
    },
  }),
  Rule: component(RuleDocument, { about: "One rule; `kind` tells which." }),
  CapRule: component(Cap, {
    about: "At most so many touches in any window of time.",
    fields: {
      ...ofEveryRule,
      ...ofCountingRules,
      max: "The most that one window may hold; 0 closes the way.",
      window: "What time is looked at.",
    },
  }),
  SegmentedMax: component(SegmentedMax, {
    about: "A limit that depends on the contact.",
    fields: {
      by: "What it goes by.",
      values: "The limit for each value.",
      default: "The limit for every other value.",
    },
  }),
  Window: component(Window, { about: "A stretch of time." }),
  RollingWindow: component(Rolling, {
    about: "Any stretch of this length.",
    fields: { rolling: "Its length." },
  }),
  CalendarWindow: component(CalendarPeriod, {
    about: "A local day, week or month.",
    fields: {
      calendar: "Which.",
      zone: "`contact`, `policy` (default) or an IANA zone.",
      weekStart: "First day of the week; default `monday`.",
    },
  }),
  ConsecutiveDaysWindow: component(ConsecutiveDays, {
    about: "So many local days in a row.",
    fields: { consecutiveDays: "How many.", zone: "`contact`, `policy` (default) or an IANA zone." },
  }),
  GapRule: component(Gap, {
    about: "A least distance between two touches.",
    fields: {
      ...ofEveryRule,
      ...ofCountingRules,
      min: "The distance, before and after.",
      differs: "Only between touches that differ in this.",
    },
  }),
  LockRule: component(Lock, {
    about: "After one department's touch the others hold back.",
    fields: {
      ...ofEveryRule,
      ...ofCountingRules,
      period: "For how long.",
      holds:
        "`any` (default): every other department's touch holds. `first`: not one that this department's own touch within the period came before.",
    },
  }),
  HoursRule: component(Hours, {
    about: "Touches only at permitted local hours.",
    fields: {
      ...ofEveryRule,
      allow: "When it is permitted; a day that is not listed is closed.",
      zone: "`contact` (default: all zones the contact may be in), `policy` or an IANA zone.",
      unknownZone: "Zone to use when the contact's is unknown; default `deny`.",
      holidays:
        "Days on which only `holiday` entries of `allow` apply: local dates, names of shipped lists such as `FR` or `us-dnc-LA`, or of `holidayLists`.",
    },
  }),
  CooldownRule: component(Cooldown, {
    about: "Quiet after an outcome, like a refusal or a complaint.",
    fields: {
      ...ofEveryRule,
      ...ofCountingRules,
      after: "Any of these outcomes starts it.",
      for: "How long it lasts from the outcome on, or `forever`.",
      dayOne: "Counts local days, with the day of the outcome as the first; default false.",
      zone: "Whose days: `contact`, `policy` (default) or an IANA zone. Only read with `dayOne`.",
    },
  }),
  ExclusiveRule: component(Exclusive, {
    about: "One campaign of a group at a time.",
    fields: {
      ...ofEveryRule,
      ...ofCountingRules,
      groups: "Names from `campaignGroups`.",
      window: "How far a touch of another campaign of the group must lie away, before and after.",
    },
  }),
  OwnerRule: component(Owner, {
    about: "Whoever owns the contact, and nobody else. A contact without an owner is free.",
    fields: { ...ofEveryRule, by: "What is compared with the owner's: `agent` (default) or `department`." },
  }),
  ConsentRule: component(Consent, {
    about: "Only with the customer's consent to this channel and purpose, in force at the instant.",
    fields: { ...ofEveryRule, level: "The least level that suffices; default `express`." },
  }),
  ExcludeRule: component(Exclude, {
    about: "Nobody whose attributes match.",
    fields: { ...ofEveryRule, contact: "Whom: all fields given must match, at least one is needed." },
  }),
  ExcludedContact: component(Exclude.shape.contact, {
    about:
      "Attributes of a contact: any value in a list suffices, `unknown` matches an absent one. `{product}` and other fields of the request are filled in.",
    fields: {
      status: "Any of these statuses.",
      country: "Any of these countries.",
      region: "Any of these regions.",
      stage: "Any of these stages.",
      tier: "Any of these tiers.",
      tags: "Any of these tags, like `purchased:{product}`.",
      recipientType: "Any of these types.",
    },
  }),
  HoldoutRule: component(Holdout, {
    about: "A stable share of the contacts is left alone, for comparison.",
    fields: {
      ...ofEveryRule,
      basisPoints: "How many of 10 000.",
      salt: "Another salt makes another share.",
    },
  }),
  CadenceRule: component(Cadence, {
    about: "Never stops anything: says how often a contact should be spoken to.",
    fields: {
      ...ofEveryRule,
      atLeast: "So many touches.",
      per: "In so much time.",
      counts: ofCountingRules.counts,
    },
  }),
  OpenHours: component(Hours.shape.allow.def.element, {
    about: "Hours that are open on some days.",
    fields: {
      days: "On which days: of the week, `holiday`, or `preholiday` for the day before one.",
      ranges: "From when to when; ranges do not overlap.",
    },
  }),
  Matcher: component(Matcher, {
    about: "All fields given must match, any value in a list suffices. `unknown` matches an absent value.",
    fields: {
      ...requestFields,
      country: "The contact's country.",
      region: "The contact's region.",
      stage: "The contact's stage.",
      tier: "The contact's tier.",
      engagement: "How warmly the contact responds.",
      tags: "The contact has any of these tags.",
      recipientType: "The contact's type.",
    },
  }),
  TouchSelector: component(TouchSelector, {
    about: "Past touches: all fields given must match, any value in a list suffices.",
    fields: {
      ...requestFields,
      subject: "Any of these matters.",
      agent: "By any of these people.",
      outcome:
        "What came of it, `any` by default. A touch without an outcome counts as each until one is told.",
    },
  }),
  Duration: component(PolicyDocument.shape.retention.def.innerType, {
    about: "An ISO 8601 duration of fixed length, like `P3D` or `PT12H`; no years or months.",
    also: { format: "duration", pattern: DURATION },
  }),
};
