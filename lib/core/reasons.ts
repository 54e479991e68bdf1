import type { EpochMs } from "./time.ts";
import type { RuleKind } from "./words.ts";

/** Every code a decision can give. Closed, documented one by one in docs/reasons.md, never renamed. */
export const REASON_CODES = [
  "cap_reached",
  "too_soon",
  "department_locked",
  "cooling_down",
  "outside_hours",
  "zone_unknown",
  "other_campaign_active",
  "not_the_owner",
  "no_consent",
  "excluded",
  "held_out",
  "suppressed",
  "opted_out",
  "paused",
  "own_limit_reached",
  "outside_own_hours",
  "locked",
  "history_full",
  "outage",
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** What fails besides the policy's own rules. */
export const BUILT_INS = ["suppressed", "preference", "manual-lock", "history", "outage"] as const;
export type BuiltIn = (typeof BUILT_INS)[number];

/** Why a candidate does not pass one rule at its instant. */
export interface Reason {
  /** Rule id of the policy, or the built-in's name. */
  readonly rule: string;
  readonly kind: RuleKind | BuiltIn;
  readonly code: ReasonCode;
  /** One sentence for a person, made from `details`. */
  readonly message: string;
  /** Least instant at which this rule alone would pass; null when waiting does not help. */
  readonly nextAllowedAt: EpochMs | null;
  /** Typed per code, see docs/reasons.md. Instants are ISO 8601. */
  readonly details: Readonly<Record<string, unknown>>;
  /** Where the law is written that it comes from, and why it may protect the contact; absent for the policy's own. */
  readonly regulation?: Regulation;
  /** Only among the warnings: the rule would have denied, and the request set it aside. */
  readonly overridden?: true;
}

/** The source of a rule of a preset. Not legal advice. */
export interface Regulation {
  /** ISO 3166-1, or ISO 3166-2 for a part of a country; `EU` for all its members. */
  readonly jurisdiction: string;
  readonly source: string;
  readonly sourceUrl?: string;
  /** Local date on which the source was seen. */
  readonly verifiedOn: string;
  readonly confidence: "high" | "medium" | "low";
  readonly strength: "prohibition" | "presumption" | "guideline";
  /** What tells where the contact may be, like `phone US/850`. */
  readonly because: readonly string[];
}
