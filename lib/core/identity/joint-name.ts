import { isGivenName } from "../data/given-names.ts";
import {
  CHINESE_SURNAMES,
  DOUBLE_SURNAMES,
  FEMALE_TITLES,
  GENERATIONS,
  HOUSEHOLD_BEGINNINGS,
  HOUSEHOLD_ENDINGS,
  JOINING_WORDS,
  MALE_TITLES,
  PARTICLES,
  POPULAR_GIVEN_NAMES,
  SMALL_JOINING_WORDS,
} from "../data/name-words.ts";
import { foldText } from "./fold-text.ts";
import { nameText } from "./name-text.ts";

/** Written for `&`: also a plus with space before it. Without, forms send a plus for a space. */
const AND = /&amp;|、|(?<=\s)\+(?=\s*\p{L})/gu;
const TOKEN = /[\p{L}\p{M}\p{N}'’-]+\.?|[&/;+]/gu;
/** 张三和李四. The word is also a part of first names (佐藤和太郎), so a surname must follow. */
const TWO_IN_CHINESE = new RegExp(
  `^\\p{Script=Han}{2,4}[和与與及跟](?:[${CHINESE_SURNAMES}]|${[...DOUBLE_SURNAMES].join("|")})\\p{Script=Han}{1,2}$`,
  "u",
);

const SPACED = /^[a-z]+$/;
const UNSPACED_HOUSEHOLD = new RegExp(
  `.(?:${[...HOUSEHOLD_ENDINGS].filter((ending) => !SPACED.test(ending)).join("|")})$`,
  "u",
);

/** A stretch of a name. */
interface Token {
  /** With the dot behind it. */
  readonly typed: string;
  /** As names are compared. */
  readonly word: string;
}

/**
 * Whether a name is several people's: two by their first names or forms of address, a couple, a family. It does not
 * tell which of them a contact is.
 *
 * Known limitations: of two full names with a small word between them (Juan García y Lucía López) the second is known
 * by a first name of the table only, and two full names with a comma between them are taken for one person's.
 */
export function isJointName(text: string): boolean {
  const tokens = tokensOf(nameText(text));
  const words = tokens.map(({ word }) => word);
  const joined = words.join("");
  if (isHousehold(words) || TWO_IN_CHINESE.test(joined) || UNSPACED_HOUSEHOLD.test(joined)) return true;
  return tokens.some((token, at) => joins(token, tokens.slice(0, at), tokens.slice(at + 1)));
}

/** In the order in which they are spoken: `Smith, John & Mary` is John & Mary Smith. */
function tokensOf(text: string): readonly Token[] {
  const parts = text.replace(AND, " & ").split(/[,，]/u);
  const tokens = [...parts.slice(1), parts[0]].flatMap((part) =>
    (part?.match(TOKEN) ?? []).map((typed) => ({ typed, word: foldText(typed.replace(".", "")) })),
  );
  return GENERATIONS.has(tokens.at(-1)?.word ?? "") ? tokens.slice(0, -1) : tokens;
}

/** Familie Schmidt, Smith Family, the Smiths. */
function isHousehold(words: readonly string[]): boolean {
  if (words.length < 2) return false;
  const article = /^(?:the|die|la)$/.test(words[0] ?? "") ? 1 : 0;
  const named = words.slice(article);
  if (article === 1 && named.length === 1) return words[0] !== "la" && /...s$/.test(named[0] ?? "");
  return (
    HOUSEHOLD_ENDINGS.has(words.at(-1) ?? "") ||
    (named.length > 1 && HOUSEHOLD_BEGINNINGS.has(named[0] ?? ""))
  );
}

/** Whether a word or a sign joins two people, by what stands before and after it. */
function joins({ typed, word }: Token, before: readonly Token[], after: readonly Token[]): boolean {
  const [next] = after;
  const previous = before.at(-1);
  if (previous === undefined || next === undefined) return false;
  if (word === "&") return true;
  if (/^[/;+]$/.test(word)) return isForename(previous) && isForename(next);
  if (JOINING_WORDS.has(word)) return isWord(typed) && !isInSurname(before, after);
  return (
    SMALL_JOINING_WORDS.has(word) && isSmall(typed, next) && isBetweenTwo({ typed, word }, before, after)
  );
}

/** One of a single letter is an initial when it is a capital. */
const isWord = (typed: string): boolean => !/^\p{Lu}\.?$/u.test(typed);

/** In small letters; also where everything is in capitals, unless it is as likely an initial there. */
function isSmall(typed: string, next: Token): boolean {
  // In German, u. is short for und.
  if (typed.endsWith(".")) return typed === "u.";
  return (
    typed === typed.toLowerCase() || (/^(?:Y|\p{Lu}{2,})$/u.test(typed) && /^\p{Lu}{2,}$/u.test(next.typed))
  );
}

/** Gloria von Thurn und Taxis, Karl von und zu Guttenberg. */
function isInSurname(before: readonly Token[], after: readonly Token[]): boolean {
  const [next] = after;
  if (next === undefined || isForename(next)) return false;
  const noble = before.some(({ word }) => word === "von" || word === "zu" || word === "vom");
  return noble && (after.length === 1 || PARTICLES.has(next.word));
}

/** Juan y María García, and not Ramón y Cajal or Juan Ortega y Gasset. */
function isBetweenTwo({ word }: Token, before: readonly Token[], after: readonly Token[]): boolean {
  const [next] = after;
  const last = after.at(-1);
  if (next === undefined || last === undefined) return false;
  // In `maria e lopez` it is an initial.
  const initial = /^[eiu]$/.test(word) && !/^\p{Lu}/u.test(next.typed);
  if (isForename(next)) return after.length > 1 || (!initial && before.every(isForename));
  // In `Ortega y Gasset José` the surname comes first.
  const bothSurnames = PARTICLES.has(next.word) || isForename(last);
  return before.length === 1 && after.length > 1 && !initial && !bothSurnames;
}

const isForename = ({ word }: Token): boolean =>
  isGivenName(word) ||
  POPULAR_GIVEN_NAMES.has(word) ||
  MALE_TITLES.has(word) ||
  FEMALE_TITLES.has(word) ||
  word === "sr";
