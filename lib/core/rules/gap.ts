import { type Candidate, touchesNear } from "../candidate.ts";
import { compileSelector } from "../matcher.ts";
import { durationOf, type GapDocument } from "../rule-document.ts";
import { after, formatInstant } from "../time.ts";
import type { Touch } from "../touches.ts";
import { PASSES, type Test } from "./rule.ts";

/** Denies when |x − t| < `min` for some counted touch t; with `differs` only touches that differ in it. */
export function compileGap(document: GapDocument): Test {
  const min = durationOf(document.min);
  const selects = compileSelector(document.counts, document.per);
  const differs = document.differs !== undefined;

  /** The latest of the touches that are too near: when it lets go, all have. */
  const tooNear = (candidate: Candidate): Touch | undefined =>
    touchesNear(candidate, min).findLast(
      (touch) => selects(touch, candidate) && !(differs && touch.campaign === candidate.request.campaign),
    );

  return {
    readsTouches: true,
    failsUntil(candidate) {
      const touch = tooNear(candidate);
      return touch === undefined ? PASSES : after(touch.at, min);
    },
    explain(candidate) {
      const touch = tooNear(candidate) as Touch;
      const { channel, department, campaign } = touch;
      return {
        code: "too_soon",
        details: { touchedAt: formatInstant(touch.at), channel, department, campaign, min: document.min },
      };
    },
  };
}
