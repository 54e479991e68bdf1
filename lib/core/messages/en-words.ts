import type { Channel, ConsentSaying, Outcome } from "../words.ts";
import type { ExcludedField } from "./details.ts";
import type { Unit } from "./spans.ts";

/** The closed sets of words in English. */

/** What a customer agrees to, or refuses. */
export const CHANNEL_NAMES: Readonly<Record<Channel, string>> = {
  email: "e-mail",
  sms: "text messages",
  call: "calls",
  push: "push messages",
  whatsapp: "WhatsApp",
  wechat: "WeChat",
  social: "social media",
  visit: "visits",
  meeting: "meetings",
  mail: "letters",
  other: "other channels",
};

const CONTACT = ["contacted", "contact"] as const;

export const VERBS: Readonly<Record<Channel, readonly [past: string, planned: string]>> = {
  email: ["e-mailed", "e-mail"],
  sms: ["texted", "text"],
  call: ["called", "call"],
  push: CONTACT,
  whatsapp: CONTACT,
  wechat: CONTACT,
  social: CONTACT,
  visit: ["visited", "visit"],
  meeting: ["met", "meet"],
  mail: ["wrote to", "write to"],
  other: CONTACT,
};

export const EVENTS: Readonly<Record<Outcome, string>> = {
  delivered: "a message was delivered",
  opened: "the customer opened a message",
  clicked: "the customer clicked",
  replied: "the customer replied",
  answered: "the customer answered",
  no_answer: "nobody answered",
  busy: "the line was busy",
  voicemail: "a voicemail was left",
  conversation: "there was a conversation",
  bounced: "a message bounced",
  failed: "a touch failed",
  complained: "the customer complained",
  unsubscribed: "the customer unsubscribed",
  refused: "the customer refused",
  wrong_number: "the number was wrong",
  converted: "the customer converted",
};

/** The weakest first. */
export const LEVELS: Readonly<Record<ConsentSaying, string>> = {
  withdrawn: "withdrawn",
  implied: "implied",
  express: "express",
  expressWritten: "written express",
};

export const FIELD_NAMES: Readonly<Record<ExcludedField, string>> = {
  status: "status",
  country: "country",
  region: "region",
  stage: "stage",
  tier: "tier",
  tags: "tag",
  recipientType: "recipient type",
};

export const UNIT_NAMES: Readonly<Record<Unit, readonly [one: string, several: string]>> = {
  week: ["week", "weeks"],
  day: ["day", "days"],
  hour: ["h", "h"],
  minute: ["min", "min"],
  second: ["s", "s"],
};
