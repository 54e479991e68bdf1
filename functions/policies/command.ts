import { loadCalendar } from "../../lib/core/calendar.ts";
import type { Actor } from "../../lib/core/events.ts";
import { validateDocument } from "../../lib/core/validate-document.ts";
import type { PolicyVerdict } from "../../lib/core/validate-policy.ts";
import { activateNewPolicy, ensurePepper, readActiveVersion } from "../../lib/store/policies.ts";
import type { Deps } from "../shared/deps.ts";
import { type Refusal, refuse, refuseInput } from "../shared/problem.ts";

export const etagOf = (version: number): string => `"${version}"`;

export const validate = async (document: unknown): Promise<PolicyVerdict> =>
  validateDocument(document, await loadCalendar());

/**
 * Puts `document` in force as the next version: here when this answers, in other functions within their cache
 * time.
 */
export async function putPolicy(
  deps: Deps,
  put: { readonly document: unknown; readonly ifMatch: string | undefined; readonly by: Actor },
): Promise<{ readonly id: string; readonly version: number } | Refusal> {
  const { document, ifMatch, by } = put;
  const verdict = await validate(document);
  if (!verdict.valid) return refuseInput(verdict.issues);
  const active = await readActiveVersion(deps.store);
  const refused = preconditionOf(ifMatch, active);
  if (refused !== undefined) return refused;
  await ensurePepper(deps.store);
  const told = { at: deps.now(), by };
  const next = await activateNewPolicy(deps.store, { document, active, told });
  if (next === "lost") return changedMeanwhile();
  await deps.policy.renew();
  return { id: verdict.document.id, version: next.version };
}

/** A policy is replaced only by someone who has seen the one in force; the first needs nothing. */
function preconditionOf(ifMatch: string | undefined, active: number | undefined): Refusal | undefined {
  if (active === undefined) return ifMatch === undefined ? undefined : changedMeanwhile();
  if (ifMatch === undefined) {
    const needed = `If-Match: ${etagOf(active)}`;
    return refuse("precondition_required", `Version ${active} is in force: send ${needed} to replace it.`);
  }
  return ifMatch === "*" || ifMatch === etagOf(active) ? undefined : changedMeanwhile();
}

const changedMeanwhile = (): Refusal =>
  refuse(
    "precondition_failed",
    "Another policy is in force than the one in If-Match: GET /v1/policies/active and try again.",
  );
