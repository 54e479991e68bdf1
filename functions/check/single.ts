import type { Issue } from "../../lib/core/errors.ts";
import type { Answer, Call } from "../shared/http.ts";
import { keyIssues } from "../shared/idempotency.ts";
import { languageOf } from "../shared/language.ts";
import { decisionMetric, reasonMetrics } from "../shared/logger.ts";
import type { Refusal } from "../shared/problem.ts";
import { decisionBody } from "./answer.ts";
import { DENY_STATUSES } from "./deny-status.ts";
import { checkInTime, policyAtHand } from "./outage.ts";
import { keyOf, readCheck } from "./request.ts";

/** `POST /v1/check`: one recipient. */
export async function runCheck(call: Call): Promise<Answer | Refusal> {
  const { deps, body, caller, headers, query, deadlineAtMs } = call;
  const { denyStatus } = query;
  const issues = envelopeIssues(denyStatus, headers);
  const { policy, outage } = await policyAtHand(call);
  const { compiled, pepper } = policy;
  const now = deps.now();
  const keyed = headers["idempotency-key"] !== undefined;
  const ready = await readCheck(body, { policy: compiled, pepper, caller, now, issues, keyed });
  if ("refused" in ready) return ready;
  const language = languageOf(headers["accept-language"]);
  const key = keyOf(ready, { sent: headers["idempotency-key"], by: caller.keyId });
  const command = { ...ready, deps, policy, now, by: caller.keyId, language, key };
  const checked = await checkInTime(command, { deadlineAtMs, outage });
  if ("refused" in checked) return checked;

  const { request } = ready;
  const decided = decisionBody(checked, { ready, policy, now });
  const { decision, reasons, shadow } = decided;
  const { channel, department, purpose, mode } = request;
  const told = { at: now, decision, channel, department, purpose, reasons, shadow };
  return {
    status: decision === "allow" ? 200 : Number(denyStatus ?? 200),
    body: decided,
    logged: { mode, policyVersion: policy.version, ...decisionMetric(told) },
    metrics: reasonMetrics(told),
  };
}

function envelopeIssues(denyStatus: string | undefined, headers: Call["headers"]): Issue[] {
  const issues = keyIssues(headers["idempotency-key"], "Idempotency-Key");
  return denyStatus === undefined || DENY_STATUSES.includes(denyStatus)
    ? issues
    : [{ path: "denyStatus", message: `must be one of: ${DENY_STATUSES.join(", ")}` }, ...issues];
}
