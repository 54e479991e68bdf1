import { WEEKDAYS } from "../calendar.ts";
import { OPENING_DAYS, type OpeningDay, type Window } from "../rule-document.ts";
import { fieldsOf, type Noun, type Thing } from "./things.ts";

/** A field in words: what it is, its value, and what follows the value. */
export interface Phrase {
  readonly label: string;
  readonly value: string;
  readonly suffix: string;
}

/** One language for differences of policies. */
export interface DifferenceWords {
  readonly nouns: Readonly<Record<Exclude<Noun, "rule">, string>>;
  /** What a kind of rule is called. */
  readonly kind: (kind: string) => string;
  readonly whole: (
    change: "added" | "removed",
    noun: string,
    of: { readonly name: string; readonly phrases: readonly string[] },
  ) => string;
  /** Who a changed field belongs to, with what parts it from the rest; empty for the policy itself. */
  readonly subject: (noun: string, thing: Thing) => string;
  readonly nowHas: (phrase: string) => string;
  readonly noLonger: (phrase: string) => string;
  readonly order: (ids: readonly string[]) => string;
  readonly writtenOtherwise: string;
  /** Whether a field is told with another one, when the whole thing is. */
  readonly inSuffix: (field: string, thing: Thing) => boolean;
  /** Of a rule, or of a purpose, a list or the policy, by the last part of its path. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of a matcher's field: `when.channel`. */
  readonly matcherLabel: (part: MatcherPart, field: string) => string;
  /** After a number of touches, and in which window. */
  readonly touches: (max: string, window: string | undefined) => string;
  readonly duration: (duration: string) => string;
  readonly window: (window: Window) => string;
  readonly segmented: (max: {
    readonly by: string;
    readonly values: readonly string[];
    readonly otherwise: string;
  }) => string;
  readonly yes: string;
  readonly no: string;
  readonly none: string;
  readonly list: (texts: readonly string[]) => string;
  /** A word of a closed set: a channel, an outcome, a level, an effect. */
  readonly word: (field: string, value: string) => string;
  readonly opening: (days: readonly OpeningDay[], ranges: readonly string[]) => string;
}

/** Days with those that follow one another as their first and last. */
export function daysInRuns(
  days: readonly OpeningDay[],
  { name, between }: { readonly name: (day: OpeningDay) => string; readonly between: string },
): readonly string[] {
  const runs: OpeningDay[][] = [];
  for (const day of OPENING_DAYS.filter((one) => days.includes(one))) {
    const run = runs.at(-1);
    const follows = WEEK.indexOf(day) > 0 && run?.at(-1) === WEEK[WEEK.indexOf(day) - 1];
    if (run !== undefined && follows) run.push(day);
    else runs.push([day]);
  }
  return runs.flatMap((run) =>
    run.length < 3
      ? run.map(name)
      : [[run[0], run.at(-1)].map((day) => name(day as OpeningDay)).join(between)],
  );
}

const WEEK: readonly OpeningDay[] = WEEKDAYS;

const MATCHERS = ["when", "unless", "counts", "contact"] as const;
export type MatcherPart = (typeof MATCHERS)[number];

/** A field of a thing in words. A value of a form that nobody foresaw is shown as it was written. */
export function phraseOf(field: string, thing: Thing, words: DifferenceWords): Phrase {
  const value = thing.fields.get(field);
  const suffix = suffixOf(field, thing, words);
  return { label: labelOf(field, thing, words), value: fieldText(field, value, { thing, words }), suffix };
}

function labelOf(field: string, { noun, written }: Thing, words: DifferenceWords): string {
  const [part, last] = field.split(".");
  if (noun === "part") return `${field}: `;
  if (last !== undefined && isMatcher(part)) return words.matcherLabel(part, last);
  const { kind } = fieldsOf(written);
  return words.labels[`${kind}.${field}`] ?? words.labels[field] ?? `${field}: `;
}

const isMatcher = (part: string | undefined): part is MatcherPart =>
  MATCHERS.some((matcher) => matcher === part);

/** The limit of a cap reads with its window. */
function suffixOf(field: string, { noun, fields, written }: Thing, words: DifferenceWords): string {
  if (noun !== "rule" || field !== "max") return "";
  const { kind } = fieldsOf(written);
  const window = fields.get("window");
  const inWindow = kind === "cap" && isWindow(window) ? words.window(window) : undefined;
  const max = fields.get("max");
  return words.touches(typeof max === "number" ? String(max) : "", inWindow);
}

interface Of {
  readonly thing: Thing;
  readonly words: DifferenceWords;
}

function fieldText(field: string, value: unknown, { thing, words }: Of): string {
  const last = field.slice(field.lastIndexOf(".") + 1);
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "string") return oneLine(textValue(last, value, { thing, words }));
  if (thing.noun === "rule" && field === "allow") return openingsText(value, words);
  if (Array.isArray(value)) return listValue(last, value, words);
  if (isWindow(value)) return words.window(value);
  if (isSegmented(value)) return segmentedText(value, words);
  if (last === "basisPoints" && typeof value === "number") return `${value / 100}%`;
  return JSON.stringify(value) ?? "";
}

/** Notes are anybody's words: a terminal would obey what is no character. */
const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");

/** Fields whose text is an ISO 8601 duration. */
const DURATIONS = ["retention", "min", "period", "for", "window", "per", "within"];

function textValue(last: string, text: string, { words }: Of): string {
  const isDuration = (DURATIONS.includes(last) || /(After|Within)$/.test(last)) && /^P/.test(text);
  return isDuration ? words.duration(text) : words.word(last, text);
}

const listValue = (last: string, list: readonly unknown[], words: DifferenceWords): string => {
  if (list.length === 0) return words.none;
  return words.list(
    list.map((one) => (typeof one === "string" ? words.word(last, one) : JSON.stringify(one))),
  );
};

const isWindow = (value: unknown): value is Window => {
  const fields = fieldsOf(value);
  return (
    typeof fields.rolling === "string" ||
    typeof fields.calendar === "string" ||
    typeof fields.consecutiveDays === "number"
  );
};

const isSegmented = (value: unknown): boolean => {
  const { by, values, default: otherwise } = fieldsOf(value);
  return typeof by === "string" && typeof values === "object" && otherwise !== undefined;
};

function segmentedText(value: unknown, words: DifferenceWords): string {
  const { by, values, default: otherwise } = fieldsOf(value);
  return words.segmented({
    by: String(by),
    values: Object.entries(fieldsOf(values)).map(([name, max]) => `${name} ${String(max)}`),
    otherwise: String(otherwise),
  });
}

function openingsText(value: unknown, words: DifferenceWords): string {
  if (!Array.isArray(value) || value.length === 0) return words.none;
  return value
    .map((one) => {
      const { days, ranges } = fieldsOf(one);
      if (!Array.isArray(days) || !Array.isArray(ranges)) return JSON.stringify(one);
      return words.opening(
        days as readonly OpeningDay[],
        ranges.map((range) => (Array.isArray(range) ? range.join("–") : String(range))),
      );
    })
    .join("; ");
}
