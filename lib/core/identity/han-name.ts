import { pinyin } from "pinyin-pro";
import {
  CHINESE_ENDEARMENTS,
  CHINESE_SURNAMES,
  CHINESE_TITLE_GENDERS,
  CHINESE_TITLES,
  DOUBLE_SURNAMES,
  SHORT_CHINESE_TITLES,
} from "../data/name-words.ts";
import { foldText } from "./fold-text.ts";
import { asideOf } from "./name-text.ts";
import { readable } from "./normalised.ts";
import type { PersonName } from "./person-name.ts";

/** Stretches of Chinese characters, with the spaces and the dot of foreign names (约翰·史密斯) between them. */
const CHARACTERS = /\p{Script=Han}[\p{Script=Han}\s·・.]*/u;
const HAN = /\p{Script=Han}/u;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Longer texts are no personal name. */
const MOST_CHARACTERS = 12;

/**
 * Takes apart a name in Chinese characters, surname first as Chinese, Japanese and Korean write it; undefined when
 * the text has kana, whose readings pinyin does not know, or is no personal name. What is written beside it in Latin
 * letters is left out. Pinyin-pro holds 450 KB of readings, so import this file lazily.
 */
export function readHanName(text: string): PersonName | undefined {
  const typed = readable(text);
  const found = KANA.test(typed) ? undefined : CHARACTERS.exec(typed)?.[0].trim();
  if (found === undefined || found.length > MOST_CHARACTERS) return undefined;
  const whole = bare(found);
  if (isOfNobody(whole)) return undefined;
  const title = titleOf(whole);
  const { family, given } = isEndeared(whole)
    ? { family: whole.slice(1), given: "" }
    : splitCharacters(title === undefined ? found : withoutEnd(found, title.length));
  const sounds = soundsOf(family + given);
  return {
    script: "han",
    han: { family, given },
    readings: [
      {
        family: [sounds.slice(0, family.length).join("")],
        given: given === "" ? [] : [sounds.slice(family.length).join("")],
      },
    ],
    generation: undefined,
    gender: title === undefined ? undefined : CHINESE_TITLE_GENDERS.get(title),
    aside: asideOf(text)
      .filter((word) => HAN.test(word) && word !== whole)
      .join(" "),
  };
}

/** Without so many characters; spaces among them do not count. */
const withoutEnd = (text: string, characters: number): string =>
  text.replace(new RegExp(`(?:\\S\\s*){${characters}}$`, "u"), "").trim();

const isSurname = (text: string): boolean =>
  DOUBLE_SURNAMES.has(text) || (text.length === 1 && CHINESE_SURNAMES.includes(text));

/** The form of address at the end; one of a single character only behind a surname, as given names end in them too. */
function titleOf(name: string): string | undefined {
  const long = CHINESE_TITLES.exec(name)?.[0];
  if (long !== undefined) return long;
  const rest = name.slice(0, -1);
  return SHORT_CHINESE_TITLES.includes(name.slice(-1)) && (rest.length === 1 || DOUBLE_SURNAMES.has(rest))
    ? name.slice(-1)
    : undefined;
}

/** 老李, 小王. */
const isEndeared = (name: string): boolean =>
  name.length > 1 && CHINESE_ENDEARMENTS.includes(name.slice(0, 1)) && isSurname(name.slice(1));

/** 阿强 and 小芳 leave the surname out; 会计 is a form of address without a name. */
const isOfNobody = (name: string): boolean =>
  CHINESE_TITLES.exec(name)?.[0] === name ||
  (name.length === 2 && CHINESE_ENDEARMENTS.includes(name.slice(0, 1)) && !isEndeared(name));

function splitCharacters(name: string): { readonly family: string; readonly given: string } {
  const foreign = name.split(/[·・.]/u);
  if (foreign.length > 1) return { family: bare(foreign.at(-1) ?? ""), given: bare(foreign[0] ?? "") };
  const [first = "", ...others] = name.split(/\s+/u);
  const rest = others.join("");
  // A space after the surname is the writer's own word; between single characters it is decoration.
  if (rest !== "" && (first.length > 1 || name.length <= 4)) return { family: first, given: rest };
  const whole = bare(name);
  const length = DOUBLE_SURNAMES.has(whole.slice(0, 2)) ? 2 : 1;
  return { family: whole.slice(0, length), given: whole.slice(length) };
}

const bare = (text: string): string => text.replace(/\s+/gu, "");

/** Syllables without tones, one a character; ü as people type it in names without umlauts. */
const soundsOf = (characters: string): readonly string[] =>
  pinyin(characters, { surname: "head", toneType: "none", type: "array" }).map((sound) => foldText(sound));
