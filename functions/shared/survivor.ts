import { isMadeByGate } from "../../lib/store/keys.ts";

/**
 * Of two contacts that are one, the one that remains, and the other: an id that a caller chose before one that the
 * gate made, then the smaller. It does not depend on who came first.
 */
export function inOrderOfMerging(a: string, b: string): readonly [survivor: string, loser: string] {
  if (isMadeByGate(a) !== isMadeByGate(b)) return isMadeByGate(a) ? [b, a] : [a, b];
  return a < b ? [a, b] : [b, a];
}
