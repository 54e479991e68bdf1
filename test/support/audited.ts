import { auditContact, type ContactVerdict } from "../../lib/core/audit/audit-contact.ts";
import type { AuditPolicy } from "../../lib/core/audit/audit-policy.ts";
import { factsOf } from "../../lib/core/audit/facts.ts";
import type { FindingCode } from "../../lib/core/audit/finding.ts";
import { validateAudit } from "../../lib/core/audit/validate-audit.ts";
import { type Contact, type Identity, newContact } from "../../lib/core/contact.ts";
import { DAY_MS, type EpochMs, epochMs, formatInstant } from "../../lib/core/time.ts";
import type { Channel, Outcome } from "../../lib/core/words.ts";

/** The instant of every audit in tests. */
export const AT = epochMs(Date.UTC(2026, 10, 24, 12));

/** So many days before the audit. */
export const daysAgo = (days: number): EpochMs => epochMs(AT - days * DAY_MS);

export const identity = (type: string, given: Partial<Identity> = {}): Identity => ({
  ...{ key: `c_${type}`, type, regions: [], valid: true, flags: [], shared: false },
  ...given,
});

/** A contact that somebody has put, with nothing to find: its zone is known. */
export const put = (given: Partial<Contact> = {}): Contact => ({
  ...newContact("li", [identity("email")]),
  ...{ version: 1, put: true, attributes: { timezone: "Asia/Shanghai" } },
  ...given,
});

let told = 0;

/** The timeline entry of a touch, newest words first: `touch("email", 3, "bounced")`. */
export function touch(channel: Channel, days: number, outcome: Outcome | null = null, given: object = {}) {
  const touchId = `t_${++told}.li`;
  const at = formatInstant(daysAgo(days));
  return { at, type: "touch", touchId, channel, state: "recorded", outcome, ...given };
}

export const inbound = (channel: Channel, days: number) => touch(channel, days, null, { type: "inbound" });

/** So many touches of one kind, a day apart, the last so many days ago. */
export const touches = (times: number, channel: Channel, lastDays: number, outcome: Outcome | null = null) =>
  Array.from({ length: times }, (_, index) => touch(channel, lastDays + index, outcome));

/** A policy with these parts and nothing else. @throws Error when it is refused. */
export function auditPolicy(parts: object): AuditPolicy {
  const verdict = validateAudit(parts);
  if (!verdict.valid) throw new Error(JSON.stringify(verdict.issues));
  return verdict.document;
}

/** What an audit by these parts says of a contact with these entries. */
export const verdictOf = (
  parts: object,
  contact: Contact,
  entries: readonly unknown[] = [],
  agents?: ReadonlySet<string>,
): ContactVerdict =>
  auditContact(auditPolicy(parts), { contact, facts: factsOf(contact, entries, AT), agents }, AT);

export const codesOf = (...asked: Parameters<typeof verdictOf>): FindingCode[] =>
  verdictOf(...asked).findings.map(({ code }) => code);
