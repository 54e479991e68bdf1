import { foldText } from "./fold-text.ts";

/**
 * The words of a company's name as they are compared: folded, an ampersand as `and`, apostrophes off, initials
 * closed up (`G.m.b.H.`, `B. V.` and `B V` are one word each), other punctuation as a gap. Chinese and Japanese
 * have no gaps between words: what stands together stays one word.
 */
export function wordsOf(text: string): readonly string[] {
  const spelled = foldText(text)
    .replace(/[&+]/g, " and ")
    // Hebrew abbreviations carry a quotation mark inside.
    .replace(/(?<=\p{Script=Hebrew})["״](?=\p{Script=Hebrew})/gu, "")
    .replaceAll("'", "")
    .replace(INITIALS, (letters) => `${letters.replace(/[. ]/g, "")} `);
  return closeUp(spelled.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== ""));
}

/** Letters each with a dot, of which the last may lack it. */
const INITIALS = /(?<![\p{L}\p{N}])(?:\p{L}\. ?)+(?:\p{L}(?![\p{L}\p{N}]))?/gu;
const INITIAL = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]$/u;

/** Initials that follow one another become one word. */
function closeUp(words: readonly string[]): readonly string[] {
  const closed: string[] = [];
  let open = false;
  for (const word of words) {
    const initial = INITIAL.test(word);
    const last = closed.at(-1);
    if (initial && open && last !== undefined) closed[closed.length - 1] = last + word;
    else closed.push(word);
    open = initial;
  }
  return closed;
}
