/** What a caller may be told about one fault of their input. `path` is dotted, `""` is the whole document. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/**
 * A fault: something that should not happen in a healthy system or a well-formed request. Denials, lost
 * races and absent things are values, never errors. HTTP statuses are given in functions/shared/problem.ts.
 */
export class TouchgateError extends Error {
  /** Closed, documented word for the fault. */
  readonly code: string;
  /** Safe to show to a caller: no address, no internals. */
  readonly publicMessage: string;
  /** Whether the same request may pass when it is tried again. */
  readonly retryable: boolean;

  constructor(fault: { code: string; publicMessage: string; retryable?: boolean; cause?: unknown }) {
    super(fault.publicMessage, { cause: fault.cause });
    this.name = new.target.name;
    this.code = fault.code;
    this.publicMessage = fault.publicMessage;
    this.retryable = fault.retryable ?? false;
  }
}

/** Input that breaks its contract, with every fault found. */
export class InvalidInput extends TouchgateError {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    const count = issues.length === 1 ? "1 problem" : `${issues.length} problems`;
    super({ code: "invalid_request", publicMessage: `The request has ${count}; see issues.` });
    this.issues = issues;
  }
}
