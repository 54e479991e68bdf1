import { type ConsentsDocument, consentsOf, pairOf } from "../../lib/core/consent-document.ts";
import type { Consent, Contact } from "../../lib/core/contact.ts";
import type { Actor, FieldChange } from "../../lib/core/events.ts";
import { formatInstant } from "../../lib/core/time.ts";
import { findContact } from "../../lib/store/contacts.ts";
import { etagOf } from "../contacts/representation.ts";
import { changeState, type Step } from "../shared/change-state.ts";
import type { Deps } from "../shared/deps.ts";
import { preconditionOf } from "../shared/precondition.ts";
import type { Refusal } from "../shared/problem.ts";

/** The customer's consents as the API shows them: every field, null for what is not known. */
export const consentsBody = (consents: Contact["consents"]) => ({
  consents: (consents ?? []).map(consentBody),
});
export type ConsentsBody = ReturnType<typeof consentsBody>;

const consentBody = ({ channel, purpose, level, source, at, expiresAt, evidence }: Consent) => ({
  channel,
  purpose,
  level,
  source: source ?? null,
  at: formatInstant(at),
  expiresAt: expiresAt === undefined ? null : formatInstant(expiresAt),
  evidence: evidence ?? null,
});

export async function readConsents(deps: Deps, contactId: string): Promise<ConsentsBody | undefined> {
  const contact = await findContact({ store: deps.store }, contactId);
  return contact && consentsBody(contact.consents);
}

/**
 * Replaces the whole document: a consent that is left out is withdrawn. Once this has answered, no touch that needs
 * one that is gone can be recorded.
 */
export const putConsents = (
  deps: Deps,
  put: {
    readonly contactId: string;
    readonly document: ConsentsDocument;
    readonly ifMatch: string | undefined;
    readonly by: Actor;
  },
): Promise<ConsentsBody | Refusal> => {
  const at = deps.now();
  const consents = consentsOf(put.document);
  const answer = consentsBody(consents);
  return changeState(deps, put.contactId, (contact): Step<ConsentsBody> | Refusal => {
    const before = consentsBody(contact.consents);
    const refused = preconditionOf(put.ifMatch, etagOf(before));
    if (refused !== undefined) return refused;
    const isKnown = contact.consents !== undefined && contact.merged.length === 0;
    if (isKnown && etagOf(before) === etagOf(answer)) return { answer };
    const changes = consentChanges(contact.consents ?? [], consents);
    const event = { type: "consent" as const, at, by: put.by, changes };
    return {
      answer,
      write: { contact: { ...contact, consents }, events: [event], heard: { consents: true } },
    };
  });
};

/** Each consent that was given, withdrawn or changed, whole; by channel and purpose, like `sms.marketing`. */
function consentChanges(before: readonly Consent[], after: readonly Consent[]): FieldChange[] {
  const byPair = (consents: readonly Consent[]) =>
    new Map(consents.map((consent) => [pairOf(consent), consentBody(consent)]));
  const [from, to] = [byPair(before), byPair(after)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .sort()
    .map((path) => ({ path, from: from.get(path) ?? null, to: to.get(path) ?? null }))
    .filter((change) => JSON.stringify(change.from) !== JSON.stringify(change.to));
}
