import { jaroWinkler } from "@skyra/jaro-winkler";
import { distance } from "fastest-levenshtein";

/** How many slips of the hand lie between two texts: letters added, lost or changed, and one pair of neighbours swapped counts once. */
export function slipsBetween(a: string, b: string): number {
  const slips = distance(a, b);
  return slips === 2 && isSwap(a, b) ? 1 : slips;
}

/** Whether the texts differ in two neighbouring characters that changed places. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (a[at] === b[at]) at++;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** How alike two texts are, 0–1 (Jaro and Winkler): slips count less the more letters there are and the later they come. */
export const likeness = (a: string, b: string): number => (a < b ? jaroWinkler(a, b) : jaroWinkler(b, a));
