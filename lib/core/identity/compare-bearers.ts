import { type Finding, nothingFound, seen } from "./finding.ts";
import type { MatchRecord } from "./match-record.ts";
import type { PersonName } from "./person-name.ts";

/** One name in some hundred stands in a stranger's address by chance; of a person's own addresses every third bears it. */
const BITS_A_WORD = 4;
const MOST_BITS = 8;
const LEAST_LETTERS = 4;

/** One side of the comparison: whose addresses, and whose name. */
export interface Bearer {
  readonly record: MatchRecord;
  readonly name: PersonName | undefined;
}

/**
 * Whether the e-mail address of one bears a word of the other's name that the first does not have in its own name:
 * hollythomson3@ of a contact without a name, beside Holly Thomson.
 */
export function compareBearers(a: Bearer, b: Bearer): Finding {
  // Two whole names have been compared already.
  if (wordsOf(a.name).length > 1 && wordsOf(b.name).length > 1) return nothingFound("email");
  const words = Math.max(wordsBorne(a, b), wordsBorne(b, a));
  if (words === 0) return nothingFound("email");
  const bits = Math.min(MOST_BITS, words * BITS_A_WORD);
  return seen("email", bits, "The e-mail address of one bears the name of the other.");
}

/** How many words of the name of `named` only the addresses of `bearer` know of. */
function wordsBorne(bearer: Bearer, named: Bearer): number {
  const own = wordsOf(bearer.name);
  const news = wordsOf(named.name).filter((word) => word.length >= LEAST_LETTERS && !own.includes(word));
  const locals = bearer.record.identities
    .filter(({ type, valid }) => type === "email" && valid)
    .map(({ value }) => value.slice(0, value.lastIndexOf("@")));
  return Math.max(0, ...locals.map((local) => news.filter((word) => local.includes(word)).length));
}

const wordsOf = (name: PersonName | undefined): readonly string[] => {
  const [reading] = name?.readings ?? [];
  return reading === undefined ? [] : [...new Set([...reading.given, ...reading.family])];
};
