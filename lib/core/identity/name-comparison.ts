import type { FamilyAgreement } from "./compare-family.ts";
import type { GivenAgreement } from "./compare-given.ts";

/**
 * How two names agree. `compatible`: nothing speaks against one person (a form of one name only, the other order, a
 * slip in the surname). `near`: nothing does either, but it may be another of the household or a namesake (an initial,
 * a slip in the first name: Marina, Martina; one surname of two, a suffix or a note on one side only; Chinese names
 * that are read in either order). `weak`: some of it agrees, and some does not or is missing. `conflict`: two people of one
 * household, or strangers. `unknown`: nothing to compare.
 */
export type NameLevel = "same" | "compatible" | "near" | "weak" | "conflict" | "unknown";

export interface NameComparison {
  readonly level: NameLevel;
  /** Log₂ of how much likelier the pair looks when the two are one; negative when it speaks against. */
  readonly bits: number;
  /** What was seen, to end a sentence: `one name is a short form of the other`. */
  readonly because: string;
}

/**
 * Log₂ of P(agreement | one person) / P(agreement | two people). A popular given name (John, Maria) is held by about
 * one in 40 of those who come into question, any other by one in 200; a crowded surname (Wang) by one in 40, a
 * frequent one (Smith) by one in 150, any other by one in 1 000. That one person is written with two different
 * surnames, or two different first names, is taken as one case in thirty.
 */
export const GIVEN_BITS: Readonly<Record<GivenAgreement, number>> = {
  same: 7.5,
  short: 6,
  akin: 6,
  initial: 3,
  mistyped: 5.5,
  close: 1,
  "middle-differs": 2,
  differs: -5,
  missing: 0,
};
export const FAMILY_BITS: Readonly<Record<FamilyAgreement, number>> = {
  same: 10,
  mistyped: 8,
  close: 3,
  part: 6,
  initial: 3,
  differs: -5,
  missing: 0,
};
export const FREQUENT_FAMILY_BITS = 7;
export const CROWDED_FAMILY_BITS = 5;
/** A name of one word may be either part of the other, which gives chance two tries. */
export const SINGLE_WORD_BITS = -0.5;
export const OTHER_ORDER_BITS = -1;
/** A given name of one character, and of two. */
export const HAN_GIVEN_BITS = [5, 8.5] as const;
export const POPULAR_GIVEN_BITS = 5;

/** What two names come to that agree only when one is read in the less likely order. */
export const OTHER_ORDER = {
  level: "near",
  because: "the names agree when one is read in the other order, and may be two",
} as const;

/** When there is nothing to compare. */
export const UNKNOWN: NameComparison = {
  level: "unknown",
  bits: 0,
  because: "one of the two has no name of a person",
};
