import type { Issue } from "../../lib/core/errors.ts";
import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { languageOf } from "../shared/language.ts";
import { decisionMetric, reasonMetrics } from "../shared/logger.ts";
import type { Refusal } from "../shared/problem.ts";
import { DENY_STATUSES } from "./deny-status.ts";

/** What reads and decides is loaded while the first request is authenticated: a cold start waits for both at once. */
const deciding = Promise.all([import("./request.ts"), import("./outage.ts"), import("./answer.ts")]);

function envelopeIssues(denyStatus: string | undefined, headers: Call["headers"]): Issue[] {
  const issues: Issue[] = [];
  if (denyStatus !== undefined && !DENY_STATUSES.includes(denyStatus)) {
    issues.push({ path: "denyStatus", message: `must be one of: ${DENY_STATUSES.join(", ")}` });
  }
  if (headers["idempotency-key"] !== undefined) {
    issues.push({ path: "Idempotency-Key", message: "is not supported yet by this version" });
  }
  return issues;
}

async function runCheck(call: Call): Promise<Answer | Refusal> {
  const { deps, body, caller, headers, query, deadlineAtMs } = call;
  const { denyStatus } = query;
  const issues = envelopeIssues(denyStatus, headers);
  const [{ readCheck }, { checkInTime, policyAtHand }, { decisionBody }] = await deciding;
  const { policy, outage } = await policyAtHand(call);
  const { compiled, pepper } = policy;
  const now = deps.now();
  const ready = await readCheck(body, { policy: compiled, pepper, caller, now, issues });
  if ("refused" in ready) return ready;
  const language = languageOf(headers["accept-language"]);
  const command = { ...ready, deps, policy, now, by: caller.keyId, language };
  const checked = await checkInTime(command, { deadlineAtMs, outage });
  if ("refused" in checked) return checked;

  const { request } = ready;
  const decided = decisionBody(checked, { ready, policy, now });
  const { decision, reasons } = decided;
  const { channel, department, purpose, mode } = request;
  const told = { at: now, decision, channel, department, purpose, reasons };
  return {
    status: decision === "allow" ? 200 : Number(denyStatus ?? 200),
    body: decided,
    logged: { mode, policyVersion: policy.version, ...decisionMetric(told) },
    metrics: reasonMetrics(told),
  };
}

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    { check: { takes: "json", query: ["denyStatus"], servesOutage: true, run: runCheck } },
    deps,
  );
export const handler = createHandler();
