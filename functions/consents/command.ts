import { type ConsentsDocument, consentsOf, pairOf } from "../../lib/core/consent-document.ts";
import type { Consent, Contact } from "../../lib/core/contact.ts";
import type { Actor, FieldChange } from "../../lib/core/events.ts";
import { type EpochMs, formatInstant } from "../../lib/core/time.ts";
import type { Heard } from "../../lib/core/unmerge.ts";
import { etagOf } from "../contacts/representation.ts";
import { changeState, type Step } from "../shared/change-state.ts";
import type { Deps } from "../shared/deps.ts";
import { preconditionOf } from "../shared/precondition.ts";
import type { Refusal } from "../shared/problem.ts";
import { findLiving } from "../shared/read-contact.ts";

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
  const contact = await findLiving({ store: deps.store }, contactId);
  return contact && consentsBody(contact.consents);
}

interface Saying {
  readonly contactId: string;
  readonly document: ConsentsDocument;
  readonly by: Actor;
}

/**
 * Replaces the whole document: a consent that is left out is withdrawn. Once this has answered, no touch that needs
 * one that is gone can be recorded.
 */
export const putConsents = (
  deps: Deps,
  put: Saying & { readonly ifMatch: string | undefined },
): Promise<ConsentsBody | Refusal> => {
  const at = deps.now();
  return changeState(deps, put.contactId, (contact): Step<ConsentsBody> | Refusal => {
    const refused = preconditionOf(put.ifMatch, etagOf(consentsBody(contact.consents)));
    return refused ?? stepTo(consentsOf(put.document), { contact, at, by: put.by });
  });
};

/** Adds consents to those that stand; of one channel and purpose the newer stays. None is withdrawn. */
export const addConsents = (deps: Deps, added: Saying): Promise<ConsentsBody | Refusal> => {
  const at = deps.now();
  const given = consentsOf(added.document);
  return changeState(deps, added.contactId, (contact): Step<ConsentsBody> => {
    const standing = contact.consents ?? [];
    const isNews = (consent: Consent) =>
      !standing.some((one) => pairOf(one) === pairOf(consent) && !isNewer(consent, one));
    const news = given.filter(isNews);
    const kept = standing.filter((one) => !news.some((consent) => pairOf(consent) === pairOf(one)));
    return stepTo([...kept, ...news], { contact, at, by: added.by });
  });
};

/** Of one instant, that it was taken back. */
const isNewer = (consent: Consent, than: Consent): boolean =>
  consent.at > than.at ||
  (consent.at === than.at && consent.level === "withdrawn" && than.level !== "withdrawn");

function stepTo(
  consents: readonly Consent[],
  { contact, at, by }: { readonly contact: Contact; readonly at: EpochMs; readonly by: Actor },
): Step<ConsentsBody> {
  const answer = consentsBody(consents);
  const isKnown = contact.consents !== undefined && contact.merged.length === 0;
  if (isKnown && etagOf(consentsBody(contact.consents)) === etagOf(answer)) return { answer };
  const changes = consentChanges(contact.consents ?? [], consents);
  const event = { type: "consent" as const, at, by, changes };
  const heard = (before: Heard) => ({ ...before, consents: true });
  return { answer, write: { contact: { ...contact, consents }, events: [event], heard } };
}

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
