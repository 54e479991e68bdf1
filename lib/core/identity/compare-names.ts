import { isGivenName } from "../data/given-names.ts";
import { CROWDED_SURNAMES, FREQUENT_SURNAMES, MENS_NAMES, POPULAR_GIVEN_NAMES } from "../data/name-words.ts";
import { compareFamily } from "./compare-family.ts";
import { compareGiven } from "./compare-given.ts";
import { beginsCrowded, compareAcrossScripts, compareHanNames } from "./compare-han-names.ts";
import { judgeNames } from "./judge-names.ts";
import {
  CROWDED_FAMILY_BITS,
  FAMILY_BITS,
  FREQUENT_FAMILY_BITS,
  GIVEN_BITS,
  type NameComparison,
  OTHER_ORDER,
  OTHER_ORDER_BITS,
  POPULAR_GIVEN_BITS,
  SINGLE_WORD_BITS,
  UNKNOWN,
} from "./name-comparison.ts";
import type { NameReading, PersonName } from "./person-name.ts";

/** Compares two names; either may be absent. Symmetric. */
export function compareNames(a: PersonName | undefined, b: PersonName | undefined): NameComparison {
  if (a === undefined || b === undefined) return UNKNOWN;
  return withTitles(a, b, withGenerations(a, b, withAsides(a, b, compareWords(a, b))));
}

const compareWords = (a: PersonName, b: PersonName): NameComparison => {
  if (a.han && b.han) return compareHanNames(a, b);
  return a.script === b.script ? compareSpelled(a, b) : compareAcrossScripts(a, b);
};

/** Hans Müller (Vater) and (Sohn), 陈伟(财务) and 陈伟(采购): what is added tells one from another. */
function withAsides(a: PersonName, b: PersonName, found: NameComparison): NameComparison {
  if (a.aside === b.aside) return found;
  return nearAtMost(found, "what is added to the name in brackets differs");
}

const nearAtMost = (found: NameComparison, because: string): NameComparison =>
  found.level === "same" || found.level === "compatible" ? { ...found, level: "near", because } : found;

/** Sr and Jr are father and son; where only one says which, it may be either. */
function withGenerations(a: PersonName, b: PersonName, found: NameComparison): NameComparison {
  if (a.generation === b.generation) return found;
  if (a.generation !== undefined && b.generation !== undefined) {
    return { level: "conflict", bits: found.bits - 8, because: "the names are of two generations (Sr, Jr)" };
  }
  return nearAtMost(found, "only one name tells its generation (Sr, Jr)");
}

function withTitles(a: PersonName, b: PersonName, found: NameComparison): NameComparison {
  if (a.gender === b.gender) return found;
  if (a.gender === undefined || b.gender === undefined) {
    if (!isHisWife(a) && !isHisWife(b)) return found;
    return nearAtMost(found, "one may be the wife, who is called by her husband's name");
  }
  if (found.level === "unknown" || found.level === "conflict") return found;
  const level = found.level === "same" ? "weak" : "conflict";
  return { level, bits: found.bits - 5, because: "one is addressed as a man, the other as a woman" };
}

/** Mrs. John Smith. */
const isHisWife = ({ gender, readings }: PersonName): boolean =>
  gender === "f" && MENS_NAMES.has(readings[0]?.given[0] ?? "");

/** The likeliest reading of both, unless another way to read one of them makes the whole names agree. */
function compareSpelled(a: PersonName, b: PersonName): NameComparison {
  const single = isSingle(a) || isSingle(b);
  let best: NameComparison | undefined;
  for (const [i, one] of a.readings.entries()) {
    for (const [j, other] of b.readings.entries()) {
      const likeliest = i === 0 && j === 0;
      // Both in the other order would take surnames for first names, which must agree more closely.
      if (!likeliest && !single && (i === j || !agreeThroughout(one, other))) continue;
      const found = compareReadings(one, other);
      const inOrder = likeliest || single;
      const bits = found.bits + (inOrder ? 0 : OTHER_ORDER_BITS);
      const read = inOrder || !mayBeTwoOrders(a, b) ? found : { ...found, ...OTHER_ORDER };
      if (best === undefined || isBetter({ ...read, bits }, best)) best = { ...read, bits };
    }
  }
  return best ?? UNKNOWN;
}

/** Li Wei and Wei Li: both words are surnames that many have. */
const mayBeTwoOrders = (a: PersonName, b: PersonName): boolean =>
  beginsCrowded(a) && beginsCrowded(b) && a.readings[0]?.family[0] !== b.readings[0]?.family[0];

/** Of two readings that weigh the same the one that is later in the alphabet, so that the order does not matter. */
const isBetter = (a: NameComparison, b: NameComparison): boolean =>
  a.bits > b.bits || (a.bits === b.bits && `${a.level} ${a.because}` > `${b.level} ${b.because}`);

const wordsOf = ({ given, family }: NameReading): number => given.length + family.length;
const isSingle = ({ readings }: PersonName): boolean =>
  readings[0] !== undefined && wordsOf(readings[0]) === 1;

/** Whether no word is left over on both sides: García López may be García, but Ann Lee Fox is not Ann Roe Fox. */
function agreeThroughout(a: NameReading, b: NameReading): boolean {
  if (Math.min(wordsOf(a), wordsOf(b)) > 2 && a.given.join("") !== b.given.join("")) return false;
  const family = compareFamily(a.family, b.family);
  const given = compareGiven(a.given, b.given);
  if (family === "part") return given === "same";
  return given !== "differs" && given !== "missing" && (family === "same" || family === "mistyped");
}

function compareReadings(a: NameReading, b: NameReading): NameComparison {
  const given = compareGiven(a.given, b.given);
  const family = compareFamily(a.family, b.family);
  if (given === "missing" && family === "missing") {
    return { level: "unknown", bits: -2, because: "one may be the first name, the other the surname" };
  }
  const popular =
    given === "same" &&
    [a, b].every(({ given: [name = "", ...more] }) => more.length === 0 && POPULAR_GIVEN_NAMES.has(name));
  const givenBits = popular ? POPULAR_GIVEN_BITS : GIVEN_BITS[given];
  const familyBits = family === "same" ? sameFamilyBits([...a.family, ...b.family]) : FAMILY_BITS[family];
  const single = given === "missing" || family === "missing";
  const sum = givenBits + familyBits;
  return {
    ...judgeNames(given, family, wordsOf(a) + wordsOf(b) === 2),
    bits: single ? sum + SINGLE_WORD_BITS : sum,
  };
}

function sameFamilyBits(words: readonly string[]): number {
  if (words.some((word) => CROWDED_SURNAMES.has(word))) return CROWDED_FAMILY_BITS;
  // Thomas, James, Alexander: who has a first name as surname is not alone.
  return words.some((word) => FREQUENT_SURNAMES.has(word) || isGivenName(word))
    ? FREQUENT_FAMILY_BITS
    : FAMILY_BITS.same;
}
