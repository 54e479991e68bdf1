import { TouchgateError } from "../../lib/core/errors.ts";

/** Why a log cannot be replayed, in a line for the person at the keyboard. */
export class CannotReplay extends TouchgateError {
  constructor(message: string, cause?: unknown) {
    super({ code: "cannot_replay", publicMessage: message, cause });
  }
}
