import type { Language } from "../messages.ts";
import { en } from "./en.ts";
import { fieldsOf, ruleIdsOf, type Thing, thingsOf } from "./things.ts";
import { type DifferenceWords, phraseOf } from "./words.ts";
import { zh } from "./zh.ts";

/** One thing in which two policies differ. */
export interface PolicyChange {
  /** Where, dotted; rules stand by their ids, like `rules.two-a-week.max`. Empty for the whole document. */
  readonly path: string;
  /** Id of the rule that it is about; absent for the rest of the policy. */
  readonly rule?: string;
  readonly kind: "added" | "removed" | "changed";
  /** In words, of one line. */
  readonly text: string;
}

/** What a rule does, in words of one line; what people read only, its source and note, is left out. */
export function ruleInWords(rule: unknown, language: Language = "en"): string {
  const words = WORDS[language];
  const [thing] = thingsOf({ rules: [rule] }).values();
  if (thing === undefined) return "";
  const said = [...thing.fields.keys()].filter((field) => !OF_ITSELF.includes(field));
  const phrases = said
    .filter((field) => !words.inSuffix(field, thing))
    .map((field) => textOf(phraseOf(field, thing, words)));
  return phrases.join("; ");
}

/** Fields of a rule that name it, or that its readers are shown elsewhere. */
const OF_ITSELF: readonly string[] = ["id", "kind", "source", "note"];

const WORDS: Readonly<Record<Language, DifferenceWords>> = { en, zh };

/**
 * What changes from one policy document to another, as they were written: the rules first, in the order of the later
 * document. Empty for documents that are the same but for the order of their fields; never empty for others.
 */
export function policyDifference(before: unknown, after: unknown, language: Language = "en"): PolicyChange[] {
  const words = WORDS[language];
  const [from, to] = [thingsOf(before), thingsOf(after)];
  const paths = [...new Set([...to.keys(), ...from.keys()])];
  const changes = [
    ...paths.flatMap((path) => thingChanges(from.get(path), to.get(path), words)),
    ...orderChange(before, after, words),
  ];
  if (changes.length > 0 || canonical(before) === canonical(after)) return changes;
  return [{ path: "", kind: "changed", text: words.writtenOtherwise }];
}

function thingChanges(
  before: Thing | undefined,
  after: Thing | undefined,
  words: DifferenceWords,
): PolicyChange[] {
  if (after === undefined) return before === undefined ? [] : [wholeChange(before, "removed", words)];
  if (before === undefined) return [wholeChange(after, "added", words)];
  const fields = [...new Set([...after.fields.keys(), ...before.fields.keys()])];
  return fields.flatMap((field) => fieldChange(field, { before, after }, words));
}

const ofRule = ({ noun, name }: Thing) => (noun === "rule" ? { rule: name } : {});

const wholeChange = (thing: Thing, kind: "added" | "removed", words: DifferenceWords): PolicyChange => ({
  path: thing.path,
  ...ofRule(thing),
  kind,
  text: words.whole(kind, nounOf(thing, words), {
    name: thing.name,
    phrases: [...thing.fields.keys()]
      .filter((field) => field !== "kind" && !words.inSuffix(field, thing))
      .filter((field) => kind === "added" || !FOR_PEOPLE.includes(field))
      .map((field) => textOf(phraseOf(field, thing, words))),
  }),
});

/** What is said of a rule that goes need not be read again. */
const FOR_PEOPLE: readonly string[] = ["source", "note"];

const nounOf = ({ noun, written }: Thing, words: DifferenceWords): string =>
  noun === "rule" ? words.kind(String(fieldsOf(written).kind)) : words.nouns[noun];

function fieldChange(
  field: string,
  { before, after }: { readonly before: Thing; readonly after: Thing },
  words: DifferenceWords,
): PolicyChange[] {
  const [was, is] = [before.fields.get(field), after.fields.get(field)];
  const [had, has] = [before.fields.has(field), after.fields.has(field)];
  if (had && has && canonical(was) === canonical(is)) return [];
  const about = {
    path: [after.path, field].filter((part) => part !== "").join("."),
    ...ofRule(after),
  };
  const subject = words.subject(nounOf(after, words), after);
  const from = phraseOf(field, before, words);
  const to = phraseOf(field, after, words);
  if (!had) return [{ ...about, kind: "added", text: subject + words.nowHas(textOf(to)) }];
  if (!has) return [{ ...about, kind: "removed", text: subject + words.noLonger(textOf(from)) }];
  // What reads the same is shown as it was written: P7D and P1W, or a list in another order.
  const isSameText = from.value === to.value;
  const [a, b] = isSameText ? [canonical(was), canonical(is)] : [from.value, to.value];
  return [
    { ...about, kind: "changed", text: `${subject}${to.label}${a} → ${b}${isSameText ? "" : to.suffix}` },
  ];
}

const textOf = ({ label, value, suffix }: ReturnType<typeof phraseOf>): string => label + value + suffix;

/** Reasons are told in the order of the rules. */
function orderChange(before: unknown, after: unknown, words: DifferenceWords): PolicyChange[] {
  const [from, to] = [ruleIdsOf(before), ruleIdsOf(after)];
  const kept = to.filter((id) => from.includes(id));
  if (from.filter((id) => to.includes(id)).join() === kept.join()) return [];
  return [{ path: "rules", kind: "changed", text: words.order(kept) }];
}

/** As JSON with the fields of objects in one order. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    Array.isArray(part)
      ? part
      : typeof part === "object" && part !== null
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
  ) ?? "";
