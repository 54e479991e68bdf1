import { describe, expect, it } from "vitest";
import * as en from "../../../lib/core/messages/en-words.ts";
import * as zh from "../../../lib/core/messages/zh-words.ts";
import { messageOf } from "../../../lib/core/messages.ts";
import { epochMs } from "../../../lib/core/time.ts";
import { CHANNELS, CONSENT_SAYINGS, OUTCOMES } from "../../../lib/core/words.ts";

/** Every word of the closed sets is told to people in both languages. */

const FIELDS = ["status", "country", "region", "stage", "tier", "tags", "recipientType"];
const UNITS = ["week", "day", "hour", "minute", "second"];

type Table = Readonly<Record<string, string | readonly string[]>>;
const tables: readonly (readonly [name: string, table: Table, set: readonly string[]])[] = [
  ["English channels", en.CHANNEL_NAMES, CHANNELS],
  ["English verbs", en.VERBS, CHANNELS],
  ["English outcomes", en.EVENTS, OUTCOMES],
  ["English levels of consent", en.LEVELS, CONSENT_SAYINGS],
  ["English fields", en.FIELD_NAMES, FIELDS],
  ["English units", en.UNIT_NAMES, UNITS],
  ["Chinese channels", zh.CHANNEL_NAMES, CHANNELS],
  ["Chinese verbs", zh.VERBS, CHANNELS],
  ["Chinese outcomes", zh.OUTCOME_NAMES, OUTCOMES],
  ["Chinese levels of consent", zh.LEVELS, CONSENT_SAYINGS],
  ["Chinese fields", zh.FIELD_NAMES, FIELDS],
  ["Chinese periods", zh.PERIODS, ["day", "week", "month"]],
  ["Chinese units", zh.UNIT_NAMES, UNITS],
];
const wordsOf = (table: Table): string[] => Object.values(table).flat();

describe.each(tables)("the %s", (name, table, set) => {
  it("are there, each with words that can be read", () => {
    expect(Object.keys(table)).toEqual(set);
    const script = name.startsWith("English") ? /^[A-Za-z][A-Za-z -]*$/ : /\p{Script=Han}|^WhatsApp$/u;
    for (const [word, said] of Object.entries(table)) {
      const forms = [said].flat();
      expect(forms, word).not.toEqual([]);
      for (const form of forms) expect(form, word).toMatch(script);
    }
  });
});

describe("no two words of a set", () => {
  it.each(tables.filter(([name]) => name !== "English verbs"))("of the %s are told alike", (_, table) => {
    // One form each is enough to tell them apart.
    const firsts = Object.values(table).map((said) => [said].flat()[0]);
    expect(new Set(firsts).size).toBe(firsts.length);
  });
});

describe("a verb", () => {
  it("has a past and a planned form", () => {
    for (const [past, planned] of [...Object.values(en.VERBS), ...Object.values(zh.VERBS)]) {
      expect(past).not.toBe(planned);
      expect(planned).toBeTruthy();
    }
    expect(en.VERBS.mail).toEqual(["wrote to", "write to"]);
    expect(en.VERBS.wechat).toEqual(["contacted", "contact"]);
    expect(zh.VERBS.meeting).toEqual(["与该客户见过面", "与该客户见面"]);
  });
});

it("a level of consent is told by its name in law", () => {
  expect(wordsOf(zh.LEVELS)).toEqual(["撤回", "默示同意", "明示同意", "书面明示同意"]);
  expect(wordsOf(en.LEVELS)).toEqual(["withdrawn", "implied", "express", "written express"]);
});

it("a message is in English unless another language is asked for", () => {
  const outage = { code: "outage", details: {}, at: epochMs(0) } as const;
  expect(messageOf(outage)).toBe(messageOf(outage, "en"));
  expect(messageOf(outage)).not.toBe(messageOf(outage, "zh"));
});
