import { TouchgateError } from "../core/errors.ts";

/** Why the kit cannot be run against a gate, in a line for the person at the keyboard. */
export class CannotConform extends TouchgateError {
  constructor(message: string, cause?: unknown) {
    super({ code: "cannot_conform", publicMessage: message, cause });
  }
}
