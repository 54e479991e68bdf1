import type { Contact, Identity } from "../../lib/core/contact.ts";
import { durationOf } from "../../lib/core/rule-document.ts";
import { isUnverified, knows, type Verifier, verifyAgain } from "../shared/verify-address.ts";
import type { AuditContext } from "./context.ts";
import type { Verification } from "./tally.ts";

/** Addresses that the service is asked of in a second, at most. */
const MOST_PER_SECOND = 20;
const SPACING_MS = 1_000 / MOST_PER_SECOND;
/** After so many questions in a row without an answer it is asked no more, until the next audit. */
const PATIENCE = 10;
/** Such services cost money by the address. */
const DEFAULT_MOST = 1_000;

/**
 * The contact as it stands when the service that verifies addresses has been asked again of those of its addresses that
 * are due. As it was when none is, when no more may be asked, and when the service does not answer.
 */
export async function verifyDue(
  context: AuditContext,
  contact: Contact,
  verification: Verification,
): Promise<Contact> {
  const { deps } = context;
  const { verifier } = deps;
  if (verifier === undefined) return contact;
  const isDue = dueBy(context, verifier);
  const due = contact.put && contact.status !== "erased" ? contact.identities.filter(isDue).length : 0;
  if (due === 0) return contact;
  if (!mayAsk(context, verification, due)) {
    verification.left += due;
    return contact;
  }
  // Before anything is waited for: others ask at the same time.
  verification.asked += due;
  await context.pace(due);
  const heard = await verifyAgain({ ...deps, verifier }, contact.contactId, isDue);
  if (heard === undefined || "refused" in heard) return contact;
  const { asked, undeliverable, unverified, unanswered } = heard;
  verification.undeliverable += undeliverable;
  verification.unverified += unverified;
  if (unanswered < asked) verification.unansweredInARow = 0;
  else verification.unansweredInARow += unanswered;
  if (verification.unansweredInARow >= PATIENCE) verification.gaveUp = true;
  // Merged into another meanwhile: that one is audited by itself.
  return heard.contact.contactId === contact.contactId ? heard.contact : contact;
}

/** Which addresses the service is to be asked of: those of which it has said nothing for as long as the policy says. */
function dueBy({ audit: { verifyAgainAfter }, at }: AuditContext, verifier: Verifier) {
  const since = verifyAgainAfter === undefined ? undefined : at - durationOf(verifyAgainAfter);
  return (identity: Identity): boolean => {
    if (!knows(verifier, identity)) return false;
    if (since === undefined) return isUnverified(identity);
    return identity.askedAt === undefined || identity.askedAt <= since;
  };
}

const mayAsk = ({ audit, mayAsk: hasTime }: AuditContext, { gaveUp, asked }: Verification, due: number) =>
  !gaveUp && hasTime() && asked + due <= (audit.verifyAtMost ?? DEFAULT_MOST);

/** Lets so many questions pass after those before them, as many a second as a service takes. */
export function paceOf({
  now,
  pause,
}: Pick<AuditContext["deps"], "now" | "pause">): (questions: number) => Promise<void> {
  let freeAt = 0;
  return async (questions) => {
    const at = Math.max(now(), freeAt);
    freeAt = at + questions * SPACING_MS;
    if (at > now()) await pause(at - now());
  };
}
