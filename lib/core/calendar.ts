import type { EpochMs } from "./time.ts";

/** What clocks in a zone show: a local date and a time of day. */
export interface WallClock {
  /** Local date as days since 1970-01-01. */
  readonly day: number;
  /** Milliseconds since local midnight as the clock shows them, 0–86 399 999. */
  readonly msOfDay: number;
}

/** A stretch of time in which a zone's offset from UTC does not change: half-open, `[from, to)`. */
export interface OffsetSpan {
  /** `-Infinity` when nothing earlier is known. */
  readonly from: number;
  /** `Infinity` when no later change is known. */
  readonly to: number;
  /** Local minus UTC, milliseconds. */
  readonly offsetMs: number;
}

/** Local calendars of IANA zones, right through daylight-saving changes. */
export interface Calendar {
  /** Whether `zone` is an IANA zone that this runtime knows. */
  isZone(zone: string): boolean;
  offsetSpan(zone: string, at: EpochMs): OffsetSpan;
  wallClock(zone: string, at: EpochMs): WallClock;
  /** First instant of a local date; when midnight is skipped, the instant at which the date begins. */
  startOfDay(zone: string, day: number): EpochMs;
}
