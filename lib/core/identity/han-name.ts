import { pinyin } from "pinyin-pro";
import { CHINESE_TITLE_GENDERS, CHINESE_TITLES, DOUBLE_SURNAMES } from "../data/name-words.ts";
import { foldText } from "./fold-text.ts";
import { readable } from "./normalised.ts";
import type { PersonName } from "./person-name.ts";

/** Stretches of Chinese characters, with the spaces and the dot of foreign names (约翰·史密斯) between them. */
const CHARACTERS = /\p{Script=Han}[\p{Script=Han}\s·・.]*/u;
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
  const title = CHINESE_TITLES.exec(found.length > 2 ? found : "")?.[0];
  const { family, given } = splitCharacters(
    title === undefined ? found : found.slice(0, -title.length).trim(),
  );
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
  };
}

function splitCharacters(name: string): { readonly family: string; readonly given: string } {
  const foreign = name.split(/[·・.]/u);
  if (foreign.length > 1) return { family: bare(foreign.at(-1) ?? ""), given: bare(foreign[0] ?? "") };
  const [first = "", ...others] = name.split(/\s+/u);
  const rest = others.join("");
  // A space after the surname is the writer's own word; between single characters it is decoration.
  if (rest !== "" && (first.length > 1 || name.length <= 4)) return { family: first, given: rest };
  const whole = bare(name);
  const length = DOUBLE_SURNAMES.has(whole.slice(0, 2)) && whole.length > 2 ? 2 : 1;
  return { family: whole.slice(0, length), given: whole.slice(length) };
}

const bare = (text: string): string => text.replace(/\s+/gu, "");

/** Syllables without tones, one a character; ü as people type it in names without umlauts. */
const soundsOf = (characters: string): readonly string[] =>
  pinyin(characters, { surname: "head", toneType: "none", type: "array" }).map((sound) => foldText(sound));
