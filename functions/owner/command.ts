import type { Contact, Owner } from "../../lib/core/contact.ts";
import { fieldChanges } from "../../lib/core/events.ts";
import { type OwnerDocument, ownerAfter } from "../../lib/core/owner-document.ts";
import { etagOf } from "../contacts/representation.ts";
import type { Caller } from "../shared/authenticate.ts";
import { changeState, type Step } from "../shared/change-state.ts";
import { foreignDepartment } from "../shared/departments.ts";
import type { Deps } from "../shared/deps.ts";
import { preconditionOf } from "../shared/precondition.ts";
import type { Refusal } from "../shared/problem.ts";

/** Who looks after a contact, as the API shows it: null for nobody. */
export const ownerBody = (owner: Owner | undefined) => ({
  agent: owner?.agent ?? null,
  department: owner?.department ?? null,
});
export type OwnerBody = ReturnType<typeof ownerBody>;

export interface OwnerChange {
  readonly contactId: string;
  readonly said: OwnerDocument;
  readonly ifMatch: string | undefined;
  readonly caller: Caller;
}

/** Hands the contact over. A key bound to a department neither takes a contact from another one nor gives it to one. */
export const putOwner = (deps: Deps, change: OwnerChange): Promise<OwnerBody | Refusal> => {
  const at = deps.now();
  return changeState(deps, change.contactId, (contact): Step<OwnerBody> | Refusal => {
    const refused = refusalOf(contact, change);
    if (refused !== undefined) return refused;
    const owner = ownerAfter(contact.owner, change.said);
    const answer = ownerBody(owner);
    const changes = fieldChanges(ownerBody(contact.owner), answer);
    if (changes.length === 0) return { answer };
    const event = { type: "owner" as const, at, by: change.caller.keyId, changes };
    return { answer, write: { contact: { ...contact, owner }, events: [event] } };
  });
};

const refusalOf = ({ owner }: Contact, { ifMatch, said, caller }: OwnerChange): Refusal | undefined =>
  preconditionOf(ifMatch, etagOf(ownerBody(owner))) ??
  foreignDepartment(owner?.department, caller) ??
  foreignDepartment(said.department ?? undefined, caller);
