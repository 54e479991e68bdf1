import { InvalidInput, type Issue, TouchgateError } from "../../lib/core/errors.ts";

/**
 * RFC 9457 problem documents. The only place that gives HTTP statuses to faults and refusals. Every code has
 * its section in docs/problems.md.
 */
export const PROBLEMS = {
  invalid_request: { status: 400, title: "The request is not well-formed" },
  not_json: { status: 400, title: "The body is not JSON" },
  unauthenticated: { status: 401, title: "No good API key" },
  hook_unverified: { status: 401, title: "The request is not the vendor's" },
  missing_scope: { status: 403, title: "The API key does not allow this" },
  foreign_department: { status: 403, title: "The API key speaks for another department" },
  no_route: { status: 404, title: "There is nothing here" },
  contact_not_found: { status: 404, title: "No such contact" },
  touch_not_found: { status: 404, title: "No such touch" },
  key_not_found: { status: 404, title: "No such API key" },
  policy_not_found: { status: 404, title: "No such policy version" },
  simulation_not_found: { status: 404, title: "No such simulation" },
  lock_not_found: { status: 404, title: "No such lock" },
  suppression_not_found: { status: 404, title: "No such suppression" },
  link_not_valid: { status: 404, title: "The link is not valid" },
  duplicate_not_found: { status: 404, title: "No such pair" },
  method_not_allowed: { status: 405, title: "The method is not served here" },
  identity_taken: { status: 409, title: "The address belongs to another contact" },
  not_mergeable: { status: 409, title: "The contact cannot be merged" },
  already_merged: { status: 409, title: "The two are one contact" },
  not_merged: { status: 409, title: "The contact is not merged into this one" },
  limit_reached: { status: 409, title: "The contact holds as many as it may" },
  released: { status: 409, title: "The reservation was released" },
  history_not_held: { status: 409, title: "States do not hold what the policy counts" },
  lease_expired: { status: 409, title: "The reservation has expired" },
  not_reserved: { status: 409, title: "The touch stands already" },
  idempotency_conflict: { status: 409, title: "The idempotency key was used for another request" },
  link_expired: { status: 410, title: "The link has expired" },
  precondition_failed: { status: 412, title: "It has changed since it was read" },
  too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The body must be JSON" },
  precondition_required: { status: 428, title: "If-Match is required" },
  internal: { status: 500, title: "Something went wrong on our side" },
  not_decided: { status: 503, title: "The batch ran out of time" },
  contended: { status: 503, title: "Too many writers at once" },
  no_policy: { status: 503, title: "No policy is active" },
  unreadable_policy: { status: 503, title: "The active policy cannot be run" },
  store_unavailable: { status: 503, title: "The store does not answer" },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES = Object.keys(PROBLEMS) as readonly ProblemCode[];

/** A request that is understood and refused: a value, not an exception. */
export interface Refusal {
  readonly refused: ProblemCode;
  /** One sentence: what is wrong with this request and what to do. */
  readonly detail: string;
  readonly issues?: readonly Issue[];
  readonly headers?: Readonly<Record<string, string>>;
}

export const refuse = (refused: ProblemCode, detail: string, issues: readonly Issue[] = []): Refusal => ({
  refused,
  detail,
  issues,
});

/** The refusal for input with faults, all of them. */
export const refuseInput = (issues: readonly Issue[]): Refusal => {
  const { publicMessage } = new InvalidInput(issues);
  return refuse("invalid_request", publicMessage, issues);
};

/** What a caller is told about an exception; nothing of its inside. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof InvalidInput) return refuseInput(error.issues);
  if (error instanceof TouchgateError && error.code in PROBLEMS) {
    return refuse(error.code as ProblemCode, error.publicMessage);
  }
  return refuse("internal", "The request was not carried out. Tell us the requestId.");
}

/** The refusal of one entry among many, whose answer as a whole is no refusal. */
export function itemProblem({ refused, detail, issues = [] }: Refusal) {
  const { status, title } = PROBLEMS[refused];
  return { type: `/docs#${refused}`, title, status, detail, code: refused, issues };
}

/** Seconds after which a 503 may be tried again. */
const RETRY_AFTER_SECONDS = "1";

/** The refusal as an HTTP answer. */
export function problemAnswer(refusal: Refusal, requestId: string) {
  const { code, issues, ...problem } = itemProblem(refusal);
  const { status } = problem;
  return {
    statusCode: status,
    headers: {
      "content-type": "application/problem+json",
      "x-request-id": requestId,
      ...(status === 401 && { "www-authenticate": 'Bearer realm="touchgate"' }),
      ...(status === 503 && { "retry-after": RETRY_AFTER_SECONDS }),
      ...refusal.headers,
    },
    body: JSON.stringify({ ...problem, code, requestId, issues }),
  };
}
