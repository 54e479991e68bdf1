import { type Calendar, instantOf } from "../calendar.ts";
import { type Candidate, zonesOrPolicy } from "../candidate.ts";
import { compileCounts, compileSelector, isOneOf } from "../matcher.ts";
import { type CooldownDocument, durationOf } from "../rule-document.ts";
import { after, DAY_MS, type DurationMs, durationMs, type EpochMs, formatInstant, NEVER } from "../time.ts";
import type { ReportedOutcome, Touch } from "../touches.ts";
import { PASSES, type Test } from "./rule.ts";

/** An outcome that the rule waits after, and when the waiting ends. */
interface Started {
  readonly touch: Touch;
  readonly outcome: ReportedOutcome;
  readonly until: EpochMs;
}

/**
 * Denies when an `after` outcome lies within `for` before x. With a zone its days are those of the calendar there;
 * with `dayOne` the outcome's own day is the first of them.
 */
export function compileCooldown(document: CooldownDocument): Test {
  const { dayOne = false, zone = "policy" } = document;
  const startsIt = isOneOf(document.after);
  const selects = compileSelector(document.counts, document.per);

  const length = document.for === "forever" ? undefined : durationOf(document.for);

  const endOf = (outcome: ReportedOutcome, candidate: Candidate): EpochMs => {
    if (length === undefined) return NEVER;
    if (!dayOne && document.zone === undefined) return after(outcome.at, length);
    const { calendar } = candidate.policy;
    const ends = zonesOrPolicy(zone, candidate).map((name) =>
      dayOne
        ? calendar.startOfDay(name, calendar.wallClock(name, outcome.at).day + length / DAY_MS)
        : afterDays(calendar, name, { at: outcome.at, length }),
    );
    return Math.max(...ends) as EpochMs;
  };

  /** The cooldown that ends last. Also a touch that bounced or failed starts one, and what came from the contact. */
  const running = (candidate: Candidate): Started | undefined => {
    let last: Started | undefined;
    for (const touch of candidate.contact.touches) {
      if (touch.bearing === "uncounted") continue;
      for (const outcome of touch.outcomes) {
        if (!startsIt(outcome.outcome) || outcome.at > candidate.at || !selects(touch, candidate)) continue;
        const until = endOf(outcome, candidate);
        if (until > candidate.at && (last === undefined || until > last.until)) {
          last = { touch, outcome, until };
        }
      }
    }
    return last;
  };

  return {
    failsUntil: (candidate) => running(candidate)?.until ?? PASSES,
    explain(candidate) {
      const { touch, outcome, until } = running(candidate) as Started;
      return {
        code: "cooling_down",
        details: {
          outcome: outcome.outcome,
          outcomeAt: formatInstant(outcome.at),
          channel: touch.channel,
          department: touch.department,
          for: document.for,
          until: until === NEVER ? null : formatInstant(until),
        },
      };
    },
  };
}

/** `length` after `at`: its whole days by the calendar of the zone, what is shorter by the clock. */
function afterDays(
  calendar: Calendar,
  zone: string,
  { at, length }: { at: EpochMs; length: DurationMs },
): EpochMs {
  const days = Math.floor(length / DAY_MS);
  if (days === 0) return after(at, length);
  const { day, msOfDay } = calendar.wallClock(zone, at);
  const sameTime = instantOf(calendar, zone, { day: day + days, msOfDay });
  return after(sameTime, durationMs(length % DAY_MS));
}

/**
 * When the last cooldown that a touch has started is over, at the latest in any zone; PASSES when it started none.
 * Until then the touch stays in the state.
 */
export function cooldownEndOf(document: CooldownDocument): (touch: Touch) => EpochMs {
  const startsIt = isOneOf(document.after);
  const countsTouch = compileCounts(document.counts);
  // A local day that has begun may last 26 hours and a zone may lie 14 hours off.
  const slackMs = document.dayOne === true || document.zone !== undefined ? 2 * DAY_MS : 0;
  return (touch) => {
    let end = PASSES;
    if (touch.bearing === "uncounted") return end;
    for (const outcome of touch.outcomes) {
      if (!startsIt(outcome.outcome) || !countsTouch(touch)) continue;
      const until =
        document.for === "forever" ? NEVER : after(outcome.at, durationOf(document.for)) + slackMs;
      if (until > end) end = until as EpochMs;
    }
    return end;
  };
}
