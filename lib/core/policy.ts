import * as z from "zod/mini";
import { dayOf } from "./calendar.ts";
import { REGULATED_AS } from "./regulated-as.ts";
import { Text } from "./request.ts";
import { DEFAULT_RETENTION } from "./retention.ts";
import { Duration, Matcher, Name, RuleDocument } from "./rule-document.ts";
import { ListName } from "./suppression-document.ts";

/**
 * The policy document as its authors write it. Field names are normative. What one field alone cannot tell (a
 * purpose that is not declared, a window longer than what is retained) is checked in `validate-policy.ts`.
 */

export const REQUIRABLE_FIELDS = ["campaign", "topic", "product", "subject", "agent", "reference"] as const;

const Purpose = z.strictObject({
  obeys: z.optional(z.enum(["all", "hard"])),
  counts: z.optional(z.boolean()),
  requires: z.optional(z.array(z.enum(REQUIRABLE_FIELDS)).check(z.maxLength(REQUIRABLE_FIELDS.length))),
  onOutage: z.optional(z.enum(["deny", "allow"])),
  confirmsOptOut: z.optional(z.boolean()),
  regulatedAs: z.optional(z.enum(REGULATED_AS)),
});

/** How old a suppression list may be for the requests that `when` names; left out, for all. */
const SuppressionList = z.strictObject({
  maxAgeDays: z.int().check(z.gte(1), z.lte(3_650)),
  when: z.optional(Matcher),
});
export type SuppressionListDocument = z.infer<typeof SuppressionList>;

const MOST_LISTS = 100;

const LocalDate = z
  .string()
  .check(z.refine((text) => dayOf(text) !== undefined, { error: "must be a date, like 2026-12-25" }));

/** The whole document. */
export const PolicyDocument = z.strictObject({
  $schema: z.optional(z.string()),
  id: Name,
  timezone: z._default(z.string().check(z.minLength(1), z.maxLength(64)), "UTC"),
  retention: z._default(Duration, DEFAULT_RETENTION),
  decisionLog: z.optional(z.literal("none", { error: "only none is supported yet by this version" })),
  extends: z.optional(z.array(z.string().check(z.maxLength(128))).check(z.maxLength(100))),
  purposes: z.record(Text, Purpose).check(
    z.refine((purposes) => Object.keys(purposes).length > 0, {
      error: "must declare at least one purpose",
    }),
  ),
  departments: z.optional(z.array(Text).check(z.minLength(1), z.maxLength(200))),
  /** The company's own days by the name of a list, beside those that are shipped or added to one of them. */
  holidayLists: z.optional(
    z.record(Text, z.array(LocalDate).check(z.maxLength(1_000))).check(
      z.refine((lists) => Object.keys(lists).length <= MOST_LISTS, {
        error: `must name at most ${MOST_LISTS} lists`,
      }),
    ),
  ),
  campaignGroups: z.optional(z.record(Text, z.array(Text).check(z.maxLength(1_000)))),
  /** By name of the list. Lists that are not named here may be of any age. */
  suppressionLists: z.optional(
    z.record(ListName, SuppressionList).check(
      z.refine((lists) => Object.keys(lists).length <= MOST_LISTS, {
        error: `must name at most ${MOST_LISTS} lists`,
      }),
    ),
  ),
  rules: z.array(RuleDocument).check(z.maxLength(1_000)),
  /** The duplicate policy. Decisions do not read it: `validate-document.ts` does, where documents are put. */
  duplicates: z.optional(z.record(z.string(), z.unknown())),
  /** The audit policy, likewise. */
  audit: z.optional(z.record(z.string(), z.unknown())),
  /** The pages that customers see, likewise. */
  page: z.optional(z.record(z.string(), z.unknown())),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;
