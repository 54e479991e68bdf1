import { areForms, areOneName, isGivenName } from "../data/given-names.ts";
import { likeness, slipsBetween } from "./edits.ts";
import { withoutUmlauts } from "./sound.ts";

/**
 * How two people's first and middle names agree; `akin` may be one name and its form or two of one family (Martin,
 * Martina; Alex, Alexandra), `close` one name mistyped or two that look alike.
 */
export type GivenAgreement =
  | "same"
  | "short"
  | "akin"
  | "initial"
  | "mistyped"
  | "close"
  | "middle-differs"
  | "differs"
  | "missing";

/** Shorter names lie so near one another (Eric, Erin) that one slip tells nothing. */
const LEAST_MISTYPED = 5;
const LEAST_SHORT_FORM = 3;
/** What makes another person's name of one: Paul and Paula, Julia and Julio. */
const ENDING = /(?:[aeo]|ina|ine|ette|elle)$/;

/** Compares given names, folded and in order. */
export function compareGiven(a: readonly string[], b: readonly string[]): GivenAgreement {
  const [first, ...middleOfA] = a;
  const [other, ...middleOfB] = b;
  if (first === undefined || other === undefined) return "missing";
  // Mary Ann is Maryann.
  if (a.join("") === b.join("")) return "same";
  const agreement = compareFirst(first, other);
  if (agreement === "differs") return byMiddleName(a, b) ? "akin" : agreement;
  return agreement !== "close" && middlesDiffer(middleOfA, middleOfB) ? "middle-differs" : agreement;
}

function compareFirst(a: string, b: string): GivenAgreement {
  if (a === b || withoutUmlauts(a) === withoutUmlauts(b)) return "same";
  if (isInitial(a, b)) return "initial";
  if (areForms(a, b)) return areOneName(a, b) ? "short" : "akin";
  // Mary and Mark are two names, however near they are.
  if (isGivenName(a) && isGivenName(b)) return "differs";
  if (isBeginning(a, b)) return "akin";
  if (!looksLike(a, b)) return "differs";
  if (stemOf(a) === stemOf(b)) return "close";
  return isSlip(a, b) && Math.min(a.length, b.length) >= LEAST_MISTYPED ? "mistyped" : "close";
}

const isInitial = (a: string, b: string): boolean => (a.length === 1 || b.length === 1) && a[0] === b[0];

/** Gert of Gertraud; it may also be another name (Emil, Emilia), and Paul of Paula surely is. */
function isBeginning(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= LEAST_SHORT_FORM && long.startsWith(short) && stemOf(long) !== stemOf(short);
}

const stemOf = (name: string): string => name.replace(ENDING, "");

/** One slip, or two in a name of seven letters. */
const isSlip = (a: string, b: string): boolean =>
  slipsBetween(a, b) <= (Math.min(a.length, b.length) >= 7 ? 2 : 1);

/** So similar are names of one person that several slips went into, and some of two people. */
const LEAST_SIMILARITY = 0.84;
const looksLike = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 3 && (isSlip(a, b) || likeness(a, b) >= LEAST_SIMILARITY);

/** J Robert Smith and Robert Smith: who goes by a middle name, or Hans Peter and his son Peter. */
function byMiddleName(a: readonly string[], b: readonly string[]): boolean {
  const [fewer, more] = a.length < b.length ? [a, b] : [b, a];
  const name = fewer[0] ?? "";
  return fewer.length === 1 && name.length > 2 && more.slice(1).includes(name);
}

function middlesDiffer(a: readonly string[], b: readonly string[]): boolean {
  const [one] = a;
  const [other] = b;
  if (one === undefined || other === undefined) return false;
  const agreement = compareFirst(one, other);
  return agreement === "differs" || agreement === "close";
}
