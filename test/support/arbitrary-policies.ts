import * as fc from "fast-check";
import type { OraclePolicy, OracleRule } from "./brute-oracle-input.ts";

/** Policies by chance, of every rule kind, and the words they share with the questions asked of them. */

/** Lengths of windows, gaps and locks. */
export const LENGTHS = ["PT1H", "PT6H", "P1D", "P2D", "P3D", "P7D", "P10D", "P30D"];
/** Zones that policies and contacts are in. */
export const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"];

/** Undefined once in `freq` times. */
export const maybe = <T>(values: fc.Arbitrary<T>, freq = 2) => fc.option(values, { nil: undefined, freq });
/** Given once in three times. */
export const rarely = <T>(values: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values });
/** At least one of the values. */
export const some = (...values: string[]) => fc.subarray(values, { minLength: 1 });
/** One of the values. */
export const oneOf = (...values: string[]) => fc.constantFrom(...values);
/** Without the fields that are undefined. */
export const given = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

/** Channels of requests and touches; `visit` reaches no address. */
export const channel = fc.constantFrom("email", "sms", "call", "visit");
/** Departments of requests and touches. */
export const department = oneOf("marketing", "sales", "service");
/** Purposes of requests and touches; `alert` obeys hard rules only. */
export const purpose = oneOf("marketing", "sales", "alert");

const clockTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom("00", "15", "30"))
  .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${minute}`);
/** One or two local ranges of a day, not overlapping. */
export const ranges = fc.uniqueArray(clockTime, { minLength: 2, maxLength: 4 }).map((times) => {
  const [a = "", b = "24:00", c, d = "24:00"] = times.sort();
  return c === undefined
    ? [[a, b]]
    : [
        [a, b],
        [c, d],
      ];
}) as fc.Arbitrary<[string, string][]>;

const zone = maybe(oneOf("contact", "policy", ...ZONES), 5);
const window = fc.oneof(
  fc.record({ rolling: fc.constantFrom(...LENGTHS) }),
  fc.record({
    calendar: oneOf("day", "week", "month"),
    zone,
    weekStart: maybe(oneOf("monday", "sunday", "wednesday")),
  }),
  fc.record({ consecutiveDays: fc.integer({ min: 1, max: 7 }), zone }),
);
/** A limit that is soon reached. */
export const count = fc.integer({ min: 0, max: 3 });
const max = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) },
  { weight: 1, arbitrary: count },
  {
    weight: 2,
    arbitrary: fc.oneof(
      fc.record({
        by: fc.constant("engagement"),
        values: fc.dictionary(oneOf("hot", "warm", "cold", "dormant"), count),
        default: count,
      }),
      fc.record({
        by: oneOf("tier", "stage"),
        values: fc.dictionary(oneOf("key", "prospect", "unknown"), count),
        default: count,
      }),
    ),
  },
);
const matcher = maybe(
  fc
    .record({
      channel: rarely(some("email", "sms", "call")),
      purpose: rarely(some("marketing", "sales", "alert")),
      stage: rarely(some("prospect", "customer", "unknown")),
      tags: rarely(some("vip", "press", "unknown")),
      engagement: rarely(some("hot", "warm", "cold", "dormant")),
    })
    .map(given),
);
const common = {
  effect: fc.constantFrom("deny", "deny", "deny", undefined, "warn", "shadow"),
  hard: maybe(fc.boolean()),
  when: matcher,
  unless: matcher,
};
const counting = {
  counts: maybe(
    fc
      .record({
        channel: rarely(some("email", "sms", "call")),
        purpose: rarely(some("marketing", "sales", "alert")),
        campaign: rarely(some("a", "unknown")),
      })
      .map(given),
  ),
  per: rarely(some("address", "channel", "department", "campaign", "subject")),
};
const length = fc.constantFrom(...LENGTHS);
const rule = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("cap"),
      max,
      window: window.map(given),
      ...common,
      ...counting,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("gap"),
      min: length,
      differs: maybe(fc.constant(["campaign"])),
      ...common,
      ...counting,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("lock"), period: length, ...common, ...counting }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("hours"),
      allow: fc.array(fc.record({ days: some("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ranges }), {
        minLength: 1,
        maxLength: 2,
      }),
      zone,
      unknownZone: maybe(oneOf("deny", "Asia/Kathmandu")),
      ...common,
    }),
  },
);

/** A valid policy of up to five rules. */
export const document: fc.Arbitrary<OraclePolicy> = fc
  .record({ timezone: oneOf(...ZONES), rules: fc.array(rule, { maxLength: 5 }) })
  .map(({ timezone, rules }) => ({
    id: "by-chance",
    timezone,
    retention: "P120D",
    purposes: { marketing: {}, sales: {}, alert: { obeys: "hard" } },
    rules: rules.map((one, index) => given({ id: `r${index}`, ...one }) as OracleRule),
  }));
