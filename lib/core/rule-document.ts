import * as z from "zod/mini";
import { WEEKDAYS } from "./calendar.ts";
import { CONTACT_STATUSES } from "./contact.ts";
import { Text } from "./request.ts";
import { type DurationFault, type DurationMs, parseDuration } from "./time.ts";
import { CHANNELS, CONSENT_LEVELS, EFFECTS, OUTCOMES } from "./words.ts";

/** The rules of a policy as their authors write them (`policy.ts` has the whole document). Field names are normative. */

const DURATION_FAULTS: Readonly<Record<DurationFault, string>> = {
  not_iso_8601: "must be an ISO 8601 duration, like P3D or PT12H",
  calendar_unit: "must not use years or months, which have no fixed length: write days, like P30D",
  zero: "must be longer than nothing",
};

/** An ISO 8601 duration of fixed length. */
export const Duration = z.string().check(
  z.superRefine((text, context) => {
    const parsed = parseDuration(text);
    if (typeof parsed === "string") context.addIssue(DURATION_FAULTS[parsed]);
  }),
);

/** The length of a duration that the schema has accepted. */
export const durationOf = (text: string): DurationMs => parseDuration(text) as DurationMs;

export const Name = z
  .string()
  .check(
    z.maxLength(64),
    z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: "must be kebab-case, like department-lock" }),
  );

const values = <S extends z.core.$ZodType>(entry: S) =>
  z.optional(z.array(entry).check(z.minLength(1), z.maxLength(100)));
const Texts = values(Text);

export const ENGAGEMENTS = ["hot", "warm", "cold", "dormant"] as const;
export type Engagement = (typeof ENGAGEMENTS)[number];

/** Fields of a request that a matcher may name. */
const requestFields = {
  channel: values(z.enum(CHANNELS)),
  department: Texts,
  purpose: Texts,
  campaign: Texts,
  topic: Texts,
  product: Texts,
};

/** `when` and `unless`: all fields given must match, any value in a list suffices. */
export const Matcher = z.strictObject({
  ...requestFields,
  country: Texts,
  region: Texts,
  stage: Texts,
  tier: Texts,
  engagement: values(z.enum([...ENGAGEMENTS, "unknown"])),
  tags: Texts,
  recipientType: Texts,
});
export type Matcher = z.infer<typeof Matcher>;

/** What a touch must have come to, to be counted; until an outcome is reported it counts as every one. */
export const COUNTED_OUTCOMES = ["any", "delivered", "connected", "conversation"] as const;
export type CountedOutcome = (typeof COUNTED_OUTCOMES)[number];

/** `counts`: which past touches a rule looks at; left out, every counting touch. */
export const TouchSelector = z.strictObject({
  ...requestFields,
  subject: Texts,
  agent: Texts,
  outcome: z.optional(z.enum(COUNTED_OUTCOMES)),
});
export type TouchSelector = z.infer<typeof TouchSelector>;

export const PER_FIELDS = ["address", "channel", "department", "campaign", "subject"] as const;
export type PerField = (typeof PER_FIELDS)[number];
const Per = z.optional(
  z.union([
    z.literal("contact"),
    z.array(z.enum(PER_FIELDS)).check(z.minLength(1), z.maxLength(PER_FIELDS.length)),
  ]),
);

const Count = z.int().check(z.gte(0), z.lte(10_000));

export const SEGMENTS = ["engagement", "tier", "stage"] as const;
const Max = z.union([
  Count,
  z.strictObject({
    by: z.enum(SEGMENTS),
    values: z.record(Text, Count),
    default: Count,
  }),
]);

/** `contact` (all zones the contact may be in), `policy`, or an IANA zone. */
const Zone = z.optional(z.string().check(z.minLength(1), z.maxLength(64)));

const Window = z.union([
  z.strictObject({ rolling: Duration }),
  z.strictObject({
    calendar: z.enum(["day", "week", "month"]),
    zone: Zone,
    weekStart: z.optional(
      z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]),
    ),
  }),
  z.strictObject({ consecutiveDays: z.int().check(z.gte(1), z.lte(366)), zone: Zone }),
]);
export type Window = z.infer<typeof Window>;

const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Milliseconds since midnight of `HH:MM`; `24:00` is the end of the day. */
export function clockTimeMs(text: string): number {
  return (Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))) * 60_000;
}

/** Half-open range of a local day. */
export const ClockRange = z
  .tuple([
    z.string().check(z.regex(CLOCK_TIME, { error: "must be a time of day, like 09:00" })),
    z.string().check(
      z.refine((text) => text === "24:00" || CLOCK_TIME.test(text), {
        error: "must be a time of day, like 20:30 or 24:00",
      }),
    ),
  ])
  .check(
    z.refine(([start, end]) => clockTimeMs(start) < clockTimeMs(end), {
      error: "must end after it starts: a range never wraps midnight, write two",
      // Times that are none have been told already.
      when: ({ issues }) => issues.length === 0,
    }),
  );

const common = {
  id: Name,
  effect: z.optional(z.enum(EFFECTS)),
  when: z.optional(Matcher),
  unless: z.optional(Matcher),
  hard: z.optional(z.boolean()),
  overridable: z.optional(z.boolean()),
  source: z.optional(z.string().check(z.maxLength(1_000))),
  note: z.optional(z.string().check(z.maxLength(1_000))),
};
const counting = { counts: z.optional(TouchSelector), per: Per };

export const CapDocument = z.strictObject({
  ...common,
  kind: z.literal("cap"),
  max: Max,
  window: Window,
  ...counting,
});
export const GapDocument = z.strictObject({
  ...common,
  kind: z.literal("gap"),
  min: Duration,
  differs: z.optional(z.array(z.enum(["campaign"])).check(z.minLength(1), z.maxLength(1))),
  ...counting,
});
const LockDocument = z.strictObject({
  ...common,
  kind: z.literal("lock"),
  period: Duration,
  holds: z.optional(z.enum(["any", "first"])),
  ...counting,
});
/** Days that an opening may name besides those of the week. */
export const SPECIAL_DAYS = ["holiday", "preholiday"] as const;
export const OPENING_DAYS = [...WEEKDAYS, ...SPECIAL_DAYS] as const;
export type OpeningDay = (typeof OPENING_DAYS)[number];

/** A local date on which only `holiday` entries apply, or a list of such dates. */
const Holiday = z.string().check(z.minLength(1), z.maxLength(64));

export const HoursDocument = z.strictObject({
  ...common,
  kind: z.literal("hours"),
  allow: z
    .array(
      z.strictObject({
        days: z.array(z.enum(OPENING_DAYS)).check(z.minLength(1), z.maxLength(OPENING_DAYS.length)),
        ranges: z.array(ClockRange).check(z.minLength(1), z.maxLength(24)),
      }),
    )
    .check(z.maxLength(50)),
  zone: Zone,
  unknownZone: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  holidays: z.optional(z.array(Holiday).check(z.maxLength(1_000))),
});
export const CooldownDocument = z.strictObject({
  ...common,
  kind: z.literal("cooldown"),
  after: z.array(z.enum(OUTCOMES)).check(z.minLength(1), z.maxLength(OUTCOMES.length)),
  for: z.union([Duration, z.literal("forever")]),
  dayOne: z.optional(z.boolean()),
  zone: Zone,
  ...counting,
});
const ExclusiveDocument = z.strictObject({
  ...common,
  kind: z.literal("exclusive"),
  groups: z.array(Text).check(z.minLength(1), z.maxLength(100)),
  window: Duration,
  ...counting,
});
const OwnerDocument = z.strictObject({
  ...common,
  kind: z.literal("owner"),
  by: z.optional(z.enum(["agent", "department"])),
});
export const ConsentDocument = z.strictObject({
  ...common,
  kind: z.literal("consent"),
  level: z.optional(z.enum(CONSENT_LEVELS)),
});
const ExcludeDocument = z.strictObject({
  ...common,
  kind: z.literal("exclude"),
  contact: z.strictObject({
    status: values(z.enum(CONTACT_STATUSES)),
    country: Texts,
    region: Texts,
    stage: Texts,
    tier: Texts,
    tags: Texts,
    recipientType: Texts,
  }),
});
const HoldoutDocument = z.strictObject({
  ...common,
  kind: z.literal("holdout"),
  basisPoints: z.int().check(z.gte(0), z.lte(10_000)),
  salt: Text,
});
const CadenceDocument = z.strictObject({
  ...common,
  kind: z.literal("cadence"),
  atLeast: z.int().check(z.gte(1), z.lte(1_000)),
  per: Duration,
  counts: z.optional(TouchSelector),
});

/** One rule of a policy. */
export const RuleDocument = z.discriminatedUnion("kind", [
  CapDocument,
  GapDocument,
  LockDocument,
  CooldownDocument,
  HoursDocument,
  ExclusiveDocument,
  OwnerDocument,
  ConsentDocument,
  ExcludeDocument,
  HoldoutDocument,
  CadenceDocument,
]);
export type RuleDocument = z.infer<typeof RuleDocument>;
export type CapDocument = z.infer<typeof CapDocument>;
export type GapDocument = z.infer<typeof GapDocument>;
export type LockDocument = z.infer<typeof LockDocument>;
export type CooldownDocument = z.infer<typeof CooldownDocument>;
export type HoursDocument = z.infer<typeof HoursDocument>;
export type ExclusiveDocument = z.infer<typeof ExclusiveDocument>;
export type OwnerDocument = z.infer<typeof OwnerDocument>;
export type ConsentDocument = z.infer<typeof ConsentDocument>;
export type ExcludeDocument = z.infer<typeof ExcludeDocument>;
export type HoldoutDocument = z.infer<typeof HoldoutDocument>;
