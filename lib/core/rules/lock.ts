import { type Candidate, touchesNear } from "../candidate.ts";
import { compileSelector } from "../matcher.ts";
import { durationOf, type LockDocument } from "../rule-document.ts";
import { after, formatInstant } from "../time.ts";
import type { Touch } from "../touches.ts";
import { PASSES, type Test } from "./rule.ts";

/**
 * Denies when another department's counted touch t has |x − t| < `period`. With `holds: "first"` it does not when
 * a touch of the request's own department, as near to x, came before t.
 */
export function compileLock(document: LockDocument): Test {
  const period = durationOf(document.period);
  const selects = compileSelector(document.counts, document.per);

  const firstHolds = document.holds === "first";

  /** The latest of the touches that lock: when it lets go, all have. */
  const holder = (candidate: Candidate): Touch | undefined => {
    const { request } = candidate;
    const near = touchesNear(candidate, period).filter((touch) => selects(touch, candidate));
    const own = firstHolds ? near.find((touch) => touch.department === request.department) : undefined;
    return near.findLast(
      (touch) => touch.department !== request.department && !(own !== undefined && own.at < touch.at),
    );
  };

  return {
    readsTouches: true,
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
