import type * as z from "zod/mini";
import type { Issue } from "../errors.ts";
import { HOLIDAY_LISTS } from "../holidays/holidays.ts";
import { slipsBetween } from "../identity/edits.ts";
import { ENGAGEMENTS } from "../rule-document.ts";
import { fieldOf, segmentsOf } from "./path-segments.ts";
import { fieldsOf, formsOf, formsUnder, takes, wordsOf } from "./words-of-schema.ts";

/**
 * The same faults, each with what its author may have meant: the nearest word that would do, or how a value of
 * another type is written. `schema` reads the whole document.
 */
export function withHints(
  issues: readonly Issue[],
  of: { readonly document: unknown; readonly schema: z.core.$ZodType },
): readonly Issue[] {
  return issues.map(({ path, message }) => {
    const hint = path === "" ? undefined : hintAt(segmentsOf(of.document, path), of);
    return { path, message: hint === undefined ? message : `${message}; ${hint}` };
  });
}

function hintAt(
  segments: readonly string[],
  { document, schema }: { readonly document: unknown; readonly schema: z.core.$ZodType },
): string | undefined {
  const last = segments.at(-1) as string;
  let forms = formsOf(schema);
  let value = document;
  for (const name of segments.slice(0, -1)) {
    forms = formsUnder(forms, value, name);
    value = fieldOf(value, name);
  }
  const fields = fieldsOf(forms, value);
  const given = fieldOf(value, last);
  if (fields.length > 0 && !fields.includes(last)) {
    return given === undefined ? undefined : (ownOf(HINTS_OF_FIELDS, last) ?? didYouMean(last, fields));
  }
  const expected = formsUnder(forms, value, last);
  if (segments.at(-2) === "values") return didYouMean(last, ENGAGEMENTS);
  const words = [...wordsOf(expected), ...declaredAt(segments, document)];
  if (typeof given === "string" && words.length > 0) {
    return words.includes(given) ? undefined : didYouMean(given, words);
  }
  return typeHint(given, expected);
}

/** Names that come from other formats. */
const HINTS_OF_FIELDS: Readonly<Record<string, string>> = {
  "<<": "YAML 1.2 has no merge keys: write the fields out",
};

/** The names that the document itself declares, or that the world does, for the place of a free text. */
function declaredAt(segments: readonly string[], document: unknown): readonly string[] {
  const last = segments.at(-1) as string;
  const words = ownOf(ZONE_WORDS, last);
  if (words !== undefined) return [...words, ...Intl.supportedValuesOf("timeZone")];
  switch (segments.at(-2)) {
    case "purpose":
      return Object.keys(Object(fieldOf(document, "purposes")));
    case "department":
      return textsOf(fieldOf(document, "departments"));
    case "holidays":
      return [...Object.keys(Object(fieldOf(document, "holidayLists"))), ...HOLIDAY_LISTS];
    case "groups":
      return Object.keys(Object(fieldOf(document, "campaignGroups")));
    default:
      return [];
  }
}

/** Fields that hold a zone, and what may stand in its place. */
const ZONE_WORDS: Readonly<Record<string, readonly string[]>> = {
  timezone: [],
  zone: ["contact", "policy"],
  unknownZone: ["deny"],
};

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];

/** How a value of another type would be written. */
function typeHint(given: unknown, expected: ReturnType<typeof formsOf>): string | undefined {
  if (takes(expected, "string") && (typeof given === "number" || typeof given === "boolean")) {
    return `write it in quotes, "${given}"`;
  }
  if (typeof given !== "string") return undefined;
  if (takes(expected, "boolean")) {
    const meant = ownOf(MEANT, given.toLowerCase());
    return meant === undefined ? undefined : `write ${meant}, without quotes`;
  }
  return takes(expected, "number") && /^\d+$/.test(given) ? `write ${given}, without quotes` : undefined;
}

/** What older versions of YAML read as true and false. */
const MEANT: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  y: true,
  false: false,
  no: false,
  off: false,
  n: false,
};

/** The nearest of the words, when no more than one letter in three is otherwise, or one begins with the other. */
function didYouMean(given: string, words: readonly string[]): string | undefined {
  const plain = plainOf(given);
  if (plain.length > MOST_LETTERS) return undefined;
  const [nearest] = words
    .map((word) => ({ word, slips: slipsBetween(plain, plainOf(word)) }))
    .filter(
      ({ word, slips }) => slips <= Math.max(plain.length, word.length) / 3 || isBegun(plain, plainOf(word)),
    )
    .sort((a, b) => a.slips - b.slips);
  return nearest === undefined || nearest.word === given ? undefined : `did you mean ${nearest.word}?`;
}

/** Whether one is how the other begins: `monday` and `mon`. */
const isBegun = (one: string, other: string): boolean =>
  Math.min(one.length, other.length) >= 3 && (one.startsWith(other) || other.startsWith(one));

const MOST_LETTERS = 64;

/** Without what is often written otherwise: case, and what joins words. */
const plainOf = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, "");

/** What a table has under a name that may be anything, also one that every object has. */
const ownOf = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
