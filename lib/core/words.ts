/** The closed sets of the field's words that requests, policies and states share. */

export const CHANNELS = [
  "email",
  "sms",
  "call",
  "push",
  "whatsapp",
  "wechat",
  "social",
  "visit",
  "meeting",
  "mail",
  "other",
] as const;
export type Channel = (typeof CHANNELS)[number];

export const MODES = ["record", "reserve", "dryRun"] as const;

export const RULE_KINDS = [
  "cap",
  "gap",
  "lock",
  "cooldown",
  "hours",
  "exclusive",
  "owner",
  "consent",
  "exclude",
  "holdout",
  "cadence",
] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

export const EFFECTS = ["deny", "warn", "shadow"] as const;
export type Effect = (typeof EFFECTS)[number];

/** How firmly a customer has agreed, the weakest first. */
export const CONSENT_LEVELS = ["implied", "express", "expressWritten"] as const;
export type ConsentLevel = (typeof CONSENT_LEVELS)[number];
/** What a customer may say of consent, the least first: that a yes was taken back, or how firmly it was given. */
export const CONSENT_SAYINGS = ["withdrawn", ...CONSENT_LEVELS] as const;
export type ConsentSaying = (typeof CONSENT_SAYINGS)[number];

export const OUTCOMES = [
  "delivered",
  "opened",
  "clicked",
  "replied",
  "answered",
  "no_answer",
  "busy",
  "voicemail",
  "conversation",
  "bounced",
  "failed",
  "complained",
  "unsubscribed",
  "refused",
  "wrong_number",
  "converted",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The identity type that each channel reaches; channels that are not listed reach no address. */
export const ADDRESS_TYPE_OF_CHANNEL: Partial<Record<Channel, string>> = {
  email: "email",
  sms: "phone",
  call: "phone",
  whatsapp: "phone",
};
