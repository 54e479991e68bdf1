import * as fc from "fast-check";
import { lengthOf } from "./brute-clock.ts";

/** The words and instants that questions by chance are made of. */

const DAY = 86_400_000;

/** Undefined once in `freq` times. */
export const maybe = <T>(values: fc.Arbitrary<T>, freq = 2) => fc.option(values, { nil: undefined, freq });
/** Given once in three times. */
export const rarely = <T>(values: fc.Arbitrary<T>) => onceIn(3, values);
/** Given once in so many times. */
export const onceIn = <T>(times: number, values: fc.Arbitrary<T>) =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values });
/** At least one of the values. */
export const some = (...values: string[]) => fc.subarray(values, { minLength: 1 });
/** One of the values. */
export const oneOf = <const T>(...values: T[]) => fc.constantFrom(...values);
/** Without the fields that are undefined. */
export const given = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** Lengths of windows, gaps and locks. */
export const LENGTHS = ["PT1H", "PT6H", "P1D", "P2D", "P3D", "P7D", "P10D", "P30D"];
export const length = fc.constantFrom(...LENGTHS);

/** Channels of requests and touches; `visit` reaches no address. */
export const channel = oneOf("email", "sms", "call", "visit");
export const department = oneOf("marketing", "sales", "service");
/** `alert` obeys hard rules only, and what is sent for `notice` does not count. */
export const purpose = oneOf("marketing", "marketing", "sales", "sales", "alert", "notice");
export const campaign = maybe(oneOf("a", "b", "c"), 3);
export const topic = maybe(oneOf("news", "promotions"));
export const product = maybe(oneOf("kettle", "lamp"));
export const subject = maybe(oneOf("d1", "d2"));
export const agent = maybe(oneOf("ann", "bob"));
/** A limit that is soon reached. */
export const count = fc.integer({ min: 0, max: 3 });

/** Where and when a question is asked: an instant near one at which clocks or calendars turn in the zone. */
export interface Place {
  readonly zone: string;
  readonly now: number;
}

/** Clock changes both ways, at midnight too; a leap day; the ends of a week, a month and a year. */
const TURNS = [
  ["Europe/Berlin", "2026-03-29T01:00Z"],
  ["Europe/Berlin", "2026-10-25T01:00Z"],
  ["America/New_York", "2026-03-08T07:00Z"],
  ["America/New_York", "2026-11-01T06:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T15:00Z"],
  ["Australia/Lord_Howe", "2026-10-03T15:30Z"],
  ["America/Havana", "2026-03-08T05:00Z"],
  ["Africa/Cairo", "2026-04-23T22:00Z"],
  ["Africa/Cairo", "2026-10-29T21:00Z"],
  ["America/Santiago", "2026-04-05T03:00Z"],
  ["America/Santiago", "2026-09-06T04:00Z"],
  ["Asia/Kathmandu", "2028-02-29T00:00Z"],
  ["Pacific/Chatham", "2026-12-31T10:15Z"],
  ["UTC", "2027-01-01T00:00Z"],
  ["Asia/Shanghai", "2026-06-14T16:00Z"],
] as const;

/** Zones of policies and contacts, of which the place's own is as likely as all others together. */
export const zoneNear = ({ zone }: Place) =>
  fc.oneof(fc.constant(zone), fc.constantFrom(...new Set(TURNS.map(([name]) => name as string))));

/** A millisecond to either side, or none. */
export const jitter = oneOf(-1, 0, 0, 1);

export const place: fc.Arbitrary<Place> = fc
  .tuple(fc.constantFrom(...TURNS), fc.integer({ min: -3 * 96, max: 3 * 96 }), jitter)
  .map(([[zone, turn], quarters, ms]) => ({ zone, now: Date.parse(turn) + (quarters * DAY) / 96 + ms }));

/** Distances from now: any, or exactly the length of some rule, or a millisecond beside it. */
export const distance = fc.oneof(
  fc.integer({ min: -45 * 96, max: 12 * 96 }).map((quarters) => (quarters * DAY) / 96),
  fc
    .tuple(fc.constantFrom(...LENGTHS), oneOf(-1, -1, -1, 1), jitter)
    .map(([text, sign, ms]) => sign * lengthOf(text) + ms),
  fc.integer({ min: -7 * 24, max: 24 }).map((hours) => (hours * DAY) / 24),
);

const clockTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), oneOf("00", "15", "30"))
  .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${minute}`);

/** One or two local ranges of a day, not overlapping. */
export const ranges = fc.uniqueArray(clockTime, { minLength: 1, maxLength: 4 }).map((times) => {
  const [a = "", b = "24:00", c, d = "24:00"] = times.sort();
  return (c === undefined ? [[a, b]] : [[a, b], [c, d]]) as [string, string][]; // biome-ignore format: pairs
});
