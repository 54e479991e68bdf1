import { TouchgateError } from "../core/errors.ts";

/** Why a file cannot be read at all, in a sentence that says what to do. It names no cell's text. */
export class BadFile extends TouchgateError {
  constructor(sentence: string, cause?: unknown) {
    super({ code: "bad_file", publicMessage: sentence, cause });
  }
}
