import type { Candidate } from "../candidate.ts";
import type { BuiltIn, ReasonCode, Regulation } from "../reasons.ts";
import type { Window } from "../rule-document.ts";
import { type EpochMs, epochMs } from "../time.ts";
import type { Effect, RuleKind } from "../words.ts";

/** What `failsUntil` answers when the candidate passes. */
export const PASSES: EpochMs = epochMs(Number.NEGATIVE_INFINITY);

/** What a failing rule has to say. Instants in `details` are ISO 8601. */
export interface Explanation {
  readonly code: ReasonCode;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The judgement at the heart of a rule; one is compiled from each rule of a policy. */
export interface Test {
  /**
   * PASSES, or an instant later than the candidate's such that the rule fails throughout the time between,
   * unless something else that it reads changes first. NEVER when time alone does not help.
   */
  failsUntil(candidate: Candidate): EpochMs;
  /** True when it looks at touches that count: a reservation among them may end before `failsUntil`. */
  readonly readsTouches?: true;
  /** Only asked of a candidate that fails. */
  explain(candidate: Candidate): Explanation;
  /** Rules that count up to a limit: how far the fullest window that contains x is filled. */
  filled?(candidate: Candidate): Filled;
}

/** How much of a limit is used up. */
export interface Filled {
  /** Counted touches in the window. */
  readonly count: number;
  readonly max: number;
  /** The window as the policy writes it. */
  readonly window: Window;
}

/** A rule ready to be asked. */
export interface Rule extends Test {
  readonly id: string;
  readonly kind: RuleKind | BuiltIn;
  readonly effect: Effect;
  /** Whether a request may set it aside, with the scope for that. */
  readonly overridable: boolean;
  /** True when it asks how warmly the contact responds, which changes with time. */
  readonly readsEngagement?: boolean;
  /** Where it is written, for a rule of the law. */
  readonly regulation?: Omit<Regulation, "because">;
  /** Whether the rule speaks of this candidate at all. */
  applies(candidate: Candidate): boolean;
}
