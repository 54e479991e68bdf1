import { likeness, slipsBetween } from "./edits.ts";
import { agreed, type Finding, nothingFound, seen } from "./finding.ts";
import { foldText } from "./fold-text.ts";
import type { MatchRecord } from "./match-record.ts";

/**
 * Of the customers of one firm one in some 4 000 lives in the same street at the same number and one in 250 by the
 * same postal code; a city holds one in twelve, as most customers live in the great ones or near the firm. People move: a different place is seen
 * on every third pair that is one person.
 */
const STREET_BITS = 13;
const STREET_ALONE_BITS = 9;
const POSTAL_CODE_BITS = 8;
const CITY_BITS = 3.5;
const SIMILAR_CITY_BITS = 2.5;
const DIFFERENT_BITS = -1.5;

/** Street, postal code and city as they are compared. */
export interface Place {
  readonly street: string | undefined;
  readonly postalCode: string | undefined;
  readonly city: string | undefined;
}

/** Words of streets that are written in short, in the languages that do so most. */
const SHORT_FORMS: ReadonlyMap<string, string> = new Map([
  ["street", "st"],
  ["str", "st"],
  ["strasse", "st"],
  ["avenue", "ave"],
  ["av", "ave"],
  ["road", "rd"],
  ["lane", "ln"],
  ["drive", "dr"],
  ["place", "pl"],
  ["court", "ct"],
  ["circuit", "cct"],
  ["crescent", "cres"],
  ["boulevard", "blvd"],
  ["square", "sq"],
  ["terrace", "tce"],
  ["parkway", "pkwy"],
  ["highway", "hwy"],
  ["suite", "ste"],
  ["apartment", "apt"],
  ["north", "n"],
  ["south", "s"],
  ["east", "e"],
  ["west", "w"],
]);

export function placeOf({ street, postalCode, city }: MatchRecord): Place {
  return {
    street: street === undefined ? undefined : streetKeyOf(street),
    postalCode: emptyToAbsent(foldText(postalCode ?? "").replace(/[^\p{L}\p{N}]/gu, "")),
    city: emptyToAbsent(wordsOf(city ?? "").join(" ")),
  };
}

const emptyToAbsent = (text: string): string | undefined => (text === "" ? undefined : text);
const wordsOf = (text: string): readonly string[] => foldText(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
const streetKeyOf = (street: string): string | undefined =>
  emptyToAbsent(
    wordsOf(street.replace(/(?<=\p{L}{3})stra(?:ß|ss)e\b/giu, "str"))
      .map((word) => SHORT_FORMS.get(word) ?? word)
      .join(" "),
  );

/** Compares where two contacts live; what one of them leaves out counts for nothing. */
export function comparePlaces(a: Place, b: Place): Finding {
  const street = agreement(a.street, b.street, sameStreet);
  const postalCode = agreement(a.postalCode, b.postalCode, (one, other) => one === other);
  const city = agreement(a.city, b.city, sameCity);
  if (street === undefined && postalCode === undefined && city === undefined) return nothingFound("address");
  if (street) return streetFinding(postalCode, city);
  if (postalCode) {
    return agreed("address", "similar", { bits: POSTAL_CODE_BITS, detail: "The postal codes are the same." });
  }
  if (!city) return seen("address", DIFFERENT_BITS, "The places differ.");
  const bits = a.city === b.city ? CITY_BITS : SIMILAR_CITY_BITS;
  return agreed("address", "similar", { bits, detail: "The cities are the same." });
}

/** A street of that name and number stands in many towns: without its town it tells less. */
function streetFinding(postalCode: boolean | undefined, city: boolean | undefined): Finding {
  const level = postalCode || city ? "same" : "similar";
  const bits =
    level === "same" ? STREET_BITS : postalCode === false || city === false ? CITY_BITS : STREET_ALONE_BITS;
  const detail = level === "same" ? "The addresses are the same." : "The streets are the same.";
  return agreed("address", level, { bits, detail });
}

const agreement = (
  a: string | undefined,
  b: string | undefined,
  agrees: (a: string, b: string) => boolean,
): boolean | undefined => (a === undefined || b === undefined ? undefined : agrees(a, b));

/** The same numbers, and words that are the same but for a slip or two. */
function sameStreet(a: string, b: string): boolean {
  if (a === b) return true;
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).join(" ");
  if (numbers(a) === "" || numbers(a) !== numbers(b)) return false;
  return slipsBetween(a, b) <= 1 + Math.floor(Math.min(a.length, b.length) / 12);
}

/** Cities that look alike are mostly one, mistyped; the few others (Bradford, Bedford) are why it weighs less. */
const LEAST_SIMILARITY = 0.87;
const sameCity = (a: string, b: string): boolean => a === b || likeness(a, b) >= LEAST_SIMILARITY;
