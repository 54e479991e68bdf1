import { isGivenName } from "../data/given-names.ts";
import {
  CROWDED_SURNAMES,
  FEMALE_TITLES,
  GENERATIONS,
  MALE_TITLES,
  PARTICLES,
  TITLES,
} from "../data/name-words.ts";
import { foldText } from "./fold-text.ts";
import { isJointName } from "./joint-name.ts";
import { asideOf, nameText, typedWords } from "./name-text.ts";
import { isPlaceholderName } from "./placeholder-name.ts";

/** One way to take a name apart. Words are folded; a hyphen is a space between them. */
export interface NameReading {
  /** First and middle names, in order; empty when the name has none. */
  readonly given: readonly string[];
  /** Surname, particles first; empty when the name has none. */
  readonly family: readonly string[];
}

/** A person's name as far as its text tells. */
export interface PersonName {
  /** Scripts are compared with their own kind; Han also by sound with Latin. */
  readonly script: "latin" | "han" | "other";
  /** The likeliest first: most texts do not say which end the surname stands at. Never empty. */
  readonly readings: readonly NameReading[];
  /** 1 for the elder (Sr), 2 for Jr and II, and so on. */
  readonly generation: number | undefined;
  readonly gender: "f" | "m" | undefined;
  /** Characters of a Han name; its `readings` hold their sounds in pinyin. */
  readonly han: { readonly family: string; readonly given: string } | undefined;
  /** Whoever it is apart from the name: folded words in brackets that are no form of it, like `vater`; else empty. */
  readonly aside: string;
}

const HAN = /\p{Script=Han}/u;
const MOST_WORDS = 8;

/**
 * Takes a name apart; undefined when the text holds no person's, or several people's (John & Mary Smith): it then tells
 * nobody from anybody. Loads the readings of Chinese characters only for a text that has some.
 */
export async function readPersonName(text: string): Promise<PersonName | undefined> {
  if (isPlaceholderName(text) || isJointName(text)) return undefined;
  if (!HAN.test(text)) return readSpelledName(text);
  const { readHanName } = await import("./han-name.ts");
  return readHanName(text) ?? readSpelledName(text);
}

/** Takes a name apart that is written with letters. */
function readSpelledName(text: string): PersonName | undefined {
  const [first, second] = partsOf(nameText(text));
  if (first === undefined) return undefined;
  const words = second === undefined ? first.words : [...second.words, ...first.words];
  if (words.length === 0) return undefined;
  return {
    script: /^[a-z0-9]+$/.test(words.join("")) ? "latin" : "other",
    readings: second === undefined ? readingsOf(first) : readingsOfTwo(first.words, second.words),
    generation: first.generation ?? second?.generation,
    gender: first.gender ?? second?.gender,
    han: undefined,
    // Robert (Bob) Smith; in quotes it is always what somebody is called.
    aside: asideOf(text)
      .filter((word) => !isGivenName(word) && !words.includes(word))
      .join(" "),
  };
}

/** A stretch of a name without what stands around it. */
interface Part {
  readonly words: readonly string[];
  /** Index of the word that alone is in capitals, which is how some countries mark the surname. */
  readonly capital: number | undefined;
  readonly generation: number | undefined;
  readonly gender: "f" | "m" | undefined;
}

/** The whole name, or surname and given names when a comma parts them; `Smith, Jr` is one part. */
function partsOf(text: string): readonly Part[] {
  const parts = text.split(/[,，]/u).map(readPart);
  const named = parts.filter(({ words }) => words.length > 0);
  const [first, second] = named;
  if (first === undefined) return [];
  const generation = parts.find((part) => part.generation !== undefined)?.generation;
  const gender = parts.find((part) => part.gender !== undefined)?.gender;
  return second === undefined
    ? [{ ...first, generation, gender }]
    : [{ ...first, generation, gender }, second];
}

function readPart(text: string): Part {
  const typed = typedWords(text).slice(0, MOST_WORDS);
  const known = typed
    .map((word) => ({ word: foldText(word), loud: /^\p{Lu}{2,}$/u.test(word) }))
    .filter(({ word }) => word !== "");
  const { generation, rest } = withoutGeneration(known);
  const gender = genderOf(rest[0]?.word);
  // Señor comes before a name, senior after it.
  const words = rest.filter(
    ({ word }, at) => !(TITLES.has(word) || (at === 0 && rest.length > 1 && genderOf(word) !== undefined)),
  );
  const kept = words.length === 1 && genderOf(words[0]?.word) !== undefined ? [] : words;
  const loud = kept.flatMap(({ loud }, at) => (loud ? [at] : []));
  return {
    words: kept.map(({ word }) => word),
    capital: loud.length === 1 && kept.length > 1 ? loud[0] : undefined,
    generation,
    gender: rest.length > 1 || kept.length === 0 ? gender : undefined,
  };
}

const genderOf = (word: string | undefined): "f" | "m" | undefined =>
  word === undefined
    ? undefined
    : MALE_TITLES.has(word) || word === "sr"
      ? "m"
      : FEMALE_TITLES.has(word)
        ? "f"
        : undefined;

interface Word {
  readonly word: string;
  readonly loud: boolean;
}

function withoutGeneration(words: readonly Word[]): {
  generation: number | undefined;
  rest: readonly Word[];
} {
  const at = words.findIndex(({ word }, index) => index > 0 && isGeneration(word, words.length));
  const alone = words.length === 1 && GENERATIONS.has(words[0]?.word ?? "") && !isLong(words[0]?.word ?? "");
  if (at < 0 && !alone) return { generation: undefined, rest: words };
  const index = alone ? 0 : at;
  return {
    generation: GENERATIONS.get(words[index]?.word ?? ""),
    rest: words.filter((_, other) => other !== index),
  };
}

const isLong = (word: string): boolean => word === "senior" || word === "junior";
const isGeneration = (word: string, words: number): boolean =>
  GENERATIONS.has(word) && (!isLong(word) || words > 1);

/** All ways to tell given names from surname, the likeliest first. */
function readingsOf({ words, capital }: Part): readonly NameReading[] {
  const [first = "", second] = words;
  if (second === undefined) return readingsOfOne(first);
  if (capital !== undefined) {
    return [{ given: words.filter((_, at) => at !== capital), family: words.slice(capital, capital + 1) }];
  }
  const surnameFirst = CROWDED_SURNAMES.has(first) && !isGivenName(first);
  const front = splitFront(words, frontLength(words));
  const particle = words.findIndex((word, at) => at > 0 && PARTICLES.has(word) && at < words.length - 1);
  // In Nguyen Van Lan it is a middle name.
  if (particle > 0) return surnameFirst ? [front, splitAt(words, particle)] : [splitAt(words, particle)];
  const last = splitAt(words, words.length - 1);
  const ends = surnameFirst ? [front, last] : [last, front];
  // María García López has two surnames, Robert James Smith has one.
  const middle = words.at(-2) ?? "";
  const both = words.length > 2 && middle.length > 2 && !isGivenName(middle);
  return both ? [...ends, splitAt(words, words.length - 2)] : ends;
}

/** Surname, comma, first names; now and then the other way round. */
const readingsOfTwo = (first: readonly string[], second: readonly string[]): readonly NameReading[] => [
  { given: second, family: first },
  { given: first, family: second },
];

/** Korean names are written without a space, the surname first; any other word may be either. */
const readingsOfOne = (word: string): readonly NameReading[] =>
  /^\p{Script=Hangul}{2,4}$/u.test(word)
    ? [{ given: [word.slice(1)], family: [word.slice(0, 1)] }]
    : [
        { given: [], family: [word] },
        { given: [word], family: [] },
      ];

/** `van Dijk Anna` begins with a surname of two words. */
const frontLength = (words: readonly string[]): number =>
  PARTICLES.has(words[0] ?? "") && words.length > 2 ? 2 : 1;

const splitAt = (words: readonly string[], at: number): NameReading => ({
  given: words.slice(0, at),
  family: words.slice(at),
});

const splitFront = (words: readonly string[], at: number): NameReading => ({
  given: words.slice(at),
  family: words.slice(0, at),
});
