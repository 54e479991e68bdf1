import { TouchgateError } from "../core/errors.ts";

/** The table did not answer in time, throttled, or faulted. */
export class StoreUnavailable extends TouchgateError {
  /** True when a write was sent and not answered: it may stand. */
  readonly mayHaveWritten: boolean;

  constructor(fault: { mayHaveWritten: boolean; cause?: unknown }) {
    super({
      code: "store_unavailable",
      publicMessage: "The store did not answer in time; try again.",
      retryable: true,
      cause: fault.cause,
    });
    this.mayHaveWritten = fault.mayHaveWritten;
  }
}

/** An item that does not decode: written by a newer version, or damaged. */
export class BadItem extends TouchgateError {
  constructor(what: string, cause?: unknown) {
    // JSON's own words quote the text that they stumbled over: a name or an address, on its way to the log.
    const sayable = cause instanceof SyntaxError ? undefined : cause;
    super({ code: "bad_item", publicMessage: `A stored ${what} could not be read.`, cause: sayable });
  }
}
