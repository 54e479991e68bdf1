import { TouchgateError } from "../core/errors.ts";

/** A file that nothing can be said of: it is not there, or no text. */
export class CannotReadFile extends TouchgateError {
  constructor(publicMessage: string, cause?: unknown) {
    super({ code: "cannot_read_file", publicMessage, cause });
  }
}
