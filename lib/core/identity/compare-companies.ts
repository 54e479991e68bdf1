import type { CompanyName } from "./company.ts";
import { slipsBetween } from "./edits.ts";
import { agreed, type Finding, nothingFound, seen } from "./finding.ts";

/**
 * Among contacts of firms one in some 250 works at a given one; as the name of a contact that is itself a firm it is
 * one in some 30 000. People change their employer, and a firm is written in more ways than a person.
 */
interface CompanyBits {
  readonly same: number;
  readonly slip: number;
  readonly part: number;
  readonly differs: number;
}
export const EMPLOYER_BITS: CompanyBits = { same: 8, slip: 6, part: 3, differs: -1 };
export const FIRM_BITS: CompanyBits = { same: 15, slip: 11, part: 6, differs: -8 };

/** Compares companies by their keys: folded, legal forms and places off. */
export function compareCompanies(
  a: CompanyName | undefined,
  b: CompanyName | undefined,
  bits: CompanyBits,
): Finding {
  if (a === undefined || b === undefined) return nothingFound("company");
  const one = a.key.split(" ").sort();
  const other = b.key.split(" ").sort();
  if (one.join("") === other.join("") || a.key.replaceAll(" ", "") === b.key.replaceAll(" ", "")) {
    if (a.place !== undefined && b.place !== undefined && a.place !== b.place) {
      const detail = "The companies are two places of one.";
      return agreed("company", "fuzzy", { bits: bits.part, detail });
    }
    return agreed("company", "same", { bits: bits.same, detail: "The companies are the same." });
  }
  if (isSlip(one.join(" "), other.join(" "))) {
    const detail = "The companies differ by a slip of the hand.";
    return agreed("company", "fuzzy", { bits: bits.slip, detail });
  }
  if (isPart(one, other)) {
    const detail = "One company's name is a part of the other's.";
    return agreed("company", "fuzzy", { bits: bits.part, detail });
  }
  return { ...seen("company", bits.differs, "The companies differ."), apart: true };
}

const LEAST_LENGTH = 6;

/** Numbers in names of firms (Studio 54) are never slips. */
function isSlip(a: string, b: string): boolean {
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).join(" ");
  const length = Math.min(a.length, b.length);
  return (
    length >= LEAST_LENGTH && numbers(a) === numbers(b) && slipsBetween(a, b) <= 1 + Math.floor(length / 10)
  );
}

/** All words of the shorter name, one of them long enough to be more than an article. */
function isPart(a: readonly string[], b: readonly string[]): boolean {
  const [fewer, more] = a.length < b.length ? [a, b] : [b, a];
  return fewer.every((word) => more.includes(word)) && fewer.some((word) => word.length > 3);
}
