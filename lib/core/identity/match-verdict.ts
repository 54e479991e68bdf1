import type { DuplicatePolicy, RuleField, Tier } from "./duplicate-policy.ts";

/** A value under which a contact is found by others that may be the same person. */
export interface MatchKey {
  /**
   * `email`, `phone` or the system of an id, for the address itself; names with a dot (`name.birth`) are keys made of
   * several fields, which no system can be called.
   */
  readonly kind: string;
  /** In clear; whoever stores it hashes it. */
  readonly value: string;
}

/** One thing that speaks for or against a pair. */
export interface Evidence {
  /** Field of the contact that it is about. */
  readonly field: RuleField | "identities";
  /** Id of the duplicate policy's rule that brought the pair up. */
  readonly rule: string;
  /** A sentence for the steward who looks at the pair. */
  readonly detail: string;
}

/** What two contacts are to each other. */
export interface PairVerdict {
  readonly tier: Tier;
  /** Probability that the two are one, 0–1. */
  readonly score: number;
  /** What speaks for it, then what speaks against; empty when the tier is `none`. */
  readonly evidence: readonly Evidence[];
}

/** By what pairs are judged. */
export interface MatchContext {
  readonly policy: DuplicatePolicy;
  /** Whether a value of a kind of key is held by too many to identify anybody; asked of addresses, `email.alias` and `email.local`. */
  readonly generic: (kind: string, value: string) => boolean;
}

/** A contact that shares a key with a record, and what the two are to each other. */
export interface JudgedCandidate<Record> {
  readonly contactId: string;
  readonly record: Record;
  readonly verdict: PairVerdict;
}

/** What becomes of a record: the contact it merges with, if any, and the pairs that a person is to look at. */
export interface Resolution {
  readonly merge?: string;
  readonly pairs: readonly ({ readonly contactId: string } & PairVerdict)[];
}
