import { type Calendar, WEEKDAYS, type Weekday, weekdayOf } from "./calendar.ts";
import type { TimeRange } from "./contact.ts";
import { clockTimeMs, type OpeningDay } from "./rule-document.ts";
import { DAY_MS, type EpochMs, epochMs, NEVER } from "./time.ts";

/** Milliseconds of the local day, half-open. */
type Range = readonly [startMs: number, endMs: number];

/** Permitted ranges of each kind of day, in order, and the local dates that are holidays. */
export interface Opening {
  readonly week: Readonly<Record<Weekday, readonly Range[]>>;
  readonly holiday: readonly Range[];
  /** Undefined when no entry names it: the day before a holiday is then like its weekday. */
  readonly preholiday: readonly Range[] | undefined;
  readonly holidays: ReadonlySet<number>;
}

type Allow = readonly { readonly days: readonly OpeningDay[]; readonly ranges: readonly TimeRange[] }[];

/** The ranges of an `allow` list; a day that is not listed is closed. `holidays` are days since 1970-01-01. */
export function openingOf(allow: Allow, holidays: ReadonlySet<number> = new Set()): Opening {
  const rangesOn = (kind: OpeningDay): Range[] =>
    allow
      .filter(({ days }) => days.includes(kind))
      .flatMap(({ ranges }) => ranges.map(([start, end]): Range => [clockTimeMs(start), clockTimeMs(end)]))
      .sort((a, b) => a[0] - b[0]);
  return {
    week: Object.fromEntries(
      WEEKDAYS.map((weekday) => [weekday, rangesOn(weekday)]),
    ) as unknown as Opening["week"],
    holiday: rangesOn("holiday"),
    preholiday: allow.some(({ days }) => days.includes("preholiday")) ? rangesOn("preholiday") : undefined,
    holidays,
  };
}

/** On a holiday only its own entries apply; on the day before one, those of such days if there are any. */
function rangesOf({ week, holiday, preholiday, holidays }: Opening, day: number): readonly Range[] {
  if (holidays.has(day)) return holiday;
  if (preholiday !== undefined && holidays.has(day + 1)) return preholiday;
  return week[weekdayOf(day)];
}

/** A week has an opening within 7 days or never; one more for the hours before the day's first. */
const DAYS_TO_SEARCH = 8;
/** Holidays can close weeks, or alone be open: then as far as any decision looks ahead. */
const DAYS_TO_SEARCH_PAST_HOLIDAYS = 402;

/**
 * The least instant at or after `at` that is open in `zone`; NEVER when there is none for so long as decisions
 * look ahead. Both passes of a repeated hour are open, neither of a skipped one.
 */
export function nextOpenAt(opening: Opening, calendar: Calendar, zone: string, at: EpochMs): EpochMs {
  const days = opening.holidays.size === 0 ? DAYS_TO_SEARCH : DAYS_TO_SEARCH_PAST_HOLIDAYS;
  let from = at;
  for (;;) {
    // Within one offset the wall clock runs evenly; at the next change look again from there.
    const span = calendar.offsetSpan(zone, from);
    const open = nextOpenWall(opening, from + span.offsetMs, days) - span.offsetMs;
    if (open < span.to) return epochMs(open);
    if (open === NEVER) return NEVER;
    from = epochMs(span.to);
  }
}

/** The least wall-clock reading at or after `wallMs` (local time as if it were UTC) that is open, within `days`. */
function nextOpenWall(opening: Opening, wallMs: number, days: number): number {
  const today = Math.floor(wallMs / DAY_MS);
  for (let day = today; day <= today + days; day++) {
    for (const [startMs, endMs] of rangesOf(opening, day)) {
      const wall = Math.max(wallMs, day * DAY_MS + startMs);
      if (wall < day * DAY_MS + endMs) return wall;
    }
  }
  return NEVER;
}
