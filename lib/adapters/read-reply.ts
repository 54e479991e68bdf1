import { STOP_PHRASES } from "./stop-phrases.ts";
import { HELP, START, STOP, STOP_ALL, STOP_IN_CHINA, UNCLEAR_ABROAD } from "./stop-words.ts";

/** What a customer's message asks for. */
export type Said =
  | {
      readonly kind: "stop";
      readonly scope: "channel" | "all";
      /** False when a person should read it once more; it counts until then. */
      readonly isSure: boolean;
    }
  | { readonly kind: "start" | "help" | "other" };

/** So much of a message is looked at: eight parts of an SMS are 1,224 characters. */
const MOST_CHARS = 1_600;

const OTHER: Said = { kind: "other" };
const stop = (isSure: boolean, scope: "channel" | "all" = "channel"): Said => ({
  kind: "stop",
  scope,
  isSure,
});

/**
 * Reads a message. A keyword alone is sure; wording that a reasonable person reads as a stop, or a message that begins
 * with a keyword as a sentence of its own, is a stop that a person should look at. `region` is the customer's country.
 */
export function readReply(message: string, region?: string): Said {
  const text = message.slice(0, MOST_CHARS).normalize("NFKC");
  const words = wordsIn(text);
  return asKeyword(words, region) ?? (isPhrase(words) || beginsWithStop(text) ? stop(false) : OTHER);
}

/** Words and figures in lower case, without accents, one space between them. */
function wordsIn(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f\u0653-\u0655]/g, "")
    .normalize("NFC")
    .replace(/[ıłđ]/g, (letter) => PLAIN[letter] ?? letter)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}

const PLAIN: Readonly<Record<string, string>> = { ı: "i", ł: "l", đ: "d" };

/** How a keyword is spelt does not matter: `S.T.O.P`, `opt-out`, `Stop all`. */
const keyOf = (words: string): string => words.replaceAll(" ", "");
const keysOf = (words: readonly string[]): ReadonlySet<string> =>
  new Set(words.map((word) => keyOf(wordsIn(word))));

const KEYS = {
  stop: keysOf(STOP),
  stopAll: keysOf(STOP_ALL),
  start: keysOf(START),
  help: keysOf(HELP),
  stopInChina: keysOf(STOP_IN_CHINA),
  unclearAbroad: keysOf(UNCLEAR_ABROAD),
};

function asKeyword(words: string, region: string | undefined): Said | undefined {
  const key = keyOf(words);
  if (KEYS.stopAll.has(key)) return stop(true, "all");
  if (KEYS.stop.has(key) || isRepeated(words)) return stop(true);
  if (KEYS.stopInChina.has(key) && region === "CN") return stop(true);
  if (KEYS.unclearAbroad.has(key)) return stop(false);
  if (KEYS.start.has(key)) return { kind: "start" };
  return KEYS.help.has(key) ? { kind: "help" } : undefined;
}

/** `STOP STOP STOP` */
const isRepeated = (words: string): boolean =>
  words !== "" && words.split(" ").every((word) => KEYS.stop.has(word));

const isPhrase = (words: string): boolean => STOP_PHRASES.some((phrase) => phrase.test(words));

/** `STOP. I never signed up for this` */
const beginsWithStop = (text: string): boolean => /^\s*(stop|unsubscribe|opt ?out)\s*[.!,;:\n-]/i.test(text);
