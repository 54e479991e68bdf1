import type { Engagement } from "./rule-document.ts";
import { DAY_MS, type EpochMs, epochMs, NEVER } from "./time.ts";
import type { Touch } from "./touches.ts";
import type { Outcome } from "./words.ts";

/** Weight of a reported outcome; an open counts once a touch. */
const WEIGHTS: Partial<Record<Outcome, number>> = {
  conversation: 4,
  replied: 4,
  converted: 4,
  clicked: 2,
  opened: 1,
};

/** The outcomes that say how warmly a contact responds. */
export const RESPONSES = Object.keys(WEIGHTS) as readonly Outcome[];

/** A response is worth half after so long. */
const HALF_LIFE_MS = 30 * DAY_MS;

/** Lowest score of each level, best first; any score above nothing is cold, none at all dormant. */
const LEVELS: readonly (readonly [Engagement, number])[] = [
  ["hot", 4],
  ["warm", 1],
];

/** How warmly a contact responds as of an instant: score = Σ weight · 2^(−age / 30 d) over what was reported by then. */
export function engagementAt(touches: readonly Touch[], at: EpochMs): Engagement {
  const score = scoreAt(responsesBy(touches, at), at);
  const level = LEVELS.find(([, lowest]) => score >= lowest)?.[0];
  return level ?? (score > 0 ? "cold" : "dormant");
}

/**
 * The first instant after `at` from which another level may hold: the contact has cooled, or a report dated ahead has
 * come. NEVER when time alone changes nothing.
 */
export function engagementChangesAt(touches: readonly Touch[], at: EpochMs): EpochMs {
  const responses = responsesBy(touches, at);
  const score = scoreAt(responses, at);
  const later = nextReportAfter(touches, at);
  const lowest = LEVELS.find(([, least]) => score >= least)?.[1];
  return lowest === undefined ? later : epochMs(Math.min(later, coolsAt(responses, at, lowest)));
}

interface Response {
  readonly weight: number;
  readonly at: EpochMs;
}

function responsesBy(touches: readonly Touch[], at: EpochMs): Response[] {
  const responses: Response[] = [];
  for (const { outcomes, bearing } of touches) {
    if (bearing === "uncounted") continue;
    let opened = false;
    for (const { outcome, at: reportedAt } of outcomes) {
      const weight = WEIGHTS[outcome];
      if (weight === undefined || reportedAt > at || (outcome === "opened" && opened)) continue;
      opened ||= outcome === "opened";
      responses.push({ weight, at: reportedAt });
    }
  }
  return responses;
}

/** An outcome dated ahead of `at` counts from its own instant on. */
function nextReportAfter(touches: readonly Touch[], at: EpochMs): EpochMs {
  let next: EpochMs = NEVER;
  for (const { outcomes } of touches) {
    for (const { at: reportedAt } of outcomes) if (reportedAt > at && reportedAt < next) next = reportedAt;
  }
  return next;
}

function scoreAt(responses: readonly Response[], at: EpochMs): number {
  let score = 0;
  for (const response of responses) score += response.weight * 2 ** (-(at - response.at) / HALF_LIFE_MS);
  return score;
}

/** The least millisecond after `at` with a score below `lowest`, found where the formula says and made exact. */
function coolsAt(responses: readonly Response[], at: EpochMs, lowest: number): EpochMs {
  const halvings = Math.log2(scoreAt(responses, at) / lowest);
  let guess = epochMs(Math.max(at + 1, Math.floor(at + halvings * HALF_LIFE_MS)));
  while (scoreAt(responses, guess) >= lowest) guess = epochMs(guess + 1);
  while (guess - 1 > at && scoreAt(responses, epochMs(guess - 1)) < lowest) guess = epochMs(guess - 1);
  return guess;
}
