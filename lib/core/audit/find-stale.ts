import type { Contact } from "../contact.ts";
import { durationOf } from "../rule-document.ts";
import { type EpochMs, formatInstant } from "../time.ts";
import { type Facts, latest } from "./facts.ts";
import { type Finding, finding } from "./finding.ts";

/**
 * A contact of whom nothing was heard, and with whom nothing was done, for so long: no touch either way, no outcome, no
 * change. Being listed is the least of signs: it speaks only when there is no other, as a file that is imported lists
 * everybody anew. Of whom nothing is dated nothing is told.
 */
export function findStale(
  length: string | undefined,
  { contact, facts, at }: { readonly contact: Contact; readonly facts: Facts; readonly at: EpochMs },
): Finding[] {
  if (length === undefined) return [];
  const since = lastSignOf(contact, facts, at);
  if (since === undefined || since > at - durationOf(length)) return [];
  const { contactId } = contact;
  return [
    finding({
      code: "stale",
      contactId,
      detail: `Nothing was heard of the contact, and nothing done, since ${formatInstant(since).slice(0, 10)}.`,
      since,
      evidence: { lastAt: formatInstant(since), staleAfter: length },
      action: {
        text: "Ask once whether they still want to hear from you, or put them into a stage that your rules leave alone.",
        command: `PATCH /v1/contacts/${contactId} {"attributes":{"stage":"dormant"}}`,
      },
    }),
  ];
}

/** Undefined when nothing of the contact is dated. */
export function lastSignOf(
  { consents = [] }: Contact,
  { touches, outcomes, changes, links }: Facts,
  at: EpochMs,
): EpochMs | undefined {
  const given = consents.map((consent) => consent.at).filter((givenAt) => givenAt <= at);
  const signs = [...touches.filter(({ stands }) => stands), ...outcomes].map((one) => one.at);
  return latest([...signs, ...changes, ...given]) ?? latest(links.map((link) => link.at));
}
