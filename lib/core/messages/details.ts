import type { StoppingStatus, TimeRange } from "../contact.ts";
import type { ReasonCode } from "../reasons.ts";
import type { ExcludeDocument, Window } from "../rule-document.ts";
import type { EpochMs } from "../time.ts";
import type { Channel, ConsentLevel, ConsentSaying, Outcome } from "../words.ts";

/** ISO 8601 in UTC with milliseconds. */
type Instant = string;
/** ISO 8601, as the policy writes it. */
type Duration = string;

/** A touch that stands in the way, before the judged instant or after it. */
export interface OtherTouch {
  readonly touchedAt: Instant;
  readonly channel: Channel;
  readonly department: string;
  readonly agent?: string | undefined;
  readonly campaign?: string | undefined;
}

/** How full the fullest window is; with a `max` of 0 the count is 0 and no touch is the oldest. */
export interface Fullness {
  readonly count: number;
  readonly max: number;
  readonly window: Window;
  readonly oldestAt?: Instant;
}

/** Fields of a contact that an `exclude` rule may name. */
export type ExcludedField = keyof ExcludeDocument["contact"];

/** The `details` of each code, as docs/reasons.md tells them to senders. */
export interface DetailsOf {
  readonly cap_reached: Fullness;
  readonly too_soon: OtherTouch & { readonly min: Duration };
  readonly department_locked: OtherTouch & { readonly period: Duration; readonly until: Instant };
  readonly cooling_down: {
    readonly outcome: Outcome;
    readonly outcomeAt: Instant;
    readonly channel: Channel;
    readonly department: string;
    readonly for: Duration | "forever";
    readonly until: Instant | null;
  };
  readonly outside_hours: { readonly zones: readonly string[] };
  readonly zone_unknown: { readonly zones: readonly [] };
  readonly other_campaign_active: {
    readonly campaign: string;
    readonly group: string;
    readonly touchedAt: Instant;
    readonly window: Duration;
    readonly until: Instant;
  };
  /** The one that `by` names is always given. */
  readonly not_the_owner: {
    readonly by: "agent" | "department";
    readonly agent?: string | undefined;
    readonly department?: string | undefined;
  };
  /** `given` and `expiresAt` are those of the highest consent on record, in force or not. */
  readonly no_consent: {
    readonly channel: Channel;
    readonly purpose: string;
    readonly level: ConsentLevel;
    readonly given?: ConsentSaying;
    readonly expiresAt?: Instant;
  };
  readonly excluded: { readonly contact: Readonly<Partial<Record<ExcludedField, string>>> };
  readonly held_out: { readonly basisPoints: number };
  readonly suppressed:
    | { readonly because: StoppingStatus | "invalid_address" }
    | {
        readonly because: "list";
        readonly list: string;
        readonly reason?: string | undefined;
        readonly until: Instant | null;
      }
    | {
        readonly because: "list_outdated";
        readonly list: string;
        /** Null when it was never told whole. */
        readonly asOf: Instant | null;
        readonly maxAgeDays: number;
      };
  readonly opted_out:
    | { readonly scope: "all" }
    | { readonly scope: "channel"; readonly channel: Channel }
    | { readonly scope: "topic"; readonly topic: string }
    | { readonly scope: "department"; readonly department: string };
  readonly paused: { readonly until: Instant };
  readonly own_limit_reached: Fullness & { readonly scope: "all" | "channel"; readonly channel?: Channel };
  readonly outside_own_hours: { readonly hours: readonly TimeRange[]; readonly zones: readonly string[] };
  readonly locked: {
    readonly department: string;
    readonly reason?: string | undefined;
    readonly until: Instant;
  };
  readonly history_full: {
    readonly historyBytes: number;
    readonly maxBytes: number;
    readonly until: Instant | null;
  };
  readonly outage: { readonly deadlineMs: number };
}

/** The instants that a message tells other instants from. */
export interface Moment {
  /** The instant that was judged: now, or the one a touch is planned for. */
  readonly at: EpochMs;
  /** The present instant, from which people reckon. */
  readonly now: EpochMs;
}

/** What one language says of every code. A code without a sentence does not compile. */
export type Sentences = {
  readonly [Code in ReasonCode]: (details: DetailsOf[Code], moment: Moment) => string;
};
