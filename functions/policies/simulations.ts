import { parse } from "../../lib/core/issues.ts";
import { SimulationDocument, USUAL_SAMPLE } from "../../lib/core/simulation-document.ts";
import { DAY_MS, epochMs, formatInstant } from "../../lib/core/time.ts";
import { newId } from "../../lib/store/keys.ts";
import { readSimulation, type StoredSimulation, writeSimulation } from "../../lib/store/simulations.ts";
import type { Answer, Call } from "../shared/http.ts";
import { type Refusal, refuse, refuseInput } from "../shared/problem.ts";
import { validate } from "./command.ts";

const USUAL_DAYS = 30;
const MOST_DAYS = 400;

/** Begins to try a policy on recorded history. What is wrong with it is said before anything begins. */
export async function simulate({ deps, body, caller }: Call): Promise<Answer | Refusal> {
  const parsed = parse(SimulationDocument, body);
  const policy = (Object(body) as { readonly policy?: unknown }).policy;
  const verdict = policy === undefined ? undefined : await validate(policy);
  const faults = verdict === undefined || verdict.valid ? [] : verdict.issues;
  const issues = faults.map(({ path, message }) => ({
    path: path === "" ? "policy" : `policy.${path}`,
    message,
  }));
  if ("issues" in parsed) {
    const own = parsed.issues.filter(({ path }) => !path.startsWith("policy."));
    return refuseInput([...own, ...issues]);
  }
  const { to = deps.now(), from = epochMs(to - USUAL_DAYS * DAY_MS), sample = USUAL_SAMPLE } = parsed.value;
  if (from >= to) issues.push({ path: "from", message: "must be before to" });
  if (to - from > MOST_DAYS * DAY_MS) {
    issues.push({ path: "from", message: `must be at most ${MOST_DAYS} days before to` });
  }
  if (issues.length > 0) return refuseInput(issues);
  const { version: against } = await deps.policy.get();
  const id = `sim_${newId()}`;
  const progress = { segments: 0, done: 0, after: undefined, contacts: 0 };
  const simulation: StoredSimulation = {
    ...{ id, state: "queued", createdAt: deps.now(), by: caller.keyId, policy, against, from, to, sample },
    ...{ progress, tally: undefined, reason: undefined, version: 0 },
  };
  await writeSimulation(deps.store, simulation);
  await deps.startSimulation(id);
  return {
    status: 202,
    body: { simulationId: id },
    headers: { location: `/v1/policies/simulations/${id}` },
    logged: { simulationId: id },
  };
}

/** What has come of one so far. */
export async function getSimulation({ deps, params }: Call): Promise<Answer | Refusal> {
  const { simulationId = "" } = params;
  const found = await readSimulation(deps.store, simulationId, deps.now());
  if (found === undefined) {
    return refuse("simulation_not_found", "There is no such simulation; they are kept for 30 days.");
  }
  return { status: 200, body: simulationBody(found) };
}

function simulationBody({ id, state, from, to, sample, against, progress, tally, reason }: StoredSimulation) {
  const { segments, done, contacts } = progress;
  const share = segments === 0 ? 0 : Math.max(done / segments, contacts / sample);
  return {
    ...{ simulationId: id, state, reason: reason ?? null },
    progress: state === "done" ? 1 : Math.min(1, share),
    ...{ from: formatInstant(from), to: formatInstant(to), sample, against },
    ...(tally ?? NOTHING_YET),
  };
}

const NOTHING_YET = { touches: 0, wouldAllow: 0, wouldDefer: 0, wouldDeny: 0, byRule: {} };
