import { type Calendar, WEEKDAYS, type Weekday, weekdayOf } from "./calendar.ts";
import type { TimeRange } from "./contact.ts";
import { clockTimeMs } from "./policy.ts";
import { DAY_MS, type EpochMs, epochMs, NEVER } from "./time.ts";

/** Milliseconds of the local day, half-open. */
type Range = readonly [startMs: number, endMs: number];

/** Permitted ranges of each day of the week, in order. */
export type Opening = Readonly<Record<Weekday, readonly Range[]>>;

/** The ranges of an `allow` list; a day that is not listed is closed. */
export function openingOf(
  allow: readonly { days: readonly Weekday[]; ranges: readonly TimeRange[] }[],
): Opening {
  const rangesOn = (weekday: Weekday): Range[] =>
    allow
      .filter(({ days }) => days.includes(weekday))
      .flatMap(({ ranges }) => ranges.map(([start, end]): Range => [clockTimeMs(start), clockTimeMs(end)]))
      .sort((a, b) => a[0] - b[0]);
  return Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, rangesOn(weekday)])) as unknown as Opening;
}

/** A week has an opening within 7 days or never; one more for the hours before the day's first. */
const DAYS_TO_SEARCH = 8;

/**
 * The least instant at or after `at` that is open in `zone`; NEVER when no day has an opening. Both passes of
 * a repeated hour are open, neither of a skipped one.
 */
export function nextOpenAt(opening: Opening, calendar: Calendar, zone: string, at: EpochMs): EpochMs {
  if (WEEKDAYS.every((weekday) => opening[weekday].length === 0)) return NEVER;
  let from = at;
  for (;;) {
    // Within one offset the wall clock runs evenly; at the next change look again from there.
    const span = calendar.offsetSpan(zone, from);
    const open = nextOpenWall(opening, from + span.offsetMs) - span.offsetMs;
    if (open < span.to) return epochMs(open);
    from = epochMs(span.to);
  }
}

/** The least wall-clock reading at or after `wallMs` (local time as if it were UTC) that is open. */
function nextOpenWall(opening: Opening, wallMs: number): number {
  const today = Math.floor(wallMs / DAY_MS);
  for (let day = today; day <= today + DAYS_TO_SEARCH; day++) {
    for (const [startMs, endMs] of opening[weekdayOf(day)]) {
      const wall = Math.max(wallMs, day * DAY_MS + startMs);
      if (wall < day * DAY_MS + endMs) return wall;
    }
  }
  return NEVER;
}
