import * as z from "zod/mini";
import { dayOf } from "../calendar.ts";
import {
  CapDocument,
  ConsentDocument,
  CooldownDocument,
  GapDocument,
  HoursDocument,
  Matcher,
  Name,
  TouchSelector,
} from "../rule-document.ts";
import { ListName } from "../suppression-document.ts";
import { CONSENT_LEVELS } from "../words.ts";

/**
 * A preset: what the law of some places asks of outbound contact, as far as it was found. Not legal advice. Its rules
 * are those of a policy, with the place that they are of, whom they bind and where they are written.
 */

/** What was seen of the source: its own text, somebody's account of it, or nothing yet (to be verified). */
export const CONFIDENCES = ["high", "medium", "low"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** A guideline warns, the others deny. */
export const STRENGTHS = ["prohibition", "presumption", "guideline"] as const;
export type Strength = (typeof STRENGTHS)[number];

/** ISO 3166-1, or ISO 3166-2 for a part of a country; `EU` for all its members. */
const Jurisdiction = z
  .string()
  .check(z.regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, { error: "must be like US, US-FL or EU" }));

const LocalDate = z
  .string()
  .check(z.refine((text) => dayOf(text) !== undefined, { error: "must be a date, like 2026-10-18" }));

const Line = z.string().check(z.minLength(1), z.maxLength(1_000));

const meta = {
  id: Name,
  jurisdiction: Jurisdiction,
  /** Which purposes it is about. */
  regulates: z
    .array(z.enum(["solicitation", "collection", "research"]))
    .check(z.minLength(1), z.maxLength(3)),
  /** Which channels and contacts; purposes and departments are the policy's own words. */
  when: z.optional(z.omit(Matcher, { purpose: true, department: true, country: true, region: true })),
  source: Line,
  sourceUrl: z.optional(z.string().check(z.regex(/^https?:\/\/\S+$/, { error: "must be an address" }))),
  verifiedOn: LocalDate,
  confidence: z.enum(CONFIDENCES),
  strength: z.enum(STRENGTHS),
  /** First and last local day on which it is the law; left out, it always was, or does not end yet. */
  effectiveFrom: z.optional(LocalDate),
  effectiveTo: z.optional(LocalDate),
  /** Whether the hour counts at which a message leaves, or at which it arrives; default dispatch. */
  timeBasis: z.optional(z.enum(["dispatch", "receipt"])),
  /** A consent of this level for channel and purpose lifts the rule. */
  consentLifts: z.optional(z.enum(CONSENT_LEVELS)),
  note: z.optional(Line),
};

/** What a preset says in other words than a policy, or not at all. */
const OWN = {
  id: true,
  effect: true,
  when: true,
  unless: true,
  hard: true,
  overridable: true,
  source: true,
  note: true,
} as const;
const COUNTING = { ...OWN, counts: true } as const;
const counting = { ...meta, counts: z.optional(z.pick(TouchSelector, { channel: true, outcome: true })) };

/** One rule of a preset. */
export const RegulationRule = z.discriminatedUnion("kind", [
  z.extend(z.omit(CapDocument, COUNTING), counting),
  z.extend(z.omit(GapDocument, COUNTING), counting),
  z.extend(z.omit(CooldownDocument, COUNTING), counting),
  z.extend(z.omit(HoursDocument, OWN), meta),
  z.extend(z.omit(ConsentDocument, OWN), meta),
  /** A register of those who are not to be contacted: how old the copy may be that requests are checked against. */
  z.strictObject({
    ...meta,
    kind: z.literal("register"),
    list: ListName,
    maxAgeDays: z.int().check(z.gte(1), z.lte(3_650)),
  }),
  /** What the law asks that no single decision shows, such as how soon an opt-out must be heard. */
  z.strictObject({
    ...meta,
    kind: z.literal("duty"),
    optOutWithin: z.optional(
      z.strictObject({
        n: z.int().check(z.gte(0), z.lte(366)),
        unit: z.enum(["businessDay", "calendarDay", "hour"]),
      }),
    ),
    keepRecordsFor: z.optional(z.string().check(z.maxLength(16))),
    says: Line,
  }),
]);
export type RegulationRule = z.infer<typeof RegulationRule>;

/** One preset. */
export const RegulationDocument = z.strictObject({
  $schema: z.optional(z.string()),
  preset: z.string().check(z.regex(/^regulations\/[a-z]+(-[a-z]+)*$/)),
  title: Line,
  disclaimer: Line,
  rules: z.array(RegulationRule).check(z.minLength(1), z.maxLength(500)),
});
export type RegulationDocument = z.infer<typeof RegulationDocument>;
