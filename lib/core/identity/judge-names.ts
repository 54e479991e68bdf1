import type { FamilyAgreement } from "./compare-family.ts";
import type { GivenAgreement } from "./compare-given.ts";
import type { NameComparison } from "./name-comparison.ts";

/** What two names come to, without how much it weighs. */
export type Judgement = Omit<NameComparison, "bits">;

/** What first names and surnames together come to; `bothSingle` when each name is one word. */
export function judgeNames(given: GivenAgreement, family: FamilyAgreement, bothSingle: boolean): Judgement {
  if (given === "missing" || family === "missing") return judgeSingle(given, family, bothSingle);
  if (family === "differs") {
    return given === "same" || given === "short" || given === "akin"
      ? { level: "weak", because: "the first names agree, the surnames do not" }
      : { level: "conflict", because: "the names differ" };
  }
  if (family === "close") {
    return given === "differs"
      ? { level: "conflict", because: "the names differ" }
      : { level: "weak", because: "the surnames look alike and may be two" };
  }
  switch (given) {
    case "same":
      if (family === "same") return { level: "same", because: "the names are the same" };
      return { level: family === "mistyped" ? "compatible" : "near", because: SURNAME_WORDS[family] };
    case "differs":
      return { level: "conflict", because: "the first names differ" };
    case "middle-differs":
      return { level: "weak", because: "the middle names differ" };
    case "close":
      return { level: "weak", because: "the first names look alike and may be two" };
    case "short":
    case "akin":
    case "initial":
    case "mistyped":
      return family === "same"
        ? { level: given === "short" ? "compatible" : "near", because: GIVEN_WORDS[given] }
        : { level: "weak", because: "first names and surnames are alike, neither is the same" };
  }
}

const SURNAME_WORDS: Readonly<Record<"mistyped" | "part" | "initial", string>> = {
  mistyped: "the surnames differ by a slip of the hand",
  part: "one has a part of the other's surname",
  initial: "one surname is an initial of the other",
};
const GIVEN_WORDS: Readonly<Record<"short" | "akin" | "initial" | "mistyped", string>> = {
  short: "one first name is a form of the other",
  akin: "one first name may be a form of the other, or another's",
  initial: "one first name is an initial of the other",
  mistyped: "the first names differ by a slip of the hand",
};

/** A name of one word, beside another of one or of several. */
function judgeSingle(given: GivenAgreement, family: FamilyAgreement, bothSingle: boolean): Judgement {
  if (given === "differs" || family === "differs") return { level: "conflict", because: "the names differ" };
  if (bothSingle && (given === "same" || family === "same")) {
    return { level: "near", because: "the names are the same single word" };
  }
  return { level: "weak", because: "one name is a part of the other" };
}
