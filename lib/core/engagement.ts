import type { Engagement } from "./policy.ts";
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

/** A response is worth half after so long. */
const HALF_LIFE_MS = 30 * DAY_MS;

/** Lowest score of each level, best first; any score above nothing is cold, none at all dormant. */
const LEVELS: readonly (readonly [Engagement, number])[] = [
  ["hot", 4],
  ["warm", 1],
];

/** How warmly a contact responds as of an instant, and when that cools by a level by itself. */
export interface EngagementAt {
  readonly level: Engagement;
  /** First later instant with a lower level; NEVER when time alone does not change it. */
  readonly changesAt: EpochMs;
}

/** Score = Σ weight · 2^(−age / 30 d) over reported outcomes. */
export function engagementAt(touches: readonly Touch[], at: EpochMs): EngagementAt {
  const score = scoreAt(touches, at);
  const held = LEVELS.find(([, lowest]) => score >= lowest);
  if (held === undefined) return { level: score > 0 ? "cold" : "dormant", changesAt: NEVER };
  const [level, lowest] = held;
  return { level, changesAt: coolsAt(touches, at, lowest) };
}

function scoreAt(touches: readonly Touch[], at: EpochMs): number {
  let score = 0;
  for (const { outcomes } of touches) {
    let opened = false;
    for (const { outcome, at: reportedAt } of outcomes) {
      if (outcome === "opened" && opened) continue;
      opened ||= outcome === "opened";
      const weight = WEIGHTS[outcome];
      if (weight !== undefined) score += weight * 2 ** (-(at - reportedAt) / HALF_LIFE_MS);
    }
  }
  return score;
}

/** The least millisecond after `at` with a score below `lowest`, found where the formula says and made exact. */
function coolsAt(touches: readonly Touch[], at: EpochMs, lowest: number): EpochMs {
  const halvings = Math.log2(scoreAt(touches, at) / lowest);
  let guess = epochMs(Math.max(at + 1, Math.floor(at + halvings * HALF_LIFE_MS)));
  while (scoreAt(touches, guess) >= lowest) guess = epochMs(guess + 1);
  while (guess - 1 > at && scoreAt(touches, epochMs(guess - 1)) < lowest) guess = epochMs(guess - 1);
  return guess;
}
