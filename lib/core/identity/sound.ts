/** Letters that sound alike and are mistaken for one another, after the classes of Soundex (Russell, 1918). */
const CLASSES: readonly (readonly [letters: string, sound: string])[] = [
  ["bp", "b"],
  ["fvw", "f"],
  ["cgjkqsxz", "k"],
  ["dt", "d"],
  ["l", "l"],
  ["mn", "m"],
  ["r", "r"],
];
const SOUND_OF = new Map(
  CLASSES.flatMap(([letters, sound]) => [...letters].map((letter) => [letter, sound])),
);

const LATIN = /^[a-z]+$/;
const LONGEST = 4;

/**
 * What a folded word sounds like, for finding it again under another spelling: its consonants by class, doubled ones
 * once, at most four; a vowel or an h counts only at the beginning. A word in another script than Latin is its own sound.
 */
export function soundOf(word: string): string {
  if (!LATIN.test(word)) return word;
  const spoken = word
    .replace(/^(?:kn|gn)/, "n")
    .replace(/^wr/, "r")
    .replace(/ph/g, "f")
    .replace(/(?<!^)(?:gh|h)/g, "");
  let sound = "";
  let last = "";
  for (const letter of spoken) {
    const next = SOUND_OF.get(letter) ?? (sound === "" ? "a" : "");
    if (next !== "" && next !== last) sound += next;
    last = next;
    if (sound.length === LONGEST) break;
  }
  return sound;
}

/** Mueller is how Müller is written where there is no ü; folding has made it Muller already. */
export const withoutUmlauts = (word: string): string => word.replace(/([aou])e/g, "$1");
