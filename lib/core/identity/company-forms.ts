import { COMPANY_FORMS } from "../data/company-forms.ts";
import { BRACKETED_FORMS, LEADING_FORMS, MORE_COMPANY_FORMS } from "../data/more-company-forms.ts";
import { wordsOf } from "./company-words.ts";

/** A legal form of companies. */
export interface CompanyForm {
  /** Its short form in one spelling, like `gmbh`; `group` for what only says that there are several companies; may be empty. */
  readonly form: string;
  /** What the laws of several countries have in common, like `llc` or `jsc`; empty when there is nothing. */
  readonly kind: string;
}

const BY_SPELLING = new Map<string, CompanyForm>();
for (const line of `${MORE_COMPANY_FORMS}\n${COMPANY_FORMS}`.split("\n")) {
  const [form = "", kind = "", ...spellings] = line.split(";");
  for (const spelling of spellings) {
    const words = wordsOf(spelling).join(" ");
    if (!BY_SPELLING.has(words)) BY_SPELLING.set(words, { form, kind });
  }
}
const MOST_WORDS = Math.max(...[...BY_SPELLING.keys()].map((spelling) => spelling.split(" ").length));

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
/** Spellings in scripts without gaps between words, longest first; single letters only count in brackets. */
const AFFIXES: readonly string[] = [...BY_SPELLING.keys()]
  .filter((spelling) => UNSPACED.test(spelling) && spelling.length > 1)
  .sort((a, b) => b.length - a.length);
/** A branch (分公司) and a subsidiary (子公司) are not the company. */
const BRANCH = /[分子]公司$/;

const BRACKETED = new Set(BRACKETED_FORMS.map((form) => wordsOf(form).join(" ")));
const LEADING = new Set(LEADING_FORMS);
/** Kinds of companies that trade; others (associations, state bodies) begin too many names that are no forms. */
const TRADING = new Set(["llc", "jsc", "lp", "llp", "gp", "sp", "soe"]);

/** Words without the form that was found at one of their ends. */
export interface Stripped {
  readonly words: readonly string[];
  readonly found: CompanyForm;
}

/** The form that the whole text is, if it is one. */
export const formOf = (words: readonly string[]): CompanyForm | undefined => BY_SPELLING.get(words.join(" "));

/** Whether brackets around this are part of a form, not of the name. */
export const isBracketedForm = (words: readonly string[]): boolean =>
  BRACKETED.has(words.join(" ")) || formOf(words) !== undefined;

/** The longest form at the end; undefined when there is none, or nothing else. */
export function stripEnd(words: readonly string[]): Stripped | undefined {
  for (let count = Math.min(MOST_WORDS, words.length - 1); count > 0; count--) {
    const found = formOf(words.slice(-count));
    const left = words.slice(0, -count);
    if (found !== undefined && !isLeadingForm(left)) return { words: left, found };
  }
  const last = words.at(-1) ?? "";
  const affix = BRANCH.test(last) ? undefined : AFFIXES.find((text) => last.endsWith(text));
  const found = affix === undefined ? undefined : BY_SPELLING.get(affix);
  if (affix === undefined || found === undefined || affix === last) return undefined;
  return { words: [...words.slice(0, -1), last.slice(0, -affix.length)], found };
}

/**
 * The longest form at the beginning that may stand there; undefined when there is none, or nothing else. With
 * `afterForm`, a form was found at the end, and a short Latin word before the name is then part of it.
 */
export function stripStart(words: readonly string[], { afterForm = false } = {}): Stripped | undefined {
  for (let count = Math.min(MOST_WORDS, words.length - 1); count > 0; count--) {
    const leading = words.slice(0, count);
    const found = formOf(leading);
    if (found === undefined || !isLeadingForm(leading) || (afterForm && isLatinWord(leading))) continue;
    return { words: words.slice(count), found };
  }
  const [first = "", ...rest] = words;
  const affix = AFFIXES.find((text) => first.startsWith(text));
  const found = affix === undefined ? undefined : BY_SPELLING.get(affix);
  if (affix === undefined || found === undefined || affix === first) return undefined;
  return { words: [first.slice(affix.length), ...rest], found };
}

function isLeadingForm(words: readonly string[]): boolean {
  if (isLatinWord(words)) return LEADING.has(words[0] ?? "");
  return TRADING.has(formOf(words)?.kind ?? "");
}

const isLatinWord = ([word = "", ...others]: readonly string[]): boolean =>
  others.length === 0 && /^\p{Script=Latin}/u.test(word);
