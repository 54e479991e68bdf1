import { startOfMonth, startOfNextMonth, startOfWeek, type Weekday } from "../calendar.ts";
import { type Candidate, touchesNear, zonesOrPolicy } from "../candidate.ts";
import { engagementAt } from "../engagement.ts";
import { compileSelector, type Selects } from "../matcher.ts";
import { type CapDocument, durationOf, type Window } from "../rule-document.ts";
import { type EpochMs, epochMs, formatInstant, NEVER } from "../time.ts";
import { PASSES, type Test } from "./rule.ts";

/** What a window that contains x holds, and when it no longer stands in the way. */
interface Holding {
  readonly count: number;
  readonly oldestAt: EpochMs;
  readonly until: EpochMs;
}

/**
 * A way of drawing windows. `fullest` answers the holding of the windows that contain x and hold at least
 * `max` touches of `times` (oldest first), the latest `until` of them all; undefined when none does.
 */
interface WindowShape {
  fullest(times: readonly EpochMs[], max: number, candidate: Candidate): Holding | undefined;
  /** No touch further than this from x can share a window with it. */
  readonly reachMs: number;
}

/** Denies when some window that contains x already holds ≥ `max` counted touches, before x or after it. */
export function compileCap(document: CapDocument): Test {
  const shape = compileWindow(document.window);
  const selects = compileSelector(document.counts, document.per);
  const maxOf = compileMax(document.max);

  const holding = (candidate: Candidate): Holding | undefined => {
    const max = maxOf(candidate);
    if (max === 0) return { count: 0, oldestAt: candidate.at, until: NEVER };
    const times = timesNear(candidate, selects, shape.reachMs);
    return times.length < max ? undefined : shape.fullest(times, max, candidate);
  };

  return {
    readsTouches: true,
    filled(candidate) {
      const times = timesNear(candidate, selects, shape.reachMs);
      const count = shape.fullest(times, 1, candidate)?.count ?? 0;
      return { count, max: maxOf(candidate), window: document.window };
    },
    failsUntil: (candidate) => holding(candidate)?.until ?? PASSES,
    explain(candidate) {
      const { count, oldestAt } = holding(candidate) as Holding;
      const max = maxOf(candidate);
      const oldest = max === 0 ? {} : { oldestAt: formatInstant(oldestAt) };
      return { code: "cap_reached", details: { count, max, window: document.window, ...oldest } };
    },
  };
}

function timesNear(candidate: Candidate, selects: Selects, reachMs: number): EpochMs[] {
  const times: EpochMs[] = [];
  for (const touch of touchesNear(candidate, reachMs)) if (selects(touch, candidate)) times.push(touch.at);
  return times;
}

function compileMax(max: CapDocument["max"]): (candidate: Candidate) => number {
  if (typeof max === "number") return () => max;
  const values = new Map(Object.entries(max.values));
  const { by } = max;
  const segment = ({ contact, at }: Candidate) =>
    by === "engagement" ? engagementAt(contact.touches, at) : contact.attributes[by];
  return (candidate) => values.get(segment(candidate) ?? "unknown") ?? max.default;
}

function compileWindow(window: Window): WindowShape {
  if ("rolling" in window) return rolling(durationOf(window.rolling));
  const zone = window.zone ?? "policy";
  if ("consecutiveDays" in window) return consecutiveDays(window.consecutiveDays, zone);
  const weekStart = (window.weekStart ?? "monday").slice(0, 3) as Weekday;
  return calendarPeriod(window.calendar, weekStart, zone);
}

/**
 * Half-open windows (y − W, y]: touches share one with x when all of them and x lie less than W apart. So
 * `max` successive touches stand in the way while x is within W of both their ends, until the first is W old.
 */
export function rolling(widthMs: number): WindowShape {
  return {
    reachMs: widthMs,
    fullest(times, max, { at }) {
      let count = 0;
      let oldestAt: EpochMs | undefined;
      let last = -1;
      for (let first = 0; first + max <= times.length; first++) {
        const start = Math.min(times[first] as number, at);
        // What was within W of an earlier start is within W of this one.
        while (last + 1 < times.length && Math.max(times[last + 1] as number, at) - start < widthMs) last++;
        if (last - first + 1 < max) continue;
        count = Math.max(count, last - first + 1);
        // The latest run of `max` touches within this window is the last to let go.
        oldestAt = times[last - max + 1];
      }
      if (oldestAt === undefined) return undefined;
      return { count, oldestAt, until: epochMs(oldestAt + widthMs) };
    },
  };
}

/** Any `length` successive local days. With several zones, each must hold. */
function consecutiveDays(length: number, zone: string): WindowShape {
  const run = rolling(length);
  return {
    reachMs: (length + 1) * 86_400_000,
    fullest(times, max, candidate) {
      const { calendar } = candidate.policy;
      return latestOverZones(zonesOrPolicy(zone, candidate), (name) => {
        const dayOf = (at: EpochMs) => calendar.wallClock(name, at).day as EpochMs;
        // The same runs as in a rolling window, counted in days instead of milliseconds.
        const found = run.fullest(times.map(dayOf), max, { ...candidate, at: dayOf(candidate.at) });
        if (found === undefined) return undefined;
        const oldestAt = times.find((at) => dayOf(at) === found.oldestAt) as EpochMs;
        return { count: found.count, oldestAt, until: calendar.startOfDay(name, found.oldestAt + length) };
      });
    },
  };
}

/** The calendar day, week or month that contains x. With several zones, each must hold. */
function calendarPeriod(period: "day" | "week" | "month", weekStart: Weekday, zone: string): WindowShape {
  const bounds = (day: number): readonly [number, number] => {
    if (period === "day") return [day, day + 1];
    if (period === "month") return [startOfMonth(day), startOfNextMonth(day)];
    const start = startOfWeek(day, weekStart);
    return [start, start + 7];
  };
  return {
    reachMs: { day: 2, week: 8, month: 32 }[period] * 86_400_000,
    fullest(times, max, candidate) {
      const { calendar } = candidate.policy;
      return latestOverZones(zonesOrPolicy(zone, candidate), (name) => {
        const [startDay, endDay] = bounds(calendar.wallClock(name, candidate.at).day);
        const start = calendar.startOfDay(name, startDay);
        const until = calendar.startOfDay(name, endDay);
        const inside = times.filter((at) => at >= start && at < until);
        const [oldestAt] = inside;
        return oldestAt === undefined || inside.length < max
          ? undefined
          : { count: inside.length, oldestAt, until };
      });
    },
  };
}

/** A rule that fails in one zone fails: it lasts until the last of them lets go, and counts the fullest. */
function latestOverZones(
  zones: readonly string[],
  holdingIn: (zone: string) => Holding | undefined,
): Holding | undefined {
  let latest: Holding | undefined;
  for (const zone of zones) {
    const holding = holdingIn(zone);
    if (holding === undefined) continue;
    const count = Math.max(holding.count, latest?.count ?? 0);
    latest = { ...(latest === undefined || holding.until > latest.until ? holding : latest), count };
  }
  return latest;
}
