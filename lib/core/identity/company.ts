import { type CompanyForm, formOf, isBracketedForm, stripEnd, stripStart } from "./company-forms.ts";
import { wordsOf } from "./company-words.ts";
import { readable } from "./normalised.ts";

/** A company's name in its parts. */
export interface CompanyName {
  /**
   * The name alone, as it is compared: folded words without legal form, article and what stood in brackets. Empty
   * only for a text without letters and digits.
   */
  readonly key: string;
  /** What stood in brackets and is no legal form, folded: nearly always a place, as in `Acme (China) Ltd`. */
  readonly place?: string;
  /** The legal form in one spelling, like `gmbh` or `ltd`; absent when the name has none. */
  readonly form?: string;
  /** What the form has in common with those of other countries, like `llc`; absent when nothing is known. */
  readonly kind?: string;
}

/** Longer names than any register takes are cut. */
const LONGEST = 300;
const BRACKETS = /[([{【〔〈《「『]([^()[\]{}【】〔〕〈〉《》「」『』]*)[)\]}】〕〉》」』]/gu;
const MOST_FORMS = 4;

/**
 * Reads a company's name as somebody typed it, in any script. `Müller & Söhne GmbH`, `MULLER AND SOHNE G.m.b.H.`
 * and `The Müller & Söhne` have one key. A name that consists of nothing but forms keeps them. A word like Group or
 * 集团 counts as a form too: records of one company leave it out as often as not. Traditional and simplified Chinese
 * stay different, and no word is translated.
 */
export function readCompany(text: string): CompanyName {
  const { outside, inside } = outOfBrackets(readable(text.slice(0, LONGEST).replace(/[™®©℠]/g, " ")));
  const { words, forms } = withoutForms(withoutArticle(wordsOf(outside)));
  const places = inside.filter((bracketed) => !isBracketedForm(bracketed)).flat();
  const form = mainOf([...forms, ...inside.flatMap((bracketed) => formOf(bracketed) ?? [])]);
  return {
    key: words.join(" ").replace(GAP_IN_CHINESE, ""),
    ...(places.length > 0 && { place: places.join(" ") }),
    ...(form?.form && { form: form.form }),
    ...(form?.kind && { kind: form.kind }),
  };
}

const GAP_IN_CHINESE = /(?<=\p{Script=Han}) (?=\p{Script=Han})/gu;

/** A name that stands in brackets as a whole is left there. */
function outOfBrackets(text: string): { outside: string; inside: readonly (readonly string[])[] } {
  const inside = [...text.matchAll(BRACKETS)].map(([, bracketed = ""]) => wordsOf(bracketed));
  const outside = text.replace(BRACKETS, " ");
  return wordsOf(outside).length > 0 ? { outside, inside } : { outside: text, inside: [] };
}

/** `The Acme`, and `Acme, The` as in sorted lists. */
function withoutArticle(words: readonly string[]): readonly string[] {
  if (words.length > 1 && words[0] === "the") return words.slice(1);
  return words.length > 1 && words.at(-1) === "the" ? words.slice(0, -1) : words;
}

/** Takes forms off the end, then off the beginning. */
function withoutForms(all: readonly string[]): {
  readonly words: readonly string[];
  readonly forms: readonly CompanyForm[];
} {
  let words = all;
  const forms: CompanyForm[] = [];
  for (let stripped = stripEnd(words); stripped !== undefined; stripped = stripEnd(words)) {
    words = stripped.words;
    forms.push(stripped.found);
    if (forms.length === MOST_FORMS) break;
  }
  // PT … Tbk is the one form of which half stands at either end.
  const afterForm = forms.some((found) => isLegal(found) && found.form !== "tbk");
  const leading = stripStart(words, { afterForm });
  return leading === undefined
    ? { words, forms }
    : { words: leading.words, forms: [...forms, leading.found] };
}

/** The first that is a legal form, else the first. */
const mainOf = (forms: readonly CompanyForm[]): CompanyForm | undefined => forms.find(isLegal) ?? forms[0];

const isLegal = ({ form }: CompanyForm): boolean => form !== "group";
