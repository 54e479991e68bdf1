import type { Problem } from "./contract.ts";

/** The gate refused the request (4xx): a fault of the caller's, which no repetition mends. */
export class GateProblem extends Error {
  override readonly name = "GateProblem";
  /** HTTP status. */
  readonly status: number;
  /** As the gate's problem documents have it; `unknown` for an answer that is none. */
  readonly code: string;
  /** Every fault with its path. */
  readonly issues: readonly { readonly path: string; readonly message: string }[];
  /** Names the request in the gate's log. */
  readonly requestId: string | undefined;

  constructor(status: number, problem: Partial<Problem>) {
    const issues = problem.issues ?? [];
    const faults = issues.map(({ path, message }) => `${path}: ${message}`).join("; ");
    super(`${problem.detail ?? `the gate answered ${status}`}${faults && ` (${faults})`}`);
    this.status = status;
    this.code = problem.code ?? "unknown";
    this.issues = issues;
    this.requestId = problem.requestId;
  }
}

/** The gate did not answer in time, or not as a gate does. Whether it did what it was asked is not known. */
export class GateUnavailable extends Error {
  override readonly name = "GateUnavailable";
}
