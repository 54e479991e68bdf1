import type { Deps } from "./deps.ts";
import { type Refusal, refuse } from "./problem.ts";

/**
 * Lost races are tried again this often. Each loss means that somebody else's write went through, and within a
 * process the lane lets one writer at a time: so many losses in a row need as many processes. A check has its
 * deadline as well.
 */
const MOST_ATTEMPTS = 60;

/** Longest pause before the third attempt; it doubles up to 64 ms, and each is drawn at random below it. */
const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 64;

/** Attempts at a conditional write, with a random pause before each but the first two; none after the deadline. */
export async function* attempts({ pause }: Deps, deadline?: AbortSignal): AsyncGenerator<number> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    if (attempt > 2) {
      const longestMs = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 3), LONGEST_PAUSE_MS);
      await pause(Math.random() * longestMs);
    }
    if (deadline?.aborted === true) return;
    yield attempt;
  }
}

/** What is told when every attempt was lost. */
export const contended = (): Refusal =>
  refuse("contended", "Too many others wrote to this contact at once; nothing was written. Try again.");
