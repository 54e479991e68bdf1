import { FEMALE_TITLES, MALE_TITLES, TITLES } from "../data/name-words.ts";
import {
  inAnyOrder,
  PLACEHOLDER_NAMES,
  PLACEHOLDER_PARTICLES,
  PLACEHOLDER_STRETCHES,
  PLACEHOLDER_WORDS,
} from "../data/placeholder-words.ts";
import { ROLE_NAMES } from "../data/role-names.ts";
import { foldedWords, nameText } from "./name-text.ts";

/** Scripts that set no spaces between words. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{N}ー]+$/u;
/** Longer texts have too many ways to be taken apart. */
const MOST_UNSPACED = 16;
const STRETCHES = new RegExp(`^(?:${PLACEHOLDER_STRETCHES.join("|")}|\\p{N})+$`, "u");
/** 无, and somebody of whom only the surname is told (张某某). */
const WHOLE = /^(?:[无無空]|\p{Script=Han}{0,2}某{1,3}(?:先生|女士|小姐)?)$/u;
const LETTER = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]$/u;
/** Aaa, xxxx. */
const HELD_DOWN = /^(\p{L})\1{2,}$/u;

/**
 * Whether a text in the field of a name is no person's: it consists of nothing but words that stand for somebody
 * (customer), nobody (unknown, N/A), a trial (test user) or a function (front desk), of numbers, or of single letters.
 * One word of another kind makes it a name, and so does a form of address before a single word: Anna Test, Mr Guest.
 */
export function isPlaceholderName(text: string): boolean {
  const all = foldedWords(nameText(text));
  const words = all.filter((word) => !isTitle(word));
  if (words.length === 0 || (words.length === 1 && all.length > 1)) return false;
  if (PLACEHOLDER_NAMES.has(inAnyOrder(words))) return true;
  const joined = words.join("");
  if (UNSPACED.test(joined)) {
    return joined.length <= MOST_UNSPACED && (WHOLE.test(joined) || STRETCHES.test(joined));
  }
  const told = words.filter((word) => !PLACEHOLDER_PARTICLES.has(word));
  return told.length > 0 && told.every(tellsNobody);
}

const isTitle = (word: string): boolean =>
  TITLES.has(word) || MALE_TITLES.has(word) || FEMALE_TITLES.has(word);

/** Words may be numbered: guest123. */
function tellsNobody(word: string): boolean {
  const bare = word.replace(/\p{N}+$/u, "");
  return (
    bare === "" ||
    LETTER.test(bare) ||
    HELD_DOWN.test(bare) ||
    PLACEHOLDER_WORDS.has(bare) ||
    ROLE_NAMES.has(bare)
  );
}
