import * as z from "zod/mini";
import { Text } from "../request.ts";
import { Name } from "../rule-document.ts";

/**
 * When two contacts are one person: the duplicate policy as a steward writes it. What one field alone cannot tell
 * is checked in `validate-duplicates.ts`; what a rule may never do, however it is written, in `match.ts`.
 */

/** What a rule does with a pair, the strongest first: merge it, propose it, have it looked at. */
export const RULE_TIERS = ["auto", "suggest", "review"] as const;
export type RuleTier = (typeof RULE_TIERS)[number];

/** What a pair can come to. */
export type Tier = RuleTier | "none";

/** How far each field can agree, the nearest first. A rule that names a level takes every nearer one too. */
export const AGREEMENTS = {
  email: ["exact", "alias", "similar"],
  phone: ["exact"],
  externalId: ["exact"],
  name: ["same", "compatible", "near", "weak"],
  company: ["same", "fuzzy"],
  birthDate: ["same", "similar"],
  address: ["same", "similar"],
} as const;
export type RuleField = keyof typeof AGREEMENTS;
export const RULE_FIELDS = Object.keys(AGREEMENTS) as readonly RuleField[];

const Match = z.strictObject({
  email: z.optional(z.enum(AGREEMENTS.email)),
  phone: z.optional(z.enum(AGREEMENTS.phone)),
  externalId: z.optional(z.enum(AGREEMENTS.externalId)),
  name: z.optional(z.enum(AGREEMENTS.name)),
  company: z.optional(z.enum(AGREEMENTS.company)),
  birthDate: z.optional(z.enum(AGREEMENTS.birthDate)),
  address: z.optional(z.enum(AGREEMENTS.address)),
});

/** One rule: a pair that is as `match`, `fields` and `score` say gets `tier`. */
export const DuplicateRule = z.strictObject({
  id: Name,
  match: Match,
  /** So many fields at least must agree, those of `match` among them. */
  fields: z.optional(z.int().check(z.gte(1), z.lte(Object.keys(AGREEMENTS).length))),
  /** Least probability that the two are one, 0–1, all fields weighed; left out, `match` alone decides. */
  score: z.optional(z.number().check(z.gte(0), z.lte(1))),
  tier: z.enum(RULE_TIERS),
  note: z.optional(Text),
});
export type DuplicateRule = z.infer<typeof DuplicateRule>;

/** Type of an identity: `email`, `phone`, or the name of the system whose id it is. */
const IdentityType = z.string().check(
  z.regex(/^[a-z][a-z0-9_-]{1,31}$/, {
    error: "must be email, phone or the name of a system: 2–32 characters of a-z, 0-9, _ and -",
  }),
);

/** Values that identify nobody. `*` in the pattern stands for any characters; case does not matter. */
export const BlockedValues = z.strictObject({
  type: IdentityType,
  pattern: z.string().check(z.minLength(1), z.maxLength(320)),
  note: z.optional(Text),
});
export type BlockedValues = z.infer<typeof BlockedValues>;

const most = (least: number, limit: number) => z.int().check(z.gte(least), z.lte(limit));

/** A person holds at most so many addresses (architecture.md). */
export const MOST_IDENTITIES_PER_PERSON = 20;

export const DuplicateLimits = z.strictObject({
  /** Addresses of one person after a merge. */
  identitiesPerPerson: z._default(most(1, MOST_IDENTITIES_PER_PERSON), MOST_IDENTITIES_PER_PERSON),
  /** Addresses of one type of one person after a merge; a type that is not named has no limit of its own. */
  identitiesPerType: z._default(z.record(IdentityType, most(1, MOST_IDENTITIES_PER_PERSON)), {}),
  /**
   * Ids of one system of one person after a merge. With 1, two contacts that one CRM keeps under two ids are
   * proposed and never merged by themselves; with more, duplicates within a CRM merge.
   */
  idsPerSystem: z._default(most(1, MOST_IDENTITIES_PER_PERSON), 1),
  /** Merges by themselves that one person takes part in on one UTC day. */
  autoMergesPerPersonAndDay: z._default(most(0, 1_000), 5),
  /** An address or another key held under more different names than this is generic: it stops being a key. */
  namesPerValue: z._default(most(1, 100), 3),
});

/** The whole document. */
export const DuplicatePolicy = z.strictObject({
  $schema: z.optional(z.string()),
  /** False: nothing is looked for. */
  enabled: z._default(z.boolean(), true),
  /**
   * About how many contacts there are: the more, the more often strangers look alike, and the more must agree for
   * the same score.
   */
  expectedContacts: z._default(most(100, 1_000_000_000), 10_000),
  rules: z.array(DuplicateRule).check(z.maxLength(50)),
  blocked: z._default(z.array(BlockedValues).check(z.maxLength(500)), []),
  limits: z._default(DuplicateLimits, {
    identitiesPerPerson: MOST_IDENTITIES_PER_PERSON,
    identitiesPerType: {},
    idsPerSystem: 1,
    autoMergesPerPersonAndDay: 5,
    namesPerValue: 3,
  }),
});
export type DuplicatePolicy = z.infer<typeof DuplicatePolicy>;
