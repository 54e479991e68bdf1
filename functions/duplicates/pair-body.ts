import { formatInstant } from "../../lib/core/time.ts";
import { type DuplicatePair, pairIdOf } from "../../lib/store/duplicates.ts";

/** A pair as the API shows it. */
export const pairBody = ({ contacts, tier, score, evidence, state, doubted, at, by }: DuplicatePair) => ({
  id: pairIdOf(contacts),
  tier,
  score: Math.round(score * 10_000) / 10_000,
  contacts,
  evidence,
  state,
  mergedId: doubted ?? null,
  at: formatInstant(at),
  by,
});
