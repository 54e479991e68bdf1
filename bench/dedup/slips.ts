import type { Chance } from "../support/chance.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** The text with one slip of the hand: a letter lost, doubled, changed, or exchanged with the next. */
export function slipIn(text: string, chance: Chance): string {
  const letters = [...text];
  if (letters.length < 2) return text;
  const at = Math.floor(chance.share() * (letters.length - 1));
  const letter = letters[at] as string;
  const next = letters[at + 1] as string;
  switch (chance.one(["lost", "doubled", "changed", "exchanged"])) {
    case "lost":
      return [...letters.slice(0, at), ...letters.slice(at + 1)].join("");
    case "doubled":
      return [...letters.slice(0, at), letter, ...letters.slice(at)].join("");
    case "changed":
      return [...letters.slice(0, at), chance.one([...LETTERS]), ...letters.slice(at + 1)].join("");
    default:
      return [...letters.slice(0, at), next, letter, ...letters.slice(at + 2)].join("");
  }
}
