import * as z from "zod/mini";
import type { Calendar } from "./calendar.ts";
import { dayOf } from "./calendar.ts";
import type { Issue } from "./errors.ts";
import { CountryCode, Instant, Text } from "./request.ts";
import { ClockRange } from "./rule-document.ts";
import { CHANNELS } from "./words.ts";

/** Bodies of the contacts API: what callers say of a contact. */

/** One address, as its caller wrote it. */
export const IdentityDocument = z.strictObject({
  type: z.string().check(
    z.regex(/^[a-z][a-z0-9_-]{1,31}$/, {
      error: "must be email, phone or the name of a system: 2–32 characters of a-z, 0-9, _ and -",
    }),
  ),
  value: z.string().check(z.minLength(1), z.maxLength(320)),
  region: z.optional(CountryCode),
});
export type IdentityDocument = z.infer<typeof IdentityDocument>;

/** `null` clears an attribute; one left out stays as it is. */
const clearable = <S extends z.core.$ZodType>(schema: S) => z.optional(z.nullable(schema));

const Country = z.pipe(
  CountryCode,
  z.transform((country) => country.toUpperCase()),
);

/** Attributes that rules read; they stand in the state. */
const ruleAttributes = {
  country: clearable(Country),
  region: clearable(Text),
  timezone: clearable(Text),
  language: clearable(Text),
  stage: clearable(Text),
  tier: clearable(Text),
  tags: clearable(z.array(Text).check(z.maxLength(50))),
  recipientType: clearable(Text),
};

/** Attributes that only people and matching read; they stand on the card. */
const cardAttributes = {
  name: clearable(Text),
  company: clearable(Text),
  birthDate: clearable(
    z
      .string()
      .check(z.refine((text) => dayOf(text) !== undefined, { error: "must be a date, like 1990-05-17" })),
  ),
  city: clearable(Text),
  street: clearable(Text),
  postalCode: clearable(Text),
};

export const AttributesDocument = z.strictObject({ ...cardAttributes, ...ruleAttributes });
export type AttributesDocument = z.infer<typeof AttributesDocument>;
export const RULE_ATTRIBUTES = Object.keys(ruleAttributes) as (keyof typeof ruleAttributes)[];
export const CARD_ATTRIBUTES = Object.keys(cardAttributes) as (keyof typeof cardAttributes)[];

/** A person holds at most so many addresses (architecture.md). */
export const MOST_IDENTITIES = 20;

/** The body of `PUT /v1/contacts/{contactId}`. */
export const ContactDocument = z.strictObject({
  identities: z.optional(z.array(IdentityDocument).check(z.maxLength(MOST_IDENTITIES))),
  attributes: z.optional(AttributesDocument),
  onDuplicate: z._default(z.enum(["allow", "merge", "reject"]), "allow"),
});
export type ContactDocument = z.infer<typeof ContactDocument>;

/** The body of `PATCH /v1/contacts/{contactId}`. */
export const ContactPatch = z.strictObject({
  attributes: z.optional(AttributesDocument),
  removeIdentities: z.optional(z.array(IdentityDocument).check(z.maxLength(MOST_IDENTITIES))),
});

/** What a schema cannot tell of attributes: whether a zone exists. */
export const zoneIssue = (timezone: string, calendar: Calendar): Issue[] =>
  calendar.isZone(timezone)
    ? []
    : [{ path: "attributes.timezone", message: "must be an IANA zone, like Asia/Shanghai" }];

const Limit = z.optional(z.nullable(z.int().check(z.gte(0), z.lte(1_000))));
const OptOut = z.strictObject({ optOut: z.optional(z.boolean()) });
const MOST_WISHES = 200;
const OptOuts = z.optional(
  z.record(Text, OptOut).check(
    z.refine((record) => Object.keys(record).length <= MOST_WISHES, {
      error: `must have at most ${MOST_WISHES} entries`,
    }),
  ),
);

/** Wishes stand in the state that every check reads; so many bytes of JSON they may take. */
const MOST_PREFERENCES_BYTES = 8 * 1024;

/** The body of `PUT /v1/contacts/{contactId}/preferences`: the whole document. */
export const PreferencesDocument = z
  .strictObject({
    optOutAll: z.optional(z.boolean()),
    channels: z.optional(
      z.partialRecord(
        z.enum(CHANNELS),
        z.strictObject({
          optOut: z.optional(z.literal([true, false, "hard"])),
          maxPerWeek: Limit,
          hours: z.optional(z.nullable(z.array(ClockRange).check(z.maxLength(24)))),
        }),
      ),
    ),
    topics: OptOuts,
    departments: OptOuts,
    pausedUntil: z.optional(z.nullable(Instant)),
    maxPerWeek: Limit,
  })
  .check(
    z.refine(
      (preferences) => new TextEncoder().encode(JSON.stringify(preferences)).length <= MOST_PREFERENCES_BYTES,
      {
        error: `must take at most ${MOST_PREFERENCES_BYTES} bytes`,
      },
    ),
  );
