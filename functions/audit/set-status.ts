import type { Contact, ContactStatus } from "../../lib/core/contact.ts";
import { changeState } from "../shared/change-state.ts";
import type { AuditContext } from "./context.ts";
import { type Judged, judge } from "./judge.ts";

/** A status that an audit finds to be another one. */
export interface StatusChange {
  readonly contactId: string;
  readonly from: ContactStatus;
  readonly to: ContactStatus;
  readonly rules: readonly string[];
}

/** The change that a verdict asks for; undefined for none. */
export function changeOf(
  { contactId, status: from }: Contact,
  { verdict }: Judged,
): StatusChange | undefined {
  const { status } = verdict;
  return status === undefined || status.status === from
    ? undefined
    : { contactId, from, to: status.status, rules: status.rules };
}

/** A contact that somebody else keeps writing to is left to the next audit. */
const MOST_JUDGEMENTS = 5;

/**
 * Sets the status that a contact was judged to have, if the very state still stands that was judged; else it is judged
 * anew. Undefined when it has been changed meanwhile so that nothing is left to set, or too often.
 */
export async function setStatus(
  context: AuditContext,
  judgedContact: Contact,
  firstJudged: Judged,
): Promise<StatusChange | undefined> {
  let contact = judgedContact;
  let judged = firstJudged;
  for (let turn = 0; turn < MOST_JUDGEMENTS; turn++) {
    const change = changeOf(contact, judged);
    if (change === undefined) return undefined;
    const done = await write(context, contact, change);
    if ("refused" in done) return undefined;
    if (done.stands === undefined) return change;
    // Merged into another: that one is audited by itself.
    if (done.stands.contactId !== contact.contactId) return undefined;
    contact = done.stands;
    judged = await judge(context, contact);
  }
  return undefined;
}

/** What stands instead of the state that was judged; undefined when the status was set. */
interface Done {
  readonly stands: Contact | undefined;
}

function write({ deps }: AuditContext, judged: Contact, { contactId, from, to, rules }: StatusChange) {
  const at = deps.now();
  return changeState<Done>(deps, contactId, (contact) => {
    if (contact.contactId !== contactId || contact.version !== judged.version) {
      return { answer: { stands: contact } };
    }
    const event = { type: "status" as const, at, by: null, from, to, rules };
    return { answer: { stands: undefined }, write: { contact: { ...contact, status: to }, events: [event] } };
  });
}
