import { TouchgateError } from "../core/errors.ts";

/** Why the local gate did not start, in words for the person at the keyboard: one line, or one per fault. */
export class CannotStart extends TouchgateError {
  constructor(message: string, cause?: unknown) {
    super({ code: "cannot_start", publicMessage: message, cause });
  }
}
