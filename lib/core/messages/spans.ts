import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS, parseInstant, SECOND_MS } from "../time.ts";

export type Unit = "week" | "day" | "hour" | "minute" | "second";

/** A whole number of one unit, ≥ 1. */
export interface Span {
  readonly amount: number;
  readonly unit: Unit;
}

const UNITS_MS: readonly (readonly [Exclude<Unit, "week">, number])[] = [
  ["day", DAY_MS],
  ["hour", HOUR_MS],
  ["minute", MINUTE_MS],
  ["second", SECOND_MS],
];

/**
 * A length of time in the largest unit that reads well: days from two on, so 26 hours stay 26 hours. Nothing is
 * rounded up; undefined below a second.
 */
export function spanOf(lengthMs: number): Span | undefined {
  const found = UNITS_MS.find(([unit, unitMs]) => lengthMs >= (unit === "day" ? 2 * unitMs : unitMs));
  return found && { amount: Math.floor(lengthMs / found[1]), unit: found[0] };
}

/** How an instant lies to the present one. */
export interface Distance {
  /** Whether it lies ahead by a second or more. */
  readonly ahead: boolean;
  /** Undefined below a second. */
  readonly span: Span | undefined;
}

const agoMsOf = (instant: string, now: EpochMs): number => now - (parseInstant(instant) ?? now);

/** The distance of an ISO 8601 instant from `now`. */
export function distanceOf(instant: string, now: EpochMs): Distance {
  const agoMs = agoMsOf(instant, now);
  return { ahead: agoMs <= -SECOND_MS, span: spanOf(Math.abs(agoMs)) };
}

/** Whether an ISO 8601 instant is `at` or lies before it. */
export const hasPassed = (instant: string, at: EpochMs): boolean => agoMsOf(instant, at) >= 0;

const UNIT_OF_LETTER: Readonly<Record<string, Unit>> = {
  W: "week",
  D: "day",
  H: "hour",
  M: "minute",
  S: "second",
};

/** The parts of an ISO 8601 duration of fixed length, as it was written: `PT36H` is 36 hours, `P1DT12H` two parts. */
export const spansOf = (duration: string): Span[] =>
  [...duration.matchAll(/(\d+)([WDHMS])/g)]
    .map(([, amount, letter = ""]) => ({ amount: Number(amount), unit: UNIT_OF_LETTER[letter] ?? "second" }))
    .filter(({ amount }) => amount > 0);

/** Of a long list the first few, and how many more there are. */
export function abridged(list: readonly string[]): {
  readonly shown: readonly string[];
  readonly more: number;
} {
  const shown = list.length > MOST_SHOWN ? list.slice(0, MOST_SHOWN - 1) : list;
  return { shown, more: list.length - shown.length };
}

/** A number of North America may lie in dozens of zones, and nobody reads them all. */
const MOST_SHOWN = 4;

/** Hundredths of a percent as percent: 500 is `5%`. */
export const percentOf = (basisPoints: number): string => `${basisPoints / 100}%`;
