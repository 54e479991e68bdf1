import { DuplicatePolicy } from "../../lib/core/identity/duplicate-policy.ts";
import defaults from "../../policies/duplicates.json" with { type: "json" };
import type { Figure } from "../support/figure.ts";
import { type Found, findPairs } from "./find-pairs.ts";
import type { Labelled } from "./labelled.ts";
import { pairsOfPersons, type Quality, qualityOf, truePairsOf } from "./persons.ts";

/** The policy that is shipped, as it is: no figure is measured with another. */
export const SHIPPED_POLICY = DuplicatePolicy.parse(defaults);

/** What the shipped policy makes of a labelled set. */
export interface Judged {
  readonly found: Found;
  /** Pairs that share a key, of those that are one person. */
  readonly reachable: number;
  /** Records that automatic merges leave as one person. */
  readonly auto: Quality;
  /** Pairs judged `auto` or `suggest`, one by one: as published figures count. */
  readonly pairs: Quality;
  /** The same when a suggestion between two merged persons stands for all of their records. */
  readonly persons: Quality;
  /** Pairs of any tier but `none`. */
  readonly any: Quality;
}

export async function judgeSet(set: readonly Labelled[]): Promise<Judged> {
  const found = await findPairs(set, SHIPPED_POLICY);
  const truth = truePairsOf(set);
  const { merged, suggested } = pairsOfPersons(set, found.pairs);
  const ofTiers = (...tiers: readonly string[]) =>
    qualityOf(
      found.pairs.filter(({ tier }) => tiers.includes(tier)).map(({ a, b }) => [a, b] as const),
      truth,
    );
  return {
    found,
    reachable: found.pairs.filter(({ a, b }) => a.label === b.label).length / truth,
    auto: qualityOf(merged, truth),
    pairs: ofTiers("auto", "suggest"),
    persons: qualityOf([...merged, ...suggested], truth),
    any: ofTiers("auto", "suggest", "review"),
  };
}

/** Precision and recall in one cell. */
export const cellOf = ({ precision, recall }: Quality): string =>
  `P ${precision.toFixed(4)}, R ${recall.toFixed(3)}`;

/** The one row of a part whose data is not there. */
export const absent = (what: string): Figure[] => [
  { name: what, value: "not measured: ../shared/data/dedup is absent" },
];
