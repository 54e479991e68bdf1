import type { Issue } from "../../lib/core/errors.ts";
import type { Answer, Call } from "../shared/http.ts";
import { keyIssues } from "../shared/idempotency.ts";
import { languageOf } from "../shared/language.ts";
import { decisionMetric, reasonMetrics } from "../shared/logger.ts";
import type { Refusal } from "../shared/problem.ts";
import { decisionBody } from "./answer.ts";
import { DENY_STATUSES } from "./deny-status.ts";
import { checkInTime, policyAtHand } from "./outage.ts";
import { bodyOf, inQuery, nonceIssues } from "./query.ts";
import { asRecord, keyOf, readCheck } from "./request.ts";
import { shaped, shapeIn, shapeIssues } from "./shape.ts";

/** `POST /v1/check`: one recipient. */
export function runCheck(call: Call): Promise<Answer | Refusal> {
  const key = call.headers["idempotency-key"];
  return answerCheck(call, { body: call.body, key, issues: keyIssues(key, "Idempotency-Key") });
}

/** `GET /v1/check`: the same for senders that can only GET. Its nonce is its idempotency key. */
export async function runGetCheck(call: Call): Promise<Answer | Refusal> {
  const { query } = call;
  const asked = { body: bodyOf(query), key: query.nonce, issues: nonceIssues(query, call.headers) };
  const answer = await answerCheck(call, asked);
  const headers = { ...answer.headers, "cache-control": "no-store" };
  if (!("refused" in answer)) return { ...answer, headers };
  return { ...answer, headers, ...(answer.issues && { issues: answer.issues.map(inQuery) }) };
}

/** What one request asks, however it was sent. */
interface AskedCheck {
  readonly body: unknown;
  readonly key: string | undefined;
  /** Faults beside the body. */
  readonly issues: readonly Issue[];
}

async function answerCheck(
  { deps, caller, headers, query, deadlineAtMs }: Call,
  { body, key: sent, issues: found }: AskedCheck,
): Promise<Answer | Refusal> {
  const { denyStatus, shape } = query;
  const { include } = asRecord(body) as { readonly include?: unknown };
  const issues = [...denyStatusIssues(denyStatus), ...shapeIssues(shape, include), ...found];
  const { policy, outage } = await policyAtHand({ deps, caller, deadlineAtMs });
  const { compiled, pepper } = policy;
  const now = deps.now();
  const keyed = sent !== undefined;
  const ready = await readCheck(body, { policy: compiled, pepper, caller, now, issues, keyed });
  if ("refused" in ready) return ready;
  const language = languageOf(headers["accept-language"]);
  const key = keyOf(ready, { sent, by: caller.keyId });
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
    ...shaped(decided, shapeIn(shape)),
    logged: { mode, policyVersion: policy.version, ...decisionMetric(told) },
    metrics: reasonMetrics(told),
  };
}

const denyStatusIssues = (denyStatus: string | undefined): Issue[] =>
  denyStatus === undefined || DENY_STATUSES.includes(denyStatus)
    ? []
    : [{ path: "denyStatus", message: `must be one of: ${DENY_STATUSES.join(", ")}` }];
