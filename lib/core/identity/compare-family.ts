import { PARTICLES } from "../data/name-words.ts";
import { likeness, slipsBetween } from "./edits.ts";
import { soundOf, withoutUmlauts } from "./sound.ts";

/** How two surnames agree; `part` is one surname of several or lacks a suffix (García of García López, Silva of Silva Filho), `close` may be one mistyped or two. */
export type FamilyAgreement = "same" | "mistyped" | "close" | "part" | "initial" | "differs" | "missing";

const LEAST_MISTYPED = 4;
/** So similar are surnames of one person that several slips went into, and some of two people. */
const LEAST_SIMILARITY = 0.85;

/** Compares surnames, folded. Particles that one leaves out count for nothing. */
export function compareFamily(a: readonly string[], b: readonly string[]): FamilyAgreement {
  const one = coreOf(a);
  const other = coreOf(b);
  if (one.length === 0 || other.length === 0) return "missing";
  const joined = one.join("");
  const otherJoined = other.join("");
  if (joined === otherJoined || withoutUmlauts(joined) === withoutUmlauts(otherJoined)) return "same";
  if (joined.length === 1 || otherJoined.length === 1)
    return joined[0] === otherJoined[0] ? "initial" : "differs";
  if (one.length !== other.length && one.some((word) => word.length > 2 && other.includes(word)))
    return "part";
  if (looksLike(joined, otherJoined)) return "mistyped";
  return Math.min(joined.length, otherJoined.length) >= LEAST_MISTYPED &&
    likeness(joined, otherJoined) >= LEAST_SIMILARITY
    ? "close"
    : "differs";
}

function coreOf(words: readonly string[]): readonly string[] {
  const core = words.filter((word) => !PARTICLES.has(word));
  return core.length > 0 ? core : words;
}

const numbersIn = (text: string): string => text.replace(/\P{N}/gu, "");

/** One slip in a surname of four letters, two in one of eight, or two that sound alike. */
function looksLike(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  // Smith2 is the second Smith.
  if (length < LEAST_MISTYPED || numbersIn(a) !== numbersIn(b)) return false;
  const slips = slipsBetween(a, b);
  return slips <= (length >= 8 ? 2 : 1) || (slips === 2 && a[0] === b[0] && soundOf(a) === soundOf(b));
}
