import { isPlain, readable } from "./normalised.ts";

/** Scripts whose marks are accents or points that people leave out; elsewhere (かが, Indic vowels) a mark is a letter's own. */
const ACCENTED =
  /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}])\p{M}+/gu;

/** Letters that Unicode does not take apart, and marks of punctuation that look like an ASCII one. */
const STAND_INS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ħ: "h",
  ŧ: "t",
  ŋ: "n",
  ı: "i",
  ĸ: "k",
  ə: "e",
  ς: "σ",
  "’": "'",
  "‘": "'",
  ʼ: "'",
  ʻ: "'",
  ʹ: "'",
  "′": "'",
  "`": "'",
  "‐": "-",
  "‒": "-",
  "–": "-",
  "—": "-",
  "−": "-",
};
const HAS_STAND_IN = new RegExp(`[${Object.keys(STAND_INS).join("")}]`, "gu");

/**
 * The text as names are compared: NFKC, lower case, without invisible marks and without accents, typographic
 * apostrophes and dashes as ASCII ones, white space as single spaces. Other punctuation stays, as do the
 * spellings that a language has for its own accents: `Müller` becomes `muller`, `Mueller` stays `mueller`.
 * Folding again changes nothing.
 */
export function foldText(text: string): string {
  // Compatibility forms would take ´ for a space with an accent.
  const spaced = text.replace(/[\s\p{Cc}]+/gu, " ").replace(/[`´\u1ffd]/g, "'");
  if (isPlain(spaced)) return spaced.trim().toLowerCase();
  const apart = readable(spaced).toLowerCase().normalize("NFKD");
  const bare = apart.replace(ACCENTED, "$1").replace(HAS_STAND_IN, (mark) => STAND_INS[mark] ?? mark);
  return bare.normalize("NFKC").replace(/\s+/gu, " ").trim();
}
