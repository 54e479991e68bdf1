import { CROWDED_SURNAMES } from "../data/name-words.ts";
import {
  CROWDED_FAMILY_BITS,
  GIVEN_BITS,
  HAN_GIVEN_BITS,
  type NameComparison,
  OTHER_ORDER,
  UNKNOWN,
} from "./name-comparison.ts";
import type { PersonName } from "./person-name.ts";

/** Characters tell more than their sound: 李明 and 李鸣 are pronounced alike. */
export function compareHanNames(a: PersonName, b: PersonName): NameComparison {
  const [one] = a.readings;
  const [other] = b.readings;
  if (a.han === undefined || b.han === undefined || one === undefined || other === undefined) return UNKNOWN;
  const familySounds = one.family[0] === other.family[0];
  const givenSounds = one.given[0] === other.given[0];
  if (a.han.given === "" || b.han.given === "") {
    return familySounds
      ? { level: "weak", bits: 3, because: "one name is a part of the other" }
      : { level: "conflict", bits: -5, because: "the surnames differ" };
  }
  if (a.han.given === b.han.given && familySounds) {
    const same = a.han.family === b.han.family;
    return same
      ? { level: "same", bits: hanBits(a.han.given), because: "the names are the same" }
      : { level: "weak", bits: hanBits(a.han.given) - 4, because: "the surnames only sound the same" };
  }
  if (familySounds && givenSounds)
    return { level: "weak", bits: hanBits(a.han.given) - 6, because: "the names only sound the same" };
  if (familySounds) return { level: "conflict", bits: -1, because: "the given names differ" };
  return a.han.given === b.han.given
    ? { level: "weak", bits: 4, because: "the given names agree, the surnames do not" }
    : { level: "conflict", bits: -10, because: "the names differ" };
}

const hanBits = (given: string): number => CROWDED_FAMILY_BITS + HAN_GIVEN_BITS[given.length > 1 ? 1 : 0];

/** A Han name beside its pinyin. Who goes by a Western name, or by another romanisation, is no other person for it. */
export function compareAcrossScripts(a: PersonName, b: PersonName): NameComparison {
  const [han, spelled] = a.script === "han" ? [a, b] : [b, a];
  const [reading] = han.readings;
  if (han.script !== "han" || spelled.script !== "latin" || reading === undefined) {
    return { ...UNKNOWN, because: "the names are in two scripts" };
  }
  const agreements = spelled.readings.map((other, at) => ({
    isLikeliest: at === 0,
    family: reading.family[0] === other.family.join(""),
    given: acrossGiven(reading.given[0] ?? "", other.given),
  }));
  const agreed = agreements.find(({ family, given }) => family && given === "same");
  if (agreed !== undefined) {
    const bits = hanBits(han.han?.given ?? "") - 2;
    // Li Wei is 李伟 rather than 魏丽.
    return !agreed.isLikeliest && beginsCrowded(spelled)
      ? { ...OTHER_ORDER, bits }
      : { level: "compatible", bits, because: "one name is the other in pinyin" };
  }
  if (agreements.some(({ family, given }) => family && given === "initial")) {
    return {
      level: "near",
      bits: CROWDED_FAMILY_BITS + GIVEN_BITS.initial,
      because: "one name is the other in pinyin, with an initial",
    };
  }
  if (agreements.some(({ family }) => family)) {
    return { level: "weak", bits: 2, because: "the surnames agree, across scripts" };
  }
  return { ...UNKNOWN, because: "the names are in two scripts" };
}

/** Whether the likeliest reading begins with a surname that many have. */
export const beginsCrowded = ({ readings }: PersonName): boolean =>
  CROWDED_SURNAMES.has(readings[0]?.family[0] ?? "");

function acrossGiven(sound: string, given: readonly string[]): "same" | "initial" | "differs" {
  if (sound === "" || given.length === 0) return "differs";
  const joined = given.join("");
  if (joined === sound) return "same";
  return joined.length === 1 && sound.startsWith(joined) ? "initial" : "differs";
}
