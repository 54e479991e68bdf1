import type { Figure } from "../support/figure.ts";
import { pathOf } from "./csv.ts";
import type { FoundPair } from "./find-pairs.ts";
import { absent, cellOf, judgeSet } from "./judge-set.ts";
import { readSenzing } from "./sets.ts";

/** Stands on 21 records that are not one person. */
const SHARED_MAILBOX = "info@ca-state.gov";

/** Senzing's truth set: 159 people and firms of three lists, made to mislead. */
export async function measureSenzing(): Promise<Figure[]> {
  const paths = ["customers", "reference", "watchlist"].map((list) => pathOf(`senzing/${list}.csv`));
  const keyPath = pathOf("senzing/actual_truthset_key.csv");
  const there = paths.filter((path) => path !== undefined);
  if (keyPath === undefined || there.length < paths.length) return absent("senzing truth set");
  const { found, reachable, auto, pairs, any } = await judgeSet(await readSenzing(there, keyPath));
  const through = found.pairs.filter((pair) => pair.tier === "auto" && sharesOnlyMailbox(pair)).length;
  return [
    { name: "wrong automatic merges, closed", value: String(auto.wrong), bar: "0", met: auto.wrong === 0 },
    {
      name: `automatic merges through ${SHARED_MAILBOX}`,
      value: String(through),
      bar: "0",
      met: through === 0,
    },
    { name: "auto, closed", value: cellOf(auto) },
    { name: "auto + suggest", value: cellOf(pairs) },
    { name: "all tiers", value: cellOf(any) },
    { name: "true pairs that share a match key", value: reachable.toFixed(3) },
  ];
}

function sharesOnlyMailbox({ a, b }: FoundPair): boolean {
  const keys = new Set(a.record.identities.map(({ key }) => key));
  const common = b.record.identities.filter(({ key }) => keys.has(key));
  return common.length > 0 && common.every(({ value }) => value === SHARED_MAILBOX);
}
