import { foldText } from "./fold-text.ts";
import { readable } from "./normalised.ts";

/** "Bob" or (Bob) within a name; single quotes may be apostrophes. */
const ASIDE = /\s*(?:"[^"]*"|\([^)]*\)|（[^）]*）|[“][^”]*[”])\s*/gu;
const BRACKETED = /[(（]([^)）]*)[)）]/gu;
const APOSTROPHE = /['’‘`´]/gu;
const NOT_A_LETTER = /[^\p{L}\p{M}\p{N}]+/gu;

/** A name as typed, without what stands in brackets or quotes; a name that stands there as a whole is left. */
export function nameText(text: string): string {
  const typed = readable(text);
  const bare = typed.replace(ASIDE, " ");
  return bare.trim() === "" ? typed : bare;
}

/** Words that stand in round brackets, folded, in order: who of the family or of the firm it is, or another name. */
export const asideOf = (text: string): readonly string[] =>
  [...readable(text).matchAll(BRACKETED)].flatMap(([, inside = ""]) => foldedWords(inside)).sort();

/** Its words as typed. O'Brien and D.J. are each one thing: the first one word, the second two letters. */
export const typedWords = (text: string): readonly string[] =>
  text
    .replace(APOSTROPHE, "")
    .replace(NOT_A_LETTER, " ")
    .trim()
    .split(" ")
    .filter((word) => word !== "");

/** Its words as names are compared. */
export const foldedWords = (text: string): readonly string[] =>
  typedWords(text)
    .map(foldText)
    .filter((word) => word !== "");
