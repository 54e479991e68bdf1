import type { Candidate } from "../candidate.ts";
import { compileSelector } from "../matcher.ts";
import { durationOf, type LockDocument } from "../policy.ts";
import { after, formatInstant } from "../time.ts";
import type { Touch } from "../touches.ts";
import { PASSES, type Test } from "./rule.ts";

/** Denies when another department's counted touch t has |x − t| < `period`. */
export function compileLock(document: LockDocument): Test {
  const period = durationOf(document.period);
  const selects = compileSelector(document.counts, document.per);

  /** The latest of the touches that lock: when it lets go, all have. */
  const holder = (candidate: Candidate): Touch | undefined =>
    candidate.touches.findLast(
      (touch) =>
        Math.abs(candidate.at - touch.at) < period &&
        touch.department !== candidate.request.department &&
        selects(touch, candidate),
    );

  return {
    failsUntil(candidate) {
      const touch = holder(candidate);
      return touch === undefined ? PASSES : after(touch.at, period);
    },
    explain(candidate) {
      const touch = holder(candidate) as Touch;
      return {
        code: "department_locked",
        details: {
          department: touch.department,
          agent: touch.agent,
          channel: touch.channel,
          touchedAt: formatInstant(touch.at),
          period: document.period,
          until: formatInstant(after(touch.at, period)),
        },
      };
    },
  };
}
