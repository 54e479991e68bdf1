import { loadCalendar } from "../../lib/core/calendar.ts";
import { validateDocument } from "../../lib/core/validate-document.ts";
import type { PolicyVerdict } from "../../lib/core/validate-policy.ts";
import { presetsOf } from "../../lib/regulations/load-presets.ts";
import {
  activateNewPolicy,
  activateOldPolicy,
  type NotActivated,
  type PolicyTold,
} from "../../lib/store/activate-policy.ts";
import { type ActivePointer, ensurePepper, findPolicy, readActivePointer } from "../../lib/store/policies.ts";
import { notHeldText } from "../shared/bootstrap.ts";
import type { Deps } from "../shared/deps.ts";
import { type Refusal, refuse, refuseInput } from "../shared/problem.ts";

export const etagOf = (version: number): string => `"${version}"`;

export const validate = async (document: unknown): Promise<PolicyVerdict> =>
  validateDocument(document, await loadCalendar(), await presetsOf(document));

/** What was put in force. */
export interface InForce {
  readonly id: string;
  readonly version: number;
}

interface Replacing {
  readonly ifMatch: string | undefined;
  readonly told: PolicyTold;
}

/**
 * Puts `document` in force as the next version: here when this answers, in other functions within their cache
 * time.
 */
export async function putPolicy(
  deps: Deps,
  { document, ifMatch, told }: Replacing & { readonly document: unknown },
): Promise<InForce | Refusal> {
  const verdict = await validate(document);
  if (!verdict.valid) return refuseInput(verdict.issues);
  const active = await readActivePointer(deps.store);
  const refused = preconditionOf(ifMatch, active);
  if (refused !== undefined) return refused;
  await ensurePepper(deps.store);
  const next = await activateNewPolicy(deps.store, { document, active, told });
  if (next === "lost" || "heldMs" in next) return notActivated(next, document);
  await deps.policy.renew();
  return { id: verdict.document.id, version: next.version };
}

/** Puts a version in force that was put before: to roll back, or forward again. */
export async function activateVersion(
  deps: Deps,
  { version, ifMatch, told }: Replacing & { readonly version: number },
): Promise<InForce | Refusal> {
  const active = await readActivePointer(deps.store);
  const chosen = await findPolicy(deps.store, version);
  if (active === undefined || chosen === undefined) return noPolicy(version);
  const refused = preconditionOf(ifMatch, active);
  if (refused !== undefined) return refused;
  const verdict = await validate(chosen.document);
  if (!verdict.valid) return refuseInput(verdict.issues);
  if (version !== active.version) {
    const done = await activateOldPolicy(deps.store, { chosen, active, told });
    if (done !== "written") return notActivated(done, chosen.document);
    await deps.policy.renew();
  }
  return { id: verdict.document.id, version };
}

export const noPolicy = (version: number | string): Refusal =>
  refuse("policy_not_found", `There is no policy version ${version}: GET /v1/policies lists them.`);

/** A policy is replaced only by someone who has seen the one in force; the first needs nothing. */
function preconditionOf(ifMatch: string | undefined, active: ActivePointer | undefined): Refusal | undefined {
  if (active === undefined) return ifMatch === undefined ? undefined : changedMeanwhile();
  if (ifMatch === undefined) {
    const needed = `If-Match: ${etagOf(active.version)}`;
    return refuse(
      "precondition_required",
      `Version ${active.version} is in force: send ${needed} to replace it.`,
    );
  }
  return ifMatch === "*" || ifMatch === etagOf(active.version) ? undefined : changedMeanwhile();
}

const changedMeanwhile = (): Refusal =>
  refuse(
    "precondition_failed",
    "Another policy is in force than the one in If-Match: GET /v1/policies/active and try again.",
  );

const notActivated = (why: NotActivated, document: unknown): Refusal =>
  why === "lost" ? changedMeanwhile() : refuse("history_not_held", notHeldText(document, why.heldMs));
