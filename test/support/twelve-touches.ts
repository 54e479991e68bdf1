import { type Contact, type Identity, newContact } from "../../lib/core/contact.ts";
import type { StateEvent } from "../../lib/core/events.ts";
import { DAY_MS, epochMs } from "../../lib/core/time.ts";
import type { Touch } from "../../lib/core/touches.ts";
import { contactKeyOf, newId } from "../../lib/store/keys.ts";
import { NOW, PEPPER } from "./checking.ts";

/** 12 characters, as long as the tags of the promise may be. */
const tag = (name: string) => name.padEnd(12, "-");

const identityAt = (type: string, value: string, regions: readonly string[] = []): Identity => ({
  key: contactKeyOf(PEPPER, { type, value }),
  type,
  regions,
  valid: true,
  flags: [],
  shared: false,
});
const EMAIL = identityAt("email", "li@example.com");
// As long as what a state holds of where a number is.
const PHONE = identityAt("phone", "+525512345678", ["MX/9999"]);

/** Touches of some months: three departments, two purposes, six campaigns, four topics, over both channels. */
const touches: Touch[] = Array.from({ length: 12 }, (_, n) => ({
  id: newId(),
  at: epochMs(NOW - (12 - n) * 7 * DAY_MS),
  channel: n % 3 === 0 ? "sms" : "email",
  department: tag(`department${n % 3}`),
  purpose: tag(`purpose${n % 2}`),
  campaign: tag(`campaign${n % 6}`),
  topic: tag(`topic${n % 4}`),
  product: undefined,
  subject: undefined,
  agent: undefined,
  address: n % 3 === 0 ? PHONE.key : EMAIL.key,
  origin: undefined,
  state: "recorded",
  expiresAt: undefined,
  outcomes: [],
}));

const contact: Contact = {
  ...newContact("crm-00012345", [EMAIL, PHONE]),
  version: 42,
  preferences: { channels: { email: { optOut: true } }, maxPerWeek: 2 },
  touches,
};

/** A state that architecture.md promises to write for one unit: 12 touches, tags of ≤ 12 characters, plain preferences. */
export const TWELVE_TOUCHES: { readonly contact: Contact; readonly events: readonly StateEvent[] } = {
  contact,
  events: [{ type: "touched", touch: touches.at(-1) as Touch, reference: undefined, by: newId() }],
};
