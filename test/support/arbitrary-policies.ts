import * as fc from "fast-check";
import {
  count,
  given,
  length,
  maybe,
  onceIn,
  oneOf,
  type Place,
  ranges,
  rarely,
  some,
  zoneNear,
} from "./arbitrary-words.ts";
import { dateOf } from "./brute-clock.ts";
import type { OraclePolicy, OracleRule } from "./brute-oracle-input.ts";

/** Policies by chance, of every rule kind. */

const DAY = 86_400_000;

const zone = (place: Place) => maybe(fc.oneof(oneOf("contact", "contact", "policy"), zoneNear(place)), 5);

const window = (place: Place) =>
  fc
    .oneof(
      fc.record({ rolling: length }),
      fc.record({
        calendar: oneOf("day", "week", "month"),
        zone: zone(place),
        weekStart: maybe(oneOf("monday", "sunday", "wednesday")),
      }),
      fc.record({ consecutiveDays: fc.integer({ min: 1, max: 7 }), zone: zone(place) }),
    )
    .map(given);

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

const channels = some("email", "sms", "call", "visit");
const purposes = some("marketing", "sales", "alert", "notice");
const departments = some("marketing", "sales", "service");

const matcher = fc
  .record({
    channel: onceIn(5, channels),
    department: onceIn(8, departments),
    purpose: onceIn(5, purposes),
    campaign: onceIn(8, some("a", "b", "unknown")),
    topic: onceIn(8, some("news", "promotions", "unknown")),
    product: onceIn(8, some("kettle", "unknown")),
    country: onceIn(8, some("DE", "ES", "unknown")),
    region: onceIn(8, some("BY", "unknown")),
    stage: onceIn(6, some("prospect", "customer", "unknown")),
    tier: onceIn(8, some("key", "unknown")),
    engagement: onceIn(6, some("hot", "warm", "cold", "dormant")),
    tags: onceIn(6, some("vip", "press", "unknown")),
    recipientType: onceIn(8, some("business", "unknown")),
  })
  .map(given);

const common = {
  effect: oneOf("deny", "deny", "deny", undefined, undefined, "warn", "shadow"),
  hard: maybe(fc.boolean()),
  overridable: maybe(fc.boolean()),
  when: rarely(matcher),
  unless: onceIn(5, matcher),
};

const counting = {
  counts: rarely(
    fc
      .record({
        channel: onceIn(5, channels),
        department: onceIn(6, departments),
        purpose: onceIn(5, purposes),
        campaign: onceIn(6, some("a", "unknown")),
        topic: onceIn(8, some("news", "unknown")),
        product: onceIn(8, some("kettle", "unknown")),
        subject: onceIn(8, some("d1", "unknown")),
        agent: onceIn(8, some("ann", "unknown")),
        outcome: onceIn(2, oneOf("any", "delivered", "connected", "conversation")),
      })
      .map(given),
  ),
  per: rarely(
    fc.oneof(fc.constant("contact"), some("address", "channel", "department", "campaign", "subject")),
  ),
};

const kind = (name: string) => fc.constant(name);

const cap = (place: Place) =>
  fc.record({ kind: kind("cap"), max, window: window(place), ...common, ...counting });

const gap = fc.record({
  kind: kind("gap"),
  min: length,
  differs: maybe(fc.constant(["campaign"])),
  ...common,
  ...counting,
});

const lock = fc.record({
  kind: kind("lock"),
  period: length,
  holds: oneOf(undefined, "any", "first", "first"),
  ...common,
  ...counting,
});

const after = some("refused", "conversation", "complained", "bounced", "failed", "clicked", "no_answer");
const cooldown = (place: Place) =>
  fc.oneof(
    fc.record({
      kind: kind("cooldown"),
      after,
      for: fc.oneof({ weight: 5, arbitrary: length }, { weight: 1, arbitrary: kind("forever") }),
      zone: maybe(zone(place)),
      ...common,
      ...counting,
    }),
    fc.record({
      kind: kind("cooldown"),
      after,
      for: oneOf("P1D", "P2D", "P3D", "P7D", "P30D"),
      dayOne: fc.constant(true),
      zone: zone(place),
      ...common,
      ...counting,
    }),
  );

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const hours = (place: Place) =>
  fc.record({
    kind: kind("hours"),
    allow: fc
      .tuple(
        fc.array(fc.record({ days: fc.subarray(WEEK, { minLength: 3 }), ranges }), { maxLength: 2 }),
        fc.array(fc.record({ days: some("holiday", "preholiday", "sun"), ranges }), { maxLength: 1 }),
      )
      .map((parts) => parts.flat()),
    zone: zone(place),
    unknownZone: maybe(oneOf("deny", "Asia/Kathmandu")),
    holidays: maybe(
      fc
        .uniqueArray(fc.integer({ min: -1, max: 9 }), { maxLength: 4 })
        .map((days) => days.map((day) => dateOf(Math.floor(place.now / DAY) + day))),
    ),
    ...common,
  });

const exclusive = fc.record({
  kind: kind("exclusive"),
  groups: some("ab", "bc"),
  window: length,
  ...common,
  ...counting,
});

const owner = fc.record({ kind: kind("owner"), by: maybe(oneOf("agent", "department")), ...common });

const consent = fc.record({
  kind: kind("consent"),
  level: maybe(oneOf("implied", "express", "expressWritten")),
  ...common,
});

const exclude = fc.record({
  kind: kind("exclude"),
  contact: fc
    .record({
      status: onceIn(6, some("active", "ghost", "junk", "invalid", "erased")),
      country: onceIn(6, some("DE", "unknown")),
      region: onceIn(8, some("BY", "unknown")),
      stage: onceIn(4, some("prospect", "customer", "unknown")),
      tier: onceIn(6, some("key", "unknown")),
      tags: maybe(some("vip", "purchased:{product}", "{topic}-{product}", "unknown")),
      recipientType: onceIn(8, some("business", "unknown")),
    })
    .map(given)
    .map((fields) => (Object.keys(fields).length > 0 ? fields : { tags: ["purchased:{product}"] })),
  ...common,
});

const holdout = fc.record({
  kind: kind("holdout"),
  basisPoints: oneOf(0, 500, 3_000, 5_000, 10_000),
  salt: oneOf("2026", "größe"),
  ...common,
});

const cadence = fc.record({
  kind: kind("cadence"),
  atLeast: fc.integer({ min: 1, max: 3 }),
  per: length,
  ...common,
});

const rule = (place: Place) =>
  fc.oneof(
    { weight: 5, arbitrary: cap(place) },
    { weight: 2, arbitrary: gap },
    { weight: 3, arbitrary: lock },
    { weight: 3, arbitrary: cooldown(place) },
    { weight: 3, arbitrary: hours(place) },
    { weight: 3, arbitrary: exclusive },
    { weight: 1, arbitrary: owner },
    { weight: 1, arbitrary: consent },
    { weight: 1, arbitrary: exclude },
    { weight: 1, arbitrary: holdout },
    { weight: 1, arbitrary: cadence },
  );

/** What chance has put together, where a rule cannot be both hard and overridable. */
const sound = (fields: object, index: number): OracleRule => {
  const { hard, overridable, ...rest } = fields as OracleRule;
  return given({ ...rest, id: `r${index}`, hard, overridable: hard ? undefined : overridable }) as OracleRule;
};

/** Lists that may be out of date; `late` is never told whole. */
const lists = fc
  .record({
    register: onceIn(6, fc.record({ maxAgeDays: oneOf(1, 3, 31), when: maybe(matcher, 4) }).map(given)),
    late: onceIn(40, fc.record({ maxAgeDays: oneOf(1, 31), when: matcher })),
  })
  .map((named) => given(named) as NonNullable<OraclePolicy["suppressionLists"]>);

/** A valid policy of up to five rules. */
export const policyNear = (place: Place): fc.Arbitrary<OraclePolicy> =>
  fc
    .record({
      timezone: zoneNear(place),
      retention: oneOf("P33D", "P45D", "P120D"),
      suppressionLists: lists,
      rules: fc.array(rule(place), { maxLength: 5 }),
    })
    .map(({ rules, ...rest }) => ({
      id: "by-chance",
      ...rest,
      purposes: { marketing: {}, sales: {}, alert: { obeys: "hard" }, notice: { counts: false } },
      campaignGroups: { ab: ["a", "b"], bc: ["b", "c"] },
      rules: rules.map(sound),
    }));
