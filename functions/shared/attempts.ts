import type { Deps } from "./deps.ts";

/**
 * Lost races are tried again this often. Each loss means that somebody else's write went through, so a capped
 * contact never needs more than its cap; the bound is for contacts that nothing limits.
 */
const MOST_ATTEMPTS = 24;

/** Longest pause before the third attempt; it doubles up to 64 ms, and each is drawn at random below it. */
const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 64;

/** Attempts at a conditional write, with a random pause before each but the first two. */
export async function* attempts({ pause }: Deps): AsyncGenerator<number> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    if (attempt > 2) {
      const longestMs = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 3), LONGEST_PAUSE_MS);
      await pause(Math.random() * longestMs);
    }
    yield attempt;
  }
}
