import type { Figure } from "../support/figure.ts";
import { pathOf } from "./csv.ts";
import { absent, cellOf, judgeSet } from "./judge-set.ts";
import { readFebrl } from "./sets.ts";

/** FEBRL's set 1: 500 people, one copy each, with addresses; and the same with the social security number as an id. */
export async function measureFebrl(): Promise<Figure[]> {
  const path = pathOf("febrl1.csv");
  if (path === undefined) return absent("febrl1");
  const plain = await judgeSet(await readFebrl(path, { ids: false }));
  const withIds = await judgeSet(await readFebrl(path, { ids: true }));
  return [
    {
      name: "F1 of auto + suggest (Splink on febrl3: 0.995, with the number)",
      value: plain.pairs.f1.toFixed(3),
    },
    { name: "auto + suggest", value: cellOf(plain.pairs) },
    { name: "all tiers", value: cellOf(plain.any) },
    {
      name: "with the number as an id: auto",
      value: cellOf(withIds.auto),
      bar: "P 1",
      met: withIds.auto.wrong === 0,
    },
    { name: "with the number as an id: auto + suggest", value: cellOf(withIds.pairs) },
    { name: "with the number as an id: all tiers", value: cellOf(withIds.any) },
    { name: "true pairs that share a match key", value: plain.reachable.toFixed(3) },
  ];
}
