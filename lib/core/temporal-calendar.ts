import { Temporal } from "temporal-polyfill";
import type { Calendar, OffsetSpan } from "./calendar.ts";
import { DAY_MS, type EpochMs, epochMs } from "./time.ts";

/**
 * How far a span is known around the instant asked for. Temporal searches at least three years ahead, and
 * beyond that as far as its own clock suggests; stopping short of it keeps answers free of the clock.
 */
const REACH_MS = 400 * DAY_MS;

/** Ample for a policy's retention and its search ahead; a zone that needs more starts anew. */
const SPANS_PER_ZONE = 32;

/** Some 600 names exist; the rest of the room is for other spellings of them. */
const MOST_ZONES = 2_000;

interface KnownZone {
  readonly properName: string;
  readonly spans: OffsetSpan[];
  lastUsed: OffsetSpan;
}

const NO_SPAN: OffsetSpan = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY, offsetMs: 0 };

const holds = (span: OffsetSpan, at: number): boolean => span.from <= at && at < span.to;

/** Calendars by Temporal. What was found is kept, so that a known zone costs additions only. */
export function createCalendar(): Calendar {
  const zones = new Map<string, KnownZone>();

  function learnZone(zone: string): KnownZone {
    const properName = properNameOf(zone);
    if (properName === undefined) throw new RangeError("not a time zone that this runtime knows");
    if (zones.size >= MOST_ZONES) zones.clear();
    const known = { properName, spans: [], lastUsed: NO_SPAN };
    zones.set(zone, known);
    return known;
  }

  function offsetSpan(zone: string, at: EpochMs): OffsetSpan {
    const known = zones.get(zone) ?? learnZone(zone);
    if (!holds(known.lastUsed, at)) {
      known.lastUsed = known.spans.find((span) => holds(span, at)) ?? learnSpan(known, at);
    }
    return known.lastUsed;
  }

  return {
    isZone: (zone) => zones.has(zone) || properNameOf(zone) !== undefined,
    offsetSpan,
    wallClock(zone, at) {
      const local = at + offsetSpan(zone, at).offsetMs;
      const day = Math.floor(local / DAY_MS);
      return { day, msOfDay: local - day * DAY_MS };
    },
    startOfDay(zone, day) {
      const localMidnight = day * DAY_MS;
      // No zone is a whole day ahead of UTC: a day earlier, clocks do not show the date yet.
      let span = offsetSpan(zone, epochMs(localMidnight - DAY_MS));
      for (;;) {
        // A change that skips midnight begins the date itself.
        const start = Math.max(span.from, localMidnight - span.offsetMs);
        if (start < span.to) return epochMs(start);
        span = offsetSpan(zone, epochMs(span.to));
      }
    },
  };
}

/**
 * How the tz database spells an IANA zone; `undefined` for what is none: Temporal also takes offsets, and
 * date-times for the zone or offset in them.
 */
function properNameOf(zone: string): string | undefined {
  if (!/^[a-z]/i.test(zone)) return undefined;
  try {
    const name = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId;
    return name.toLowerCase() === zone.toLowerCase() ? name : undefined;
  } catch {
    return undefined;
  }
}

function learnSpan(zone: KnownZone, at: EpochMs): OffsetSpan {
  if (zone.spans.length >= SPANS_PER_ZONE) zone.spans.length = 0;
  const span = findSpan(zone.properName, at);
  zone.spans.push(span);
  return span;
}

/** The span around `at`, cut at `REACH_MS` from its day on either side. */
function findSpan(zone: string, at: EpochMs): OffsetSpan {
  const today = Math.floor(at / DAY_MS) * DAY_MS;
  const end = today + REACH_MS;
  // Walked forwards from the past: Temporal's search backwards has no limit, and takes milliseconds in
  // zones that have not changed for long.
  let clock = Temporal.Instant.fromEpochMilliseconds(today - REACH_MS).toZonedDateTimeISO(zone);
  for (;;) {
    const change = clock.getTimeZoneTransition("next");
    const to = Math.min(change?.epochMilliseconds ?? end, end);
    if (!change || to > at) {
      return { from: clock.epochMilliseconds, to, offsetMs: clock.offsetNanoseconds / 1e6 };
    }
    clock = change;
  }
}
