import { loadCalendar } from "../../lib/core/calendar.ts";
import { formatInstant } from "../../lib/core/time.ts";
import { validatePolicy } from "../../lib/core/validate-policy.ts";
import { activateNewPolicy, ensurePepper, readActiveVersion } from "../../lib/store/policies.ts";
import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { type Refusal, refuse, refuseInput } from "../shared/problem.ts";

const etagOf = (version: number): string => `"${version}"`;

async function getActive({ deps }: Call): Promise<Answer> {
  const { document, version } = await deps.policy.renew();
  return { status: 200, body: document, headers: { etag: etagOf(version) } };
}

async function putActive({ deps, body, headers }: Call): Promise<Answer | Refusal> {
  const verdict = validatePolicy(body, await loadCalendar());
  if (!verdict.valid) return refuseInput(verdict.issues);
  const active = await readActiveVersion(deps.store);
  const refused = preconditionOf(headers["if-match"], active);
  if (refused !== undefined) return refused;
  await ensurePepper(deps.store);
  const createdAt = formatInstant(deps.now());
  const put = await activateNewPolicy(deps.store, { document: body, active, createdAt });
  if (put === "lost") return changedMeanwhile();
  // In force here when this answers; elsewhere within the cache time.
  const { compiled } = await deps.policy.renew();
  const { version } = put;
  return {
    status: 200,
    body: { id: compiled.id, version },
    headers: { etag: etagOf(version) },
    logged: { policyVersion: version },
  };
}

/** A policy is replaced only by someone who has seen the one in force; the first needs nothing. */
function preconditionOf(ifMatch: string | undefined, active: number | undefined): Refusal | undefined {
  if (active === undefined) return ifMatch === undefined ? undefined : changedMeanwhile();
  if (ifMatch === undefined) {
    return refuse(
      "precondition_required",
      `Version ${active} is in force: send If-Match: ${etagOf(active)} to replace it.`,
    );
  }
  return ifMatch === "*" || ifMatch === etagOf(active) ? undefined : changedMeanwhile();
}

const changedMeanwhile = (): Refusal =>
  refuse(
    "precondition_failed",
    "Another policy is in force than the one in If-Match: GET /v1/policies/active and try again.",
  );

async function validate({ body }: Call): Promise<Answer> {
  const verdict = validatePolicy(body, await loadCalendar());
  const { valid } = verdict;
  return {
    status: 200,
    body: valid ? { valid, warnings: verdict.warnings } : { valid, issues: verdict.issues },
  };
}

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    {
      getActive: { takes: "nothing", run: getActive },
      putActive: { takes: "json", run: putActive },
      validate: { takes: "json", run: validate },
    },
    deps,
  );
export const handler = createHandler();
